import Dashboard
import ProgressModel
import Screen

/// A dashboard in the middle of a day's work, at a fixed time, for tests to look at and to act on.
struct Scene {
    static let noon = Timestamp(seconds: 1_771_070_400)
    /// The only server, or the first of several.
    static let server = ServerID(0)

    var state: DashboardState
    var now = Scene.noon

    init(
        _ capabilities: Capabilities = Capabilities(),
        stopsServer: Bool = false,
        settings: DashboardSettings = DashboardSettings(),
        servers: [ServerLabel] = [ServerLabel(url: "http://127.0.0.1:5000")],
    ) {
        state = DashboardState(
            servers: servers,
            stopsServer: stopsServer,
            capabilities: capabilities,
            settings: settings,
        )
    }

    /// Connected, with these tasks in the list.
    static func connected(
        _ tasks: [GenerationTask],
        _ capabilities: Capabilities = Capabilities(),
        stopsServer: Bool = false,
        settings: DashboardSettings = DashboardSettings(),
        server: ServerIdentity = ServerIdentity(),
    ) -> Scene {
        var scene = Scene(capabilities, stopsServer: stopsServer, settings: settings)
        scene.send(.connection(.connected(server)))
        scene.send(.snapshotBegan)
        scene.send(.tasks(tasks, more: false))
        return scene
    }

    @discardableResult
    mutating func send(_ event: DashboardEvent) -> [DashboardEffect] { state.update(event, now: now) }

    /// The same for what is heard of a server.
    @discardableResult
    mutating func send(_ news: ServerNews, from server: ServerID = Scene.server) -> [DashboardEffect] {
        send(.news(news, from: server))
    }

    /// Presses keys, each after a look at what the one before has done.
    @discardableResult
    mutating func press(_ keys: Key...) -> [DashboardEffect] {
        keys.flatMap { key in
            defer { send(.drawn) }
            return send(.key(key))
        }
    }

    /// The picture on a screen of that size.
    mutating func picture(_ columns: Int, _ rows: Int) -> Frame {
        send(.resized(Size(columns: columns, rows: rows)))
        return state.view(size: Size(columns: columns, rows: rows), now: now)
    }

    mutating func screen(_ columns: Int = 80, _ rows: Int = 24) -> String {
        picture(columns, rows).lines.joined(separator: "\n")
    }

    /// One task in each state, as a busy server has them.
    ///
    /// They were created in this order; the cancelled one whose work still stops ended last.
    static let day: [GenerationTask] = [
        task(
            "3f2a9c1d-52e4-4b0f-9a57-0c1b6a1f2e30",
            .generatingContent,
            42,
            "Spring campaign post",
            "Step 5 of 12: outline",
        ) {
            $0.etaSeconds = 67
            $0.createdAt = noon + -8_000
            $0.startedAt = noon + -49
        },
        task(
            "8be01744-93a2-4a05-8a3c-6d1f70b2c9aa",
            .generatingImage,
            87.5,
            "Poster, 4 variants",
            "Denoising 35/40",
            "image_generation",
        ) {
            $0.etaSeconds = 9
            $0.createdAt = noon + -7_000
            $0.startedAt = noon + -75
        },
        task(
            "c4d57e90-1b2f-47c1-b1f0-3a9e88d0172b",
            .generatingImage,
            31,
            "春季海报",
            "正在生成图片：第三张，共十张",
            "image_generation",
        ) {
            $0.etaSeconds = 3900
            $0.createdAt = noon + -6_000
            $0.startedAt = noon + -1830
        },
        task("e19b3a06-7c44-4f7e-8d35-51a2c0de9f13", .started, 3, "Newsletter", "Loading the model") {
            $0.createdAt = noon + -5_000
            $0.startedAt = noon + -4
        },
        task("5a70f2c8-0d9e-4a3b-9c26-e8b4d17f6032", .generatingContent, 64, "Product texts", "Text 32 of 50") {
            $0.createdAt = noon + -4_000
            $0.startedAt = noon + -600
            $0.updatedAt = noon + -42
            $0.isStalled = true
            $0.silentSince = noon + -102
        },
        task("b6c2d8f1-4e3a-4c9d-a0b7-2f5e6d7c8b90", .pending, 0, "Summer teaser", ""),
        task("07d4e5f6-a1b2-4c3d-8e9f-0a1b2c3d4e5f", .cancelled, 18, "Wrong prompt", "Cancelled by the operator") {
            $0.startedAt = noon + -40
            $0.finishedAt = noon + -3
            $0.isReleasing = true
        },
        task("f00dcafe-1234-4567-89ab-cdef01234567", .completed, 100, "Blog post", "Done") {
            $0.startedAt = noon + -400
            $0.finishedAt = noon + -60
        },
        task(
            "deadbeef-7654-4321-8fed-cba987654321",
            .failed,
            55,
            "Old catalogue",
            "Out of memory\u{1B}[2J on device 0",
        ) {
            $0.startedAt = noon + -900
            $0.finishedAt = noon + -500
        },
        task("ab12cd34-5e6f-4a7b-8c9d-0e1f2a3b4c5d", .cancelled, 70, "Duplicate", "Cancelled") {
            $0.startedAt = noon + -7500
            $0.finishedAt = noon + -3900
        },
    ]

    static func task(
        _ id: String,
        _ status: TaskStatus,
        _ progress: Double = 0,
        _ title: String = "",
        _ message: String = "",
        _ type: String = "content_generation",
        change: (inout GenerationTask) -> Void = { _ in },
    ) -> GenerationTask {
        var task = GenerationTask(id: id, type: type, title: title, createdAt: noon + -31)
        task.status = status
        task.progress = progress
        task.message = message
        task.updatedAt = noon
        if status.isTerminal { task.finishedAt = noon }
        change(&task)
        return task
    }
}
