"""Composition root: wires the floors together and is imported by none of them."""
