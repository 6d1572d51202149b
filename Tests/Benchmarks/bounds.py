"""The bounds genboard is to hold, and whether it did.

Each takes the rounds of one scenario, genboard's and the bare loop's side by side, and answers with the median of what it looks at.
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
        """The figure, and whether it is within the limit; (None, None) where nothing could be measured."""
        figures = [self.figure(ours, bare) for ours, bare in rounds]
        figures = [figure for figure in figures if figure is not None]
        if not figures:
            return None, None
        value = median(figures)
        return value, value >= self.limit if self.at_least else value <= self.limit


def field(path):
    """A figure of genboard's own, such as `latency_ms.p99`."""
    return lambda ours, bare: dig(ours, path)


def ratio(path):
    """The same figure as a multiple of the bare loop's, both from one round."""

    def figure(ours, bare):
        mine, other = dig(ours, path), dig(bare, path) if bare else None
        return mine / other if mine is not None and other else None

    return figure


def dig(value, path):
    for name in path.split("."):
        value = value.get(name) if value else None
    return value


BOUNDS = [
    Bound("latency", "p99 latency", field("latency_ms.p99"), 1, "ms"),
    Bound("latency", "p99 latency / bare loop", ratio("latency_ms.p99"), 3, "x"),
    Bound("fan-out", "CPU per event / bare loop", ratio("server.cpu_us_each"), 1.3, "x"),
    Bound("many-tasks", "CPU per event / bare loop", ratio("server.cpu_us_each"), 2, "x"),
    Bound("saturation", "events a second / bare loop", ratio("per_second"), 4, "x", at_least=True),
    Bound("wide", "p99 latency / bare loop", ratio("latency_ms.p99"), 1.5, "x"),
] + [
    Bound(scenario, "events lost", field("lost"), 0)
    for scenario in ("latency", "fan-out", "many-tasks", "saturation", "wide")
]
