"""The rules of the catalogue: pure functions of facts, dated, cited, total. No Django models, no clock, no database."""
