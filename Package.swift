// swift-tools-version: 6.2
import PackageDescription

var strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
]

// CI takes warnings for errors; elsewhere a newer compiler may warn of more.
if Context.environment["CALLAHEAD_STRICT"] != nil { strict.append(.treatAllWarnings(as: .error)) }

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let heap = Target.Dependency.product(name: "HeapModule", package: "swift-collections")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let coreMetrics = Target.Dependency.product(name: "CoreMetrics", package: "swift-metrics")

let package = Package(
    name: "callahead",
    products: [.executable(name: "callahead", targets: ["callahead"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        // C libraries, each behind one Swift module.
        .systemLibrary(name: "CMosquitto", pkgConfig: "libmosquitto", providers: [.apt(["libmosquitto-dev"])]),
        .target(name: "CBlockIO"),
        .target(name: "CFaultyDisk", linkerSettings: [.linkedLibrary("sqlite3")]),
        .target(name: "CCurl", linkerSettings: [.linkedLibrary("curl")]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "CRE2", linkerSettings: [.linkedLibrary("re2")]),
        .target(name: "CSimdJSON", linkerSettings: [.linkedLibrary("simdjson")]),

        // The domain: values in, values out.
        .target(name: "Telemetry", swiftSettings: strict),
        .target(
            name: "DeviceProfiles", dependencies: ["Telemetry", "CRE2", "CSimdJSON", "CZlib", "Yams"],
            swiftSettings: strict),
        .target(name: "Diagnostics", dependencies: ["Telemetry", "Yams"], swiftSettings: strict),
        // How likely each part fails soon, and why.
        .target(name: "Prognostics", dependencies: ["Telemetry"], swiftSettings: strict),
        .target(name: "Planning", dependencies: ["Telemetry"], swiftSettings: strict),
        .target(name: "Outreach", dependencies: ["Telemetry", "Yams"], swiftSettings: strict),
        .target(
            name: "Casework", dependencies: ["Telemetry", "Diagnostics", "Planning", "Outreach", heap],
            swiftSettings: strict),

        // The edge: disk, network, processes.
        .target(
            name: "Persistence",
            dependencies: ["CFaultyDisk", "Casework", "Outreach", "Planning", "Telemetry", grdb, grdbSQLite],
            swiftSettings: strict),
        .target(name: "MQTT", dependencies: ["CMosquitto", "CBlockIO"], swiftSettings: strict),
        // What a running service shows of itself: figures, log lines, signs of life.
        .target(name: "Monitoring", dependencies: ["FlyingFox", coreMetrics, logging], swiftSettings: strict),
        .target(name: "Roads", dependencies: ["CCurl", "Planning", "Telemetry"], swiftSettings: strict),
        .target(
            name: "Pipeline",
            dependencies: [
                "CSimdJSON", "Casework", "DeviceProfiles", "Diagnostics", "MQTT", "Monitoring", "Outreach",
                "Persistence", "Planning", "Prognostics", "Roads", "Telemetry", "Yams", coreMetrics, logging,
            ],
            swiftSettings: strict),
        // What tests the rest: a town that knows the truth, and a network that fails.
        .target(name: "FleetSimulator", dependencies: ["Telemetry", "Yams", heap], swiftSettings: strict),
        .target(name: "FaultyNetwork", dependencies: ["FleetSimulator"], swiftSettings: strict),
        .target(
            name: "Verification", dependencies: ["FleetSimulator", "Persistence", "Telemetry"], swiftSettings: strict),

        // The programs.
        .target(name: "CSpawn"),
        .executableTarget(
            name: "callahead",
            dependencies: [
                "CSpawn", "Casework", "DeviceProfiles", "Diagnostics", "FaultyNetwork", "FleetSimulator", "Monitoring",
                "MQTT", "Outreach", "Persistence", "Pipeline", "Planning", "Prognostics", "Roads", "Telemetry",
                "Verification", argumentParser, coreMetrics, logging,
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "callahead-bench",
            dependencies: [
                "CSimdJSON", "Casework", "DeviceProfiles", "Diagnostics", "FleetSimulator", "MQTT", "Outreach",
                "Persistence", "Pipeline", "Planning", "Prognostics", "Telemetry", argumentParser, grdb, logging,
            ],
            swiftSettings: strict),

        .target(name: "TestSupport", path: "Tests/Support", swiftSettings: strict),
        .testTarget(name: "TelemetryTests", dependencies: ["Telemetry"], swiftSettings: strict),
        .testTarget(
            name: "DeviceProfilesTests", dependencies: ["DeviceProfiles", "Telemetry", "Yams"], swiftSettings: strict),
        .testTarget(name: "DiagnosticsTests", dependencies: ["Diagnostics", "Telemetry"], swiftSettings: strict),
        .testTarget(
            name: "PrognosticsTests", dependencies: ["Prognostics", "Telemetry"], swiftSettings: strict),
        .testTarget(name: "PlanningTests", dependencies: ["Planning", "Telemetry"], swiftSettings: strict),
        .testTarget(name: "OutreachTests", dependencies: ["Outreach", "Telemetry"], swiftSettings: strict),
        .testTarget(
            name: "CaseworkTests",
            dependencies: ["Casework", "Diagnostics", "Outreach", "Planning", "Telemetry", "Yams"],
            swiftSettings: strict),
        .testTarget(
            name: "FleetSimulatorTests",
            dependencies: ["DeviceProfiles", "Diagnostics", "FleetSimulator", "Telemetry"],
            swiftSettings: strict),
        .testTarget(
            name: "FaultyNetworkTests", dependencies: ["FaultyNetwork", "FleetSimulator"], swiftSettings: strict),
        .testTarget(
            name: "VerificationTests",
            dependencies: [
                "callahead", "Diagnostics", "FleetSimulator", "Outreach", "Persistence", "Pipeline", "Telemetry",
                "Verification", grdb,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "PersistenceTests",
            dependencies: ["Casework", "Outreach", "Persistence", "Planning", "Telemetry", grdb],
            swiftSettings: strict),
        .testTarget(
            name: "MQTTTests", dependencies: ["CBlockIO", "MQTT", "TestSupport", subprocess], swiftSettings: strict),
        .testTarget(
            name: "MonitoringTests", dependencies: ["Monitoring", coreMetrics, logging], swiftSettings: strict),
        .testTarget(
            name: "RoadsTests", dependencies: ["Planning", "Roads", "Telemetry"], exclude: ["Recorded"],
            swiftSettings: strict),
        .testTarget(
            name: "PipelineTests",
            dependencies: [
                "Casework", "DeviceProfiles", "Diagnostics", "MQTT", "Monitoring", "Outreach", "Persistence",
                "Pipeline",
                "Planning", "Prognostics", "Telemetry", coreMetrics, grdb,
            ],
            swiftSettings: strict),
        // Engine, lane and store over simulated time and a simulated broker.
        .target(
            name: "WholeSystem",
            dependencies: [
                "Casework", "DeviceProfiles", "Diagnostics", "MQTT", "Outreach", "Persistence", "Pipeline", "Planning",
                "Telemetry", grdb, logging,
            ],
            path: "Tests/WholeSystem", swiftSettings: strict),
        .executableTarget(
            name: "callahead-histories", dependencies: ["WholeSystem", argumentParser], path: "Tests/Histories",
            swiftSettings: strict),
        .testTarget(name: "WholeSystemTests", dependencies: ["WholeSystem"], swiftSettings: strict),
        .testTarget(
            name: "EndToEndTests",
            dependencies: ["callahead", "callahead-bench", "MQTT", "TestSupport", grdb],
            swiftSettings: strict),
    ],
    cxxLanguageStandard: .cxx17
)

// Fuzz targets have their `main` from libFuzzer, which only their own build links: Scripts/fuzz/run.sh.
if Context.environment["CALLAHEAD_FUZZ"] != nil {
    package.targets += [("messages", "Messages"), ("profiles", "Profiles")].map { name, folder in
        .executableTarget(
            name: "callahead-fuzz-\(name)", dependencies: ["DeviceProfiles", "Telemetry"],
            path: "Tests/Fuzzing/\(folder)", swiftSettings: strict)
    }
}
