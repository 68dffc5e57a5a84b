"""Why a scan failed, in words. Codes come from the reading process, which knows no language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_noop

from kernel.decision import Say

ERRORS: dict[str, str] = {
    "archive_bomb": gettext_noop("The archive grows far beyond its size when unpacked (at most %(most)s bytes); it was not read."),
    "archive_broken": gettext_noop("The archive is damaged or cut off."),
    "archive_locked": gettext_noop("The archive is encrypted; upload it without a password."),
    "archive_members": gettext_noop("An archive must hold exactly one file; this one holds %(count)s."),
    "archive_path": gettext_noop("The archive holds a name that leads out of it; it was not unpacked."),
    "archive_nested": gettext_noop("The archive holds another archive; upload the data itself."),
    "binary": gettext_noop("The file holds bytes that no text has; it is not what its name says."),
    "broken": gettext_noop("The file cannot be read as what its name says."),
    "broken_at": gettext_noop("The file cannot be read from line %(line)s on: it does not fit the lines before."),
    "columns": gettext_noop("The file has no columns or more than %(most)s."),
    "cut": gettext_noop("The file ends in the middle of a character: it was cut off."),
    "empty": gettext_noop("The file is empty."),
    "encoding": gettext_noop("The text is neither UTF-8 nor GB18030. Save it as UTF-8 and upload it again."),
    "encoding_named": gettext_noop("The text is %(encoding)s. Save it as UTF-8 and upload it again."),
    "form": gettext_noop("Files of this form are not scanned. CSV, TSV, JSON, JSON Lines, Parquet and XLSX are, also in gzip or ZIP."),
    "gone": gettext_noop("The file is no longer there."),
    "interrupted": gettext_noop("The scan was interrupted several times. Ask for it again."),
    "line_too_long": gettext_noop("A line or an object of the file is too long to be read."),
    "memory": gettext_noop("The file needs more memory than a scan may take."),
    "room": gettext_noop("The file needs more room than a scan may take."),
    "sheet_unsafe": gettext_noop("The workbook holds parts that are not read here for safety: entities, or text that is not UTF-8."),
    "sheets": gettext_noop("A workbook must hold exactly one sheet with data; this one holds more. Save the sheet on its own."),
    "time": gettext_noop("The scan took longer than %(seconds)s seconds and was stopped."),
    "too_deep": gettext_noop("The JSON is nested deeper than %(most)s levels; it was not read."),
}


def told(code: str, values: Mapping[str, Any]) -> Say:
    """The code in words; an unknown one is a file that could not be read."""
    return Say(ERRORS.get(code, ERRORS["broken"]), dict(values) if code in ERRORS else {})
