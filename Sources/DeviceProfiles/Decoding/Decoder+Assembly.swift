internal import CSimdJSON
package import Telemetry

/// Positions of devices whose latitude and longitude come in messages of their own.
extension Decoder {
    /// When to call ``flush(now:into:)`` next; `nil` as long as nothing waits.
    package var nextFlush: Timestamp? { assembler.nextFlush }

    /// Emits the positions whose missing axis no longer comes.
    ///
    /// A position of kept messages without a time has the oldest time there is, 1970: it says where, not when.
    package func flush(now: Timestamp, into observations: inout [Observation]) {
        var positions: [AssembledPosition] = []
        assembler.flush(now: now, into: &positions)
        append(positions, to: &observations)
    }

    /// Hands out, as signals, the axes that wait for their partners and fixes that came or went: with the batch on disk
    /// a crash can't lose them.
    ///
    /// To be called after the last message of a batch, when most axes have met their partners, and before
    /// ``flush(now:into:)``. Units have none: they
    /// repeat their positions all the time.
    package func settle(into observations: inout [Observation]) {
        var halves: [AssembledHalf] = []
        var fixes: [AssembledFix] = []
        assembler.settle(into: &halves, fixes: &fixes)
        for fix in fixes where !fix.owner.isUnit {
            observations.append(
                Observation(
                    subject: fix.owner.subject, source: fix.owner.source, time: fix.time, timeTrusted: fix.isTrusted,
                    body: .signal(name: symbols.intern(AssembledFix.signalName), value: .flag(fix.hasFix))))
        }
        for half in halves where !half.owner.isUnit {
            observations.append(
                Observation(
                    subject: half.owner.subject, source: half.owner.source, time: half.time,
                    timeTrusted: half.isTrusted,
                    body: .signal(name: symbols.intern(half.axis.signalName), value: .number(half.value))))
        }
    }

    /// The consequences of all decoded messages are on disk.
    package func keepAssembled() { assembler.keep() }

    /// The messages decoded since the last ``keepAssembled()`` will be decoded again.
    package func dropAssembled() { assembler.drop() }

    /// The signals that ``settle(into:)`` gives: to be read from the store at the start.
    package static let settledSignals = Axis.allCases.map(\.signalName) + [AssembledFix.signalName]

    /// Takes over a signal of ``settle(into:)`` that an earlier process stored: the fix of an asset before its axes,
    /// and the older one of two axes first.
    ///
    /// - Parameters:
    ///   - subject: The asset.
    ///   - name: The signal's name.
    ///   - value: Its value.
    ///   - time: When it was.
    ///   - isTrusted: Whether that is the device's own time.
    ///   - now: From now on the partner of an axis is waited for.
    package func prime(
        _ subject: Symbol, _ name: String, _ value: SignalValue, at time: Timestamp, isTrusted: Bool, now: Timestamp
    ) {
        let owner = AssembledOwner(subject: subject, source: symbols.intern("restored"), isUnit: false)
        let lastPlace = lastPlace?(subject)
        switch value {
        case .flag(let hasFix) where name == AssembledFix.signalName:
            assembler.prime(
                AssembledFix(owner: owner, hasFix: hasFix, time: time, isTrusted: isTrusted), lastPlace: lastPlace)
        case .number(let value):
            guard let axis = Axis.allCases.first(where: { $0.signalName == name }) else { return }
            assembler.prime(
                AssembledHalf(owner: owner, axis: axis, value: value, time: time, isTrusted: isTrusted),
                lastPlace: lastPlace, now: now, AssemblyTiming())
        default: return
        }
    }

    /// What a message says about parts of a position.
    func assemble(
        _ field: AssembledField, _ context: Context, receivedAt: Timestamp, retained: Bool,
        into observations: inout [Observation]
    ) {
        let moment = AssemblyMoment(
            time: context.time, isTrusted: context.timeTrusted, isUndated: retained && !context.timeTrusted,
            receivedAt: receivedAt)
        let place = place(of: context)
        var positions: [AssembledPosition] = []
        if let fix = field.fix, !slots[fix.slot].isMissing {
            assembler.fix(hasFix(fix), at: moment, of: place, field.timing, into: &positions)
            hasAssembled = true
        }
        note(field.speed, \.speed, moment, place, context.rule)
        note(field.heading, \.heading, moment, place, context.rule)
        note(field.accuracy, \.accuracy, moment, place, context.rule)
        move(field.latitude, .latitude, moment, place, field.timing, context.rule, into: &positions)
        move(field.longitude, .longitude, moment, place, field.timing, context.rule, into: &positions)
        append(positions, to: &observations)
    }

    private func note(
        _ field: NumberField?, _ extra: WritableKeyPath<AssembledDevice, AssembledDevice.Extra>,
        _ moment: AssemblyMoment, _ place: Int, _ rule: Rule
    ) {
        guard let field, case .value(let value) = number(field, of: rule) else { return }
        assembler.note(extra, value, at: moment, of: place)
        hasAssembled = true
    }

    private func move(
        _ field: NumberField?, _ axis: Axis, _ moment: AssemblyMoment, _ place: Int, _ timing: AssemblyTiming,
        _ rule: Rule, into positions: inout [AssembledPosition]
    ) {
        guard let field else { return }
        if slots[field.slot].kind == csj_null {
            assembler.forget(axis, of: place)
        } else if case .value(let value) = number(field, of: rule) {
            assembler.move(axis, to: value, at: moment, of: place, timing, into: &positions)
        } else {
            return
        }
        hasAssembled = true
    }

    private func place(of context: Context) -> Int {
        let owner = AssembledOwner(
            subject: context.subject, source: context.source, isUnit: context.rule.subject == .unit)
        if let place = assembler.place(of: context.source) {
            assembler.rename(place, to: owner)
            return place
        }
        return assembler.add(owner, lastPlace: owner.isUnit ? nil : lastPlace?(owner.subject))
    }

    private func append(_ positions: [AssembledPosition], to observations: inout [Observation]) {
        for assembled in positions {
            observations.append(
                Observation(
                    subject: assembled.owner.subject, source: assembled.owner.source, time: assembled.time,
                    timeTrusted: assembled.isTrusted,
                    body: assembled.owner.isUnit
                        ? .unitPosition(assembled.position) : .position(assembled.position)))
        }
    }
}
