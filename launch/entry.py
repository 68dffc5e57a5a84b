"""The command line of run.py: reads the arguments, has the environment made, and goes on inside it.

Runs twice: on the machine's Python up to `environment`, then (same process id) on the environment's own.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from launch import venv

STATE = Path(".state")


def port(value: str) -> int:
    if not value.isdigit() or not 1 <= int(value) <= 65535:
        raise argparse.ArgumentTypeError("must be a port, 1 to 65535")
    return int(value)


def parser() -> argparse.ArgumentParser:
    main = argparse.ArgumentParser(prog="run.py", description="Shugang on this machine: real PostgreSQL, real Valkey, nothing to install first.")
    commands = main.add_subparsers(dest="command", required=True, metavar="COMMAND")

    demo = commands.add_parser("demo", help="the whole exchange with its sample; Ctrl-C stops all of it")
    demo.add_argument("--port", type=port, default=8000, help="of the pages (8000)")
    demo.add_argument("--reset", action="store_true", help="throw the kept data away first")

    demo.add_argument("--empty", action="store_true", help="without the sample exchange")

    test = commands.add_parser("test", help="the suite; further arguments go to pytest", add_help=False)
    test.add_argument("rest", nargs=argparse.REMAINDER)

    manage = commands.add_parser("manage", help="a management command against the demo's servers", add_help=False)
    manage.add_argument("rest", nargs=argparse.REMAINDER)

    bench = commands.add_parser("bench", help="figures beside their floors")
    bench.add_argument("name", nargs="?", help="one of benchmarks/")

    prove = commands.add_parser("prove", help="proofs under load, kill, crowd and time at full size")
    prove.add_argument("name", nargs="?", help="one of tests/proofs/")
    prove.add_argument("--seed", type=int, help="the figure's seed; printed if drawn")
    prove.add_argument("--size", type=int, help="how many, if not the full size")
    for command in (demo, bench, prove):
        command.add_argument("--state", type=Path, default=STATE, help="folder of the kept data (.state)")
    return main


def arguments(argv: list[str]) -> argparse.Namespace:
    """`test` and `manage` pass on all that follows untouched, except a --state directly behind `manage`."""
    if argv[:1] == ["test"]:
        return argparse.Namespace(command="test", rest=argv[1:], state=STATE)
    if argv[:1] == ["manage"]:
        rest, state = argv[1:], STATE
        if rest[:1] == ["--state"] and len(rest) > 1:
            rest, state = rest[2:], Path(rest[1])
        return argparse.Namespace(command="manage", rest=rest, state=state)
    return parser().parse_args(argv)


def main() -> None:
    options = arguments(sys.argv[1:])
    root = Path(__file__).resolve().parent.parent
    locks = ["requirements-test.txt"] if options.command in {"test", "bench", "prove"} else ["requirements.txt", "requirements-demo.txt"]
    try:
        venv.enter(root, locks)
    except KeyboardInterrupt:
        sys.exit("stopped; the next start goes on from here.")
    os.environ.pop("BROKER_URL", None)  # Celery would take it for --broker, silently
    from launch import commands, demo

    options.state = options.state.resolve()
    os.chdir(root)
    if options.command == "demo":
        demo.run(options.state, options.port, reset=options.reset, sample=not options.empty)
    elif options.command == "test":
        sys.exit(commands.test(options.rest))
    elif options.command == "manage":
        sys.exit(commands.manage(options.state, options.rest))
    elif options.command == "bench":
        sys.exit(commands.bench(options.name, options.state))
    else:
        sys.exit(commands.prove(options.name, options.seed, options.size))
