import ArgumentParser
import Glibc
import MQTT
import Telemetry

/// What the benchmarks need beside callahead itself; see Scripts/bench.
@main
struct CallaheadBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "callahead-bench", abstract: "Makes the load of the benchmarks.",
        subcommands: [
            Publish.self, Assets.self, Devices.self, Decode.self, Units.self, Assignment.self, Claims.self,
            Latency.self, Micro.self, Diagnose.self,
        ])
}

/// Prints the assets of the backlog as CSV for `callahead import assets`.
struct Assets: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Print the assets as CSV.")

    @Option(help: "How many assets.") var assets = 100_000

    func run() {
        print("id,kind,make,model,energy,drivetrain,gross_mass_kg,impact")
        for number in 0..<assets {
            print("\(Backlog.assetID(number)),car,Skoda,Octavia,petrol,fwd,1900,private")
        }
    }
}

/// Prints the devices of a mixed backlog as CSV for `callahead import devices`.
struct Devices: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Print the devices of a mixed fleet as CSV.")

    @Option(help: "How many assets.") var assets = 100_000

    func run() {
        print("profile,device,asset_id")
        for number in 0..<assets {
            guard let (profile, device) = Backlog.device(number) else { continue }
            print("\(profile),\(device),\(Backlog.assetID(number))")
        }
    }
}

/// Publishes the backlog with QoS 1 and waits until the broker has answered every message.
struct Publish: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Publish a mixed backlog.")

    @Option(help: "Port of the broker on 127.0.0.1.") var port: UInt16
    @Option(help: "How many messages.") var messages = 300_000
    @Option(help: "How many assets.") var assets = 100_000
    @Option(help: "Equal seeds give equal messages but for their times.") var seed: UInt64 = 1
    @Option(help: "Messages a second; 0 is as quick as the broker takes them.") var rate = 0

    @Option(help: "The messages' times are spread over so many seconds; else they are a millisecond apart.")
    var spread: Int64?
    @Option(help: "The last message's time is so many seconds ago.") var ago: Int64 = 0
    @Option(help: "Assets speak in turn, one in so many; 0 is any of them.") var every = 0

    @Flag(help: "Half of the fleet speaks other formats.") var mixed = false
    @Flag(help: "Every message is a fault that stops its car.") var stops = false

    func validate() throws {
        guard messages > 0, assets > 0, every >= 0, rate >= 0, ago >= 0, (0...31_536_000).contains(spread ?? 0) else {
            throw ValidationError("Give messages and assets, and a year to spread them over at most.")
        }
    }

    func run() throws {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        let step = spread.map { $0 * 1_000_000 / Int64(messages) } ?? 1_000
        let begins = Timestamp(seconds: Int64(now.tv_sec) - ago).adding(milliseconds: -(Int64(messages) * step / 1_000))
        let backlog = Backlog(
            assets: assets, seed: seed, begins: begins, isMixed: mixed, step: step,
            choice: Backlog.Choice(every: every, stopsOnly: stops))
        var publisher = try Publisher(port: port, backlog: backlog)
        let seconds = try publisher.publish(messages, rate: rate)
        print("{\"messages\":\(messages),\"refused\":\(publisher.refused),\"seconds\":\(seconds)}")
    }
}
