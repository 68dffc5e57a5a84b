"""Files and evidence of a manifest: known by their digests, sent in it as base64 or announced and uploaded afterwards."""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_noop

from catalog.dataset import use_cases as datasets
from catalog.dataset.models import Dataset, DatasetRevision
from catalog.manifest.places import at
from catalog.rights import use_cases as rights
from kernel import blobs
from kernel.decision import Say
from kernel.errors import Invalid
from kernel.use_case import Act


def _bytes(row: Mapping[str, Any], place: str) -> bytes | None:
    """The content in the manifest, none if it has none. Errors: Invalid (not base64, or not of the digest it states)."""
    if "content" not in row:
        return None
    try:
        data = base64.b64decode(row["content"], validate=True)
    except (binascii.Error, ValueError) as error:
        raise Invalid(fields={f"{place}.content": [Say(gettext_noop("This is not base64."))]}) from error
    if "sha256" in row and hashlib.sha256(data).hexdigest() != row["sha256"]:
        raise Invalid(fields={f"{place}.sha256": [Say(gettext_noop("The content has another SHA-256 digest."))]})
    return data


def _digest(row: Mapping[str, Any], data: bytes | None) -> str:
    return hashlib.sha256(data).hexdigest() if data is not None else row.get("sha256", "")


def _once(rows: Sequence[Mapping[str, Any]], place: str) -> None:
    names = [row["name"] for row in rows]
    for position, name in enumerate(names, 1):
        if name in names[: position - 1]:
            raise Invalid(fields={f"{place}.{position}.name": [Say(gettext_noop("The name %(name)s stands twice in one place."), {"name": name})]})


def evidence_sent(act: Act, dataset: Dataset, now: DatasetRevision, rows: Sequence[Mapping[str, Any]]) -> bool:
    """Bring the documents to what the manifest says; answers whether anything differed. Errors: Invalid."""
    stand = {bytes(one.blob.sha256 or b"").hex(): one.pk for one in now.evidence.all()}
    wanted = []
    for position, row in enumerate(rows, 1):
        place = f"rights.evidence.{position}"
        data = _bytes(row, place)
        digest = _digest(row, data)
        if data is None and digest not in stand:
            raise Invalid(fields={place: [Say(gettext_noop("This document is not there yet: give its content, or attach it by the API and leave it out here."))]})
        wanted.append((place, row, data, digest))
    keep = {digest for _place, _row, _data, digest in wanted}
    gone = [pk for digest, pk in stand.items() if digest not in keep]
    fresh = {digest: (place, row, data) for place, row, data, digest in wanted if digest not in stand}
    if (gone or fresh) and dataset.working is None:
        datasets.revise(act, dataset.pk)
    for pk in gone:
        rights.remove_evidence(act, dataset.pk, _copied(dataset, "evidence", pk, now))
    for place, row, data in fresh.values():
        with at(place):
            rights.add_evidence(act, dataset.pk, name=row["name"], media_type=row["media_type"], stream=io.BytesIO(data or b""), size=len(data or b""))
    return bool(gone or fresh)


def files_sent(act: Act, dataset: Dataset, now: DatasetRevision, rows: Sequence[Mapping[str, Any]]) -> bool:
    """The same for the files to deliver. One without content is begun, and waits for its bytes. Errors: Invalid."""
    _once(rows, "files")
    stand = {one.name: one for one in now.distributions.select_related("blob")}
    kept, fresh = set(), []
    for position, row in enumerate(rows, 1):
        place = f"files.{position}"
        data = _bytes(row, place)
        digest, known = _digest(row, data), stand.get(row["name"])
        same = known is not None and known.media_type == row["media_type"] and digest in ("", known.sha256_hex or bytes(known.blob.declared_sha256 or b"").hex())
        if same:
            kept.add(row["name"])
        else:
            fresh.append((place, row, data, digest))
    gone = [one.pk for name, one in stand.items() if name not in kept]
    if (gone or fresh) and dataset.working is None:
        datasets.revise(act, dataset.pk)
    for pk in gone:
        datasets.remove_file(act, _copied(dataset, "distributions", pk, now), dataset_id=dataset.pk)
    for place, row, data, digest in fresh:
        with at(place):
            size = len(data) if data is not None else row.get("size")
            begun = datasets.begin_upload(act, dataset.pk, name=row["name"], media_type=row["media_type"], size=size, sha256=bytes.fromhex(digest) if digest else None)
            if data is not None:
                blobs.append(begun.blob_id, 0, io.BytesIO(data))
                datasets.complete_upload(act, begun.pk, dataset_id=dataset.pk)
    return bool(gone or fresh)


def _copied(dataset: Dataset, parts: str, pk: Any, now: DatasetRevision) -> Any:
    """The part of the revision in work that was copied from `pk` of `now`, or `pk` itself where that is the one in work."""
    if dataset.working_id in (None, now.pk):
        return pk
    return getattr(dataset.working, parts).filter(blob__in=getattr(now, parts).filter(pk=pk).values("blob")).values_list("pk", flat=True).first()
