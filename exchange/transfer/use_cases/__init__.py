"""The acts of transfer."""

from exchange.transfer.use_cases.acceptance import accept, accept_by_silence, reject
from exchange.transfer.use_cases.access import issue_link, open_file
from exchange.transfer.use_cases.closing import close
from exchange.transfer.use_cases.cutting import discard_files, files_failed, files_made
from exchange.transfer.use_cases.running import complete, deliver, give_up, request, start, suspend, terminate

__all__ = [
    "accept", "accept_by_silence", "close", "complete", "deliver", "discard_files", "files_failed", "files_made", "give_up", "issue_link", "open_file", "reject", "request", "start", "suspend",
    "terminate",
]
