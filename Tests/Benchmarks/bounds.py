"""The bounds genboard is to hold, and whether it did.

A round is one scenario run by each contender in turn, as a dictionary from its name to what `genboard bench --json` told.
"""

from dataclasses import dataclass
from statistics import median
from typing import Callable


@dataclass
class Bound:
    scenario: str
    what: str
    figure: Callable
    limit: float
    unit: str = ""
    at_least: bool = False

    def judge(self, rounds):
        """The median figure, and whether it is within the limit; (None, None) where nothing could be measured."""
        figures = [figure for figure in map(self.figure, rounds) if figure is not None]
        if not figures:
            return None, None
        value = median(figures)
        return value, value >= self.limit if self.at_least else value <= self.limit


def dig(value, path):
    """A figure by its place, such as `latency_ms.p99`."""
    for name in path.split("."):
        value = value.get(name) if value else None
    return value


def ours(path):
    """A figure of genboard's own."""
    return lambda contenders: dig(contenders.get("genboard"), path)


def ratio(path, other, over=False):
    """genboard's figure as a multiple of another's in the same round, or the other way round."""

    def figure(contenders):
        mine, theirs = dig(contenders.get("genboard"), path), dig(contenders.get(other), path)
        if not mine or not theirs:
            return None
        return theirs / mine if over else mine / theirs

    return figure


def ratio_to_best(path, others):
    def figure(contenders):
        mine = dig(contenders.get("genboard"), path)
        best = max((dig(contenders.get(other), path) or 0 for other in others), default=0)
        return mine / best if mine and best else None

    return figure


BARE = "bare loop"
DELIVERY = ["latency", "fan-out", "many-tasks", "saturation", "wide"]

BOUNDS = [
    Bound("latency", "p99 latency", ours("latency_ms.p99"), 1, "ms"),
    Bound("latency", "p99 latency / bare loop", ratio("latency_ms.p99", BARE), 3, "x"),
    Bound("fan-out", "CPU per event / bare loop", ratio("server.cpu_us_each", BARE), 1.3, "x"),
    Bound("many-tasks", "CPU per event / bare loop", ratio("server.cpu_us_each", BARE), 2, "x"),
    Bound("saturation", "events a second / bare loop", ratio("per_second", BARE), 4, "x", at_least=True),
    Bound("wide", "p99 latency / bare loop", ratio("latency_ms.p99", BARE), 1.5, "x"),
    Bound("connect", "time for all clients", ours("seconds"), 1, "s"),
    Bound("idle", "memory of a connection", ours("server.memory_kib_per_connection"), 2, "KiB"),
    Bound("reconnect", "time for all clients", ours("seconds"), 5, "s"),
] + [Bound(scenario, "lost", ours("lost"), 0) for scenario in DELIVERY + ["connect", "idle", "reconnect"]]

PEERS = ["threading", "gevent", "uvicorn"]

PEER_BOUNDS = [
    Bound(scenario, f"CPU per event: {peer} / genboard", ratio("server.cpu_us_each", peer, over=True), factor, "x", True)
    for scenario in DELIVERY
    for peer, factor in (("threading", 10), ("uvicorn", 5), ("gevent", 1))
] + [
    Bound(scenario, f"p99 latency: {peer} / genboard", ratio("latency_ms.p99", peer, over=True), 1, "x", True)
    for scenario in DELIVERY
    for peer in PEERS
] + [
    Bound("saturation", "events a second / best peer", ratio_to_best("per_second", PEERS), 5, "x", True),
] + [Bound(scenario, "lost", ours("lost"), 0) for scenario in DELIVERY]


def judge(bounds, scenarios):
    """Prints each bound with what was measured; the answer is the same as data."""
    print("\nbounds")
    verdicts = []
    for bound in bounds:
        if bound.scenario not in scenarios:
            continue
        value, is_met = bound.judge(scenarios[bound.scenario])
        verdict = {True: "met", False: "MISSED", None: "not measured"}[is_met]
        shown = "-" if value is None else f"{value:.3f}"
        sign = ">=" if bound.at_least else "<="
        print(f"  {bound.scenario:<11} {bound.what:<36} {shown:>10} {bound.unit:<3} {sign} {bound.limit:<5} {verdict}")
        verdicts.append(
            {"scenario": bound.scenario, "what": bound.what, "value": value, "limit": bound.limit, "met": is_met}
        )
    return verdicts
