"""The acts on datasets, cut by noun: editing a revision, and its files. Submission and review are the slice listing's."""

from __future__ import annotations

from catalog.dataset.use_cases.edit import create, describe, discard_revision, revise, set_fields, set_sample
from catalog.dataset.use_cases.files import append_bytes, begin_upload, complete_upload, remove_file
from catalog.dataset.use_cases.promise import ask_buyers, keep_service, promise, show_to

__all__ = [
    "append_bytes",
    "ask_buyers",
    "begin_upload",
    "complete_upload",
    "create",
    "describe",
    "discard_revision",
    "keep_service",
    "promise",
    "remove_file",
    "revise",
    "set_fields",
    "set_sample",
    "show_to",
]
