"""What run.py does."""
