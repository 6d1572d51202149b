import Arguments
import Foundation
import ProgressServer

// A peer that hangs up is an error of that write, not the end of the program.
signal(SIGPIPE, SIG_IGN)

let environment = ProcessInfo.processInfo.environment
do throws(UsageError) {
    let arguments = Array(CommandLine.arguments.dropFirst())
    // The file may be what is wrong, and then `config` must still be able to say so.
    let configuration = arguments.first == "config" ? nil : try Configuration.load(environment)
    switch try CommandTable.parser.parse(arguments, environment: { environment[$0] }, configuration: configuration) {
    case .help(let text): Console.print(text)
    case .version: Console.print("genboard \(ServerVersion.current)")
    case .run(let invocation):
        if let configuration, let problem = configuration.problems.first {
            throw UsageError("\(configuration.path):\(problem.line): \(problem.message)")
        }
        exit(try perform(invocation))
    }
} catch {
    Console.complain("\(error)")
    exit(ExitCode.usage)
}

/// Hands an invocation to its command; the answer is the exit code.
func perform(_ invocation: Invocation) throws(UsageError) -> Int32 {
    switch invocation.command {
    case "serve": try ServeCommand(invocation, environment: environment).run()
    case "run": try RunCommand(invocation, environment: environment).run()
    case "bench": try BenchCommand(invocation).run()
    case "", "watch": try DashboardCommand(invocation, environment: environment).run()
    case "record": try RecordCommand(invocation).run()
    case "wait": try WaitCommand(invocation).run()
    case "config": try ConfigCommand(invocation, environment: environment).run()
    case ServerWorkers.watchdogCommand: ServerWorkers.watch(mark: invocation["MARK"] ?? "")
    case "task-ids": try TaskIDsCommand(invocation).run()
    case "completions": CommandTable.printCompletions(for: invocation["SHELL"] ?? "")
    default: try ScriptCommand(invocation).run()
    }
}
