"""The sample exchange: data files, and the script that brings them in through the same acts users perform."""
