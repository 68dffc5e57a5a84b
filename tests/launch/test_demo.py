"""The demo as a newcomer lives with it: start, kill, start again, stop; and its sentences when it cannot start."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from launch.children import end_with_parent
from launch.state import started
from launch.valkey import free_port
from tests.services import ROOT

PATIENCE = 150.0
Start = Callable[..., subprocess.Popen[str]]


def plain_env() -> dict[str, str]:
    """Without the suite's own servers."""
    ours = ("DATABASE_", "REDIS_URL", "DJANGO_", "FILES_ROOT", "TEST_", "PYTEST_", "SECRET_KEY", "KEY_ENC")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts `run.py demo --empty` on a folder of its own; ends what a failed test left."""
    tmp_path.chmod(0o755)
    running: list[subprocess.Popen[str]] = []

    def begin(*more: str, port: int) -> subprocess.Popen[str]:
        argv = [sys.executable, "run.py", "demo", "--empty", "--state", str(tmp_path / "state"), "--port", str(port), *more]
        demo = subprocess.Popen(
            argv, cwd=ROOT, env=plain_env(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
            preexec_fn=end_with_parent(signal.SIGTERM),  # noqa: PLW1509 - as in launch/children.py
        )  # fmt: skip
        running.append(demo)
        return demo

    yield begin
    for demo in running:
        if demo.poll() is None:
            demo.terminate()
            demo.wait(60)


def until_ready(demo: subprocess.Popen[str]) -> None:
    assert demo.stdout is not None
    said = []
    for line in demo.stdout:
        said.append(line)
        if line.startswith("ready: "):
            return
    pytest.fail("".join(said))


def noted(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "state" / "running.json").read_text())
    return found


def wait_for(true: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, what
        time.sleep(0.2)


def all_ended(processes: list[dict[str, Any]]) -> bool:
    return all(started(process["pid"]) != process["started"] or _dead(process["pid"]) for process in processes)


def _dead(pid: int) -> bool:
    """Ended, but not yet fetched by whoever inherited it."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].startswith("Z")
    except OSError:
        return True


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends children with their parent")
def test_a_newcomers_day(start: Start, tmp_path: Path) -> None:
    port = free_port()
    demo = start(port=port)
    until_ready(demo)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz") as answer:
        assert answer.status == 200

    second = start(port=free_port())
    assert second.wait(60) == 1
    assert second.stdout is not None
    assert "already runs" in second.stdout.read()

    before = {process["name"]: process["pid"] for process in noted(tmp_path)["processes"]}
    for name in ("PostgreSQL", "worker"):
        os.kill(before[name], signal.SIGKILL)
    wait_for(lambda: {p["name"]: p["pid"] for p in noted(tmp_path)["processes"]}["worker"] != before["worker"], "the dead were not started again")

    left = noted(tmp_path)["processes"]
    demo.kill()
    demo.wait()
    wait_for(lambda: all_ended(left), "a killed demo left processes behind")

    again = start(port=port)
    until_ready(again)
    left = noted(tmp_path)["processes"]
    again.send_signal(signal.SIGINT)
    assert again.wait(60) == 0
    assert all_ended(left)
    assert not (tmp_path / "state" / "running.json").exists()


def test_data_of_another_format_is_recognized(start: Start, tmp_path: Path) -> None:
    (tmp_path / "state" / "postgres").mkdir(parents=True)
    demo = start(port=free_port())
    assert demo.wait(60) == 1
    assert demo.stdout is not None
    assert "older version" in demo.stdout.read()


def test_a_taken_port_is_named(start: Start) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        demo = start(port=port)
        assert demo.wait(60) == 1
    assert demo.stdout is not None
    assert f"Port {port} is taken" in demo.stdout.read()


def test_one_database_address_without_the_other_stops(tmp_path: Path) -> None:
    env = plain_env() | {"DATABASE_URL": "postgresql://a@localhost/b"}
    for command in (["demo", "--state", str(tmp_path / "s"), "--port", str(free_port())], ["test"]):
        done = subprocess.run([sys.executable, "run.py", *command], cwd=ROOT, env=env, capture_output=True, text=True)
        assert done.returncode == 1
        assert "go together" in done.stderr
