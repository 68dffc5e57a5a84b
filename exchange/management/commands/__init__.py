"""Each command is one file; what it does lies in the slice it calls."""
