"""Pages of clearance: the register of exports and its returns, single exports, clearances, and what the desk decides."""
