"""The acts on datasets, cut by noun: editing a revision, its files, submitting and withdrawing, the operator's review."""

from __future__ import annotations

from catalog.dataset.use_cases.edit import create, describe, discard_revision, revise, set_fields, set_sample
from catalog.dataset.use_cases.files import append_bytes, begin_upload, complete_upload, remove_file
from catalog.dataset.use_cases.listing import submit, take_back, withdraw
from catalog.dataset.use_cases.review import list_, resume, return_, suspend

__all__ = [
    "append_bytes",
    "begin_upload",
    "complete_upload",
    "create",
    "describe",
    "discard_revision",
    "list_",
    "remove_file",
    "resume",
    "return_",
    "revise",
    "set_fields",
    "set_sample",
    "submit",
    "suspend",
    "take_back",
    "withdraw",
]
