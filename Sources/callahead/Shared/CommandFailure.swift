import ArgumentParser
import Foundation
import Persistence

/// How every command ends: a sentence on stderr and the exit code that scripts rely on.
enum CommandExit {
    /// There is nothing to do, or what was asked for does not exist.
    static let nothing = ExitCode(2)
    /// Somebody else has it; trying again may help.
    ///
    /// `EX_TEMPFAIL` of sysexits.
    static let taken = ExitCode(75)
}

/// Runs the work of a command and turns its errors into exit codes.
func reportingFailures<Result>(_ body: () throws -> Result) throws -> Result {
    do {
        return try body()
    } catch let error as DeskError {
        Terminal.say("\(error)")
        switch error {
        case .notFound, .over, .caseOver, .noCase: throw CommandExit.nothing
        case .taken, .onThePhone, .notCurrent, .withdrawn: throw CommandExit.taken
        case .notNow, .refused: throw ExitCode.validationFailure
        }
    } catch let error as StoreError {
        Terminal.say("\(error)")
        throw error.kind == .busy || error.kind == .epoch ? CommandExit.taken : ExitCode.failure
    } catch let error where !(error is ExitCode) && !(error is CleanExit) && !(error is ValidationError) {
        Terminal.say("\(error)")
        throw ExitCode.failure
    }
}
