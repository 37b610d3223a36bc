import Outreach
import Persistence

/// What to say: each block in the customer's language, the dispatcher's own beside it, the questions last.
extension TaskScreen {
    /// From this width on two languages stand side by side, else one below the other.
    private static let sideBySide = 110

    func words(_ script: Script, _ task: TaskDetail) -> [String] {
        let own = scripts.dispatcherScript(for: task, beside: script, at: now)
        var lines = ["", "SAY (\(script.language))\(own.map { ", beside it \($0.language)" } ?? "")"]
        for block in script.blocks where block.kind != .questions {
            let beside = own?.blocks.first { $0.kind == block.kind }?.text
            lines += paragraph(block.text, beside, own?.language)
        }
        guard !script.questions.isEmpty else { return lines }
        lines += ["", "IF THEY ASK"]
        for (index, question) in script.questions.enumerated() {
            let other = own?.questions
            let beside = other.flatMap { $0.indices.contains(index) ? $0[index].text : nil }
            lines += paragraph(question.text, beside, own?.language)
        }
        return lines
    }

    private func paragraph(_ text: String, _ beside: String?, _ language: String?) -> [String] {
        let said = text.split(separator: "\n")
        let other = beside?.split(separator: "\n") ?? []
        if let width, width >= TaskScreen.sideBySide, !other.isEmpty {
            let half = (width - 4) / 2
            let left = said.flatMap { Paragraph.lines($0, width: half, first: "  ") }
            let right = other.flatMap { Paragraph.lines($0, width: half, first: "", rest: "  ") }
            return Paragraph.columns(left, right, leftWidth: half + 2)
        }
        let mark = "      \(language ?? ""): "
        let below = String(repeating: " ", count: mark.count)
        return said.flatMap { Paragraph.lines($0, width: width, first: "  ", rest: "    ") }
            + other.flatMap { Paragraph.lines($0, width: width, first: mark, rest: below) }
    }
}
