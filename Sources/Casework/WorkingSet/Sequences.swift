/// The next free number of every kind of row: ids come from here, never from a clock or from chance.
package struct Sequences: Sendable, Equatable {
    package var asset: Int64 = 1
    package var caseRow: Int64 = 1
    package var problem: Int64 = 1
    package var fault: Int64 = 1
    package var faultSource: Int64 = 1
    package var plan: Int64 = 1
    package var leg: Int64 = 1
    package var job: Int64 = 1
    package var offer: Int64 = 1
    package var hold: Int64 = 1
    package var task: Int64 = 1
    package var addressee: Int64 = 1
    package var timer: Int64 = 1
    package var outbox: Int64 = 1
    package var campaign: Int64 = 1
    package var preventOffer: Int64 = 1

    package init() {}

    /// Takes the next number of a sequence.
    package mutating func next(_ sequence: WritableKeyPath<Sequences, Int64>) -> Int64 {
        let value = self[keyPath: sequence]
        self[keyPath: sequence] = value + 1
        return value
    }
}
