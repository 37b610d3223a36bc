import ArgumentParser
import Foundation
import Persistence
import Telemetry

/// Following the queue in lines, on any terminal.
struct WatchOptions: ParsableArguments {
    @Flag(help: "Show it again whenever something changes; Ctrl-C ends it.")
    var watch = false

    @Flag(help: "Ring the terminal's bell for an alarm and for what is new.")
    var bell = false

    func ring() {
        if bell { StandardStream.errors.write("\u{7}") }
    }
}

extension Desk {
    /// Waits until somebody changes the database, or a second: by then a task may be due or a lease over.
    func waitForChange(since version: Int64) throws {
        for _ in 0..<20 {
            usleep(50_000)
            if try dataVersion() != version { return }
        }
    }
}
