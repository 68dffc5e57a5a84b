"""What an author signs: the digest of the opinion's canonical document, in a line that names its use."""

from __future__ import annotations

import hashlib
from typing import Any

from catalog.opinion.models import Opinion
from kernel.canonical import canonical


def document(opinion: Opinion) -> dict[str, Any]:
    """The opinion as one JSON value: RFC 8785 bytes of it are digested."""
    return {
        "type": "shugang-opinion-1", "opinion": str(opinion.pk), "dataset": str(opinion.dataset_id), "revision": str(opinion.revision_id), "revision_digest": opinion.revision_digest,
        "provider": str(opinion.provider_id), "author": str(opinion.author.organization_id), "kind": opinion.kind, "conclusion": opinion.conclusion, "assurance": opinion.assurance,
        "statement_zh": opinion.statement_zh, "statement_en": opinion.statement_en, "valid_until": opinion.valid_until.isoformat() if opinion.valid_until else None,
    }  # fmt: skip


def digest(opinion: Opinion) -> str:
    return hashlib.sha256(canonical(document(opinion))).hexdigest()


def line(opinion: Opinion, sha256: str) -> bytes:
    """The bytes a key signs."""
    return f"shugang opinion signature 1\n{opinion.pk}\n{sha256}\n".encode()
