extension PolicyFile {
    /// A policy file that sets everything, with what each setting changes.
    ///
    /// With the defaults it is the file that is shipped, to the letter.
    package static func text(of values: PolicyValues) -> String {
        let defaults = PolicyValues()
        var text = """
            # What an installation may do otherwise than others. `callahead serve` reads it when it starts,
            # `callahead policy check` looks at it before. A line that is left out keeps its default.
            # Time: s, min, h, d · distance: m, km · speed: km/h · share: % · clock: hours:minutes.

            """
        for group in PolicyGroup.all {
            text += "\n# \(group.meaning)\n\(group.name):\n"
            for setting in group.settings {
                let value = setting.text(in: values)
                let usual = setting.text(in: defaults)
                text += "  # \(setting.meaning)\n  \(setting.name): \(value)"
                text += value == usual ? "\n" : "  # default \(usual)\n"
            }
        }
        return text
    }

    /// The settings that are not at their default: `offers.lifetime 60 s`.
    package static func changes(in values: PolicyValues) -> [String] {
        let defaults = PolicyValues()
        return PolicyGroup.all.flatMap { group in
            group.settings.filter { $0.read(values) != $0.read(defaults) }
                .map { "\(group.name).\($0.name) \($0.text(in: values))" }
        }
    }

    /// Every setting with its value, default and unit.
    package static func json(of values: PolicyValues, file: String?) -> JSONValue {
        let defaults = PolicyValues()
        let settings = PolicyGroup.all.flatMap { group in
            group.settings.map { setting in
                let amount: Double? = if case .amount(let amount) = setting.read(values) { amount } else { nil }
                return JSONValue.object([
                    "key": .text("\(group.name).\(setting.name)"), "value": .text(setting.text(in: values)),
                    "amount": JSONValue(amount), "unit": JSONValue(setting.unit?.word),
                    "default": .text(setting.text(in: defaults)), "bounds": JSONValue(setting.boundsText),
                    "meaning": .text(setting.meaning),
                ])
            }
        }
        return .object(["file": JSONValue(file), "settings": .array(settings)])
    }
}
