"""Measures genboard against the bare loop and the bounds it is to hold. Started by Scripts/bench, which builds first."""

import argparse
import json
import os
import platform
import sys

import servers
from bounds import BOUNDS, dig

DELIVERY = ["latency", "fan-out", "many-tasks", "saturation", "wide"]
EVENT_BYTES = 417


def main():
    options = arguments()
    results = {"machine": machine(), "rounds": options.rounds, "scenarios": {}}
    for scenario in options.scenario or DELIVERY:
        results["scenarios"][scenario] = compare(scenario, options)
    results["bounds"] = judge(results["scenarios"])
    if options.json:
        with open(options.json, "w") as file:
            json.dump(results, file, indent=1)
    return 0 if all(bound["met"] is not False for bound in results["bounds"]) else 1


def arguments():
    parser = argparse.ArgumentParser(prog="Scripts/bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one short round of each scenario")
    parser.add_argument("--rounds", type=int, help="how often each scenario is run (3); medians are shown")
    parser.add_argument("--scenario", action="append", metavar="NAME", help="only this one; may stand more than once")
    parser.add_argument("--json", metavar="FILE", help="write all figures to a file")
    options = parser.parse_args()
    options.rounds = options.rounds or (1 if options.quick else 3)
    options.seconds = 1 if options.quick else 4
    return options


def machine():
    return {"system": platform.platform(), "processors": os.cpu_count(), "load": os.getloadavg()}


def compare(scenario, options):
    """Rounds of genboard and the bare loop by turns, each against a fresh server."""
    print(f"\n{scenario}")
    print(f"  {'':<10} {'done':>9} {'lost':>6} {'per second':>11} {'p50 ms':>9} {'p99 ms':>9} {'CPU us':>8} {'KiB/conn':>8}")
    rounds = []
    event_bytes = EVENT_BYTES
    for _ in range(options.rounds):
        with servers.genboard() as server:
            ours = measure(server, scenario, options)
        event_bytes = round(dig(ours, "bytes_per_event") or event_bytes)
        with servers.bare_loop(event_bytes) as server:
            bare = measure(server, scenario, options)
        rounds.append((ours, bare))
    return rounds


def measure(server, scenario, options):
    try:
        result = server.measure(scenario, seconds=options.seconds)
    except servers.ScenarioFailed as failure:
        print(f"  {failure}")
        return None
    figures = [
        (dig(result, "done"), 9, 0),
        (dig(result, "lost"), 6, 0),
        (dig(result, "per_second"), 11, 1),
        (dig(result, "latency_ms.p50"), 9, 3),
        (dig(result, "latency_ms.p99"), 9, 3),
        (dig(result, "server.cpu_us_each"), 8, 2),
        (dig(result, "server.memory_kib_per_connection"), 8, 1),
    ]
    cells = [f"{value:{width}.{places}f}" if value is not None else f"{'-':>{width}}" for value, width, places in figures]
    doubt = "  (the generator was the limit)" if dig(result, "generator.saturated") else ""
    print(f"  {server.name:<10} {' '.join(cells)}{doubt}", flush=True)
    return result


def judge(scenarios):
    print("\nbounds")
    verdicts = []
    for bound in BOUNDS:
        if bound.scenario not in scenarios:
            continue
        value, is_met = bound.judge(scenarios[bound.scenario])
        sign = ">=" if bound.at_least else "<="
        shown = "-" if value is None else f"{value:.3f}"
        verdict = {True: "met", False: "MISSED", None: "not measured"}[is_met]
        print(f"  {bound.scenario:<11} {bound.what:<28} {shown:>10} {bound.unit:<3} {sign} {bound.limit:<5} {verdict}")
        verdicts.append({"scenario": bound.scenario, "what": bound.what, "value": value, "limit": bound.limit, "met": is_met})
    return verdicts


if __name__ == "__main__":
    sys.exit(main())
