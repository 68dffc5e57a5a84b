"""The house style, checked by machine."""
