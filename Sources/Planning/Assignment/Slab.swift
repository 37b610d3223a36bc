/// A fixed run of numbers whose index is checked in debug builds only.
///
/// The inner loops of an assignment touch a few words per arc; checking four indices for each of them, and whether each
/// array is shared, would take longer than the work. Nothing else uses it, and no index comes from outside unchecked.
struct Slab<Element: BitwiseCopyable>: ~Copyable {
    private var base: UnsafeMutablePointer<Element>
    private(set) var count: Int
    private var capacity: Int

    init(repeating element: Element, count: Int) {
        self.count = count
        capacity = max(1, count)
        base = .allocate(capacity: capacity)
        base.initialize(repeating: element, count: count)
    }

    /// An empty one with room.
    init(capacity: Int) {
        count = 0
        self.capacity = max(16, capacity)
        base = .allocate(capacity: self.capacity)
    }

    deinit { base.deallocate() }

    /// Never changed in place (`slab[index] += 1`): under the thread sanitizer Swift 6.3 makes broken code of that.
    @inline(__always)
    subscript(index: Int) -> Element {
        get {
            assert(index >= 0 && index < count)
            return base[index]
        }
        nonmutating set {
            assert(index >= 0 && index < count)
            base[index] = newValue
        }
    }

    @inline(__always)
    mutating func append(_ element: Element) {
        if count == capacity { grow() }
        (base + count).initialize(to: element)
        count += 1
    }

    @inline(__always)
    mutating func removeAll() { count = 0 }

    @inline(__always)
    mutating func removeLast() {
        assert(count > 0)
        count -= 1
    }

    /// The numbers, for loops that run over many of them; valid until the next append.
    @inline(__always)
    var buffer: UnsafeMutableBufferPointer<Element> { UnsafeMutableBufferPointer(start: base, count: count) }

    private mutating func grow() {
        let wider = UnsafeMutablePointer<Element>.allocate(capacity: capacity * 2)
        wider.moveInitialize(from: base, count: count)
        base.deallocate()
        base = wider
        capacity *= 2
    }
}
