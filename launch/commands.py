"""`run.py test`, `manage`, `bench` and `prove`: short runs that leave nothing behind but what `manage` was asked to change."""

from __future__ import annotations

import os
import random
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from launch.demo import ready_database
from launch.messages import compile_all
from launch.services import ROOT, Services, environment, given_database, manage as run_manage, prepare, servers
from launch.state import State


def test(rest: list[str]) -> int:
    """Becomes pytest, so that its signals and its exit are the run's own."""
    given_database()
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "settings.test"}
    os.execve(sys.executable, [sys.executable, "-m", "pytest", *rest], env)  # noqa: S606


def manage(folder: Path, rest: list[str]) -> int:
    """Against the demo's servers: those that run, or started for the time of the command."""
    state = State(folder)
    compile_all()
    if rest[:1] == ["determine"]:  # needs no server
        return run_manage(os.environ, *rest)
    if not state.open():
        running = state.running()
        if running is None:
            raise SystemExit(f"A demo on {folder} is just starting or stopping; try again in a moment.")
        return run_manage(os.environ | running["env"], *rest)
    try:
        with servers(state.postgres, state.folder) as both:
            env = environment(both.env, state.secrets(), state.folder / "files", 8000)
            state.note(both.children, env, "")
            if rest[:1] not in (["migrate"], ["grant"], ["makemigrations"], ["load_sample"]):
                ready_database(state, env, sample=False)
            return run_manage(env, *rest)
    finally:
        state.close()


def bench(name: str | None, folder: Path) -> int:
    """Each module benchmarks/<name>.py has `run(services) -> int`: prints its figures, returns 0 if all floors were kept. A module with
    `KEPT`, a name, finds the database of its last run again under that name; it says itself whether what lies there still serves."""
    chosen = _chosen("benchmarks", name)
    kept = getattr(_module("benchmarks", chosen[0]), "KEPT", "") if len(chosen) == 1 else ""
    with _apart(folder / "bench" / kept if kept else None) as services:
        return max((_module("benchmarks", found).run(services) for found in chosen), default=0)


def prove(name: str | None, seed: int | None, size: int | None) -> int:
    """Each module tests/proofs/<name>.py has `FULL_SIZE` and `run(seed, size, services) -> int`: prints its figure, returns 1 if missed."""
    seed = random.SystemRandom().randrange(2**32) if seed is None else seed
    worst = 0
    for found in _chosen("tests/proofs", name):
        with _apart() as services:  # a proof that breaks things must not break the next
            module = _module("tests.proofs", found)
            print(f"{found}: seed {seed}, size {size or module.FULL_SIZE}", flush=True)
            missed = module.run(seed, size or module.FULL_SIZE, services)
            print(f"{found}: {'MISSED' if missed else 'kept'} (seed {seed})", flush=True)
            worst = max(worst, missed)
    return worst


@contextmanager
def _apart(kept: Path | None = None) -> Iterator[Services]:
    """A migrated exchange of its own, durable, with this process inside it; gone afterwards, unless it is `kept` in a folder."""
    folder = kept or Path(tempfile.mkdtemp(prefix="shugang-"))
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o711)
    state = State(folder)
    if kept and not state.open():
        raise SystemExit(f"Another run holds {folder}; wait for its end.")
    services: Services | None = None
    compile_all()
    try:
        with servers(state.postgres if kept else folder / "postgres", folder) as both:
            env = environment(both.env, state.secrets(), folder / "files", 8000)
            services = Services(env, folder, servers=both)
            if kept:
                state.note(both.children, env, "")
            prepare(services.env)
            os.environ.update(services.env)
            import django

            django.setup()
            try:
                yield services
            finally:
                from django.db import connections

                connections.close_all()
                services.stop()
    finally:
        if kept:
            state.close()
        else:
            shutil.rmtree(folder, ignore_errors=True)


def _chosen(folder: str, name: str | None) -> list[str]:
    found = sorted(path.stem for path in (ROOT / folder).glob("*.py") if not path.stem.startswith(("_", "test_", "conftest")))
    if name is not None and name not in found:
        raise SystemExit(f"There is no {name} in {folder}/. There are: {', '.join(found) or 'none yet'}.")
    return [name] if name else found


def _module(package: str, name: str) -> Any:
    return import_module(f"{package}.{name}")
