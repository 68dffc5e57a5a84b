"""`run.py demo`: everything on this machine, with the sample exchange, until Ctrl-C."""

from __future__ import annotations

import errno
import hashlib
import json
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from launch.messages import compile_all
from launch.services import ROOT, Servers, Services, environment, given_database, manage, port_is_free, prepare, servers
from launch.state import State

LOGINS = """\
Logins (password of each: demo-exchange)                                   API client (secret: demo-secret)
  provider in Beijing    steward@ owner@ finance@ provider.example          demo-provider, demo-provider-owner
  buyer in Beijing       trader@ owner@ finance@ buyer.example              demo-buyer
  buyer in Singapore     trader@ owner@ finance@ overseas.example           demo-overseas
  provider in Singapore  steward@ owner@ overseas-provider.example          demo-overseas-provider
  data zone              steward@ owner@ zone.example                       demo-zone
  outsider               outsider@other.example                             demo-outsider
  exchange operator      operator@ operator2@ exchange.example              demo-operator, demo-operator2
  regulator's desk       intake@ reviewer@ approver@ regulator.example      demo-intake, demo-reviewer, demo-approver
  supervision            supervisor@ auditor@ regulator.example             demo-supervisor, demo-auditor"""

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LOOK_EVERY = 0.5
LONGEST_WAIT = 30.0


class Stopped(BaseException):
    """Somebody asked for the end while we were still starting."""


def run(folder: Path, port: int, *, reset: bool, sample: bool) -> None:
    state = State(folder)
    end = threading.Event()
    with _signals(end):
        try:
            _run(state, port, end, reset=reset, sample=sample)
        except Stopped:
            print("stopped.", flush=True)
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
            raise SystemExit("The disk is full. Free some space and start again; what was acknowledged is kept.") from None
        finally:
            state.close()


def _run(state: State, port: int, end: threading.Event, *, reset: bool, sample: bool) -> None:
    began = time.monotonic()
    _take(state, reset=reset)
    if not port_is_free(port):
        raise SystemExit(f"Port {port} is taken by another program. Choose one with --port N.")
    compile_all()
    with servers(state.postgres, state.folder) as both:
        env = environment(both.env, state.secrets(), state.folder / "files", port)
        services = Services(env, state.folder, port=port)
        state.note(both.children, env, services.url)
        ready_database(state, env, sample=sample)
        try:
            services.start_worker()
            services.start_beat()
            url = services.start_web(port)
            state.note([*both.children, *services.children.values()], env, url)
            print(f"\nready: {url}   ({time.monotonic() - began:.0f} s)\n\n{LOGINS if sample else 'No sample: open an account and apply.'}\n\nCtrl-C stops everything. Data and logs: {state.folder}\n", flush=True)
            _watch(state, both, services, end)
            print("stopping ...", flush=True)
        finally:
            _deaf()
            services.stop()


def _take(state: State, *, reset: bool) -> None:
    if not state.open(adopt=reset):
        running = state.running()
        where = f" at {running['url']}" if running else ""
        raise SystemExit(f"A demo already runs on {state.folder}{where}. Stop it first, or give this one its own folder: --state DIR --port N")
    if reset:
        state.reset()


def ready_database(state: State, env: dict[str, str], *, sample: bool = True) -> None:
    """Migrate, grant and load the sample, each only if something has changed since it was done."""
    now = {path.relative_to(ROOT).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(ROOT.glob("*/migrations/0*.py"))}
    lock = hashlib.sha256((ROOT / "requirements.txt").read_bytes()).hexdigest()  # libraries bring tables, too
    done_file = state.folder / "migrations.json"
    done: dict[str, str] = json.loads(done_file.read_text()) if done_file.exists() and not given_database() else {}
    if any(now.get(name) != digest for name, digest in done.items() if name != "lock"):
        raise SystemExit(
            f"The data in {state.folder} was made by another version of the exchange, whose tables this one does not know. "
            "Start with --reset to throw it away, or give another folder with --state DIR."
        )
    if done != now | {"lock": lock}:
        print("making the tables ...", flush=True)
        prepare(env)
        done_file.write_text(json.dumps(now | {"lock": lock}, indent=1))
    loaded = state.folder / "sample-loaded"
    if sample and any(ROOT.glob("*/management/commands/load_sample.py")) and not loaded.exists():
        print("loading the sample exchange ...", flush=True)
        if manage(env, "load_sample"):
            raise SystemExit("The sample could not be loaded; the message stands above. Start with --reset to begin anew.")
        loaded.touch()


def _watch(state: State, both: Servers, services: Services, end: threading.Event) -> None:
    """Until the end: start again what dies, sooner the first time than the fifth."""
    wait: dict[str, float] = {}
    due: dict[str, float] = {}
    while not end.wait(LOOK_EVERY):
        mended = both.mend()
        now = time.monotonic()
        for name, child in services.children.items():
            if child.died() and name not in due:
                wait[name] = min(wait.get(name, 0.25) * 2, LONGEST_WAIT)
                due[name] = now + wait[name]
            if name in due and due[name] <= now:
                services.restart(name)
                del due[name]
                mended.append(name)
        if mended:
            print(f"{', '.join(mended)} had died and {'was' if len(mended) == 1 else 'were'} started again (logs: {state.folder})", flush=True)
            state.note([*both.children, *services.children.values()], services.env, services.url)


@contextmanager
def _signals(end: threading.Event) -> Iterator[None]:
    """The first signal ends in good order, wherever we are: it sets the event and raises, unless `_watch` is looking."""

    def asked(number: int, frame: FrameType | None) -> None:
        _deaf()
        end.set()
        while frame is not None:
            if frame.f_code is _watch.__code__:
                return
            frame = frame.f_back
        raise Stopped

    for number in STOP_SIGNALS:
        signal.signal(number, asked)
    yield


def _deaf() -> None:
    """A second Ctrl-C must not interrupt the stopping."""
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)
