internal import Foundation
internal import Synchronization

/// Ctrl-C, SIGTERM and a closed terminal as something to ask for: the demo then ends its children and itself.
enum StopRequest {
    private static let signal = Atomic<Int32>(0)

    /// Takes the signals over for the process.
    static func listen() {
        for number in [SIGINT, SIGTERM, SIGHUP] {
            Foundation.signal(number) { StopRequest.signal.store($0, ordering: .relaxed) }
        }
        // A reader of our output who goes away is no reason to leave children behind.
        Foundation.signal(SIGPIPE, SIG_IGN)
    }

    /// The signal that asked us to stop.
    static var raised: Int32? {
        let number = signal.load(ordering: .relaxed)
        return number == 0 ? nil : number
    }
}

/// Somebody asked it to stop before it played.
struct StoppedEarly: Error {
    var signal: Int32
}
