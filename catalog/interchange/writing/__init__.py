"""Writing our catalogue as DCAT-AP 3: a small tree of resources, and three ways to write it down. Pure Python."""
