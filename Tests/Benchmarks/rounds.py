"""Scenarios run by each contender in turn, round after round, so that what disturbs the machine disturbs all of them."""

import json
import subprocess

import servers
from bounds import dig

# A round in which the generator was the limit says nothing; it is repeated this often.
ATTEMPTS = 3
COLUMNS = [
    ("done", "done", 9, 0),
    ("lost", "lost", 7, 0),
    ("per second", "per_second", 12, 1),
    ("p50 ms", "latency_ms.p50", 10, 3),
    ("p99 ms", "latency_ms.p99", 10, 3),
    ("CPU us", "server.cpu_us_each", 9, 2),
    ("KiB/conn", "server.memory_kib_per_connection", 9, 1),
]


def run(scenario, contenders, count, **options):
    """Each contender is a function that starts a fresh server, given the round so far."""
    print(f"\n{scenario} {' '.join(f'{name}={value}' for name, value in options.items())}")
    print(f"  {'':<10}" + "".join(f"{title:>{width}}" for title, _, width, _ in COLUMNS))
    rounds = []
    for _ in range(count):
        round_ = {}
        for start in contenders:
            name, result = attempt(scenario, lambda: start(round_), options)
            round_[name] = result
            show(name, result)
        rounds.append(round_)
    return rounds


def attempt(scenario, start, options):
    for left in reversed(range(ATTEMPTS)):
        with start() as server:
            try:
                result = server.measure(scenario, **options)
            except servers.ScenarioFailed as failure:
                result = {"failure": str(failure)}
        if left == 0 or not dig(result, "generator.saturated"):
            return server.name, result


def show(name, result):
    cells = []
    for _, path, width, places in COLUMNS:
        value = dig(result, path)
        cells.append(f"{value:{width}.{places}f}" if value is not None else f"{'-':>{width}}")
    doubt = "  the generator was the limit" if dig(result, "generator.saturated") else ""
    failure = result.get("failure")
    print(f"  {name:<10}{''.join(cells)}{doubt}{'  ' + failure if failure else ''}", flush=True)


def reconnect(count):
    """Clients come back after the server was ended and started again on its port, with the same data."""
    print(f"\nreconnect\n  {'':<10}" + "".join(f"{title:>{width}}" for title, _, width, _ in COLUMNS))
    rounds = []
    for _ in range(count):
        data = f"{servers.scratch.name}/reconnect-{len(rounds)}.db"
        server = servers.genboard(data=data)
        bench = subprocess.Popen(
            server.bench("reconnect"),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=servers.unhindered,
        )
        bench.stderr.readline()
        server.stop()
        with servers.genboard(port=server.port, data=data):
            output, errors = bench.communicate(timeout=servers.SCENARIO_TIME)
        result = json.loads(output) if bench.returncode == 0 else {"failure": errors.strip()}
        rounds.append({"genboard": result})
        show("genboard", result)
    return rounds
