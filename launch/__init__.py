"""What run.py does: environment, servers, processes. Knows the project's commands, not its code.

`venv.py` runs on the machine's own Python and uses the standard library only; the rest runs in the environment it makes. Nothing
of this is needed in production, where compose or an orchestrator starts the same processes.
"""
