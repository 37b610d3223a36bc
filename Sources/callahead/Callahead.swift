import ArgumentParser
import Foundation
import Pipeline

/// The program: each command stands in a file of its own.
@main
struct Callahead: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "callahead",
        abstract: "The service centre rings the driver before the driver rings the service centre.",
        discussion:
            "Exit codes: 0 done, 1 failed, 2 nothing to do or not found, 64 wrong usage, 75 someone else has it.",
        version: Program.version,
        subcommands: [
            DemoCommand.self, DrillCommand.self, SimulateCommand.self, ServeCommand.self, BoardCommand.self,
            TasksCommand.self, HandoverCommand.self, CasesCommand.self, CampaignsCommand.self, UnitsCommand.self,
            SlotsCommand.self, LookupCommand.self, PrognosisCommand.self, ExportCommand.self, ForgetCommand.self,
            ImportCommand.self,
            ProfilesCommand.self, ScriptsCommand.self, DecodeCommand.self,
            DiagnoseCommand.self, BacktestCommand.self, EtaCommand.self, PlanCommand.self, PolicyCommand.self,
            QuarantineCommand.self, StatusCommand.self, VerifyCommand.self, BackupCommand.self, RestoreCommand.self,
            DoctorCommand.self, CompletionsCommand.self,
        ])

    static func main() async {
        // What is written has people in it: nothing of it is for everyone on the machine, whatever the shell's umask says.
        umask(umask(0o077) | 0o007)
        await main(nil)
    }
}
