"""REST of determination: the public tool, counters, lists."""
