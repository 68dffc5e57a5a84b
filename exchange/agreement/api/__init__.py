"""REST of agreements and signing keys."""
