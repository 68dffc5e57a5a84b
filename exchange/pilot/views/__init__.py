"""Pages of pilots: the public register, and what operators do."""
