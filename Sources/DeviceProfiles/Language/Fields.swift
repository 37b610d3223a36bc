/// The slots without which the fields of a rule have nothing to say, apart from the fields so that most are passed over
/// without looking at them.
struct Gates: Sendable {
    /// By field: the only slot that counts; `always`; or the first of several in `several`, as `-2 - place`.
    private let first: [Int32]
    private let several: [[Int32]]
    private static let always: Int32 = -1

    /// The slots of each field; none: it is looked at in every message.
    init(_ slots: [[Int]]) {
        var first: [Int32] = []
        var several: [[Int32]] = []
        for slots in slots {
            switch slots.count {
            case 0: first.append(Gates.always)
            case 1: first.append(Int32(slots[0]))
            default:
                first.append(-2 - Int32(several.count))
                several.append(slots.map(Int32.init))
            }
        }
        self.first = first
        self.several = several
    }

    var indices: Range<Int> { first.indices }

    /// Whether a field may have something to say.
    @inline(__always)
    func isOpen(_ field: Int, _ isMissing: (Int) -> Bool) -> Bool {
        let slot = first[field]
        if slot >= 0 { return !isMissing(Int(slot)) }
        if slot == Gates.always { return true }
        return several[Int(-2 - slot)].contains { !isMissing(Int($0)) }
    }
}

/// A value behind one reference, so that the decoder reads it without counting the references inside it.
final class Boxed<Value: Sendable>: Sendable {
    let value: Value

    init(_ value: Value) {
        self.value = value
    }
}

/// Signals that the payload names itself.
struct NamedSignalsField: Sendable {
    /// An object whose members are signals; with a name of its own, the one value of that name.
    var slot: Int
    var name: Int?
    /// Whether names and values that no signal can have are passed over and not reported.
    var ignoresOthers = false
}

/// Words of being there and being gone.
struct LivenessField: Sendable {
    var slot: Int
    var online: [String]
    var offline: [String]
}

/// What a driver's app sends.
struct DriverField: Sendable {
    var kind: Int
    var latitude: NumberField?
    var longitude: NumberField?
}

/// What a unit says about its job.
struct JobField: Sendable {
    var offer: Int
    var state: Int
    var reason: Int?
    var etaMinutes: NumberField?
    var note: Int?
}
