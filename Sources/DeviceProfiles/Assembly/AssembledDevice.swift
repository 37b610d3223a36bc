internal import Telemetry

/// What is known of one device's place: the axes that hold, and those that wait for their partners.
///
/// Samples are resolved in the order of their times, so what is emitted is always the newest state of the device.
struct AssembledDevice: Sendable {
    /// An axis that holds.
    struct Reading: Sendable, Equatable {
        var value: Double
        var time: Timestamp
        var isTrusted = false
        /// Of a kept message without a time; `time` is when it came.
        var isUndated = false
    }

    /// An axis that waits for its partner.
    struct Sample: Sendable {
        var axis: Axis
        var value: Double
        var time: Timestamp
        var isTrusted: Bool
        var due: Timestamp
        /// Of a kept message without a time.
        var isUndated = false
        var isSaved = false
    }

    /// Axes of kept messages without a time; the broker delivers them together after a connect.
    struct Burst: Sendable {
        var latitude: Double?
        var longitude: Double?
        var at: Timestamp
        var due: Timestamp
    }

    /// Speed, heading or accuracy.
    struct Extra: Sendable {
        var value: Float = 0
        var time = Timestamp(milliseconds: .min)
    }

    /// Most axes that wait; a device that sends faster is not waited for longer.
    static let sampleLimit = 16
    /// Milliseconds after which speed, heading and accuracy no longer belong to a place.
    static let extraLimit: Int64 = 60_000

    var owner: AssembledOwner
    var latitude: Reading?
    var longitude: Reading?
    var speed = Extra()
    var heading = Extra()
    var accuracy = Extra()
    /// `nil` as long as the device has said nothing about it, and then its word is taken.
    var hasFix: Bool?
    var fixTime = Timestamp(milliseconds: .min)
    var isFixTrusted = false
    /// Whether the newest word about the fix was handed out to be saved; the first good one need not be.
    var isFixSaved = true
    var samples: [Sample] = []
    /// Moves without a fix: good only if the fix comes at once.
    var unproven: [Sample] = []
    var burst: Burst?
    /// Time of the newest position that was emitted.
    var emittedAt = Timestamp(milliseconds: .min)
    /// Time of the newest axis that was handed out to be saved.
    var savedAt = Timestamp(milliseconds: .min)
    /// In which batch it was changed last.
    var epoch: UInt32 = 0
    /// Whether the assembler has it in its list of devices with something that waits.
    var isWaiting = false
    /// Whether the assembler has it in its list of devices with axes to be saved.
    var isUnsaved = false

    init(owner: AssembledOwner) {
        self.owner = owner
    }

    subscript(axis: Axis) -> Reading? {
        get { axis == .latitude ? latitude : longitude }
        set { if axis == .latitude { latitude = newValue } else { longitude = newValue } }
    }

    /// When the first thing that waits is due.
    var due: Timestamp? {
        var due = burst?.due
        for sample in samples where sample.due < due ?? Timestamp(milliseconds: .max) { due = sample.due }
        return due
    }

    // MARK: What is said

    /// A move along one axis: with its partner a position, alone it waits.
    mutating func take(_ sample: Sample, within: Int64, into positions: inout [AssembledPosition]) {
        if let held = self[sample.axis], !held.isUndated,
            sample.time < held.time || (sample.time == held.time && sample.value == held.value)
        {
            return
        }
        if samples.contains(where: {
            $0.axis == sample.axis && $0.time == sample.time && $0.value == sample.value
        }) {
            return
        }
        guard let partner = partner(of: sample, within: within) else {
            restore(sample)
            if samples.count > AssembledDevice.sampleLimit { resolve(samples.removeFirst(), into: &positions) }
            return
        }
        let other = samples.remove(at: partner)
        let upper = max(sample.time, other.time)
        while let first = samples.first, first.time <= upper {
            samples.removeFirst()
            resolve(first, into: &positions)
        }
        takeBurst()
        hold(other)
        hold(sample)
        emit(into: &positions)
    }

    /// A move that an earlier process had taken and not made a position of.
    mutating func restore(_ sample: Sample) {
        let place = samples.firstIndex { $0.time > sample.time } ?? samples.endIndex
        samples.insert(sample, at: place)
    }

    /// Takes what waits for granted without a word.
    mutating func holdAll() {
        for sample in samples { hold(sample) }
        samples.removeAll()
    }

    /// The axis of a kept message without a time.
    mutating func take(undated value: Double, _ axis: Axis, at receivedAt: Timestamp, due: Timestamp) {
        var burst = burst ?? Burst(at: receivedAt, due: due)
        if axis == .latitude { burst.latitude = value } else { burst.longitude = value }
        burst.at = receivedAt
        burst.due = due
        self.burst = burst
    }

    /// The device has no value for this axis any more.
    mutating func forget(_ axis: Axis) {
        self[axis] = nil
        samples.removeAll { $0.axis == axis }
        unproven.removeAll { $0.axis == axis }
        if axis == .latitude { burst?.latitude = nil } else { burst?.longitude = nil }
    }

    /// The device lost its fix: what it said within moments of that is not believed.
    mutating func loseFix(at time: Timestamp, within: Int64, into positions: inout [AssembledPosition]) {
        let doubtful = time.adding(milliseconds: -within)
        while let first = samples.first, first.time < doubtful {
            samples.removeFirst()
            resolve(first, into: &positions)
        }
        for sample in samples { self[sample.axis] = nil }
        samples.removeAll()
        if burst?.latitude != nil { latitude = nil }
        if burst?.longitude != nil { longitude = nil }
        burst = nil
    }

    /// A move without a fix: where the device is along this axis is not known until it speaks again with a fix.
    mutating func doubt(_ sample: Sample) {
        self[sample.axis] = nil
        unproven.removeAll { $0.axis == sample.axis }
        unproven.append(sample)
    }

    // MARK: What comes of it

    /// Emits what has waited long enough.
    mutating func flush(now: Timestamp, into positions: inout [AssembledPosition]) {
        if let last = samples.lastIndex(where: { $0.due <= now }) {
            let ripe = samples[...last]
            samples.removeFirst(last + 1)
            for sample in ripe { resolve(sample, into: &positions) }
        }
        if let burst, burst.due <= now, takeBurst() { emit(undated: true, into: &positions) }
    }

    /// Emits a sample that moved alone, beside the other axis as that holds.
    private mutating func resolve(_ sample: Sample, into positions: inout [AssembledPosition]) {
        if let burst, burst.due <= sample.due { takeBurst() }
        hold(sample)
        emit(into: &positions)
    }

    private mutating func hold(_ sample: Sample) {
        self[sample.axis] = Reading(value: sample.value, time: sample.time, isTrusted: sample.isTrusted)
    }

    /// Kept messages hold from when they came: nothing newer was said until then.
    ///
    /// False if they changed nothing.
    @discardableResult
    private mutating func takeBurst() -> Bool {
        guard let burst else { return false }
        self.burst = nil
        var changed = false
        for (axis, value) in [(Axis.latitude, burst.latitude), (.longitude, burst.longitude)] {
            guard let value, self[axis].map({ $0.isUndated || $0.time <= burst.at }) ?? true else { continue }
            self[axis] = Reading(value: value, time: burst.at, isUndated: true)
            changed = true
        }
        return changed
    }

    private func partner(of sample: Sample, within: Int64) -> Int? {
        var best: (index: Int, gap: UInt64)?
        for (index, other) in samples.enumerated() where other.axis != sample.axis {
            let gap = AssembledDevice.gap(sample.time, other.time)
            // Of equally near ones the last: it is what holds when this one comes.
            if gap <= UInt64(max(0, within)), gap <= best?.gap ?? .max { best = (index, gap) }
        }
        return best?.index
    }

    static func gap(_ left: Timestamp, _ right: Timestamp) -> UInt64 {
        let (difference, overflow) = left.milliseconds.subtractingReportingOverflow(right.milliseconds)
        return overflow ? .max : difference.magnitude
    }

    private mutating func emit(undated: Bool = false, into positions: inout [AssembledPosition]) {
        guard let latitude, let longitude,
            let coordinate = try? Coordinate(latitude: latitude.value, longitude: longitude.value)
        else { return }
        guard !coordinate.isNullIsland else {
            // Zeros of a device without a fix are no numbers: a first real axis must not meet one.
            self.latitude = nil
            self.longitude = nil
            return
        }
        var position = Position(coordinate: coordinate)
        guard !undated else {
            // The oldest time there is: it says where, not when.
            positions.append(
                AssembledPosition(
                    owner: owner, time: Timestamp(milliseconds: 0), isTrusted: false, position: position))
            return
        }
        let newest: Reading
        if latitude.isUndated || (!longitude.isUndated && longitude.time > latitude.time) {
            newest = longitude
        } else {
            newest = latitude
        }
        // Two positions of one moment: the later one must be the newer one.
        let time = max(newest.time, emittedAt.adding(milliseconds: 1))
        emittedAt = time
        position.speed = value(of: speed, at: time)
        position.heading = value(of: heading, at: time)
        position.accuracy = value(of: accuracy, at: time)
        positions.append(AssembledPosition(owner: owner, time: time, isTrusted: newest.isTrusted, position: position))
    }

    private func value(of extra: Extra, at time: Timestamp) -> Float? {
        AssembledDevice.gap(extra.time, time) <= UInt64(AssembledDevice.extraLimit) ? extra.value : nil
    }
}
