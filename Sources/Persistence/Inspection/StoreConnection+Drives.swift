import GRDB
package import Telemetry

/// A drive of a unit to a place of help, from leaving to arriving.
package struct FinishedDrive: Sendable, Equatable {
    package var from: Coordinate
    package var to: Coordinate
    package var seconds: Int64

    /// Metres in a straight line.
    package var metres: Double { from.distance(to: to) }
}

extension StoreConnection {
    /// Drives of at least this many metres say something about roads.
    private static let shortest = 300.0
    /// Kilometres per hour in a straight line beyond which somebody tapped too late or too early.
    private static let speeds = 3.0...130.0

    /// The newest drives that were made and make sense, newest first: what the built-in estimate is fitted to.
    ///
    /// Left out are those whose places are coarse by now, those to assets that lack the purpose `improve`, those without
    /// a place or a time, the shortest, those of more than six hours, and those that would
    /// have been slower than walking or faster than any road.
    package func finishedDrives(limit: Int) throws -> [FinishedDrive] {
        try read { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT from_lat, from_lon, to_lat, to_lon, departed_at, arrived_at FROM job_drive
                    JOIN job ON job.id = job_id JOIN case_file c ON c.id = job.case_id
                    JOIN asset ON asset.key = c.asset_key
                    WHERE arrived_at IS NOT NULL AND departed_at IS NOT NULL AND from_lat IS NOT NULL
                        AND from_lon IS NOT NULL AND to_lat IS NOT NULL AND to_lon IS NOT NULL
                        AND arrived_at - departed_at BETWEEN 30000 AND 21600000
                        AND c.kept_stage = 0 AND instr(asset.purposes, 'improve') > 0
                    ORDER BY arrived_at DESC, job_id DESC
                    """)
            var drives: [FinishedDrive] = []
            while drives.count < limit, let row = try rows.next() {
                guard let from = try? Coordinate(latitude: row[0], longitude: row[1]),
                    let to = try? Coordinate(latitude: row[2], longitude: row[3])
                else { continue }
                let (departed, arrived): (Int64, Int64) = (row[4], row[5])
                let drive = FinishedDrive(from: from, to: to, seconds: (arrived - departed) / 1_000)
                let speed = drive.metres / Double(drive.seconds) * 3.6
                guard drive.metres >= StoreConnection.shortest, StoreConnection.speeds.contains(speed) else { continue }
                drives.append(drive)
            }
            return drives
        }
    }
}
