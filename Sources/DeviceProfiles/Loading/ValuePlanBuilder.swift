/// Collects the values that a rule reads and gives each its slot.
struct ValuePlanBuilder {
    private struct LevelDraft {
        var paths: [(slot: Int, path: JSONPath)] = []
        var slots: [Int] = []
        var steps: [ValueStep] = []
        var keySlot = -1
        var indexSlot = -1
        var container = -1
        var admitsOne = false
    }

    private struct NestedDraft {
        var source: Int
        var level: Int
        /// Place among the steps of its level.
        var place: Int
        var paths: [(slot: Int, path: JSONPath)] = []
    }

    private var levels = [LevelDraft()]
    private var nested: [NestedDraft] = []
    private var labels: [String] = []
    private var levelOfSlot: [Int] = []
    private var spellings: [NumberSpelling] = []

    /// The innermost scope, in which fields are read.
    var innermost: Int { levels.count - 1 }

    /// Begins a scope whose elements come out of a container.
    ///
    /// - Parameter admitsOne: Whether an object stands for a list of one.
    mutating func iterate(over container: Int, admitsOne: Bool) {
        levels[innermost].container = container
        levels[innermost].admitsOne = admitsOne
        levels.append(LevelDraft())
    }

    /// The slot of a value in the document.
    mutating func path(_ path: JSONPath, level: Int) -> Int {
        if let known = levels[level].paths.first(where: { $0.path.steps == path.steps }) { return known.slot }
        let slot = make(path.text, level)
        levels[level].paths.append((slot, path))
        return slot
    }

    /// The slot of the key of the present element.
    mutating func key(level: Int) -> Int {
        if levels[level].keySlot < 0 { levels[level].keySlot = make("@key", level) }
        return levels[level].keySlot
    }

    /// The slot of the number of the present element.
    mutating func index(level: Int) -> Int {
        if levels[level].indexSlot < 0 { levels[level].indexSlot = make("@index", level) }
        return levels[level].indexSlot
    }

    /// The slot of a value made of others; it belongs to the innermost level of those.
    mutating func step(_ label: String, of inputs: [Int], _ step: (_ into: Int) -> ValueStep) -> Int {
        let level = inputs.map { levelOfSlot[$0] }.max() ?? 0
        let slot = make(label, level)
        levels[level].steps.append(step(slot))
        return slot
    }

    /// The slot of a value in a document that a text holds.
    mutating func inside(_ source: Int, _ path: JSONPath) -> Int {
        let level = levelOfSlot[source]
        let number: Int
        if let known = nested.firstIndex(where: { $0.source == source }) {
            number = known
        } else {
            number = nested.count
            nested.append(NestedDraft(source: source, level: level, place: levels[level].steps.count))
            levels[level].steps.append(.document(of: source, trie: PathTrie([]), number: number))
        }
        if let known = nested[number].paths.first(where: { $0.path.steps == path.steps }) { return known.slot }
        let slot = make("\(labels[source]) as JSON, \(path.text)", level)
        nested[number].paths.append((slot, path))
        return slot
    }

    /// Takes in how a number is written.
    mutating func add(_ spelling: NumberSpelling) -> Int {
        spellings.append(spelling)
        return spellings.count - 1
    }

    /// How a slot is called in a reason.
    func label(_ slot: Int) -> String { labels[slot] }

    /// The compiled plan.
    func plan() -> ValuePlan {
        var drafts = levels
        for (number, draft) in nested.enumerated() {
            drafts[draft.level].steps[draft.place] = .document(
                of: draft.source, trie: PathTrie(draft.paths), number: number)
        }
        return ValuePlan(
            levels: drafts.map { draft in
                ValuePlan.Level(
                    trie: PathTrie(draft.paths), keySlot: draft.keySlot, indexSlot: draft.indexSlot,
                    steps: draft.steps, stepGates: Gates(draft.steps.map(\.gateSlots)), slots: draft.slots,
                    container: draft.container, admitsOne: draft.admitsOne)
            }, labels: labels, spellings: spellings)
    }

    private mutating func make(_ label: String, _ level: Int) -> Int {
        labels.append(label)
        levelOfSlot.append(level)
        levels[level].slots.append(labels.count - 1)
        return labels.count - 1
    }
}
