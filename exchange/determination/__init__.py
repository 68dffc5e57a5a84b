"""Exports judged: facts gathered, the law asked, the answer stored, and persons counted per exporter and year.

The slice knows a deal only by its number; what a deal says about parties, terms and data comes from the slices above.
"""
