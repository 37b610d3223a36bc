import Casework
import Foundation
import Telemetry

extension Journal {
    /// A journal without the positions and signals of some assets; `nil` if it has none of them.
    static func without(_ assets: Set<Int64>, _ body: Data) throws -> Data? {
        let content = try body.withUnsafeBytes { try decode($0) }
        let positions = content.positions.filter { !assets.contains($0.asset) }
        let kept = content.signals.filter { !assets.contains($0.asset) }
        guard positions.count < content.positions.count || kept.count < content.signals.count else { return nil }
        let symbols = SymbolTable()
        let writer = ByteWriter()
        encode(
            positions: positions,
            signals: kept.map {
                AssetSignal(
                    asset: $0.asset, name: symbols.intern(content.names[$0.name]), time: $0.time,
                    timeTrusted: $0.timeTrusted, value: $0.value, since: $0.since)
            }, symbols: symbols, into: writer)
        return Data(writer.bytes)
    }
}
