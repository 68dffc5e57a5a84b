"""The needs board: what buyers look for and what providers answer, each answer seen by its two sides only."""
