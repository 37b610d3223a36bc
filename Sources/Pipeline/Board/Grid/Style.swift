/// How a text is shown: it only adds to what the words say.
package struct Style: Sendable, Equatable {
    /// One of the terminal's own colours, so that it fits the terminal's background.
    package enum Colour: Int, Sendable, CaseIterable {
        case red = 31
        case green
        case yellow
        case blue
        case magenta
        case cyan
    }

    package var isBold = false
    package var isDim = false
    package var isUnderlined = false
    package var isInverse = false
    package var colour: Colour?

    package init() {}

    package static let plain = Style()
    package static let bold = Style { $0.isBold = true }
    package static let dim = Style { $0.isDim = true }
    package static let inverse = Style { $0.isInverse = true }
    package static let alarm = Style {
        $0.isInverse = true
        $0.isBold = true
        $0.colour = .red
    }
    package static let warning = Style {
        $0.isBold = true
        $0.colour = .yellow
    }

    package init(_ edit: (inout Style) -> Void) { edit(&self) }

    /// The same in a colour.
    package func coloured(_ colour: Colour?) -> Style {
        var style = self
        style.colour = colour
        return style
    }

    /// The same, selected or not.
    package func inverted(_ isInverse: Bool = true) -> Style {
        var style = self
        style.isInverse = style.isInverse != isInverse
        return style
    }

    /// The control sequence that sets it, whatever was set before (ECMA-48, SGR).
    ///
    /// - Parameter showsColour: False where `NO_COLOR` is set.
    func sequence(showsColour: Bool) -> String {
        var codes = "0"
        if isBold { codes += ";1" }
        if isDim { codes += ";2" }
        if isUnderlined { codes += ";4" }
        if isInverse { codes += ";7" }
        if showsColour, let colour { codes += ";\(colour.rawValue)" }
        return "\u{1B}[\(codes)m"
    }
}
