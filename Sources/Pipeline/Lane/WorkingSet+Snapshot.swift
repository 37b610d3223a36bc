import Casework
import Persistence
import Telemetry

extension WorkingSet {
    /// The working set as it stands on disk.
    convenience init(_ snapshot: Snapshot, signalNames: [String], symbols: SymbolTable) {
        var assets = AssetTable(signalNames: signalNames, symbols: symbols)
        assets.reserve(Int(snapshot.assets.last?.key ?? 0))
        for asset in snapshot.assets { assets.insert(key: asset.key, symbol: symbols.intern(asset.id)) }
        for fix in snapshot.positions { assets.apply(fix) }
        // One that is older than what was taken since says nothing any more.
        for fix in snapshot.suspects where assets.isNews(fix.asset, at: fix.time) { assets.suspect(fix) }
        for signal in snapshot.signals { assets.apply(signal) }
        self.init(
            symbols: symbols, assets: assets, sequences: snapshot.sequences, board: snapshot.reference.board)
        load(suspectUnits: snapshot.suspectUnits)
        load(withoutAssist: snapshot.reference.withoutAssist)
        for file in snapshot.openFiles { load(file) }
        load(preventOffers: snapshot.offers)
        load(campaigns: snapshot.campaigns, signs: snapshot.causeSigns, groups: snapshot.groups)
    }
}
