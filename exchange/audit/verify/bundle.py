"""Proofs kept in a file: checked against given keys only, on any machine, without database or network."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from exchange.audit.note import BadNote, TreeHead, VerifierKey, read_checkpoint
from exchange.audit.proof import check_proof
from exchange.audit.verify.report import Report

LARGEST = 256 * 1024 * 1024


class BadFile(ValueError):
    """The file cannot be read as what it should be."""


def verify_bundle(path: Path, keys: Sequence[VerifierKey]) -> Report:
    """Check every proof in the file: one proof, a list of proofs, or one a line. Errors: BadFile."""
    report = Report()
    for number, proof in enumerate(_proofs(path), 1):
        verdict = check_proof(proof, keys)
        report.entries += 1
        if not verdict.holds:
            name = f"proof {number}" + (f" (event {verdict.proof.event})" if verdict.proof else "")
            report.add(verdict.proof.index if verdict.proof else number, name, str(verdict.decision.reasons[0].finding))
    if not report.entries:
        raise BadFile(f"{path}: there is no proof in it")
    return report


def read_known(path: Path, keys: Sequence[VerifierKey], name: str | None) -> TreeHead:
    """The head of a checkpoint kept in a file, once its signature holds. Errors: BadFile."""
    try:
        return read_checkpoint(path.read_text("utf-8"), keys, name)
    except (OSError, UnicodeDecodeError, BadNote) as error:
        raise BadFile(f"{path}: {error}") from error


def read_keys(path: Path) -> list[VerifierKey]:
    """Verifier keys, one a line. Errors: BadFile."""
    try:
        return [VerifierKey.parse(line.strip()) for line in path.read_text("utf-8").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError, BadNote) as error:
        raise BadFile(f"{path}: {error}") from error


def _proofs(path: Path) -> Iterator[str]:
    try:
        if path.stat().st_size > LARGEST:
            raise BadFile(f"{path}: it is larger than {LARGEST} bytes")
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadFile(f"{path}: {error}") from error
    try:
        value = json.loads(text)
    except ValueError:
        yield from (line for line in text.splitlines() if line.strip())
        return
    if isinstance(value, list):
        yield from (json.dumps(item) for item in value)
    else:
        yield text
