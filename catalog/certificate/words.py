"""The words of certificates for readers: states with their badges, the names of the rights, and the lines of the paper in both languages.

What stands on the paper is written here and not in the translation catalogues: a document that was issued may not change with them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, gettext as _, gettext_noop

from catalog.certificate.models import Certificate
from catalog.rules.certificate import RIGHTS
from kernel.clock import LOCAL_ZONE

STATES: Mapping[str, tuple[str, str]] = {
    "requested": ("wait", gettext_noop("Asked for")),
    "refused": ("stop", gettext_noop("Refused")),
    "withdrawn": ("idle", gettext_noop("Taken back")),
    "issued": ("done", gettext_noop("In force")),
    "expired": ("idle", gettext_noop("Expired")),
    "revoked": ("stop", gettext_noop("Revoked")),
    "replaced": ("idle", gettext_noop("Replaced by a later one")),
}
PAPER_STATES: Mapping[str, str] = {
    "expired": "已到期 · Expired", "revoked": "已撤销 · Revoked", "replaced": "已被新证替代 · Replaced by a later certificate",
}  # fmt: skip
PAPER_RIGHTS: Mapping[str, tuple[str, str]] = {
    "holding": ("数据资源持有权", "Right to hold the data resource"),
    "processing_and_use": ("数据加工使用权", "Right to process and use the data"),
    "operating": ("数据产品经营权", "Right to operate the data product"),
}
TITLE = ("数据登记证书", "Data registration certificate")
EFFECT = (
    "本证书由本平台依其规则签发，记载持有方陈述并提交证明的权利；不是行政登记，不产生物权效力。",
    "Issued by this exchange under its own rules. It records the rights its holder has stated and given evidence of; it is no registration by an authority.",
)
CHECK = ("扫码或打开下方地址，可核验本证书现时是否有效。", "Scan the code or open the address below to see whether this certificate is in force now.")


def badge(state: str) -> tuple[str, str]:
    mark, label = STATES[state]
    return mark, _(label)


def right_rows(certificate: Certificate) -> list[dict[str, Any]]:
    """The rights as a page shows them, in the reader's language."""
    english = (get_language() or "").startswith("en")
    return [
        {
            "label": _(RIGHTS[one["kind"]]), "scope": one["scope_en"] if english else one["scope_zh"], "territory": ", ".join(one["territory"]), "until": one["until"] or "",
            "sublicence": one["sublicence"],
        }
        for one in certificate.rights
    ]  # fmt: skip


def paper_rows(certificate: Certificate) -> list[tuple[str, str, str]]:
    """(Chinese label, English label, value) of each line, read with holder and revision."""
    holder, revision = certificate.holder, certificate.revision
    assert certificate.issued_at is not None  # noqa: S101 - only what was issued is a paper
    day = certificate.issued_at.astimezone(LOCAL_ZONE).date().isoformat()
    rows = [
        ("证书编号", "Number", str(certificate.number)),
        ("持有方", "Holder", "\n".join(dict.fromkeys(name for name in (holder.name_zh, holder.name_en, holder.uscc) if name))),
        ("数据集", "Dataset", "\n".join(text for text in (revision.title_zh, revision.title_en) if text)),
        ("版本", "Revision", f"{revision.number}"),
        ("数据集编号", "Dataset id", str(certificate.dataset_id)),
    ]
    for one in certificate.rights:
        zh, en = PAPER_RIGHTS[one["kind"]]
        where = ", ".join(one["territory"]) or "不限 / no limit"
        until = one["until"] or "不限 / no end"
        passed = "可再许可 / may be sub-licensed" if one["sublicence"] else "不可再许可 / no sub-licence"
        rows.append((zh, en, f"{one['scope_zh']}\n{one['scope_en']}\n地域 / Territory: {where}\n至 / Until: {until} · {passed}"))
    stated = getattr(revision, "rights", None)
    if stated is not None and stated.registration is not None:
        rows.append(("权利登记编号", "Registered right", str(stated.registration)))
    return [
        *rows,
        ("版本摘要", "Digest of the revision", f"SHA-256 {certificate.revision_digest}"),
        ("权利陈述摘要", "Digest of the rights statement", f"SHA-256 {certificate.rights_digest}"),
        ("签发日期", "Issued on", day),
        ("有效期至", "Valid until", str(certificate.valid_until)),
    ]
