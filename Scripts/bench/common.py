"""What the benchmarks share: a broker and a service of their own, what the kernel says of a process, and JSON files."""

import contextlib
import json
import os
import pathlib
import platform
import shutil
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
# SIGKILL to a child when this process dies, however it dies.
PDEATHSIG = 1


def die_with_parent():
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(PDEATHSIG, signal.SIGKILL)


@contextlib.contextmanager
def own_folder(name):
    """A folder below .build-bench that is gone in the end, also when the benchmark is stopped."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    base = ROOT / ".build-bench"
    base.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f"{name}-", dir=base) as folder:
        yield pathlib.Path(folder)


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Broker:
    """Mosquitto with the project's own settings on a free port."""

    def __init__(self, folder: pathlib.Path, messages: int, tells_who_comes=False):
        self.port = free_port()
        self.log = folder / "mosquitto.log"
        text = (ROOT / "deploy/mosquitto.conf").read_text()
        lines = []
        for line in text.splitlines():
            if line.startswith("listener "):
                line = f"listener {self.port} 127.0.0.1"
            elif line.startswith("persistence_location "):
                line = f"persistence_location {folder}/"
            elif line.startswith("autosave_interval "):
                # Saving the backlog in the middle of a drain would be measured with whoever drains.
                line = "autosave_interval 86400"
            elif line.startswith("connection_messages ") and tells_who_comes:
                line = "connection_messages true"
            elif line.startswith("max_queued_messages "):
                line = f"max_queued_messages {max(500_000, messages + 1_000)}"
            lines.append(line)
        if os.geteuid() == 0:
            lines.append("user root")
        config = folder / "mosquitto.conf"
        config.write_text("\n".join(lines) + "\n")
        program = shutil.which("mosquitto", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")
        if program is None:
            sys.exit("bench: there is no mosquitto; run Scripts/install-packages.sh")
        self.process = subprocess.Popen(
            [program, "-c", str(config)], stderr=self.log.open("w"), preexec_fn=die_with_parent
        )
        for _ in range(500):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.01)
        sys.exit(f"bench: the broker does not start: {self.log.read_text()[-500:]}")

    def stop(self):
        self.process.kill()
        self.process.wait()


def run(arguments, limit=300, **options):
    result = subprocess.run(
        [str(argument) for argument in arguments], timeout=limit, preexec_fn=die_with_parent,
        stdout=options.pop("stdout", subprocess.PIPE), stderr=subprocess.PIPE, text=True, **options,
    )
    if result.returncode != 0:
        command = " ".join(str(argument) for argument in arguments)
        sys.exit(f"bench: {command} ended with {result.returncode}: {result.stderr[-1000:]}")
    return result


def processor_seconds():
    used = os.times()
    return used.children_user + used.children_system


def last_json(text):
    for line in reversed(text.strip().splitlines()):
        if line.startswith("{"):
            return json.loads(line)
    sys.exit(f"bench: no JSON line in {text[-500:]!r}")


def machine():
    model = platform.processor()
    try:
        for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    except OSError:
        pass
    return {"processor": model, "cores": os.cpu_count(), "system": platform.platform()}


# The service


class Service:
    """`callahead serve`, until it is stopped; it begins with the object."""

    def __init__(self, bin, database, port, client_id="bench-callahead", arguments=(), stdout=subprocess.DEVNULL):
        self.database = pathlib.Path(database)
        self.manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        # As systemd would listen; without a file, whose path could be too long.
        name = f"callahead-bench-{os.getpid()}-{id(self)}"
        self.manager.bind(f"\0{name}")
        environment = dict(os.environ, NOTIFY_SOCKET=f"@{name}", CALLAHEAD_HOME=str(ROOT))
        self.log = (self.database.parent / f"{client_id}.log").open("a+")
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            [
                str(word) for word in (
                    bin / "callahead", "serve", "--db", database, "--broker", f"mqtt://127.0.0.1:{port}", "--client-id",
                    client_id, *arguments)
            ],
            cwd=ROOT, env=environment, stdout=stdout, stderr=self.log, text=True, preexec_fn=die_with_parent,
        )

    def wait_ready(self, limit=120):
        """Seconds from its start until it says that it is ready, which is before it has reached the broker."""
        self.manager.settimeout(limit)
        while True:
            try:
                told = self.manager.recv(4096)
            except TimeoutError:
                self.fail("is not ready")
            if b"READY=1" in told.splitlines():
                took = time.monotonic() - self.began
                # Nobody listens any more, or what is never read fills the socket.
                self.manager.close()
                return took

    def wait_taken(self, messages, limit=300):
        """Waits until so many messages are on disk and the positions and signals of all are in their tables."""
        end = time.monotonic() + limit
        while time.monotonic() < end:
            reading = self.reading()
            if reading and reading["process"] == self.process.pid and reading["messages"] >= messages:
                if self.ask("SELECT count(*) FROM journal") == 0:
                    return reading
            time.sleep(0.1)
        self.fail(f"has not taken {messages} messages")

    def reading(self):
        """What the lane read of itself last, as far as it is on disk."""
        body = self.ask("SELECT max(body) FROM lane_reading")
        return json.loads(body) if body else None

    def ask(self, sql):
        with contextlib.closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=10)) as db:
            return db.execute(sql).fetchone()[0]

    def memory(self):
        return memory(self.process.pid)

    def use(self):
        return use(self.process.pid)

    def stop(self):
        self.process.terminate()
        self.wait()

    def wait(self, limit=120):
        output = self.process.communicate(timeout=limit)[0]
        self.manager.close()
        if self.process.returncode != 0:
            self.fail(f"ended with {self.process.returncode}")
        return output

    def fail(self, what):
        self.log.seek(0)
        self.process.kill()
        sys.exit(f"bench: callahead serve {what}: {self.log.read()[-1000:]}")


def open_session(bin, database, port, client_id="bench-callahead"):
    """Lets the broker keep what comes for a service that does not run yet."""
    Service(bin, database, port, client_id, ["--exit-when-idle", 0.2]).wait()


def publish(bin, port, messages, assets, *more, limit=600):
    """Seconds until the broker had all of them."""
    report = last_json(
        run([bin / "callahead-bench", "publish", "--port", port, "--messages", messages, "--assets", assets, *more],
            limit=limit).stdout)
    if report["refused"]:
        sys.exit(f"bench: the broker refused {report['refused']} messages")
    return report["seconds"]


# What the kernel says of a process


def memory(process):
    """Resident bytes: now, at most so far, and of them what is not of a file."""
    fields = {}
    for line in pathlib.Path(f"/proc/{process}/status").read_text().splitlines():
        name, _, value = line.partition(":")
        if name in ("VmRSS", "VmHWM", "RssAnon"):
            fields[name] = int(value.split()[0]) * 1024
    return {"resident": fields["VmRSS"], "most": fields["VmHWM"], "anonymous": fields["RssAnon"]}


def use(process):
    """Seconds on a processor, and how often its threads went to sleep by themselves, since it began."""
    seconds = sleeps = 0
    for thread in pathlib.Path(f"/proc/{process}/task").iterdir():
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            status = (thread / "status").read_text()
            sleeps += int(status.split("\nvoluntary_ctxt_switches:")[1].split()[0])
            seconds += int((thread / "schedstat").read_text().split()[0]) / 1e9
    return {"seconds": seconds, "sleeps": sleeps}


def file_sizes(database):
    """Bytes of the database and of what lies beside it."""
    database = pathlib.Path(database)
    sizes = {"database": database.stat().st_size}
    for suffix in ("-wal", "-shm", ".lane", ".wait"):
        path = pathlib.Path(f"{database}{suffix}")
        sizes[suffix.lstrip("-.")] = path.stat().st_size if path.exists() else 0
    return sizes


def copy_database(source, target):
    for suffix in ("", "-wal", "-shm"):
        pathlib.Path(f"{target}{suffix}").unlink(missing_ok=True)
        if pathlib.Path(f"{source}{suffix}").exists():
            shutil.copy(f"{source}{suffix}", f"{target}{suffix}")


# Others


# What comes from PyPI, by the environment's name: the package, its module, and the seconds it may take.
ENVIRONMENTS = {
    "paho": ("paho-mqtt>=2.0,<3", "paho.mqtt", 120),
    "queue": ("litequeue>=0.9,<1", "litequeue", 120),
    "scipy": ("scipy>=1.11,<2", "scipy", 120),
    "pathway": ("pathway>=0.33,<0.34", "pathway", 400),
}


def environment(name):
    """The Python of an environment with a package from PyPI, made once; `None` if it can't be had."""
    requirement, module, limit = ENVIRONMENTS[name]
    folder = ROOT / ".build-bench" / f"venv-{name}"
    python = folder / "bin/python"
    test = [str(python), "-c", f"import {module}"]
    if python.exists() and subprocess.run(test, capture_output=True).returncode == 0:
        return python
    try:
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, capture_output=True)
        subprocess.run(
            [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", requirement], check=True,
            capture_output=True, timeout=limit)
        subprocess.run(test, check=True, capture_output=True)
    except (OSError, subprocess.SubprocessError) as error:
        print(f"bench: no Python environment with {requirement}, going on without: {error}", file=sys.stderr)
        shutil.rmtree(folder, ignore_errors=True)
        return None
    return python


def need_scipy():
    """Goes on in an environment that has SciPy, or ends without a comparison."""
    try:
        import scipy  # noqa: F401

        return
    except ImportError:
        python = environment("scipy")
    if not python:
        sys.exit(0)
    os.execv(python, [str(python), *sys.argv])


# Results


def row(name, unit, rounds, alternative=None, others=(), bar=None, least=False, **more):
    """One line of a table: the median of the rounds with its spread, what is compared with it, and the bar.

    `ratio` is the other's figure divided by ours, round by round: above 1 ours is the smaller one. With `least` figures
    are to be large, and it is ours divided by the other's. `bar` is the most that is wanted, or with `least` the least.
    """
    median = statistics.median(rounds)
    made = {"name": name, "unit": unit, "median": median, "min": min(rounds), "max": max(rounds), "rounds": list(rounds)}
    made.update(alternative=None, alternative_median=None, ratio=None, ratio_min=None, ratio_max=None)
    if others:
        ratios = [ours / other if least else other / ours for ours, other in zip(rounds, others) if ours and other]
        made.update(alternative=alternative, alternative_median=statistics.median(others))
        if ratios:
            made.update(ratio=statistics.median(ratios), ratio_min=min(ratios), ratio_max=max(ratios))
    made["bar"] = bar
    made["met"] = None if bar is None else median >= bar if least else median <= bar
    made.update(more)
    return made


def print_table(title, table):
    facts = machine()
    print(f"\n{title}, {facts['cores']} x {facts['processor']}\n")
    width = max(len(line["name"]) for line in table)
    print(f"{'':{width}} {'median':>10} {'min..max':>19} {'':7} {'other':>10} {'ratio':>7} {'min..max':>13} {'bar':>8}")
    for line in table:
        other = number(line["alternative_median"])
        ratio = number(line["ratio"])
        spread = f"{number(line['ratio_min'])}..{number(line['ratio_max'])}" if line["ratio"] else ""
        met = "" if line["met"] is None else "  met" if line["met"] else "  MISSED"
        print(
            f"{line['name']:{width}} {number(line['median']):>10} {number(line['min']):>8} .. {number(line['max']):<8}"
            f" {line['unit']:7} {other:>10} {ratio:>7} {spread:>13} {number(line['bar']):>8}{met}"
        )
    for other in dict.fromkeys(line["alternative"] for line in table if line["alternative"]):
        print(f"\nother: {other}")


def print_growth(lines):
    for line in lines:
        pairs = ", ".join(f"{number(value)} at {size:,}" for size, value in zip(line["sizes"], line["values"]))
        exponent = "none" if line["exponent"] is None else f"{line['exponent']:.2f}"
        print(f"{line['figure']}: {pairs}; exponent {exponent}")


def number(value):
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.3g}"


def write_result(output, what, rounds, table, growth=(), **more):
    """The file that a table over all benchmarks is made of."""
    output = pathlib.Path(output)
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(
        json.dumps(
            {"what": what, "machine": machine(), "rounds": rounds, "table": table, "growth": list(growth), **more}, indent=2)
        + "\n")
    print(f"\nwritten to {output}")
