internal import Foundation

/// A private Mosquitto with the project's own settings, on a free port of the loopback interface.
final class TownBroker {
    let port: UInt16
    private let folder: String
    private let settings: String
    private let program: String
    private var process: ChildProcess

    /// Starts it and waits until it takes connections.
    ///
    /// - Parameters:
    ///   - settings: The project's `deploy/mosquitto.conf`.
    ///   - folder: Takes its configuration, its log and what it keeps.
    /// - Throws: ``TownServiceError``, with the end of its log if it does not start.
    init(settings: String, folder: String) throws {
        guard let program = TownBroker.program else {
            throw TownServiceError("there is no mosquitto; on Debian or Ubuntu: Scripts/install-packages.sh")
        }
        guard let text = try? String(contentsOfFile: settings, encoding: .utf8) else {
            throw TownServiceError("there is no \(settings)")
        }
        let log = "\(folder)/mosquitto.log"
        var attempts = 0
        while true {
            attempts += 1
            let port = try TownBroker.freePort()
            let configuration = "\(folder)/mosquitto.conf"
            try TownBroker.adapt(text, port: port, folder: folder)
                .write(toFile: configuration, atomically: true, encoding: .utf8)
            let process = try ChildProcess(program, ["-c", configuration], log: log)
            if TownBroker.wait(for: process, port: port) {
                (self.port, self.process) = (port, process)
                (self.folder, self.settings, self.program) = (folder, text, program)
                return
            }
            process.stop()
            // Somebody else may have taken the port meanwhile.
            guard attempts < 5 else {
                let words = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
                throw TownServiceError("the broker does not start: \(words.suffix(400))")
            }
        }
    }

    /// Ends it.
    func stop() { process.stop() }

    /// Its exit status once it has ended.
    var exitStatus: Int32? { process.exitStatus }

    /// Ends it without a chance to write what it holds.
    func kill() { process.killNow() }

    /// Stops it where it stands, or lets it go on.
    func freeze(_ isFrozen: Bool) { process.send(isFrozen ? SIGSTOP : SIGCONT) }

    /// Starts it again on its port, with what it has written.
    ///
    /// - Parameter queue: How many messages it keeps for a client that is slow; `nil` as in the project's settings.
    /// - Throws: ``TownServiceError`` if it does not start.
    func restart(queue: Int? = nil) throws {
        process.stop()
        var text = TownBroker.adapt(settings, port: port, folder: folder)
        if let queue {
            text = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
                if line.hasPrefix("max_queued_messages ") { return "max_queued_messages \(queue)" }
                return line.hasPrefix("max_inflight_messages ") ? "max_inflight_messages 20" : String(line)
            }.joined(separator: "\n")
        }
        let configuration = "\(folder)/mosquitto.conf"
        try text.write(toFile: configuration, atomically: true, encoding: .utf8)
        process = try ChildProcess(program, ["-c", configuration], log: "\(folder)/mosquitto.log")
        guard TownBroker.wait(for: process, port: port) else {
            throw TownServiceError("the broker does not start again: see \(folder)/mosquitto.log")
        }
    }

    /// The project's settings with another port and folder.
    static func adapt(_ settings: String, port: UInt16, folder: String) -> String {
        var lines = settings.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            if line.hasPrefix("listener ") { return "listener \(port) 127.0.0.1" }
            if line.hasPrefix("persistence_location ") { return "persistence_location \(folder)/" }
            return String(line)
        }
        // Started by root Mosquitto becomes a user who can't write here.
        if geteuid() == 0 { lines.append("user root") }
        return lines.joined(separator: "\n") + "\n"
    }

    private static var program: String? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let folders = path.split(separator: ":").map(String.init) + ["/usr/sbin", "/usr/local/sbin"]
        return folders.map { "\($0)/mosquitto" }.first { access($0, X_OK) == 0 }
    }

    private static func wait(for process: ChildProcess, port: UInt16) -> Bool {
        let deadline = ContinuousClock.now + .seconds(5)
        while process.exitStatus == nil, ContinuousClock.now < deadline {
            if connects(to: port) { return process.exitStatus == nil }
            poll(nil, 0, 10)
        }
        return false
    }

    private static func freePort() throws -> UInt16 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw TownServiceError("no socket: \(String(cString: strerror(errno)))") }
        defer { close(descriptor) }
        var address = loopback(port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard bound else { throw TownServiceError("no free port: \(String(cString: strerror(errno)))") }
        return UInt16(bigEndian: address.sin_port)
    }

    private static func connects(to port: UInt16) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var address = loopback(port: port)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }

    private static func loopback(port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }
}
