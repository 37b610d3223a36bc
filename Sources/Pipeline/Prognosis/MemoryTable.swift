internal import Prognostics

/// The memories of the assets that are followed, found by the asset's row key.
///
/// Some 350 bytes each. A dictionary that holds them itself is half empty for most of its life and is copied as a whole
/// when it grows; here they lie in blocks that stay where they are, and the index costs four bytes a key.
struct MemoryTable {
    private static let blockSize = 1_024

    /// By key, the place of its memory and one; 0 for none, and row keys are dense from 1.
    private var places: [UInt32] = []
    private var blocks: [[AssetMemory]] = []
    private var count = 0
    /// Places whose assets are followed no more.
    private var free: [UInt32] = []

    func has(_ asset: Int64) -> Bool { place(of: asset) != nil }

    subscript(asset: Int64) -> AssetMemory? {
        place(of: asset).map { blocks[$0 / MemoryTable.blockSize][$0 % MemoryTable.blockSize] }
    }

    /// Puts a memory in, in the place of the one that may be there.
    ///
    /// - Returns: Whether the asset is new.
    mutating func put(_ memory: AssetMemory, of asset: Int64) -> Bool {
        precondition(asset > 0 && asset < 1 << 31, "Row keys of assets are positive and below 2^31")
        if let place = place(of: asset) {
            blocks[place / MemoryTable.blockSize][place % MemoryTable.blockSize] = memory
            return false
        }
        let key = Int(asset)
        if key >= places.count { places.append(contentsOf: repeatElement(0, count: key + 1 - places.count)) }
        if let place = free.popLast() {
            places[key] = place + 1
            blocks[Int(place) / MemoryTable.blockSize][Int(place) % MemoryTable.blockSize] = memory
            return true
        }
        if count % MemoryTable.blockSize == 0 {
            blocks.append([])
            blocks[blocks.count - 1].reserveCapacity(MemoryTable.blockSize)
        }
        blocks[blocks.count - 1].append(memory)
        count += 1
        places[key] = UInt32(count)
        return true
    }

    /// Looks at the memory of an asset that is followed, without a copy of it; `nil` for others.
    func look<Answer>(_ asset: Int64, _ body: (AssetMemory) -> Answer) -> Answer? {
        place(of: asset).map { body(blocks[$0 / MemoryTable.blockSize][$0 % MemoryTable.blockSize]) }
    }

    /// Changes the memory of an asset that is followed.
    mutating func change(_ asset: Int64, _ body: (inout AssetMemory) -> Void) {
        guard let place = place(of: asset) else { return }
        body(&blocks[place / MemoryTable.blockSize][place % MemoryTable.blockSize])
    }

    /// - Returns: Whether the asset was followed.
    mutating func remove(_ asset: Int64) -> Bool {
        guard let place = place(of: asset) else { return false }
        // What it held goes with it.
        blocks[place / MemoryTable.blockSize][place % MemoryTable.blockSize] = AssetMemory()
        places[Int(asset)] = 0
        free.append(UInt32(place))
        return true
    }

    private func place(of asset: Int64) -> Int? {
        guard asset > 0, asset < places.count, places[Int(asset)] != 0 else { return nil }
        return Int(places[Int(asset)]) - 1
    }
}
