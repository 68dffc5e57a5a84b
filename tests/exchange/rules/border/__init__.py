"""The law of the border: cases a lawyer can read, and laws that hold for any facts."""
