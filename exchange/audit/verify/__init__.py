"""Verification of the stored log, and of proofs taken out of it: what `manage.py verify_log` runs."""
