import Foundation
import Testing

/// The keys of the dashboard's help that find tasks, pressed.
struct TerminalFindTests {
    private static func screen() async throws -> (GenboardProcess, TmuxScreen) {
        let server = try await GenboardProcess()
        try await server.shell(
            """
            genboard create image_generation --id poster; genboard update poster 30 --status generating_image
            genboard create --id letter; genboard create --id broken; genboard fail broken 'out of memory'
            genboard create --id ready; genboard complete ready
            """
        )
        let screen = try await TmuxScreen.watching(server, columns: 110)
        try await screen.wait(for: " 1 of 4")
        return (server, screen)
    }

    private static func expect(_ ids: String..., on screen: TmuxScreen) async throws {
        let all = ["poster", "letter", "broken", "ready"]
        try await screen.wait(until: "the rows \(ids)") { rows in
            rows.dropFirst(3).dropLast(2).compactMap { row in all.first { row.dropFirst().hasPrefix("\($0) ") } } == ids
        }
    }

    @Test func `a slash filters with every key, Escape shows all again, n and N find`() async throws {
        let (server, screen) = try await TerminalFindTests.screen()
        try await screen.press("/")
        try await screen.type("type:image*")
        try await TerminalFindTests.expect("poster", on: screen)
        try await screen.press("Enter")
        try await screen.wait(for: "/type:image*")
        try await screen.press("Escape")
        try await TerminalFindTests.expect("poster", "letter", "ready", "broken", on: screen)
        try await screen.press("/")
        try await screen.type("r* \"")
        try await screen.wait(for: "the closing quotation mark is missing")
        try await screen.press("C-u")
        try await screen.type("memory")
        try await TerminalFindTests.expect("broken", on: screen)
        try await screen.press("Enter", "Escape", "g", "n")
        try await screen.wait(forRow: "▌broken")
        try await screen.press("g", "N")
        try await screen.wait(forRow: "▌broken")
        #expect(server.program.isRunning)
    }

    @Test func `angle brackets sort by the next column, I turns the order around`() async throws {
        let (_, screen) = try await TerminalFindTests.screen()
        try await screen.press(">", ">")
        try await screen.wait(forRow: "ID▲")
        try await TerminalFindTests.expect("broken", "letter", "poster", "ready", on: screen)
        try await screen.press("I")
        try await screen.wait(forRow: "ID▼")
        try await TerminalFindTests.expect("ready", "poster", "letter", "broken", on: screen)
        try await screen.press("I", ">", "<", "<", "<")
        try await TerminalFindTests.expect("poster", "letter", "ready", "broken", on: screen)
    }
}
