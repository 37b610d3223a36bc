#!/usr/bin/env python3
"""Measures what a service costs that has nothing to do: its share of a processor, and how often it wakes.

Services with fleets of several sizes, mosquitto_sub and a subscriber in Python listen to one broker at the same time,
first while nobody says anything, then while ten messages a second arrive. The time is cut into windows; a figure is the
median of them, so that what happens once a minute does not hide what happens all the time; `mean` is over all. A window
has one of the looks that the service takes at its database from outside.
"""

import argparse
import pathlib
import signal
import subprocess
import sys
import time

from common import (
    Broker, Service, die_with_parent, environment, own_folder, print_growth, print_table, row, use, write_result)
from fleet import fill
from growth import growth

BAR_ASSETS = 100_000
BAR_PERCENT = 1
TOPIC = "callahead/v1/assets/#"
SUBSCRIBER = """
import sys, paho.mqtt.client as mqtt
client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, client_id="bench-python")
client.on_connect = lambda client, *_: client.subscribe(sys.argv[2], 1)
client.connect("127.0.0.1", int(sys.argv[1]))
client.loop_forever()
"""


def subscribers(broker):
    """Programs that only listen, by name."""
    commands = {
        "mosquitto_sub": ["mosquitto_sub", "-p", str(broker.port), "-q", "1", "-i", "bench-sub", "-t", TOPIC]}
    python = environment("paho")
    if python:
        commands["Python, paho"] = [str(python), "-c", SUBSCRIBER, str(broker.port), TOPIC]
    return {
        name: subprocess.Popen(command, stdout=subprocess.DEVNULL, preexec_fn=die_with_parent)
        for name, command in commands.items()
    }


def measure(processes, windows, seconds):
    """Per cent of a processor and sleeps a second, for each process a list of windows."""
    results = {name: [] for name in processes}
    before = {name: (time.monotonic(), use(process)) for name, process in processes.items()}
    for _ in range(windows):
        time.sleep(seconds)
        for name, process in processes.items():
            now, used = time.monotonic(), use(process)
            began, last = before[name]
            results[name].append({
                "percent": (used["seconds"] - last["seconds"]) / (now - began) * 100,
                "sleeps": (used["sleeps"] - last["sleeps"]) / (now - began),
            })
            before[name] = (now, used)
    return results


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", type=pathlib.Path, required=True, help="folder of the release executables")
    parser.add_argument("--quick", action="store_true", help="100,000 assets, two short windows")
    parser.add_argument("--sizes", type=int, nargs="*", help="how many assets")
    parser.add_argument("--rounds", type=int, help="windows of each state")
    parser.add_argument("--seconds", type=float, help="length of a window")
    parser.add_argument("--output", default=".build-bench/idle.json")
    options = parser.parse_args()
    options.bin = options.bin.resolve()
    sizes = options.sizes or ([100_000] if options.quick else [10_000, 100_000, 300_000])
    windows = options.rounds or (2 if options.quick else 5)
    seconds = options.seconds or (1.5 if options.quick else 3)

    states = {"silent": 0, "10 messages a second": 10}
    results = {}
    memory = {}
    with own_folder("idle") as folder:
        broker = Broker(folder, 10_000)
        services, others = {}, {}
        try:
            for size in sizes:
                fill(options.bin / "callahead", folder / f"{size}.db", size, people=False)
                services[size] = Service(options.bin, folder / f"{size}.db", broker.port, f"bench-{size}")
            for service in services.values():
                service.wait_ready()
            others = subscribers(broker)
            processes = {size: service.process.pid for size, service in services.items()}
            processes.update({name: process.pid for name, process in others.items()})
            # The first looks at the database and the first cleaning are over then.
            time.sleep(1.5 if options.quick else 5)
            for state, rate in states.items():
                publisher = None
                if rate:
                    publisher = subprocess.Popen(
                        [
                            options.bin / "callahead-bench", "publish", "--port", str(broker.port), "--rate", str(rate),
                            "--messages", "100000", "--assets", str(min(sizes)),
                        ], stdout=subprocess.DEVNULL, preexec_fn=die_with_parent)
                    time.sleep(1)
                results[state] = measure(processes, windows, seconds)
                if publisher:
                    publisher.kill()
                    publisher.wait()
                print(f"{state}: measured", file=sys.stderr)
            memory = {size: service.memory() for size, service in services.items()}
            for service in services.values():
                service.stop()
        finally:
            for process in others.values():
                process.send_signal(signal.SIGTERM)
                process.wait()
            broker.stop()

    table = []
    for state, measured in results.items():
        for name, rounds in measured.items():
            is_ours = name in sizes
            percent = [result["percent"] for result in rounds]
            other = [result["percent"] for result in measured["mosquitto_sub"]]
            label = f"{name:,} assets" if is_ours else name
            table.append(
                row(
                    f"{state}, {label}: processor", "%", percent, "mosquitto_sub" if is_ours else None,
                    other if is_ours else (), bar=BAR_PERCENT if (state, name) == ("silent", BAR_ASSETS) else None,
                    mean=sum(percent) / len(percent)))
            table.append(
                row(
                    f"{state}, {label}: sleeps", "/s", [result["sleeps"] for result in rounds],
                    mean=sum(result["sleeps"] for result in rounds) / len(rounds)))
    grown = [
        growth(f"{state}, % of a processor", {size: [r["percent"] for r in measured[size]] for size in sizes})
        for state, measured in results.items()
    ] if len(sizes) > 1 else []
    print_table(f"An idle service, {windows} windows of {seconds:g} s", table)
    print()
    print_growth(grown)
    write_result(options.output, "idle", windows, table, grown, memory=memory, raw=results)


if __name__ == "__main__":
    main()
