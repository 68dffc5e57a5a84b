"""The deal's page: where it stands, whose turn it is, conditions, terms side by side, money, delivery, record. Reads only."""
