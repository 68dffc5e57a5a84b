"""Whole trades as people and integrators live them: through pages in a real browser, and through the API."""
