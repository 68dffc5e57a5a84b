"""Scans of files: what is in them, told by a process with limits; the marks and grades this suggests; samples made from it."""
