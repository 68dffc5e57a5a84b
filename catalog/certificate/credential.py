"""What a certificate says, as a Verifiable Credential (W3C, 2.0), and the status list that tells which were withdrawn early.

The status list follows Bitstring Status List 1.0: one bit for each certificate, GZIP, multibase base64url. A list has the
131,072 places the standard asks for at least, and places are drawn at random, so that a number tells nothing about its neighbors.
"""

from __future__ import annotations

import gzip
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from catalog.certificate import issuer
from catalog.certificate.models import Certificate
from catalog.certificate.states import WITHDRAWN_EARLY
from catalog.dataset.models import DatasetRevision
from kernel.clock import LOCAL_ZONE

CONTEXT = ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/undefined-terms/v2"]
PLACES = 131_072
FULL = PLACES // 2
"""A list takes no more once half of its places are taken: a random draw stays quick."""
KEPT_FRESH = timedelta(days=1)
_ISSUING = 0x43455254  # the advisory lock of whoever draws a place


def page(number: str) -> str:
    return f"{settings.PUBLIC_URL}/certificates/{number}/"


def check_address(number: str) -> str:
    """What the QR code leads to."""
    return f"{settings.PUBLIC_URL}/check/?certificate={number}"


def list_address(number: int) -> str:
    return f"{settings.PUBLIC_URL}/credentials/status/{number}"


def moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def last_moment(certificate: Certificate) -> datetime:
    """The end of its last day in Beijing."""
    assert certificate.valid_until is not None  # noqa: S101 - set with the issue
    day = datetime.combine(certificate.valid_until, datetime.min.time(), LOCAL_ZONE)
    return (day + timedelta(days=1, seconds=-1)).astimezone(UTC)


def place() -> tuple[int, int]:
    """A list and a free place in it. Whoever draws holds a lock until the act ends, so that no place is drawn twice."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [_ISSUING])
    rows = Certificate.objects.filter(status_list__isnull=False)
    newest = rows.order_by("-status_list").values_list("status_list", flat=True).first() or 1
    taken = set(rows.filter(status_list=newest).values_list("status_index", flat=True))
    if len(taken) >= FULL:
        newest, taken = newest + 1, set()
    while (drawn := secrets.randbelow(PLACES)) in taken:
        continue
    return newest, drawn


def body(certificate: Certificate) -> dict[str, Any]:
    """The credential of a certificate whose issue is written, read with holder, dataset and revision."""
    holder, revision = certificate.holder, certificate.revision
    number, index, until = str(certificate.number), str(certificate.status_index), last_moment(certificate)
    assert certificate.issued_at is not None and certificate.status_list is not None  # noqa: S101 - set with the issue
    status = list_address(certificate.status_list)
    named = {"type": "Organization", "name": [{"@value": name, "@language": tongue} for name, tongue in ((holder.name_zh, "zh"), (holder.name_en, "en")) if name]}
    if holder.uscc:
        named["identifier"] = holder.uscc
    return {
        "@context": CONTEXT,
        "id": page(number),
        "type": ["VerifiableCredential", "DataRegistrationCertificate"],
        "issuer": issuer.did(),
        "validFrom": moment(certificate.issued_at),
        "validUntil": moment(until),
        "credentialStatus": {
            "id": f"{status}#{index}", "type": "BitstringStatusListEntry", "statusPurpose": "revocation", "statusListIndex": index, "statusListCredential": status,
        },
        "credentialSubject": {
            "id": f"urn:uuid:{certificate.dataset_id}",
            "type": "Dataset",
            "certificateNumber": number,
            "holder": named,
            "title": [{"@value": text, "@language": tongue} for text, tongue in ((revision.title_zh, "zh"), (revision.title_en, "en")) if text],
            "revision": {"id": f"urn:uuid:{revision.pk}", "number": revision.number, "digest": f"sha-256:{certificate.revision_digest}"},
            "rightsStatement": {"digest": f"sha-256:{certificate.rights_digest}", **_cited(revision)},
            "rights": certificate.rights,
        },
        "iss": issuer.did(),
        "jti": page(number),
        "iat": int(certificate.issued_at.timestamp()),
        "nbf": int(certificate.issued_at.timestamp()),
        "exp": int(until.timestamp()),
    }  # fmt: skip


def _cited(revision: DatasetRevision) -> dict[str, Any]:
    """The entry of the rights register that the statement rests on, if there is one; the statement is frozen, so it stays the same."""
    stated = getattr(revision, "rights", None)
    cited = stated.registration if stated else None
    if cited is None:
        return {}
    return {"registration": {"id": f"{settings.PUBLIC_URL}/rights/{cited.number}/", "registrationNumber": cited.number, "kind": cited.kind}}


def encoded(marked: Iterable[int]) -> str:
    """The bits as the standard writes them: the first place is the highest bit of the first byte."""
    bits = bytearray(PLACES // 8)
    for index in marked:
        bits[index // 8] |= 0x80 >> index % 8
    return "u" + issuer.b64(gzip.compress(bytes(bits), mtime=0))


def status_list(number: int, now: datetime) -> str | None:
    """The signed list, the same text for a minute unless something was withdrawn; None where there is no such list."""
    rows = Certificate.objects.filter(status_list=number)
    if number < 1 or (number > 1 and not rows.exists()):
        return None
    marked = rows.filter(state__in=WITHDRAWN_EARLY).values_list("status_index", flat=True)
    since = now.replace(second=0, microsecond=0)
    address = list_address(number)
    return issuer.sign({
        "@context": CONTEXT[:1],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer.did(),
        "validFrom": moment(since),
        "validUntil": moment(since + KEPT_FRESH),
        "credentialSubject": {"id": f"{address}#list", "type": "BitstringStatusList", "statusPurpose": "revocation", "encodedList": encoded(index for index in marked if index is not None)},
        "iss": issuer.did(),
        "iat": int(since.timestamp()),
        "exp": int((since + KEPT_FRESH).timestamp()),
    })  # fmt: skip
