internal import CSimdJSON
internal import Telemetry

extension Decoder {
    enum Verdict {
        case done
        /// The payload can't be read as the rule expects.
        case unreadable
        case conditionFails
    }

    func apply(
        _ entry: ProfileSet.Entry, _ message: Message, into observations: inout [Observation]
    ) -> Verdict {
        let rule = entry.rule
        if message.payload.isEmpty, rule.head.empty != .quarantine, !rule.head.ignored {
            return applyToNothing(entry, message, into: &observations)
        }
        if rule.head.ignored, rule.head.conditions.isEmpty {
            trace?.note("the profile passes this topic over")
            return .done
        }
        guard read(message.payload, by: rule) else {
            trace?.note("it can't read the payload: \(problem?.value.text ?? "")")
            return .unreadable
        }
        if rule.hasSteps { run(steps: 0, of: rule, entry.topic, message) }
        if !rule.head.conditions.isEmpty {
            if trace != nil { traceConditions(rule.head.conditions, rule) }
            guard hasConditionsMet(rule.head.conditions) else { return .conditionFails }
        }
        if rule.head.ignored {
            trace?.note("the profile passes this message over")
            return .done
        }
        let start = observations.count
        visit(level: 0, entry, message, into: &observations)
        if rule.plan.levels[0].container >= 0 {
            let count = observations.count
            FaultSets.join(&observations, from: start, isWhole: problem == nil)
            if problem != nil {
                trace?.note("something could not be read, so full sets of this message raise and clear nothing")
            } else if observations.count < count {
                trace?.note("the full sets of the elements become one for each source")
            }
        }
        return .done
    }

    /// Reads the fields in the scope of a level: once, or for each element of the next level.
    private func visit(
        level: Int, _ entry: ProfileSet.Entry, _ message: Message, into observations: inout [Observation]
    ) {
        let rule = entry.rule
        let container = rule.plan.levels[level].container
        guard container >= 0 else {
            emit(entry, message, into: &observations)
            return
        }
        if slots[container].kind != csj_array, slots[container].kind != csj_object {
            trace?.note("\(rule.label(container)) is \(slots[container].kindName): there is nothing to go through")
        }
        forEachElement(of: slots[container], level: level + 1, rule) { [self] in
            run(steps: level + 1, of: rule, entry.topic, message)
            visit(level: level + 1, entry, message, into: &observations)
        }
    }

    /// What one scope of a message says.
    private func emit(_ entry: ProfileSet.Entry, _ message: Message, into observations: inout [Observation]) {
        let rule = entry.rule
        if trace != nil {
            traceValues(rule)
            traceConditions(rule.head.filters, rule)
        }
        guard hasConditionsMet(rule.head.filters), let context = context(entry, message) else { return }
        if trace != nil { traceContext(context, message) }
        let before = observations.count
        defer { if trace != nil { traceResult(observations[before...]) } }
        if let field = rule.position { position(field, context, into: &observations) }
        if let field = rule.assembled {
            assemble(
                field.value, context, receivedAt: message.receivedAt, retained: message.retained, into: &observations)
        }
        for index in rule.signalGates.indices where rule.signalGates.isOpen(index, { slots[$0].isMissing }) {
            let field = rule.signals[index]
            if !field.value.conditions.isEmpty, !hasConditionsMet(field.value.conditions) {
                trace?.note("the signal \(field.value.name) is not read: its conditions fail")
                continue
            }
            signal(field, context, into: &observations)
        }
        if let field = rule.namedSignals { namedSignals(field, context, into: &observations) }
        for index in rule.faultGates.indices where rule.faultGates.isOpen(index, { slots[$0].isMissing }) {
            let field = rule.faults[index]
            if !field.value.conditions.isEmpty, !hasConditionsMet(field.value.conditions) {
                trace?.note("the faults in \(rule.label(field.value.slot)) are not read: their conditions fail")
                continue
            }
            faults(field, context, into: &observations)
        }
        if let field = rule.liveness { liveness(field, context, into: &observations) }
        if let field = rule.driver { driver(field, context, into: &observations) }
        if let field = rule.job { job(field, context, into: &observations) }
    }

    /// What a rule makes of an empty payload: the device is gone, or nothing.
    private func applyToNothing(
        _ entry: ProfileSet.Entry, _ message: Message, into observations: inout [Observation]
    ) -> Verdict {
        clear(entry.rule)
        run(steps: 0, of: entry.rule, entry.topic, message)
        guard hasConditionsMet(entry.rule.head.conditions) else { return .conditionFails }
        guard entry.rule.head.empty == .gone, let context = context(entry, message) else { return .done }
        observations.append(
            context.observation(
                entry.rule.subject == .unit ? .unitLiveness(online: false) : .liveness(online: false)))
        return .done
    }
}
