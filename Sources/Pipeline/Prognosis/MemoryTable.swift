internal import Prognostics
internal import Telemetry

/// The memories of the assets that are followed and when each was judged, found by the asset's row key.
///
/// Some 370 bytes each. A dictionary that holds them itself is half empty for most of its life and is copied as a whole
/// when it grows; here they lie in blocks that stay where they are, and the index costs four bytes a key.
struct MemoryTable {
    private static let blockSize = 1_024

    /// What is kept of an asset.
    private struct Followed {
        var memory: AssetMemory
        var judgedAt: Timestamp?
        var hasNews = false
    }

    /// By key, the place of its memory and one; 0 for none, and row keys are dense from 1.
    private var places: [UInt32] = []
    private var blocks: [[Followed]] = []
    private var count = 0
    /// Places whose assets are followed no more.
    private var free: [UInt32] = []

    func has(_ asset: Int64) -> Bool { place(of: asset) != nil }

    subscript(asset: Int64) -> AssetMemory? {
        look(asset) { $0 }
    }

    /// When the asset was judged last.
    func judgedAt(_ asset: Int64) -> Timestamp? {
        place(of: asset).flatMap { blocks[$0 / MemoryTable.blockSize][$0 % MemoryTable.blockSize].judgedAt }
    }

    mutating func noteJudged(_ asset: Int64, at now: Timestamp) {
        edit(asset) { $0.judgedAt = now }
    }

    /// Notes that something new came of an asset, or that it was looked at.
    ///
    /// - Returns: Whether that is a change.
    mutating func setNews(_ hasNews: Bool, of asset: Int64) -> Bool {
        edit(asset) { followed in
            defer { followed.hasNews = hasNews }
            return followed.hasNews != hasNews
        } ?? false
    }

    /// Puts a memory in, in the place of the one that may be there.
    ///
    /// - Returns: Whether the asset is new.
    mutating func put(_ memory: AssetMemory, of asset: Int64) -> Bool {
        precondition(asset > 0 && asset < 1 << 31, "Row keys of assets are positive and below 2^31")
        if edit(asset, { $0.memory = memory }) != nil { return false }
        let key = Int(asset)
        if key >= places.count { places.append(contentsOf: repeatElement(0, count: key + 1 - places.count)) }
        if let place = free.popLast() {
            places[key] = place + 1
            blocks[Int(place) / MemoryTable.blockSize][Int(place) % MemoryTable.blockSize] = Followed(memory: memory)
            return true
        }
        if count % MemoryTable.blockSize == 0 {
            blocks.append([])
            blocks[blocks.count - 1].reserveCapacity(MemoryTable.blockSize)
        }
        blocks[blocks.count - 1].append(Followed(memory: memory))
        count += 1
        places[key] = UInt32(count)
        return true
    }

    /// Looks at the memory of an asset that is followed, without a copy of it; `nil` for others.
    func look<Answer>(_ asset: Int64, _ body: (AssetMemory) -> Answer) -> Answer? {
        place(of: asset).map { body(blocks[$0 / MemoryTable.blockSize][$0 % MemoryTable.blockSize].memory) }
    }

    /// Changes the memory of an asset that is followed.
    mutating func change(_ asset: Int64, _ body: (inout AssetMemory) -> Void) {
        edit(asset) { body(&$0.memory) }
    }

    /// - Returns: Whether the asset was followed.
    mutating func remove(_ asset: Int64) -> Bool {
        // What it held goes with it.
        guard let place = place(of: asset), edit(asset, { $0 = Followed(memory: AssetMemory()) }) != nil else {
            return false
        }
        places[Int(asset)] = 0
        free.append(UInt32(place))
        return true
    }

    /// Changes what is kept of an asset where it lies; `nil` if it is not followed.
    @discardableResult
    private mutating func edit<Answer>(_ asset: Int64, _ body: (inout Followed) -> Answer) -> Answer? {
        guard let place = place(of: asset) else { return nil }
        return body(&blocks[place / MemoryTable.blockSize][place % MemoryTable.blockSize])
    }

    private func place(of asset: Int64) -> Int? {
        guard asset > 0, asset < places.count, places[Int(asset)] != 0 else { return nil }
        return Int(places[Int(asset)]) - 1
    }
}
