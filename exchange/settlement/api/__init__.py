"""The REST face of settlement."""
