// swift-tools-version: 6.2
import PackageDescription

/// What every Swift target is built with: the strictest language the toolchain has.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .strictMemorySafety(),
]

/// A room of the house: it may import what it names here, and `Scripts/test` makes the build refuse anything else.
func room(_ name: String, imports dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(of name: String, with dependencies: [Target.Dependency] = [], exclude: [String] = []) -> Target {
    .testTarget(
        name: "\(name)Tests",
        dependencies: [.init(stringLiteral: name), "TestSupport"] + dependencies,
        exclude: exclude,
        swiftSettings: strict,
    )
}

let package = Package(
    name: "genboard",
    products: [.executable(name: "genboard", targets: ["genboard"])],
    targets: [
        .systemLibrary(name: "CLinux"),
        .systemLibrary(name: "COpenSSL", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CNcurses", providers: [.apt(["libncurses-dev"])]),
        // Debian's valgrind, which counts the hot path's instructions, reads no newer debug information.
        .target(name: "CRescue", dependencies: ["CNcurses"], cSettings: [.unsafeFlags(["-gdwarf-4"])]),
        .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),

        .target(name: "JSON", swiftSettings: strict, linkerSettings: [.linkedLibrary("m")]),
        room("ProgressModel", imports: ["JSON"]),
        room("Filtering", imports: ["ProgressModel"]),
        room("HTTP"),
        room("Digest", imports: ["COpenSSL"]),
        room("WebSocket", imports: ["COpenSSL", "Digest"]),
        room("EngineIO", imports: ["JSON"]),
        room("SocketIO", imports: ["JSON"]),
        room("Networking", imports: ["CLinux"]),
        room("Web", imports: ["JSON", "Digest", "HTTP", "WebSocket", "EngineIO", "SocketIO", "Networking"]),
        room("ProgressStore", imports: ["JSON", "ProgressModel", "CSQLite"]),
        room(
            "ProgressServer",
            imports: ["JSON", "ProgressModel", "Filtering", "HTTP", "SocketIO", "Networking", "Web"],
        ),
        room("ProgressClient", imports: ["JSON", "ProgressModel", "Networking", "Web"]),
        room("Transcript", imports: ["JSON", "ProgressModel", "ProgressClient"]),
        room("LoadGenerator", imports: ["JSON", "HTTP", "Networking", "Web", "CLinux"]),
        room("Generation", imports: ["JSON", "ProgressModel", "Networking", "CLinux"]),
        room("Screen"),
        room("Dashboard", imports: ["JSON", "ProgressModel", "Filtering", "Screen"]),
        room("Terminal", imports: ["CNcurses", "CRescue", "CLinux", "Screen"]),
        room("Arguments"),
        .executableTarget(
            name: "genboard",
            dependencies: [
                "JSON", "ProgressModel", "Filtering", "Networking", "Web", "ProgressStore", "ProgressServer",
                "ProgressClient", "Transcript", "LoadGenerator", "Generation", "Screen", "Dashboard", "Terminal",
                "Arguments",
            ],
            swiftSettings: strict,
            // ncurses is to ask us how wide a character is; see Terminal/CharacterWidth.swift.
            linkerSettings: [.unsafeFlags(["-Xlinker", "--export-dynamic-symbol=wcwidth"])],
        ),

        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
        .executableTarget(
            name: "ConformanceServer",
            dependencies: ["JSON", "HTTP", "WebSocket", "EngineIO", "SocketIO", "Networking", "Web"],
            path: "Tests/ConformanceServer",
            swiftSettings: strict,
        ),
        .executableTarget(
            name: "DashboardBenchmark",
            dependencies: ["JSON", "ProgressModel", "Screen", "Dashboard"],
            path: "Tests/DashboardBenchmark",
            swiftSettings: strict,
        ),
        tests(of: "JSON"),
        tests(of: "ProgressModel", with: ["JSON"]),
        tests(of: "Filtering", with: ["ProgressModel"]),
        tests(of: "HTTP"),
        tests(of: "WebSocket"),
        tests(of: "EngineIO", with: ["JSON"]),
        tests(of: "SocketIO", with: ["JSON"]),
        tests(of: "Networking"),
        tests(of: "Web", with: ["JSON", "HTTP", "WebSocket", "EngineIO", "SocketIO", "Networking"]),
        tests(of: "ProgressServer", with: ["JSON", "ProgressModel", "Networking", "Web"]),
        tests(of: "ProgressClient", with: ["JSON", "ProgressModel"]),
        tests(of: "ProgressStore", with: ["JSON", "ProgressModel"]),
        tests(of: "Transcript", with: ["JSON", "ProgressModel", "ProgressClient"]),
        tests(of: "Generation", with: ["JSON", "ProgressModel", "Networking"]),
        tests(of: "LoadGenerator", with: ["JSON"]),
        tests(of: "Screen"),
        tests(of: "Dashboard", with: ["JSON", "ProgressModel", "Filtering", "Screen"], exclude: ["Golden"]),
        tests(of: "Terminal", with: ["Screen"]),
        tests(of: "Arguments"),
        .testTarget(
            name: "EndToEndTests",
            dependencies: ["genboard", "JSON", "Screen", "Dashboard", "TestSupport"],
            exclude: ["Peers", "requirements.txt"],
            swiftSettings: strict,
        ),
    ],
    swiftLanguageModes: [.v6],
)
