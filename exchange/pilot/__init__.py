"""Pilot programmes of the border: under an authority's document, named participants and caps, until a day, less of the platform's own policy.

Below determination: who is above asks whether a deal runs under a pilot, and counts its exports there.
"""
