internal import Foundation
internal import Prognostics

extension AssetMemory {
    /// The memory as it is stored, or `nil` if it has no such form.
    var stored: [UInt8]? { (try? JSONEncoder().encode(self)).map { Array($0) } }

    /// A memory from its stored form; `nil` from anything else: what codes and repairs told is on disk besides.
    init?(stored body: [UInt8]) {
        guard let memory = try? JSONDecoder().decode(AssetMemory.self, from: Data(body)) else { return nil }
        self = memory
    }
}

extension PrognosisModel {
    /// The model as it is stored.
    package var stored: String? { (try? JSONEncoder().encode(self)).map { String(decoding: $0, as: UTF8.self) } }

    /// A model from its stored form.
    ///
    /// - Throws: `DecodingError` for anything else, also for a form that this program does not read.
    package init(stored body: String) throws {
        self = try JSONDecoder().decode(PrognosisModel.self, from: Data(body.utf8))
    }
}
