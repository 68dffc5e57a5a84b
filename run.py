"""The one command of a newcomer: demo, test, manage, bench, prove. Standard library only; everything else lies in launch/."""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this is where an older one is told
    sys.exit(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}. Try: python3.11 run.py ...")

from launch.entry import main

if __name__ == "__main__":
    main()
