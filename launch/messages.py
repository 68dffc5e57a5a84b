"""Compiles the translations (.po to .mo) with polib, because gettext's own tools are absent on many machines.

`python -m launch.messages` does it for an image; the demo and the tests do it at their start.
"""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def compile_all(root: Path = ROOT) -> int:
    """Write every .mo that is older than its .po; returns how many."""
    import polib

    written = 0
    for source in sorted(root.glob("*/locale/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            fresh = target.with_suffix(f".{id(source)}.new")
            polib.pofile(str(source)).save_as_mofile(str(fresh))
            fresh.replace(target)  # another process may be reading
            written += 1
    return written


if __name__ == "__main__":
    compile_all()
