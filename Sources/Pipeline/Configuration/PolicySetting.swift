/// One thing that an installation may set: its name, its unit, its bounds and where it lands.
package struct PolicySetting: Sendable {
    /// A setting's value, in the unit that it counts in.
    package enum Value: Sendable, Equatable {
        case amount(Double)
        case text(String)
        case none
    }

    /// What a text must be.
    enum Form: Sendable {
        case amount(PolicyUnit, ClosedRange<Double>)
        /// A text; the check gives what is wrong with one.
        case text(@Sendable (String) -> String?)
    }

    /// Its key within its group.
    package let name: String
    /// What it changes, in one sentence.
    package let meaning: String
    let form: Form
    /// Whether `none` is a value.
    let mayBeNone: Bool
    let read: @Sendable (PolicyValues) -> Value
    let write: @Sendable (inout PolicyValues, Value) -> Void

    /// The unit of an amount; `nil` for a text.
    package var unit: PolicyUnit? {
        if case .amount(let unit, _) = form { unit } else { nil }
    }

    /// The value as it stands in the file.
    package func text(in values: PolicyValues) -> String {
        switch (read(values), form) {
        case (.amount(let amount), .amount(let unit, _)): unit.text(amount)
        case (.text(let text), _): text
        case (.none, _): "none"
        case (.amount, .text): ""
        }
    }

    /// The bounds as they stand in a message: `10 s to 60 min`; `nil` for a text.
    package var boundsText: String? {
        guard case .amount(let unit, let bounds) = form else { return nil }
        let range = "\(unit.text(bounds.lowerBound)) to \(unit.text(bounds.upperBound))"
        return mayBeNone ? "\(range), or none" : range
    }

    /// Takes a text of the file.
    ///
    /// - Returns: What is wrong with it and what to write instead; `nil` if it was taken.
    func take(_ text: String, into values: inout PolicyValues) -> String? {
        if mayBeNone, text == "none" {
            write(&values, .none)
            return nil
        }
        switch form {
        case .text(let mistake):
            if let mistake = mistake(text) { return mistake }
            write(&values, .text(text))
        case .amount(let unit, let bounds):
            guard let amount = unit.amount(of: text) else { return "write \(unit.form)\(mayBeNone ? ", or none" : "")" }
            guard bounds.contains(amount) else {
                return "it may be \(boundsText ?? "")"
            }
            write(&values, .amount(amount))
        }
        return nil
    }
}

extension PolicySetting {
    /// An amount that lands in a whole number.
    static func amount<Whole: FixedWidthInteger & SendableMetatype>(
        _ name: String, _ unit: PolicyUnit, _ bounds: ClosedRange<Double>,
        _ path: any WritableKeyPath<PolicyValues, Whole> & Sendable, _ meaning: String
    ) -> PolicySetting {
        PolicySetting(
            name: name, meaning: meaning, form: .amount(unit, bounds), mayBeNone: false,
            read: { .amount(Double($0[keyPath: path])) },
            write: { values, value in
                if case .amount(let amount) = value, let whole = Whole(exactly: amount) {
                    values[keyPath: path] = whole
                }
            })
    }

    /// A whole amount, or `none`.
    static func amount(
        _ name: String, _ unit: PolicyUnit, _ bounds: ClosedRange<Double>,
        _ path: any WritableKeyPath<PolicyValues, Int64?> & Sendable, _ meaning: String
    ) -> PolicySetting {
        PolicySetting(
            name: name, meaning: meaning, form: .amount(unit, bounds), mayBeNone: true,
            read: { $0[keyPath: path].map { .amount(Double($0)) } ?? .none },
            write: { values, value in
                switch value {
                case .amount(let amount): values[keyPath: path] = Int64(exactly: amount) ?? values[keyPath: path]
                case .none: values[keyPath: path] = nil
                case .text: break
                }
            })
    }

    /// An amount that lands in a number with a fraction.
    static func amount<Number: BinaryFloatingPoint & SendableMetatype>(
        _ name: String, _ unit: PolicyUnit, _ bounds: ClosedRange<Double>,
        _ path: any WritableKeyPath<PolicyValues, Number> & Sendable, _ meaning: String
    ) -> PolicySetting {
        PolicySetting(
            name: name, meaning: meaning, form: .amount(unit, bounds), mayBeNone: false,
            read: { values in
                // The figures of a `Float`, not its nearest `Double`: 5.1 stays 5.1.
                let value = values[keyPath: path]
                return .amount(Double("\(value)") ?? Double(value))
            },
            write: { values, value in
                if case .amount(let amount) = value { values[keyPath: path] = Number(amount) }
            })
    }

    /// Whether something is done: `yes` or `no`.
    static func flag(
        _ name: String, _ path: any WritableKeyPath<PolicyValues, Bool> & Sendable, _ meaning: String
    ) -> PolicySetting {
        PolicySetting(
            name: name, meaning: meaning,
            form: .text { $0 == "yes" || $0 == "no" ? nil : "write yes or no" }, mayBeNone: false,
            read: { .text($0[keyPath: path] ? "yes" : "no") },
            write: { values, value in
                if case .text(let text) = value { values[keyPath: path] = text == "yes" }
            })
    }

    /// A text, or `none`.
    static func text(
        _ name: String, _ path: any WritableKeyPath<PolicyValues, String?> & Sendable, _ meaning: String,
        mistake: @escaping @Sendable (String) -> String?
    ) -> PolicySetting {
        PolicySetting(
            name: name, meaning: meaning, form: .text(mistake), mayBeNone: true,
            read: { $0[keyPath: path].map { .text($0) } ?? .none },
            write: { values, value in
                switch value {
                case .text(let text): values[keyPath: path] = text
                case .none: values[keyPath: path] = nil
                case .amount: break
                }
            })
    }
}
