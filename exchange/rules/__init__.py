"""The law and the platform's policy on trades, as pure functions over frozen facts: no database, no clock, no settings."""
