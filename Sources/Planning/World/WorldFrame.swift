import Telemetry

/// What is the same for many pairs of case and unit, worked out once.
struct WorldFrame {
    /// Cases with equal needs share a class.
    let classOfCase: [Int]
    /// By class and unit: minutes until it can leave; infinite if it can't do what is needed.
    let offsets: [[Double]]
    let weights: [Int64]
    let scale: CostScale
    /// What each case costs if nobody comes.
    let unassignedCosts: [Int64]

    /// Where the units are; `nil` if nobody has to look for them.
    let index: UnitIndex?

    private struct NeedClass: Hashable {
        var alternatives: [[Capabilities]]
        var parts: [String?]
        var moves: [Bool]
        var massKg: Int?
        var heightLimitM: Double?

        init(_ need: RescueNeed) {
            alternatives = need.options.map(\.alternatives)
            parts = need.options.map(\.part)
            moves = need.options.map(\.movesAsset)
            massKg = moves.contains(true) ? need.massKg : nil
            heightLimitM = need.heightLimitM
        }
    }

    init(world: PlanningWorld, objective: PlanObjective, weights policy: PolicyWeights) {
        let waits = world.units.map { unit in
            objective == .minutes ? 0 : Double(unit.secondsToLeave(at: world.now)) / 60
        }
        let stock = StockBook()
        var numbers: [NeedClass: Int] = [:]
        var classOfCase: [Int] = []
        var offsets: [[Double]] = []
        classOfCase.reserveCapacity(world.cases.count)
        for worldCase in world.cases {
            let need = worldCase.need
            let key = NeedClass(need)
            if let number = numbers[key] {
                classOfCase.append(number)
                continue
            }
            numbers[key] = offsets.count
            classOfCase.append(offsets.count)
            offsets.append(
                world.units.indices.map { world.units[$0].canServe(need, stock: stock) ? waits[$0] : .infinity })
        }
        self.classOfCase = classOfCase
        self.offsets = offsets
        weights = world.cases.map { policy.weight(of: $0) }
        scale = CostScale(objective: objective, weights: weights)

        var index: UnitIndex?
        if world.minutes == nil { index = WorldFrame.index(of: world.units) }
        self.index = index

        // More than the travel of all cases together, so that serving one more always pays.
        let longest = (waits.max() ?? 0) + MinuteMatrix.most
        var sum = Int64(1)
        for row in world.cases.indices {
            sum = AssignmentCost.clamped(sum + scale.cost(of: longest, row: row))
        }
        unassignedCosts = weights.map { weight in
            guard objective == .policy else { return sum }
            let product = sum.multipliedReportingOverflow(by: weight)
            return product.overflow ? AssignmentCost.limit : AssignmentCost.clamped(product.partialValue)
        }
    }

    /// Minutes until a unit would be there; infinite if it can't get there or can't help.
    func minutes(case row: Int, unit: Int, in world: PlanningWorld) -> Double {
        let offset = offsets[classOfCase[row]][unit]
        if let matrix = world.minutes { return matrix.minutes(case: row, unit: unit) + offset }
        guard let start = world.units[unit].startingPoint else { return .infinity }
        return Double(BuiltInTravelTime().seconds(from: start, to: world.cases[row].need.coordinate)) / 60 + offset
    }

    private static func index(of units: [Unit]) -> UnitIndex {
        var index = UnitIndex()
        for (number, unit) in units.enumerated() {
            guard let start = unit.startingPoint, let number = Int32(exactly: number) else { continue }
            index.put(number, at: start, capabilities: unit.capabilities)
        }
        return index
    }
}
