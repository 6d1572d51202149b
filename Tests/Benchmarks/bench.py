"""Measures genboard against a loop of bare system calls and the bounds it is to hold.

Started by Scripts/bench, which builds first. All servers run on this machine and listen on loopback only.
"""

import argparse
import json
import os
import platform
import sys

import bounds
import rounds
import servers

SCENARIOS = bounds.DELIVERY + ["connect", "idle", "reconnect", "create", "rest"]
# Bytes of an event until genboard's own have been seen.
EVENT_BYTES = 417
# What servers in Python can bear too.
PEER_LOADS = {
    "latency": {"subscribers": 10, "rate": 50},
    "fan-out": {"subscribers": 100, "rate": 10},
    "many-tasks": {"subscribers": 100, "tasks": 100, "rate": 400},
    "saturation": {"subscribers": 50, "in_flight": 16},
    "wide": {"subscribers": 500, "rate": 1},
}
CONNECTED = min(20_000, servers.DESCRIPTORS - 100)
CYCLES = 100_000


def main():
    options = arguments()
    if options.check or options.record:
        from hot_path import check

        return 0 if check(options.record) else 1
    results = {"machine": machine(), "rounds": options.rounds}
    if options.peers:
        scenarios, limits = against_peers(options), bounds.PEER_BOUNDS
    elif options.dashboard:
        import dashboard

        print("\ndashboard")
        scenarios, limits = dashboard.measure(options.seconds * 2), dashboard.BOUNDS
    elif options.soak:
        scenarios, limits = soak(options), SOAK_BOUNDS
    else:
        scenarios, limits = against_bare_loop(options), bounds.BOUNDS
    results["scenarios"] = scenarios
    results["bounds"] = bounds.judge(limits, scenarios)
    if options.json:
        with open(options.json, "w") as file:
            json.dump(results, file, indent=1)
    return 0 if all(bound["met"] is not False for bound in results["bounds"]) else 1


def arguments():
    parser = argparse.ArgumentParser(prog="Scripts/bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one short round of each scenario")
    parser.add_argument("--rounds", type=int, help="how often each scenario is run (3); medians are judged")
    parser.add_argument("--scenario", action="append", metavar="NAME", help="only this one; may stand more than once")
    parser.add_argument("--json", metavar="FILE", help="write all figures to a file")
    parser.add_argument("--peers", action="store_true", help="against Flask-SocketIO and python-socketio instead")
    parser.add_argument("--soak", action="store_true", help="20,000 connections, and 100,000 that come and go")
    parser.add_argument("--check", action="store_true", help="instructions of the hot path against those recorded")
    parser.add_argument("--record", action="store_true", help="the same, and record them")
    parser.add_argument("--dashboard", action="store_true", help="the time of a frame and the bytes of moving bars")
    options = parser.parse_args()
    options.rounds = options.rounds or (1 if options.quick or options.soak else 3)
    options.seconds = 1 if options.quick else 4
    return options


def machine():
    return {"system": platform.platform(), "processors": os.cpu_count(), "load": os.getloadavg()}


def genboard(_):
    return servers.genboard()


def bare_loop(round_):
    """Sends events as long as genboard's were in the same round."""
    return servers.bare_loop(round(bounds.dig(round_.get("genboard"), "bytes_per_event") or EVENT_BYTES))


def against_bare_loop(options):
    results = {}
    for scenario in options.scenario or SCENARIOS:
        if scenario == "reconnect":
            results[scenario] = rounds.reconnect(options.rounds)
        else:
            contenders = [genboard] if scenario == "rest" else [genboard, bare_loop]
            results[scenario] = rounds.run(scenario, contenders, options.rounds, seconds=options.seconds)
    return results


def against_peers(options):
    from peers import PEERS

    results = {}
    for scenario in options.scenario or bounds.DELIVERY:
        # The bare loop shows how much of each figure is the kernel's, and no server's to save.
        contenders = [genboard, bare_loop] + PEERS
        results[scenario] = rounds.run(
            scenario, contenders, options.rounds, seconds=options.seconds, **PEER_LOADS[scenario]
        )
    return results


SOAK_BOUNDS = [
    bounds.Bound("idle", "lost", bounds.ours("lost"), 0),
    bounds.Bound("idle", "memory of a connection", bounds.ours("server.memory_kib_per_connection"), 2, "KiB"),
    bounds.Bound("churn", "lost", bounds.ours("lost"), 0),
    # A kibibyte a hundred connections: what the allocator keeps, and no more.
    bounds.Bound("churn", "memory left by a connection", bounds.ours("server.memory_kib_per_connection"), 0.01, "KiB"),
]


def soak(options):
    sizes = {"idle": CONNECTED, "churn": CYCLES}
    return {
        scenario: rounds.run(scenario, [genboard], options.rounds, subscribers=size // (20 if options.quick else 1))
        for scenario, size in sizes.items()
        if not options.scenario or scenario in options.scenario
    }


if __name__ == "__main__":
    sys.exit(main())
