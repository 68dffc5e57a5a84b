"""Records in a wanted state, reached by the acts people perform."""
