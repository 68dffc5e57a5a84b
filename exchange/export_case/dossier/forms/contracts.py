"""The legal document with its six clauses checked against the agreement, and the annexes of a standard contract filled from the deal.

The model contracts themselves are not held here: their published text is signed as it is, with these annexes.
"""

from __future__ import annotations

from collections.abc import Sequence

from exchange.export_case.dossier.clauses import stand
from exchange.export_case.dossier.forms.base import Answers, Form, Section, count_rows, field_table, joined, parties, pick, subject_rows
from exchange.export_case.dossier.known import Known
from exchange.export_case.pdf.document import Block, head, note, sign, table, text
from exchange.rules.casework import CLAUSES

HEADS_ZH = {
    "purpose_scope": "数据出境的目的、方式和数据范围，境外接收方处理数据的用途、方式等",
    "storage_end": "数据在境外保存地点、期限，以及达到保存期限、完成约定目的或者法律文件终止后的处理措施",
    "onward_transfer": "对境外接收方将出境数据再转移给其他组织、个人的约束性要求",
    "change_of_control_or_law": "境外接收方实际控制权、经营范围发生实质性变化，或者所在地法律环境变化时应当采取的安全措施",
    "liability_dispute": "违反约定的补救措施、违约责任和争议解决方式",
    "incident_channels": "出现安全事件时的应急处置要求，以及保障个人维护权益的途径和方式",
}


def _proposed(key: str) -> object:
    def words(known: Known, language: str) -> str:
        place = stand(known.terms)[key]
        terms = known.terms
        by_key = {
            "purpose_scope": pick(language, f"目的：{terms.purpose} 方式：{terms.method}", f"Purpose: {terms.purpose} Method: {terms.method}"),
            "storage_end": pick(
                language, f"保存于 {joined(terms.storage_countries, language)}，期限 {terms.term_days} 日；终止后 {terms.deletion_days} 日内删除并出具确认。",
                f"Stored in {joined(terms.storage_countries, language)} for {terms.term_days} days; deleted within {terms.deletion_days} days after the end, with a confirmation.",
            ),
            "onward_transfer": pick(
                language, "不得再提供给第八条以外的任何人。" if not terms.redistribution else "", "To nobody beside the recipients of clause 8." if not terms.redistribution else ""
            ),
        }
        further = [clause for number, clause in enumerate(terms.clauses, 1) if f"+{number}" in place.split(", ")]
        return " ".join(filter(None, [by_key.get(key, ""), *further]))

    return words


CLAUSE_SECTIONS = tuple(Section(key, HEADS_ZH[key], label[0].upper() + label[1:], proposed=_proposed(key)) for key, label in CLAUSES.items())  # type: ignore[arg-type]


def _place(known: Known, answers: Answers, key: str, language: str) -> str:
    stated = str((known.document.clauses if known.document else {}).get(key, "")).strip()
    found = stated or stand(known.terms)[key]
    if found:
        return pick(language, stated if stated else f"见合同第 {found} 条", stated if stated else f"clause {found} of the agreement")
    return pick(language, "现行合同未见，以本文件约定为准" if answers.get(key, "").strip() else "缺失", "not in the agreement: this document settles it" if answers.get(key, "").strip() else "missing")


def _legal(known: Known, answers: Answers, language: str) -> Sequence[Block]:
    rows = [[pick(language, "应当约定的内容", "Head"), pick(language, "所在条款", "Where it stands")]]
    rows += [[section.heading(language), _place(known, answers, section.key, language)] for section in CLAUSE_SECTIONS]
    blocks = [*parties(known, language), table(subject_rows(known, language)), head(pick(language, "与现行合同的逐项核对", "Compared with the agreement")), table(rows, headed=True)]
    for number, section in enumerate(CLAUSE_SECTIONS, 1):
        blocks += [head(f"{number}. {section.heading(language)}", 2), text(section.text(known, answers, language))]
    return [*blocks, sign([pick(language, "申报方", "Exporter"), pick(language, "境外接收方", "Recipient"), pick(language, "日期", "Date")])]


def _annexes(known: Known, answers: Answers, language: str) -> Sequence[Block]:
    contact = answers.get("contact", "").strip() or pick(language, "（待填写）", "(to be filled in)")
    return [
        note(pick(language, "标准合同正文以主管部门公布的文本为准，不得修改；以下附录由交易信息填写。", "The standard contract itself is signed in the text published by the authority, unchanged; the annexes below are filled from the deal.")),
        head(pick(language, "附录一：个人信息出境说明", "Annex 1: Description of the export")), *parties(known, language), table([*subject_rows(known, language), *count_rows(known, language)]),
        head(pick(language, "出境个人信息的种类", "Kinds of personal information")), field_table(known, language),
        head(pick(language, "个人行使权利的联系方式", "Contact for persons' rights")), text(contact),
        head(pick(language, "附录二：双方约定的其他条款（不得与正文冲突）", "Annex 2: Further clauses agreed (none may conflict with the contract)")),
        *([text(f"{number}. {clause}") for number, clause in enumerate(known.terms.clauses, 1)] or [text(pick(language, "无", "none"))]),
        sign([pick(language, "个人信息处理者", "Exporter"), pick(language, "境外接收方", "Recipient"), pick(language, "日期", "Date")]),
    ]


_CONTACT = (Section("contact", "个人行使权利的联系方式", "Contact for persons' rights", "联系人、电话、邮箱", "Name of the office, telephone, e-mail"),)
FORMS = {
    "draft_legal_document": Form("与境外接收方拟订立的法律文件", "Legal document to be concluded with the recipient", "《数据出境安全评估办法》第九条 (M11 art. 9)", CLAUSE_SECTIONS, _legal),
    "standard_contract_or_certificate": Form("个人信息出境标准合同附录", "Annexes of the standard contract for export", "《个人信息出境标准合同办法》(M13)", _CONTACT, _annexes),
    "gba_standard_contract": Form("粤港澳大湾区标准合同附录", "Annexes of the Greater Bay Area contract", "粤港澳大湾区标准合同实施指引 (GBASC)", _CONTACT, _annexes),
}
