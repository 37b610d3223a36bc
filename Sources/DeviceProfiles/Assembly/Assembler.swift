internal import Telemetry

/// Puts positions together from axes that come in messages of their own.
///
/// A pair is a latitude and a longitude within moments of each other. An axis without a partner waits; then it moved
/// alone, and stands beside the other axis as that was. A position is never half new and half old while the missing
/// half may still come, and never made of an axis that was not seen.
///
/// A value: it knows only what it is told, times included.
struct Assembler: Sendable {
    private(set) var devices: [AssembledDevice] = []
    /// Place in `devices` plus one by the symbol of the source; 0 is none.
    private var places: [Int32] = []
    /// What an earlier process left of assets, until the first of their devices speaks.
    private var primed: [Symbol: Int] = [:]
    /// Devices with something that waits.
    private var waiting: [Int32] = []
    /// Devices with axes that wait and are not saved.
    private var unsaved: [Int32] = []
    /// How devices were before the batch that is not on disk yet.
    private var undo: [(place: Int, device: AssembledDevice)] = []
    private var epoch: UInt32 = 1
    /// When to call ``flush(now:into:)`` next.
    private(set) var nextFlush: Timestamp?

    // MARK: What is said

    /// A move along one axis.
    mutating func move(
        _ axis: Axis, to value: Double, at moment: AssemblyMoment, of place: Int, _ timing: AssemblyTiming,
        into positions: inout [AssembledPosition]
    ) {
        touch(place)
        let due = moment.receivedAt.adding(milliseconds: timing.wait)
        let sample = AssembledDevice.Sample(
            axis: axis, value: value, time: moment.time, isTrusted: moment.isTrusted, due: due,
            isUndated: moment.isUndated)
        if devices[place].hasFix == false {
            devices[place].doubt(sample)
            return
        }
        take(sample, place, timing, into: &positions)
        noteWaiting(place)
    }

    private mutating func take(
        _ sample: AssembledDevice.Sample, _ place: Int, _ timing: AssemblyTiming,
        into positions: inout [AssembledPosition]
    ) {
        if sample.isUndated {
            devices[place].take(undated: sample.value, sample.axis, at: sample.time, due: sample.due)
        } else {
            devices[place].take(sample, within: timing.within, into: &positions)
        }
    }

    /// Whether the device has a fix.
    mutating func fix(
        _ hasFix: Bool, at moment: AssemblyMoment, of place: Int, _ timing: AssemblyTiming,
        into positions: inout [AssembledPosition]
    ) {
        guard moment.time >= devices[place].fixTime else { return }
        touch(place)
        devices[place].fixTime = moment.time
        let before = devices[place].hasFix
        devices[place].hasFix = hasFix
        devices[place].isFixTrusted = moment.isTrusted
        if before ?? true != hasFix {
            devices[place].isFixSaved = false
            noteUnsaved(place)
        }
        if !hasFix {
            if before != false {
                devices[place].loseFix(at: moment.time, within: timing.within, into: &positions)
            }
            return
        }
        let unproven = devices[place].unproven
        devices[place].unproven = []
        for sample in unproven where AssembledDevice.gap(sample.time, moment.time) <= UInt64(max(0, timing.within)) {
            take(sample, place, timing, into: &positions)
        }
        noteWaiting(place)
    }

    /// The device has no value for an axis any more.
    mutating func forget(_ axis: Axis, of place: Int) {
        touch(place)
        devices[place].forget(axis)
    }

    /// Speed, heading or accuracy.
    mutating func note(
        _ extra: WritableKeyPath<AssembledDevice, AssembledDevice.Extra>, _ value: Double, at moment: AssemblyMoment,
        of place: Int
    ) {
        guard !moment.isUndated, moment.time >= devices[place][keyPath: extra].time else { return }
        touch(place)
        devices[place][keyPath: extra] = AssembledDevice.Extra(value: Float(value), time: moment.time)
    }

    // MARK: What comes of it

    /// Emits what has waited long enough.
    mutating func flush(now: Timestamp, into positions: inout [AssembledPosition]) {
        guard let nextFlush, nextFlush <= now else { return }
        self.nextFlush = nil
        var still: [Int32] = []
        for place in waiting {
            let index = Int(place)
            if let due = devices[index].due, due <= now {
                touch(index)
                devices[index].flush(now: now, into: &positions)
            }
            guard let due = devices[index].due else {
                devices[index].isWaiting = false
                continue
            }
            still.append(place)
            self.nextFlush = min(due, self.nextFlush ?? due)
        }
        waiting = still
    }

    /// Hands out the axes that wait and were not handed out before, and fixes that came or went: what a crash would
    /// lose.
    ///
    /// Called at the end of a batch, when most axes have met their partners and are no halves any more.
    mutating func settle(into halves: inout [AssembledHalf], fixes: inout [AssembledFix]) {
        for place in unsaved {
            let index = Int(place)
            devices[index].isUnsaved = false
            if !devices[index].isFixSaved {
                devices[index].isFixSaved = true
                fixes.append(
                    AssembledFix(
                        owner: devices[index].owner, hasFix: devices[index].hasFix ?? true,
                        time: devices[index].fixTime, isTrusted: devices[index].isFixTrusted))
            }
            for axis in Axis.allCases {
                guard let last = devices[index].samples.lastIndex(where: { $0.axis == axis }),
                    !devices[index].samples[last].isSaved
                else { continue }
                devices[index].samples[last].isSaved = true
                let sample = devices[index].samples[last]
                // Newer than any position that does not have it, or it would be taken for a part of that one.
                let before = max(devices[index].savedAt, devices[index].emittedAt)
                let time = max(sample.time, before.adding(milliseconds: 1))
                devices[index].savedAt = time
                halves.append(
                    AssembledHalf(
                        owner: devices[index].owner, axis: axis, value: sample.value, time: time,
                        isTrusted: sample.isTrusted))
            }
        }
        unsaved.removeAll(keepingCapacity: true)
    }

    // MARK: Batches

    /// The consequences of what was said since the last call are on disk.
    mutating func keep() {
        undo.removeAll(keepingCapacity: true)
        epoch &+= 1
    }

    /// Takes back what was said since the last ``keep()``: it will be said again, message by message.
    mutating func drop() {
        for (place, device) in undo.reversed() {
            let isWaiting = devices[place].isWaiting
            devices[place] = device
            devices[place].isWaiting = isWaiting
        }
        let touched = unsaved.map { Int($0) } + undo.map(\.place)
        unsaved.removeAll()
        for place in touched { devices[place].isUnsaved = false }
        for place in touched {
            if !devices[place].isFixSaved { noteUnsaved(place) }
            noteWaiting(place)
        }
        keep()
    }

    private mutating func touch(_ place: Int) {
        guard devices[place].epoch != epoch else { return }
        undo.append((place, devices[place]))
        devices[place].epoch = epoch
    }

    private mutating func noteWaiting(_ place: Int) {
        guard let due = devices[place].due else { return }
        nextFlush = min(due, nextFlush ?? due)
        if !devices[place].isWaiting {
            devices[place].isWaiting = true
            waiting.append(Int32(place))
        }
        if !devices[place].samples.isEmpty { noteUnsaved(place) }
    }

    private mutating func noteUnsaved(_ place: Int) {
        guard !devices[place].isUnsaved else { return }
        devices[place].isUnsaved = true
        unsaved.append(Int32(place))
    }

    // MARK: Devices

    /// The place of a device that has spoken before.
    func place(of source: Symbol) -> Int? {
        let index = Int(source.index)
        guard index < places.count, places[index] > 0 else { return nil }
        return Int(places[index]) - 1
    }

    /// Makes room for a device; it takes over what an earlier process left of its asset.
    mutating func add(_ owner: AssembledOwner, lastPlace: (Coordinate, Timestamp)?) -> Int {
        let place: Int
        if !owner.isUnit, let left = primed.removeValue(forKey: owner.subject) {
            place = left
        } else {
            place = devices.count
            devices.append(AssembledDevice(owner: owner))
            if let lastPlace { hold(lastPlace, at: place) }
        }
        devices[place].owner = owner
        let index = Int(owner.source.index)
        if index >= places.count { places.append(contentsOf: repeatElement(0, count: index + 1 - places.count)) }
        places[index] = Int32(place) + 1
        return place
    }

    /// Keeps the owner of a device up to date: an import may give it to another asset.
    mutating func rename(_ place: Int, to owner: AssembledOwner) {
        if devices[place].owner != owner { devices[place].owner = owner }
    }

    /// Takes over what an earlier process knew of a fix; before the axes.
    ///
    /// What came after it is known of the axes; what stands on disk from before it is not.
    mutating func prime(_ fix: AssembledFix, lastPlace: (Coordinate, Timestamp)?) {
        if fix.hasFix, let lastPlace, lastPlace.1 >= fix.time { return }
        guard primed[fix.owner.subject] == nil else { return }
        primed[fix.owner.subject] = devices.count
        var device = AssembledDevice(owner: fix.owner)
        device.hasFix = fix.hasFix
        device.fixTime = fix.time
        devices.append(device)
    }

    /// Takes over an axis that an earlier process had taken and not made a position of.
    ///
    /// Of two axes of an asset the older one comes first.
    ///
    /// - Parameters:
    ///   - half: Its source need not be the device's.
    ///   - lastPlace: The asset's newest position; an axis that is not newer has been made a position of.
    mutating func prime(
        _ half: AssembledHalf, lastPlace: (Coordinate, Timestamp)?, now: Timestamp, _ timing: AssemblyTiming
    ) {
        if let lastPlace, lastPlace.1 >= half.time { return }
        let place: Int
        if let known = primed[half.owner.subject] {
            // The one before it is older: what stands on disk of it need not be all that was between them.
            place = known
            let device = devices[place]
            // From before the fix went: the device may have moved since.
            if device.hasFix == false || half.time < device.fixTime.adding(milliseconds: -timing.within) { return }
            devices[place].holdAll()
        } else {
            place = devices.count
            devices.append(AssembledDevice(owner: half.owner))
            primed[half.owner.subject] = place
            if let lastPlace { hold(lastPlace, at: place) }
        }
        let sample = AssembledDevice.Sample(
            axis: half.axis, value: half.value, time: half.time, isTrusted: half.isTrusted,
            due: now.adding(milliseconds: timing.wait), isSaved: true)
        devices[place].restore(sample)
        noteWaiting(place)
    }

    private mutating func hold(_ known: (Coordinate, Timestamp), at place: Int) {
        let isUndated = known.1.milliseconds <= 0
        devices[place].latitude = AssembledDevice.Reading(
            value: known.0.latitude, time: known.1, isTrusted: false, isUndated: isUndated)
        devices[place].longitude = AssembledDevice.Reading(
            value: known.0.longitude, time: known.1, isTrusted: false, isUndated: isUndated)
        if !isUndated { devices[place].emittedAt = known.1 }
    }
}
