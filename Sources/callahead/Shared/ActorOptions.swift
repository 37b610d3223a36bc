import ArgumentParser
import Foundation
import Persistence

/// Who sits at the desk.
struct ActorOptions: ParsableArguments {
    @Option(name: .customLong("as"), help: "Your name at the desk; else CALLAHEAD_AS, else your user name.")
    var name: String?

    func validate() throws {
        if let name, name.allSatisfy(\.isWhitespace) { throw ValidationError("--as needs a name.") }
    }

    var actor: DeskActor {
        let user = ActorOptions.user
        return DeskActor(name: name ?? Environment.value("CALLAHEAD_AS") ?? user ?? "unknown", osUser: user)
    }

    /// The user of the operating system, as the kernel knows them: a variable could say anything.
    private static var user: String? {
        guard let entry = getpwuid(getuid()), let name = entry.pointee.pw_name else { return "uid \(getuid())" }
        return String(cString: name)
    }
}
