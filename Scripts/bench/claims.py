#!/usr/bin/env python3
"""Measures how long a dispatcher waits for the next task while the service drains a backlog.

Eight processes claim and finish without a pause from a queue of 10,000 calls; beside them `callahead serve` takes in a
backlog as fast as it can. Prints the median, the 99th percentile and the slowest claim, with and without the drain, and
how much of the backlog was drained a second meanwhile.
"""

import argparse
import json
import pathlib
import subprocess
import tempfile
import time

from drain import Broker, die_with_parent


def percentile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(share * len(values)))] / 1000


def run(words, **more):
    return subprocess.run([str(word) for word in words], check=True, capture_output=True, text=True, **more).stdout


def workers(bench, database, count, seconds, rate):
    """Runs the desks for a while; microseconds of every claim."""
    processes = [
        subprocess.Popen(
            [str(bench), "claims", "worker", "--db", str(database), "--as", f"desk-{number}", "--rate", str(rate),
             "--patience", "1"],
            stdout=subprocess.PIPE, text=True, preexec_fn=die_with_parent)
        for number in range(count)
    ]
    time.sleep(seconds)
    for process in processes:
        process.terminate()
    lines = [line.split() for process in processes for line in process.communicate()[0].splitlines()]
    claims = [line for line in lines if line[0] == "claimed"]
    tasks = [line[1] for line in claims]
    return [int(line[3]) for line in claims], len(tasks) - len(set(tasks))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", type=pathlib.Path, required=True)
    parser.add_argument("--tasks", type=int, default=10_000)
    parser.add_argument("--desks", type=int, default=8)
    parser.add_argument("--messages", type=int, default=300_000)
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--rate", type=int, default=20, help="claims a second of each desk; 0 is as many as go")
    options = parser.parse_args()
    callahead, bench = options.bin / "callahead", options.bin / "callahead-bench"
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        database = folder / "callahead.db"
        broker = Broker(folder, options.messages)
        try:
            serve = [
                callahead, "serve", "--db", database, "--broker", f"mqtt://127.0.0.1:{broker.port}", "--profiles",
                pathlib.Path(__file__).resolve().parents[2] / "device-profiles", "--client-id", "bench-callahead",
            ]
            assets = run([bench, "assets", "--assets", 10_000])
            run([callahead, "import", "assets", "-", "--db", database], input=assets)
            # The session must be there before the backlog.
            run(serve + ["--exit-when-idle", "1"])
            run([bench, "claims", "seed", "--db", database, "--tasks", 2 * options.tasks])
            report = {"tasks": options.tasks, "desks": options.desks, "rate": options.rate}
            quiet, twice = workers(bench, database, options.desks, options.seconds / 2, options.rate)
            report["quiet"] = {"claims": len(quiet), "p50_ms": percentile(quiet, 0.5), "p99_ms": percentile(quiet, 0.99)}
            run([bench, "publish", "--port", broker.port, "--messages", options.messages, "--assets", 10_000])
            service = subprocess.Popen(
                [str(word) for word in serve + ["--exit-when-idle", "5"]], stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL, text=True, preexec_fn=die_with_parent)
            time.sleep(1)
            drained, more = workers(bench, database, options.desks, options.seconds, options.rate)
            report["drain"] = {
                "claims": len(drained), "p50_ms": percentile(drained, 0.5), "p99_ms": percentile(drained, 0.99),
                "slowest_ms": max(drained) / 1000,
            }
            report["handed_out_twice"] = twice + more
            report["serve"] = json.loads(service.communicate(timeout=600)[0])
            print(json.dumps(report, indent=2))
        finally:
            broker.stop()


if __name__ == "__main__":
    main()
