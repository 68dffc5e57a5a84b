"""Pages of determination: the public tool, a dataset's outlook, the exporter's counters, lists and groups under common control."""
