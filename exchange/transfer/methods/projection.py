"""Projection: files cut to the agreed and cleared fields, then downloaded like any other: ranges, digests, a stop within two seconds.

The cut file is a file of its own with its own size and SHA-256; exchange.transfer.projecting makes it.
"""

from __future__ import annotations

from django.utils.translation import gettext_noop

from exchange.transfer.methods.download import Download


class Projection(Download):
    name = "projection"
    label = gettext_noop("Download of the agreed and cleared fields only")
    projects = True
