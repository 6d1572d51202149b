import Arguments
import Foundation
import ProgressServer

// A peer that hangs up is an error of that write, not the end of the program.
signal(SIGPIPE, SIG_IGN)

let environment = ProcessInfo.processInfo.environment
do throws(UsageError) {
    switch try CommandTable.parser.parse(Array(CommandLine.arguments.dropFirst()), environment: { environment[$0] }) {
    case .help(let text): Console.print(text)
    case .version: Console.print("genboard \(ServerVersion.current)")
    case .run(let invocation): exit(try perform(invocation))
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
    default: try ScriptCommand(invocation).run()
    }
}
