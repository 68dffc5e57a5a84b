"""The dossier: which papers a path asks for, what is missing, and what the system can write from what it knows."""
