"""Proofs under load, kill, crowd and time: small in the suite (test_small.py), full size by `run.py prove`."""
