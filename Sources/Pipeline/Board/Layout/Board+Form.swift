/// Forms, questions and the help.
extension Board {
    mutating func drawForm(on grid: inout Grid, in area: Area) {
        var top = 0
        draw(formLines(width: area.width, height: area.height), on: &grid, in: area, top: &top)
    }

    private func formLines(width: Int, height: Int) -> [StyledLine] {
        switch mode {
        case .outcome(let form): return Self.lines(form.lines, form.problem, width: width, height: height)
        case .snooze(let form): return Self.lines(form.lines, form.problem, width: width, height: height)
        case .fact(let form): return Self.lines(form.lines, form.problem, width: width, height: height)
        case .note(let task, let field):
            return [StyledLine("Note for task \(task):", .bold)]
                + "\(field.text)_".wrapped(to: width).map { StyledLine($0) }
        case .overriding(_, _, let rule, let field):
            return Self.words("\(rule). Why do you call all the same? It is kept with the call.", width)
                + "\(field.text)_".wrapped(to: width).map { StyledLine($0) }
        case .confirmingRelease:
            return Self.words(
                "Give task \(held?.task ?? 0) back? Anybody may then take it. y = give it back, any other key = keep it.",
                width)
        case .confirmingQuit:
            return Self.words(
                """
                You have task \(held?.task ?? 0). k quits and keeps it: your claim goes on until it ends, and the \
                board goes on with it when you start it again under your name. r gives it back and quits. Esc stays.
                """, width)
        case .help: return Self.help(width: width)
        case .browsing, .filtering: return []
        }
    }

    private static func words(_ text: String, _ width: Int) -> [StyledLine] {
        text.wrapped(to: width).map { StyledLine($0, .bold) }
    }

    /// In two columns if they would be too many for one.
    private static func lines(_ lines: [FormLine], _ problem: String?, width: Int, height: Int) -> [StyledLine] {
        var shown: [StyledLine] = []
        let choices = lines.dropFirst()
        let isTall = choices.count + 3 > height && width >= 60
        for line in lines.prefix(1) { shown += line.text.wrapped(to: width).map { StyledLine($0, line.style) } }
        let half = isTall ? (choices.count + 1) / 2 : choices.count
        for index in 0..<half {
            var row = StyledLine()
            let left = choices[choices.startIndex + index]
            row.add(left, width: isTall ? width / 2 : width)
            if isTall, index + half < choices.count {
                row.add(choices[choices.startIndex + index + half], width: width / 2)
            }
            shown.append(row)
        }
        if let problem { shown += problem.terminalSafe.wrapped(to: width).map { StyledLine($0, .warning) } }
        return shown
    }

    private static func help(width: Int) -> [StyledLine] {
        let keys: [(String, String)] = [
            ("", "One task at a time: c takes it, SAY has the words, d when you dial, f when the call is over."),
            ("c", "take the most urgent task, or the one that you moved to"),
            ("Enter", "look at a task without taking it; on your own: the changes are seen"),
            ("d", "you dial: counts the attempt and stretches your claim to 15 minutes"),
            ("f", "how the call ended"),
            ("n  F", "a note; a fact that they told you: the plan is made again with it"),
            ("s", "put the task off"),
            ("R  r", "renew your claim; give the task back"),
            ("j k", "down, up (also the arrows); Space and PgUp by pages; g G to the ends"),
            ("Tab", "the next pane; 1 to 6 go there at once"),
            ("/", "show only lines with these words"),
            ("Esc", "back; q quits"),
            ("", "!!! emergency  !! stop  ! limp or immobile  ? unknown  * (at a severity) will not move"),
            ("", "YOURS is your task, a name is who has it, name? dialled and has not come back."),
        ]
        var lines: [StyledLine] = []
        for (key, words) in keys {
            for (index, part) in words.wrapped(to: max(1, width - 8)).enumerated() {
                var line = StyledLine()
                line.add(index == 0 ? key : "", width: 7, .bold)
                line.add(part)
                lines.append(line)
            }
        }
        return lines
    }
}

extension StyledLine {
    /// Adds a line of a form in so many columns.
    fileprivate mutating func add(_ line: FormLine, width: Int) {
        if let key = line.key {
            add(" ")
            add(key, .inverse)
            add(" ")
            add(line.text, width: max(0, width - 2 - key.columns), line.style)
        } else {
            add(line.text, width: width, line.style)
        }
    }
}
