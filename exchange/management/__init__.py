"""Management commands of the exchange."""
