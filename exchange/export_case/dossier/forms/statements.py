"""The short papers: declaration form, commitment, power of attorney, memos and records, each from what the system knows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from exchange.export_case.dossier.forms.base import Answers, Form, Section, count_rows, field_table, joined, parties, pick, subject_rows
from exchange.export_case.dossier.known import Known
from exchange.export_case.pdf.document import Block, head, listed, sign, table, text

_Blocks = Callable[[Known, Answers, str], Sequence[Block]]
_AGENT = Section("agent", "经办人（姓名、职务、联系方式）", "Agent (name, post, contact)")
_REPRESENTATIVE = Section("representative", "法定代表人", "Legal representative")


def _signed(language: str) -> Block:
    return sign([pick(language, "法定代表人", "Legal representative"), pick(language, "（盖章）日期", "(Seal) Date")])


def _declaration(known: Known, answers: Answers, language: str) -> Sequence[Block]:
    written = [(section.heading(language), section.text(known, answers, language)) for section in _DECLARED]
    return [
        head(pick(language, "一、申报方与境外接收方", "1. Exporter and recipient")), *parties(known, language), table(written),
        head(pick(language, "二、出境事项", "2. The export")), table([*subject_rows(known, language), *count_rows(known, language)]),
        head(pick(language, "三、出境数据", "3. The data")), field_table(known, language),
        head(pick(language, "四、承诺", "4. Commitment")), *_promises(language), _signed(language),
    ]


def _promises(language: str) -> list[Block]:
    zh = ("所提交的材料真实、完整、准确、有效。", "未拆分数量，不以其他方式规避安全评估。", "配合评估、检查，按要求提供材料；情况变化时重新申报。", "依法承担数据安全主体责任。")
    en = (
        "The papers handed in are true, complete, accurate and in force.", "Numbers were not split, and the assessment is not evaded in another way.",
        "We assist in the assessment and in inspections, supply what is asked for, and declare again when facts change.", "We bear the responsibility for the security of the data under the law.",
    )
    return [listed(zh if language == "zh" else en)]


def _commitment(known: Known, answers: Answers, language: str) -> Sequence[Block]:
    name = known.deal.provider.zh if language == "zh" else known.deal.provider.en
    opening = pick(language, f"{name} 就案件 {known.case.number} 承诺如下：", f"{name} commits itself in case {known.case.number} as follows:")
    return [text(opening), *_promises(language), table(subject_rows(known, language)[:4]), _signed(language)]


def _attorney(known: Known, answers: Answers, language: str) -> Sequence[Block]:
    name = known.deal.provider.zh if language == "zh" else known.deal.provider.en
    agent = _AGENT.text(known, answers, language)
    body = pick(
        language, f"{name} 委托 {agent} 为经办人，办理案件 {known.case.number} 的申报、补正、领取文书等事宜。委托期限至该案终结。",
        f"{name} empowers {agent} as its agent to declare, complete and receive letters in case {known.case.number}, until the case is closed.",
    )
    labels = [pick(language, "法定代表人", "Legal representative"), pick(language, "经办人", "Agent"), pick(language, "（盖章）日期", "(Seal) Date")]
    return [text(body), table(subject_rows(known, language)[:4]), sign(labels)]


def _about(sections: tuple[Section, ...], *, fields: bool = True, counts: bool = True) -> _Blocks:
    """Parties, subject, counts and fields as far as asked for, then the written parts."""

    def blocks(known: Known, answers: Answers, language: str) -> Sequence[Block]:
        found: list[Block] = [*parties(known, language), table([*subject_rows(known, language), *(count_rows(known, language) if counts else ())])]
        if fields:
            found += [head(pick(language, "数据", "The data")), field_table(known, language)]
        for section in sections:
            found += [head(section.heading(language)), text(section.text(known, answers, language))]
        return [*found, _signed(language)]

    return blocks


def _articles(known: Known, language: str) -> str:
    return pick(language, f"依据：{known.articles}。", f"Rests on {known.articles}.") if known.articles else ""


def _notified(known: Known, language: str) -> str:
    consumer = known.deal.consumer
    return pick(
        language,
        f"已告知：境外接收方 {consumer.zh}；处理目的：{known.terms.purpose} 处理方式：{known.terms.method} 种类：{joined([one.meaning_zh or one.name for one in known.personal][:30], language)}。",
        f"Told: the recipient {consumer.en}; purpose: {known.terms.purpose} method: {known.terms.method} kinds: {joined([one.meaning_en or one.name for one in known.personal][:30], language)}.",
    )


def _grades(known: Known, language: str) -> str:
    top = max((one.grade for one in known.fields), default=0)
    return pick(language, f"本次出境字段 {len(known.fields)} 个，最高 {top} 级；分级经第二人确认。", f"{len(known.fields)} fields leave, the highest grade is {top}; the grading was confirmed by a second person.")


_DECLARED = (_REPRESENTATIVE, _AGENT, Section("officer", "数据安全负责人和管理机构", "Officer and body responsible for data security"), Section("systems", "涉及的信息系统和出境链路", "Systems and links used for the export"))
_MEMO = (Section("article", "适用的豁免条款", "Article of the exemption", "", "", _articles), Section("necessity", "必要性说明", "Why it is necessary"))
_NOTICE = (
    Section("told", "告知内容", "What the persons were told", "", "", _notified), Section("how", "告知方式、时间", "How and when they were told"),
    Section("rights", "个人向境外接收方行使权利的方式和程序", "How persons exercise their rights against the recipient"),
)
_BASIS = (Section("basis", "单独同意的取得方式与记录，或者其他合法性基础的事实", "How separate consent was obtained and recorded, or the facts of another basis"), Section("minors", "未成年人的处理", "Minors, and their guardians' consent"))
_LEDGER = (Section("remark", "备注", "Remarks"),)
_GRADING = (Section("grading", "分类分级情况", "Classification and grading", "", "", _grades),)
_FREE = (Section("shown", "不包含个人信息和重要数据的依据", "What shows that neither is inside", "", "", _grades),)
_SCOPE = (Section("why", "不属于数据出境的理由", "Why this is no export", "", "", _articles),)
FORMS = {
    "declaration_form": Form("数据出境安全评估申报书", "Declaration for the security assessment of an export", "《数据出境安全评估办法》第六条 (M11 art. 6)", _DECLARED, _declaration),
    "commitment_letter": Form("承诺书", "Commitment letter", "标准合同备案指南 (GSC2)", (), _commitment),
    "power_of_attorney": Form("经办人授权委托书", "Power of attorney for the agent", "备案与申报指南 (GSC2, GSA3)", (_AGENT,), _attorney),
    "exemption_memo": Form("豁免情形说明", "Memo on the exemption", "平台规则 (platform rule)", _MEMO, _about(_MEMO)),
    "notice_record": Form("告知记录", "Record of the notice to the persons", "《个人信息保护法》第三十九条 (PIPL 39)", _NOTICE, _about(_NOTICE, counts=False)),
    "legal_basis_record": Form("单独同意或者其他合法性基础的记录", "Record of separate consent or another legal basis", "《个人信息保护法》第十三、三十九条 (PIPL 13, 39)", _BASIS, _about(_BASIS, fields=False, counts=False)),
    "ledger_entry": Form("年度出境台账记录", "Entry in the yearly outbound ledger", "平台规则 (platform rule)", _LEDGER, _about(_LEDGER)),
    "grading_record": Form("数据分类分级记录", "Classification and grading record", "《数据安全法》第二十一条 (DSL 21)", _GRADING, _about(_GRADING, counts=False)),
    "no_pi_no_important_data_statement": Form("不包含个人信息和重要数据的说明", "Statement that neither personal information nor important data is inside", "《促进和规范数据跨境流动规定》第三条 (P16 art. 3)", _FREE, _about(_FREE)),
    "scope_memo": Form("不属于数据出境的说明", "Memo why this is no export", "平台规则 (platform rule)", _SCOPE, _about(_SCOPE)),
}
