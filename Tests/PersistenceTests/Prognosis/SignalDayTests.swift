import Casework
import GRDB
import Telemetry
import Testing

@testable import Persistence

@Suite("What signals were on each day")
struct SignalDayTests {
    private static let oil = "Vehicle.Powertrain.CombustionEngine.EOT"
    private static let midnight = Timestamp(seconds: 1_780_012_800)
    private static let firstDay = midnight.milliseconds / 86_400_000

    /// A value some hours after the first midnight.
    private static func told(
        _ symbols: SymbolTable, _ hours: Double, _ value: SignalValue, asset: Int64 = 1, name: String = oil
    ) -> AssetSignal {
        AssetSignal(
            asset: asset, name: symbols.intern(name), time: midnight.adding(milliseconds: Int64(hours * 3_600_000)),
            timeTrusted: true, value: value)
    }

    private func write(_ signals: [AssetSignal], to store: LaneStore) throws {
        var changes = Changes()
        changes.signals = signals
        try store.write(changes)
    }

    private func fold(_ store: LaneStore, limit: Int = 100) throws -> [SignalDay] {
        var closed: [SignalDay] = []
        while try !store.foldJournal(
            limit: limit, keepingDaysOf: [SignalDayTests.oil], closed: { closed.append($0) }
        ).isAll {}
        return closed
    }

    private func day(
        _ number: Int64, closedAfter hours: Double, _ count: Int64, _ mean: Double, _ low: Double, _ high: Double,
        asset: Int64 = 1
    ) -> SignalDay {
        SignalDay(
            asset: asset, name: SignalDayTests.oil, day: SignalDayTests.firstDay + number,
            closedAt: SignalDayTests.midnight.adding(milliseconds: Int64(hours * 3_600_000)), count: count, mean: mean,
            low: low, high: high)
    }

    @Test(
        "a day ends with the first value of a later one, however the values are folded", arguments: [1, 2, 3, 100])
    func closes(limit: Int) throws {
        try withLane { store, symbols in
            let told = SignalDayTests.told
            // Each line is a batch.
            try write([told(symbols, 1, .number(90), 1, SignalDayTests.oil)], to: store)
            try write(
                [
                    told(symbols, 5, .number(100), 1, SignalDayTests.oil),
                    told(symbols, 5, .number(7), 2, SignalDayTests.oil),
                    told(symbols, 5, .number(3), 1, "Vehicle.Speed"),
                ], to: store)
            // Out of order within its day it counts; a word and what is no number do not.
            try write(
                [
                    told(symbols, 3, .number(80), 1, SignalDayTests.oil),
                    told(symbols, 6, .number(.nan), 1, SignalDayTests.oil),
                    told(symbols, 7, .number(.infinity), 1, SignalDayTests.oil),
                    told(symbols, 8, .text("hot"), 1, SignalDayTests.oil),
                ], to: store)
            try write([told(symbols, 51, .number(60), 1, SignalDayTests.oil)], to: store)
            try write([told(symbols, 74, .number(50), 1, SignalDayTests.oil)], to: store)
            let closed = try fold(store, limit: limit)
            let expected = [day(0, closedAfter: 51, 3, 90, 80, 100), day(2, closedAfter: 74, 1, 60, 60, 60)]
            #expect(closed == expected)
            #expect(try store.days(of: 1) == expected)
            #expect(try store.days(of: 2) == [])
            #expect(try store.assetsWithDays() == [1])
            let newest = try store.loadSnapshot(signalNames: [SignalDayTests.oil], at: noon).signals
            #expect(newest.map(\.value) == [.number(50), .number(7)])
            // A day that is over is over: what comes late changes neither it nor the newest value.
            try write([told(symbols, 50, .number(1_000), 1, SignalDayTests.oil)], to: store)
            try write([told(symbols, 76, .number(52), 1, SignalDayTests.oil)], to: store)
            try write([told(symbols, 75, .number(54), 1, SignalDayTests.oil)], to: store)
            try write([told(symbols, 99, .number(40), 1, SignalDayTests.oil)], to: store)
            #expect(try fold(store, limit: limit) == [day(3, closedAfter: 99, 3, 52, 50, 54)])
            let last = try store.loadSnapshot(signalNames: [SignalDayTests.oil], at: noon).signals
            #expect(last.map(\.value) == [.number(40), .number(7)])
        }
    }

    @Test("a value goes on with the day of the newest and leaves the newest as it is")
    func late() throws {
        try withLane { store, symbols in
            try write([SignalDayTests.told(symbols, 5, .number(100))], to: store)
            #expect(try fold(store) == [])
            try write([SignalDayTests.told(symbols, 4, .number(10))], to: store)
            try write([SignalDayTests.told(symbols, 3, .number(40))], to: store)
            #expect(try fold(store) == [])
            let newest = try store.loadSnapshot(signalNames: [SignalDayTests.oil], at: noon).signals
            #expect(newest == [SignalDayTests.told(symbols, 5, .number(100))])
            try write([SignalDayTests.told(symbols, 24, .number(0))], to: store)
            #expect(try fold(store) == [day(0, closedAfter: 24, 3, 50, 10, 100)])
        }
    }

    @Test("a fold that fails between the newest value and the day leaves both as they were, and is done again")
    func crash() throws {
        try withLane { store, symbols in
            try write([SignalDayTests.told(symbols, 5, .number(100))], to: store)
            #expect(try fold(store) == [])
            try edit(store.path) {
                try $0.execute(
                    sql: """
                        CREATE TRIGGER broken BEFORE INSERT ON signal_day BEGIN SELECT raise(ABORT, 'no room'); END
                        """)
            }
            try write(
                [SignalDayTests.told(symbols, 6, .number(110)), SignalDayTests.told(symbols, 25, .number(60))],
                to: store)
            let error = storeError { _ = try fold(store) }
            #expect(error != nil)
            #expect(try count("SELECT count(*) FROM journal", in: store.path) == 1)
            #expect(try count("SELECT day_count FROM signal", in: store.path) == 1)
            try edit(store.path) { try $0.execute(sql: "DROP TRIGGER broken") }
            #expect(try fold(store) == [day(0, closedAfter: 25, 2, 105, 100, 110)])
            #expect(try fold(store) == [])
            #expect(try store.days(of: 1).count == 1)
        }
    }

    @Test("without a purpose no day is kept, and those that are kept go with it and with time")
    func purposes() throws {
        try withLane { store, symbols in
            func live(_ hours: Double) throws {
                try write(
                    (1...3).map { SignalDayTests.told(symbols, hours, .number(90), asset: $0) }, to: store)
                _ = try fold(store)
            }
            try edit(store.path) { db in
                try db.execute(sql: "UPDATE asset SET purposes = 'assist' WHERE key = 2")
                try db.execute(sql: "UPDATE asset SET purposes = 'assist;improve' WHERE key = 3")
            }
            for hours in [1, 2, 25, 49] as [Double] { try live(hours) }
            #expect(try store.days(of: 1).count == 2)
            #expect(try store.days(of: 2) == [])
            #expect(try store.days(of: 3).count == 2)
            #expect(try store.assetsWithDays() == [1])
            #expect(
                try count("SELECT count(*) FROM signal WHERE asset_key = 2 AND day IS NOT NULL", in: store.path) == 0)
            try edit(store.path) {
                try $0.execute(sql: "UPDATE asset SET purposes = 'assist' WHERE key = 3")
            }
            let now = SignalDayTests.midnight.adding(seconds: 2 * 86_400)
            while try store.purge(at: now) > 0 {}
            #expect(try store.days(of: 1).count == 2)
            #expect(try store.days(of: 3) == [])
            #expect(try count("SELECT count(*) FROM signal WHERE day IS NOT NULL", in: store.path) == 1)
            #expect(try count("SELECT count(*) FROM signal", in: store.path) == 3)
            var retention = Retention()
            retention.days = 86_400
            while try store.purge(at: now, keeping: retention) > 0 {}
            #expect(try store.days(of: 1).map(\.day) == [SignalDayTests.firstDay + 1])
        }
    }

    @Test("the days of somebody's asset go when they are forgotten, and those of others stay")
    func forgotten() throws {
        try ForgettingTests.withTown { path, store in
            try store.write {
                try $0.execute(
                    sql: """
                        INSERT INTO signal_day (asset_key, day, name_id, closed_at, count, mean, low, high)
                        SELECT key, 20000, 1, 5, 3, 90, 80, 100 FROM asset
                        """)
            }
            let records = try store.records(of: "C-ZQ1", as: ForgettingTests.actor, at: ForgettingTests.now)
            #expect(records.parts.contains { $0.table.name == "signal_day" && $0.rows.count == 1 })
            _ = try store.forget("C-ZQ1", as: ForgettingTests.actor, at: ForgettingTests.now)
            #expect(try count("SELECT count(*) FROM signal_day WHERE asset_key = 1", in: path) == 0)
            #expect(try count("SELECT count(*) FROM signal_day", in: path) == 2)
        }
    }
}
