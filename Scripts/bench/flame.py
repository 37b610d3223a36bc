#!/usr/bin/env python3
"""Draws a flame graph of the drain: where `callahead serve` spends its processor time. Needs Linux's perf.

A broker of its own gets a backlog; perf samples the service while it drains it, with whole stacks. The picture is an SVG
file: the width of a box is its share of the samples, and what stands on it was called by it.
"""

import argparse
import html
import pathlib
import shutil
import subprocess
import sys

from common import Broker, open_session, own_folder, publish, run

ROW, WIDTH, CHARACTER = 17, 1200, 6.6
# Boxes narrower than this share are left out.
LEAST = 0.004
# Frames below those of the lane, on its own thread or on that of its commits, are the same for all samples.
BOTTOM = ("Lane.", "closure #1 in Lane.commitReadingAhead")
COLOURS = {"sqlite": "#8fb8de", "kernel": "#c9c9c9", "swift": "#f2c57c", "libc": "#d8d3a8", "callahead": "#ef9a6a",
           "simdjson": "#a8d5a2", "mosquitto": "#c7a8d5"}


class Box:
    def __init__(self):
        self.samples = 0
        self.above = {}

    def box(self, key):
        return self.above.setdefault(key, Box())


def stacks(script):
    """Stacks of perf's text, the outermost frame first; each frame is a name and its library."""
    stack = []
    for line in script.splitlines():
        if not line.strip():
            if stack:
                yield stack[::-1]
            stack = []
        elif line.startswith(("\t", " ")) and "(" in line:
            name, _, library = line.strip().partition(" ")[2].rpartition(" (")
            library = pathlib.Path(library.rstrip(")")).name
            if name == "[unknown]":
                name = library or name
            stack.append((name.partition("+0x")[0], library))
    if stack:
        yield stack[::-1]


def fold(script):
    """The tree of all stacks, from the lane's loop on where they have it."""
    root = Box()
    for stack in stacks(script):
        lanes = [index for index, (name, _) in enumerate(stack) if name.startswith(BOTTOM)]
        if not lanes:
            continue
        stack = stack[lanes[0]:]
        box = root
        box.samples += 1
        before = None
        for frame in stack:
            if frame == before:
                continue
            before = frame
            box = box.box(frame)
            box.samples += 1
    return root


def colour(library):
    for part, value in COLOURS.items():
        if part in library:
            return value
    return "#e6e6e6"


def draw(root, title):
    boxes, depth = [], 0

    def place(box, left, level):
        nonlocal depth
        depth = max(depth, level)
        for (name, library), above in sorted(box.above.items(), key=lambda one: (-one[1].samples, one[0])):
            share = above.samples / root.samples
            if share >= LEAST:
                boxes.append((left, level, share, name, library))
                place(above, left, level + 1)
            left += share

    place(root, 0.0, 0)
    height = (depth + 2) * ROW + 8
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="monospace" font-size="11">',
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        f'<text x="4" y="13">{html.escape(title)}</text>',
    ]
    for left, level, share, name, library in boxes:
        x, y, width = left * WIDTH, height - (level + 1) * ROW - 4, share * WIDTH
        words = f"{name} ({library}) {share:.1%}"
        shown = name[: int((width - 4) / CHARACTER)] if width > 25 else ""
        lines.append(
            f'<g><title>{html.escape(words)}</title><rect x="{x:.1f}" y="{y}" width="{max(width - 0.5, 0.5):.1f}" '
            f'height="{ROW - 1}" fill="{colour(library)}"/><text x="{x + 2:.1f}" y="{y + 12}">{html.escape(shown)}</text></g>')
    return "\n".join([*lines, "</svg>"]) + "\n"


def demangled(text):
    swift = shutil.which("swift-demangle")
    if not swift:
        return text
    return subprocess.run([swift, "--simplified"], input=text, capture_output=True, text=True, check=True).stdout


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", type=pathlib.Path, required=True, help="folder of the release executables")
    parser.add_argument("--program", type=pathlib.Path, help="another callahead than that of the folder")
    parser.add_argument("--messages", type=int, default=300_000)
    parser.add_argument("--assets", type=int, default=100_000)
    parser.add_argument("--title", default="callahead serve, draining a backlog")
    parser.add_argument("--output", type=pathlib.Path, default=".build-bench/drain.svg")
    options = parser.parse_args()
    if not shutil.which("perf"):
        sys.exit("flame: there is no perf; Debian has it in linux-perf")
    program = (options.program or options.bin / "callahead").resolve()
    with own_folder("flame") as folder:
        database, data = folder / "callahead.db", folder / "perf.data"
        csv = folder / "assets.csv"
        csv.write_text(run([options.bin / "callahead-bench", "assets", "--assets", options.assets]).stdout)
        run([program, "import", "assets", csv, "--db", database])
        broker = Broker(folder, options.messages)
        try:
            open_session(program.parent, database, broker.port)
            publish(options.bin, broker.port, options.messages, options.assets)
            run([
                "perf", "record", "-q", "-F", 499, "--call-graph", "dwarf,32768", "-o", data, program, "serve", "--db",
                database, "--broker", f"mqtt://127.0.0.1:{broker.port}", "--client-id", "bench-callahead",
                "--profiles", "device-profiles", "--exit-when-idle", 1,
            ])
        finally:
            broker.stop()
        script = run(["perf", "script", "--no-inline", "-i", data, "-F", "ip,sym,dso"], limit=900).stdout
    root = fold(demangled(script))
    options.output.write_text(draw(root, f"{options.title}: {root.samples:,} samples"))
    print(f"{root.samples:,} samples of the lane; written to {options.output}")


if __name__ == "__main__":
    main()
