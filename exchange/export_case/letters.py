"""Letters of the desk: their words in both languages, the bytes that are signed, and the check that anyone can repeat.

The words stand in code and not in translation catalogues: a signed letter may not change with a translation file.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from typing import Any

from django.utils.translation import override

from exchange.export_case import clocks
from exchange.export_case.models import ExportCase, Letter
from exchange.export_case.states import REEVALUATION_DAYS, ROUTES, Path, Whose, step
from exchange.rules.border.papers import PAPERS
from kernel import keys
from kernel.canonical import canonical
from kernel.decision import Citation
from kernel.events import timestamp
from kernel.use_case import Act

PURPOSE = "export_case.letter"
TYPE = "shugang.export_case.letter.v1"
LANGUAGES = {"zh": "zh-hans", "en": "en"}
PATHS = {
    Path.ASSESSMENT: ("数据出境安全评估", "security assessment"),
    Path.CONTRACT: ("个人信息出境标准合同备案", "filing of the standard contract"),
    Path.CERTIFICATION: ("个人信息出境认证", "personal-information export certification"),
    Path.EXEMPT: ("豁免情形核验", "check of an exemption"),
}
WHOSE = {
    Whose.EXCHANGE: ("本函为交易平台依平台规则作出，不是行政决定。", "This is the exchange's own decision under its platform rules; it is no administrative decision."),
    Whose.SIMULATED: ("本函由模拟主管部门窗口作出，仅用于演示，不具有法律效力。", "This was decided by a simulated authority's desk; it is for demonstration and has no legal force."),
    Whose.AUTHORITY: ("本函记录主管部门在本系统之外作出的结果。", "This records what the authority decided outside this system."),
}
TITLES = {
    "complete": ("完备性查验通过通知", "Notice that the dossier is complete"),
    "accepted": ("受理通知书", "Notice of acceptance"),
    "not_accepted": ("不予受理通知书", "Notice of non-acceptance"),
    "returned": ("一次性补正通知书", "Notice of all gaps"),
    "papers_asked": ("补充材料通知书", "Request for further papers"),
    "extended": ("延长期限告知书", "Notice of extension"),
    "approved": ("结果通知书", "Decision"),
    "refused": ("不予通过决定书", "Decision of refusal"),
    "lapsed": ("终止程序通知书", "Notice that the procedure ended"),
}


def write(act: Act, case: ExportCase, kind: str, *, items: Sequence[dict[str, str]] = ()) -> Letter:
    """The next letter of a case, signed. `case` is as it stands after the act, read with its organizations."""
    number = f"{case.number}-{Letter.objects.filter(case=case).count() + 1:02d}"
    zh, en = (_text(case, kind, number, items, language, act.now) for language in ("zh", "en"))
    said = statement(number=number, case=case.number, kind=kind, whose=case.whose, at=timestamp(act.now), text_zh=zh, text_en=en)
    signer = keys.current(PURPOSE)
    letter = Letter(
        case=case, number=number, kind=kind, whose=case.whose, text_zh=zh, text_en=en, digest=hashlib.sha256(said).hexdigest(), key=signer.id,
        public_key=base64.b64encode(signer.public).decode(), signature=base64.b64encode(signer.sign(said)).decode(), at=act.now,
    )  # fmt: skip
    letter.save(force_insert=True)
    return letter


def statement(**said: str) -> bytes:
    """The bytes a letter's signature is over: canonical JSON of its type, number, case, kind, whose word it is, time and both texts."""
    return canonical({"type": TYPE, **said})


def as_json(letter: Letter) -> dict[str, Any]:
    """The letter as a file that can be checked without this exchange. `letter` is read with its case."""
    return {
        "type": TYPE, "number": letter.number, "case": letter.case.number, "kind": letter.kind, "whose": letter.whose, "at": timestamp(letter.at),
        "text_zh": letter.text_zh, "text_en": letter.text_en, "digest": letter.digest, "key": str(letter.key), "public_key": letter.public_key, "signature": letter.signature,
    }  # fmt: skip


def _text(case: ExportCase, kind: str, number: str, items: Sequence[dict[str, str]], language: str, now: Any) -> str:
    with override(LANGUAGES[language]):
        rows = _chinese(case, kind, number, items, now) if language == "zh" else _english(case, kind, number, items, now)
    return "\n".join(row for row in rows if row) + "\n"


def _chinese(case: ExportCase, kind: str, number: str, items: Sequence[dict[str, str]], now: Any) -> list[str]:
    head = [
        TITLES[kind][0], f"文号：{number}", f"案号：{case.number}", f"申报方：{case.exporter.name_zh or case.exporter.name_en}",
        f"境外接收方：{case.consumer.name_zh or case.consumer.name_en}", f"事项：{PATHS[Path(case.path)][0]}", f"窗口：{case.desk.name_zh or case.desk.name_en}",
    ]  # fmt: skip
    rule = step(case.path, case.state, case.kind)
    until = f"{clocks.day_of(case.due).isoformat()}" if case.due else ""
    body: list[str] = {
        "complete": [f"材料齐全，已转受理环节；受理与否应于 {until} 前书面告知。"],
        "accepted": [f"材料已受理，结果应于 {until} 前作出；要求补充材料期间期限中止。"],
        "not_accepted": [f"不予受理。理由：{case.reason}"],
        "returned": [f"经查验，下列全部材料需要补正，请于 {until} 前一次补齐；逾期未补齐的，程序终止。", *_gaps(items, "zh")],
        "papers_asked": [f"请于 {until} 前补充下列材料；收到之前，办理期限中止，余 {case.days_left} 个工作日。", *_gaps(items, "zh")],
        "extended": [f"因情况复杂，办理期限延长至 {until}。理由：{case.extension_reason}"],
        "approved": [_granted_zh(case)],
        "refused": [f"决定：不予通过。事实与理由：{case.reason}", _ruling(case, "依据", "补救"), _again_zh(case)],
        "lapsed": ["申报方未在期限内补齐材料，程序终止；可以重新申报。", f"理由：{case.reason}" if case.reason else ""],
    }[kind]
    law = f"期限依据：{_cited(rule.cite, 'zh')}。" if rule else ""
    return [*head, "", *body, law, WHOSE[Whose(case.whose)][0], f"日期：{clocks.day_of(now).isoformat()}（北京时间）"]


def _english(case: ExportCase, kind: str, number: str, items: Sequence[dict[str, str]], now: Any) -> list[str]:
    head = [
        TITLES[kind][1], f"Letter number: {number}", f"Case: {case.number}", f"Exporter: {case.exporter.name_en or case.exporter.name_zh}",
        f"Recipient abroad: {case.consumer.name_en or case.consumer.name_zh}", f"Matter: {PATHS[Path(case.path)][1]}", f"Desk: {case.desk.name_en or case.desk.name_zh}",
    ]  # fmt: skip
    rule = step(case.path, case.state, case.kind)
    until = f"{clocks.day_of(case.due).isoformat()}" if case.due else ""
    body: list[str] = {
        "complete": [f"The dossier is complete and has been passed on; whether it is accepted is told in writing by {until}."],
        "accepted": [f"The dossier is accepted. The result is due by {until}; the period stands still while further papers are asked for."],
        "not_accepted": [f"Not accepted. Reason: {case.reason}"],
        "returned": [f"All of the following needs completion by {until}, at once; what is not completed in time ends the procedure.", *_gaps(items, "en")],
        "papers_asked": [f"Please supply the following by {until}; until then the period stands still with {case.days_left} working days left.", *_gaps(items, "en")],
        "extended": [f"The matter is complex: the period is extended to {until}. Reason: {case.extension_reason}"],
        "approved": [_granted_en(case)],
        "refused": [f"Decision: refused. Facts and reasons: {case.reason}", _ruling(case, "Rests on", "Remedy"), _again_en(case)],
        "lapsed": ["The papers were not completed in time: the procedure has ended. A new filing is possible.", f"Reason: {case.reason}" if case.reason else ""],
    }[kind]
    law = f"The period rests on {_cited(rule.cite, 'en')}." if rule else ""
    return [*head, "", *body, law, WHOSE[Whose(case.whose)][1], f"Date: {clocks.day_of(now).isoformat()} (Beijing time)"]


def _gaps(items: Sequence[dict[str, str]], language: str) -> list[str]:
    colon = "：" if language == "zh" else ": "
    return [f"{number}. {_paper(item['code'], language)}{colon}{item['what']}" for number, item in enumerate(items, 1)]


def _paper(code: str, language: str) -> str:
    paper = PAPERS[code]
    return paper.label_zh if language == "zh" else paper.label


def _granted_zh(case: ExportCase) -> str:
    said = "附条件通过" if case.conditions else "通过"
    if case.path == Path.CONTRACT:
        said = f"予以备案，备案号 {case.code or case.number}（备案不是批准，责任由申报方承担）"
    until = f"有效期 {case.valid_from} 至 {case.valid_until}（{_cited(ROUTES[case.path].validity, 'zh')}）。" if case.valid_until else ""
    return "\n".join([f"决定：{said}。{until}", *(f"条件 {number}：{text}" for number, text in enumerate(case.conditions, 1)), _again_zh(case) if case.conditions else ""]).rstrip()


def _granted_en(case: ExportCase) -> str:
    said = "approved with conditions" if case.conditions else "approved"
    if case.path == Path.CONTRACT:
        said = f"filed under number {case.code or case.number} (a filing is no approval: the exporter stays liable)"
    until = f" Valid from {case.valid_from} to {case.valid_until} ({_cited(ROUTES[case.path].validity, 'en')})." if case.valid_until else ""
    return "\n".join([f"Decision: {said}.{until}", *(f"Condition {number}: {text}" for number, text in enumerate(case.conditions, 1)), _again_en(case) if case.conditions else ""]).rstrip()


def _ruling(case: ExportCase, rests: str, remedy: str) -> str:
    rules = (case.ruling or {}).get("rules") or []
    cites = "; ".join(f"{cite['instrument']} {cite['article']}".strip() for rule in rules for cite in rule["cites"])
    said = (case.ruling or {}).get("remedy") or ""
    if not rules:
        return ""
    return f"{rests}：{cites}。{remedy}：{said}" if rests == "依据" else f"{rests}: {cites}. {remedy}: {said}"


def _again_zh(case: ExportCase) -> str:
    if case.path != Path.ASSESSMENT or case.kind == "reevaluation":
        return "本结果为最终结论。" if case.kind == "reevaluation" else ""
    return f"对结果有异议的，可以在收到之日起 {REEVALUATION_DAYS} 个工作日内申请复评（M11 第 13 条）。"


def _again_en(case: ExportCase) -> str:
    if case.path != Path.ASSESSMENT or case.kind == "reevaluation":
        return "This result is final." if case.kind == "reevaluation" else ""
    return f"Re-evaluation may be asked for within {REEVALUATION_DAYS} working days of receipt (M11 art. 13)."


def _cited(cite: Citation | None, language: str) -> str:
    if cite is None:
        return ""
    if cite.certainty.value == "platform":
        return "平台规则（非法定）" if language == "zh" else "the platform's rules (not law)"
    return f"{cite.instrument} 第 {cite.article} 条" if language == "zh" else f"{cite.instrument} art. {cite.article}"
