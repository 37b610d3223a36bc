import ArgumentParser

/// `completions`: lets a shell complete commands, options, words and the numbers of open tasks.
struct CompletionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completions", abstract: "Print the completions for a shell: commands, options, open tasks.",
        discussion: """
            bash: callahead completions bash > ~/.local/share/bash-completion/completions/callahead
            zsh:  callahead completions zsh > ~/.zfunc/_callahead     (with ~/.zfunc in fpath)
            fish: callahead completions fish > ~/.config/fish/completions/callahead.fish
            A new shell then completes after the tab key; the numbers of tasks and cases come from the database that \
            CALLAHEAD_DB names.
            """)

    @Argument(help: "bash, zsh or fish.")
    var shell: Shell

    func run() { Terminal.show(Callahead.completionScript(for: shell.completion)) }

    enum Shell: String, ExpressibleByArgument, CaseIterable {
        case bash, zsh, fish

        fileprivate var completion: CompletionShell {
            switch self {
            case .bash: .bash
            case .zsh: .zsh
            case .fish: .fish
            }
        }
    }
}
