"""Pure judgments about who may take part: no Django models, no clock, no database."""
