import Casework
import Telemetry

/// Signs of common causes, campaigns and calls about several cases.
extension LaneStore {
    func write(signs: [CauseSign]) throws(StoreError) {
        guard let last = signs.last else { return }
        for sign in signs {
            let statement = try connection.statement(
                """
                INSERT INTO cause_sign (cause, asset_key, case_id, at) VALUES (?,?,?,?)
                ON CONFLICT (cause, asset_key) DO UPDATE SET case_id = excluded.case_id, at = excluded.at
                """)
            statement.put(sign.cause)
            statement.put(sign.asset)
            statement.put(sign.caseID)
            statement.put(sign.at)
            try statement.run()
        }
        let old = try connection.statement("DELETE FROM cause_sign WHERE at < ?")
        old.put(last.at.adding(seconds: -CauseBook.horizon))
        try old.run()
    }

    func readCampaigns(into snapshot: inout Snapshot) throws(StoreError) {
        let campaigns = try connection.statement(CampaignRow.selectOpen)
        while try campaigns.step() { snapshot.campaigns.append(try CampaignRow(reading: campaigns)) }
        let signs = try connection.statement(
            """
            SELECT cause, asset_key, case_id, at FROM
                (SELECT cause, asset_key, case_id, at FROM cause_sign ORDER BY at DESC, cause, asset_key LIMIT ?)
            ORDER BY at, cause, asset_key
            """)
        signs.put(CauseBook.capacity)
        while try signs.step() {
            snapshot.causeSigns.append(
                CauseSign(cause: signs.text(0), asset: signs.int(1), caseID: signs.int(2), at: signs.time(3)))
        }
        let groups = try connection.statement(TaskRow.selectGroups)
        while try groups.step() { snapshot.groups.append(try TaskRow(reading: groups)) }
    }
}
