import Arguments
import Foundation
import Generation
import Networking
import ProgressModel
import ProgressServer
import ProgressStore
import Web

/// A server in this process with its state, made and ended from the main thread.
struct LocalServer {
    /// Why it could not start.
    enum StartFailure: Error, CustomStringConvertible {
        case network(NetworkError)
        case store(StoreError)

        var description: String {
            switch self {
            case .network(let error): "\(error)"
            case .store(let error): "\(error)"
            }
        }

        /// Whether it may be because another genboard serves there already.
        var mayBeOurOwn: Bool {
            switch self {
            case .network(.addressInUse), .store(.inUse): true
            default: false
            }
        }
    }

    let address: SocketAddress
    private let server: ProgressServer
    private let store: ProgressStore?
    private let workers: ServerWorkers
    private let outputs: OutputDirectories
    private let drainTime: Duration

    /// Restores the state, and then opens the port.
    init(_ settings: ServerSettings) throws(StartFailure) {
        DescriptorLimit.raise()
        let (store, saved) = try LocalServer.open(settings.state.store)
        let outputs = OutputDirectories(root: settings.workers.outputs)
        ServerWorkers.cleanUp(outputs, saved: saved)
        let result: Result<(ProgressServer, SocketAddress, ServerWorkers), NetworkError> = waitForLoop { finish in
            finish(
                Result { () throws(NetworkError) in
                    let server = ProgressServer(
                        saved: saved,
                        journal: store.map(StoreJournal.init),
                        retention: settings.state.retention,
                        origins: settings.origins,
                        eventRate: settings.eventRate,
                        clock: { .now },
                    )
                    let address = try server.start(host: settings.host, port: settings.port)
                    let asked = ServerAddress(host: settings.host, port: settings.port)
                    let workers = ServerWorkers(
                        settings.workers,
                        at: server,
                        restoring: saved,
                        outputs: outputs,
                        url: ServerAddress(local: address, asked: asked).description,
                        environment: settings.environment,
                    )
                    return (server, address, workers)
                }
            )
        }
        do throws(NetworkError) {
            (server, address, workers) = try result.get()
        } catch {
            // Nothing has changed yet.
            _ = store?.close()
            throw .network(error)
        }
        self.store = store
        self.outputs = outputs
        drainTime = settings.drainTime
    }

    private static func open(_ options: StoreOptions?) throws(StartFailure) -> (ProgressStore?, SavedState) {
        guard let options else { return (nil, SavedState(epoch: TaskID.random())) }
        do throws(StoreError) {
            return try ProgressStore.open(options)
        } catch {
            throw .store(error)
        }
    }

    /// Ends the workers and every session in good order, then writes what is left, all within the time to drain; a signal from now on
    /// ends the process at once.
    ///
    /// The answer is the exit code: a failure where something could not be written, which is told on standard error.
    func stop(onSignal signals: Signals) -> Int32 {
        Thread.detachNewThread { _exit(128 + signals.wait()) }
        let (server, workers, drainTime) = (server, workers, drainTime)
        let deadline = ContinuousClock.now + drainTime
        waitForLoop { finish in
            var others = 1
            let ended: @EventLoop () -> Void = {
                if others == 0 { finish(()) }
                others -= 1
            }
            // The workers first: what becomes of their tasks is still told to the clients.
            workers.stop(within: drainTime, completed: ended)
            server.stop(within: drainTime, completed: ended)
        }
        // The state first: files that are not removed now are removed at the next start.
        let unwritten = store?.close(tryingUntil: deadline)
        outputs.finish(within: max(.zero, deadline - .now))
        guard let unwritten else { return ExitCode.success }
        Console.complain("the last changes were not kept: \(unwritten)")
        return ExitCode.failure
    }
}
