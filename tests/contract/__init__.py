"""The API against its own document, and the documented walk-through against the API."""
