import ArgumentParser

/// `tasks`: the dispatchers' queue.
struct TasksCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tasks", abstract: "The queue: whom to call, what to say, what came of it.",
        subcommands: [
            TasksList.self, TasksNext.self, TasksShow.self, TasksClaim.self, TasksRenew.self, TasksDial.self,
            TasksRelease.self, TasksFinish.self, TasksSnooze.self, TasksNote.self, TasksFact.self, TasksStats.self,
            TasksTake.self, TasksAdd.self, TasksAudit.self, TasksExport.self, TasksImportOutcomes.self,
        ])
}
