"""What every generated paper shares: the words for whose layout it is, the tables of parties, data and counts, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from exchange.export_case.dossier.known import Known
from exchange.export_case.pdf.document import Block, Document, table
from exchange.rules.faces.deal import Party
from exchange.rules.faces.text import BASIS_EN, BASIS_ZH, PURPOSE_EN, PURPOSE_ZH

Answers = Mapping[str, str]
MOST_FIELDS = 200


@dataclass(frozen=True, slots=True)
class Section:
    """A part the exporter writes: `key`, its heading and what belongs there, in both languages, and what the system proposes."""

    key: str
    zh: str
    en: str
    hint_zh: str = ""
    hint_en: str = ""
    proposed: Callable[[Known, str], str] | None = None

    def heading(self, language: str) -> str:
        return self.zh if language == "zh" else self.en

    def hint(self, language: str) -> str:
        return self.hint_zh if language == "zh" else self.hint_en

    def text(self, known: Known, answers: Answers, language: str) -> str:
        """What was written, else what the system knows, else that it is to be filled in."""
        written = answers.get(self.key, "").strip()
        if written:
            return written
        known_text = self.proposed(known, language) if self.proposed else ""
        return known_text or pick(language, "（待填写）", "(to be filled in)")


@dataclass(frozen=True, slots=True)
class Form:
    """A generated paper: its titles, where its contents are asked for, the parts to write, and the blocks made of all that."""

    zh: str
    en: str
    asked_by: str
    sections: tuple[Section, ...]
    blocks: Callable[[Known, Answers, str], Sequence[Block]]

    def document(self, known: Known, answers: Answers, language: str, mark: str) -> Document:
        title = self.zh if language == "zh" else self.en
        return Document(title, language, source(self.asked_by, language), mark, tuple(self.blocks(known, answers, language)))


def pick(language: str, zh: str, en: str) -> str:
    return zh if language == "zh" else en


def source(asked_by: str, language: str) -> str:
    if language == "zh":
        return f"本文件版式由本系统自行设计，内容依 {asked_by} 的要求编排；不是官方表格，正式申报以主管部门公布的文本为准。系统已知的内容由系统填入，其余由申报方填写并负责。"
    return (
        f"The layout of this paper is our own, its contents are as asked for by {asked_by}. It is no official form: for a real filing the text published by the authority "
        "counts. What the system knows is filled in by the system, the rest is written and answered for by the exporter. Courtesy translation; the Chinese text prevails."
    )


def party_rows(party: Party, language: str) -> list[tuple[str, str]]:
    name = party.zh if language == "zh" else party.en
    return [
        (pick(language, "名称", "Name"), name),
        (pick(language, "登记号或者统一社会信用代码", "Registration number or credit code"), party.number),
        (pick(language, "国家或者地区", "Country or region"), party.country),
    ]


def parties(known: Known, language: str) -> list[Block]:
    deal = known.deal
    return [
        table([(pick(language, "数据处理者（申报方）", "Exporter"), ""), *party_rows(deal.provider, language)]),
        table([(pick(language, "境外接收方", "Recipient abroad"), ""), *party_rows(deal.consumer, language)]),
    ]


def joined(items: Sequence[str], language: str) -> str:
    return ("、" if language == "zh" else ", ").join(items) or pick(language, "无", "none")


def subject_rows(known: Known, language: str) -> list[tuple[str, str]]:
    deal, terms = known.deal, known.terms
    purposes, bases = (PURPOSE_ZH, BASIS_ZH) if language == "zh" else (PURPOSE_EN, BASIS_EN)
    recipients = [f"{one.name} ({one.country})" for one in terms.recipients]
    return [
        (pick(language, "案号", "Case"), known.case.number),
        (pick(language, "数据集", "Dataset"), (deal.title_zh or deal.title_en) if language == "zh" else (deal.title_en or deal.title_zh)),
        (pick(language, "修订版", "Revision"), str(deal.revision_number)),
        (pick(language, "合同编号与摘要", "Agreement and digest"), f"{deal.id}\nSHA-256 {known.digest}"),
        (pick(language, "目的类别", "Kind of purpose"), purposes.get(terms.purpose_code, terms.purpose_code)),
        (pick(language, "处理目的", "Purpose"), terms.purpose),
        (pick(language, "处理方式", "Method"), terms.method),
        (pick(language, "安全措施", "Security measures"), terms.security),
        (pick(language, "合法性基础", "Legal basis"), bases.get(terms.legal_basis, terms.legal_basis)),
        (pick(language, "接收方与所在地", "Recipients and where they sit"), joined(recipients, language)),
        (pick(language, "处理地", "Processed in"), joined(terms.processing_countries, language)),
        (pick(language, "存储地", "Stored in"), joined(terms.storage_countries, language)),
        (pick(language, "期限", "Term"), pick(language, f"自生效之日起 {terms.term_days} 日；终止后 {terms.deletion_days} 日内删除", f"{terms.term_days} days from the day of effect; deleted within {terms.deletion_days} days after the end")),
        (pick(language, "再转移", "Onward transfer"), pick(language, "可以再提供" if terms.redistribution else "不得再提供给接收方以外的任何人", "allowed" if terms.redistribution else "to nobody beside the recipients")),
    ]


FOUND = {
    "security_assessment": ("安全评估", "security assessment"), "standard_contract_or_certification": ("标准合同备案或者认证", "standard contract or certification"),
    "exempt": ("豁免", "exempt"),
}  # fmt: skip


def number(value: int | None, language: str) -> str:
    return pick(language, "不明", "not known") if value is None else f"{value:,}"


def count_rows(known: Known, language: str) -> list[tuple[str, str]]:
    case, found = known.case, known.determination
    return [
        (pick(language, "本年累计个人信息人数（不含敏感）", "Persons this year, ordinary"), number(case.ordinary, language)),
        (pick(language, "本年累计敏感个人信息人数", "Persons this year, sensitive"), number(case.sensitive, language)),
        (pick(language, "路径判定", "Determination"), f"{pick(language, *FOUND.get(found.path, (found.path, found.path)))}\n{known.articles}" if found else pick(language, "无", "none")),
        (pick(language, "判定日期与规则版本", "Day and release of the rules"), f"{found.as_of} · {found.release}" if found else ""),
    ]


def field_table(known: Known, language: str) -> Block:
    heads = [pick(language, "字段", "Field"), pick(language, "含义", "Meaning"), pick(language, "个人信息", "Personal"), pick(language, "分级", "Grade")]
    rows = [heads]
    for one in known.fields[:MOST_FIELDS]:
        mark = pick(language, "敏感", "sensitive") if one.sensitive else pick(language, "是", "yes") if one.personal else pick(language, "否", "no")
        meaning = (one.meaning_zh or one.meaning_en) if language == "zh" else (one.meaning_en or one.meaning_zh)
        rows.append([one.name, meaning, mark, str(one.grade)])
    if len(known.fields) > MOST_FIELDS:
        rest = len(known.fields) - MOST_FIELDS
        rows.append(["…", pick(language, f"另有 {rest} 个字段，见合同", f"{rest} more fields: see the agreement"), "", ""])
    return table(rows, headed=True)
