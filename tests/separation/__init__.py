"""Separation between organizations, cell by cell, generated from the URL table."""
