"""What one may do with the log beyond reading its public hashes and one's own events."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from kernel.permissions import Permission

AUDITOR = "auditor"  # here and not beside the tables: permissions are read before there are any

AUDITOR = "auditor"

READ_ENTRIES = Permission("log:read_entries", frozenset({AUDITOR}), label=gettext_noop("Read the entries of the transparency log"))

PERMISSIONS = (READ_ENTRIES,)
