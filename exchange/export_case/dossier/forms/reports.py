"""The two reports with six heads each: the self-assessment of the export's risks (M11 art. 5) and the impact assessment (PIPL 55-56)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from exchange.export_case.dossier.clauses import stand
from exchange.export_case.dossier.forms.base import Answers, Form, Section, count_rows, field_table, joined, number, parties, pick, subject_rows
from exchange.export_case.dossier.known import Known
from exchange.export_case.pdf.document import Block, head, note, sign, table, text
from exchange.rules.casework import CLAUSES


def _purpose(known: Known, language: str) -> str:
    terms = known.terms
    return pick(
        language,
        f"出境目的：{terms.purpose} 处理方式：{terms.method} 合同约定的字段共 {len(known.fields)} 个，限于实现该目的。",
        f"Purpose: {terms.purpose} Method: {terms.method} The agreement covers {len(known.fields)} fields, limited to this purpose.",
    )


def _scale(known: Known, language: str) -> str:
    case = known.case
    names = joined([one.name for one in known.sensitive][:20], language)
    return pick(
        language,
        f"本年累计：普通 {number(case.ordinary, language)} 人，敏感 {number(case.sensitive, language)} 人；含个人信息字段 {len(known.personal)} 个，其中敏感：{names}。",
        f"This year so far: {number(case.ordinary, language)} ordinary and {number(case.sensitive, language)} sensitive persons; {len(known.personal)} personal fields, sensitive among them: {names}.",
    )


def _recipient(known: Known, language: str) -> str:
    return pick(
        language, f"接收方承诺：仅按约定的目的、方式、范围处理。安全措施：{known.terms.security}",
        f"The recipient processes only for the agreed purpose, by the agreed method and in the agreed scope. Measures: {known.terms.security}",
    )


def _leak(known: Known, language: str) -> str:
    return pick(
        language, f"数据存储于 {joined(known.terms.storage_countries, language)}；每次出境经平台放行并记录，合同终止后 {known.terms.deletion_days} 日内删除并出具确认。",
        f"Stored in {joined(known.terms.storage_countries, language)}; each export is released and recorded by the exchange, and deleted within {known.terms.deletion_days} days after the end, with a confirmation.",
    )


def _contract(known: Known, language: str) -> str:
    found = stand(known.terms)
    have = [key for key in CLAUSES if found[key]]
    return pick(
        language, f"法律文件应当约定的六项内容中，现行合同已见 {len(have)} 项，其余在附加条款或者标准合同中约定。",
        f"Of the six heads asked of the legal document the agreement holds {len(have)}; the others are agreed in further clauses or in the standard contract.",
    )


SELF_ASSESSMENT = (
    Section("purpose", "一、出境和境外接收方处理数据的目的、范围、方式的合法性、正当性、必要性", "1. Whether purpose, scope and method are lawful, proper and necessary", "为什么必须出境，能否用更少的字段或者人数达到目的", "Why it must leave, and whether fewer fields or persons would do", _purpose),
    Section("risk", "二、出境数据的规模、范围、种类、敏感程度及其风险", "2. Scale, scope, kind and sensitivity, and the risk they carry", "对国家安全、公共利益、个人或者组织合法权益可能带来的风险", "Risk to national security, the public interest and the rights of persons and organizations", _scale),
    Section("recipient", "三、境外接收方承诺承担的责任义务及其履行能力", "3. Duties the recipient takes on, and its ability to keep them", "管理、技术措施和能力能否保障出境数据安全", "Whether its management, measures and ability keep the data safe", _recipient),
    Section("leak", "四、出境中和出境后的泄露、毁损、篡改、滥用等风险与个人权益维护渠道", "4. Risk of leak, loss, alteration or misuse during and after, and channels for rights", "个人维护权益的渠道是否通畅", "Whether persons can exercise their rights without hindrance", _leak),
    Section("contract", "五、与境外接收方订立的法律文件是否充分约定数据安全保护责任义务", "5. Whether the legal document sufficiently sets out the duties of protection", "逐条对应", "Clause by clause", _contract),
    Section("other", "六、其他可能影响数据出境安全的事项", "6. Other matters that may affect the safety of the export"),
)
IMPACT = (
    Section("lawful", "一、处理目的、范围、方式等的合法性、正当性、必要性", "1. Whether purpose, scope and method are lawful, proper and necessary", "", "", _purpose),
    Section("scale", "二、个人信息的规模、范围、种类、敏感程度及对个人权益的风险", "2. Scale, scope, kind and sensitivity, and the risk to the persons", "", "", _scale),
    Section("recipient", "三、境外接收方的义务及其管理、技术措施和能力", "3. The recipient's duties, measures and ability", "", "", _recipient),
    Section("leak", "四、出境后的泄露等风险，个人维护权益的渠道", "4. Risk of leak after the export, and channels for rights", "", "", _leak),
    Section("law", "五、境外接收方所在国家或者地区的政策和法规对合同履行的影响", "5. How the policy and law of the destination affect performance", "有无访问命令、能否拒绝、有无救济", "Orders to give access, whether they can be refused, remedies"),
    Section("other", "六、其他可能影响出境安全的事项", "6. Other matters that may affect the safety of the export"),
)
IMPORTANT = (
    Section("purpose", "一、提供的目的、方式、范围是否合法、正当、必要", "1. Whether purpose, method and scope are lawful, proper and necessary", "", "", _purpose),
    Section("risk", "二、数据遭到泄露、篡改、破坏、滥用的风险及影响", "2. Risk and effect of leak, alteration, destruction or misuse", "", "", _scale),
    Section("recipient", "三、接收方的诚信、守法情况和保护能力", "3. The recipient's record and its ability to protect", "", "", _recipient),
    Section("contract", "四、合同能否约束接收方履行保护义务", "4. Whether the contract binds the recipient to protect", "", "", _contract),
    Section("measures", "五、技术和管理措施能否有效防范风险", "5. Whether technical and organizational measures prevent the risk", "", "", _leak),
)


def _report(sections: tuple[Section, ...]) -> Callable[[Known, Answers, str], Sequence[Block]]:
    def blocks(known: Known, answers: Answers, language: str) -> Sequence[Block]:
        done = answers.get("done_on", "")
        found: list[Block] = [
            head(pick(language, "基本情况", "The export")), *parties(known, language), table([*subject_rows(known, language), *count_rows(known, language)]),
            head(pick(language, "出境数据", "The data")), field_table(known, language),
        ]
        for section in sections:
            found += [head(section.heading(language)), text(section.text(known, answers, language))]
        found.append(head(pick(language, "结论", "Conclusion")))
        found.append(text(answers.get("conclusion", "").strip() or pick(language, "（待填写）", "(to be filled in)")))
        if done:
            found.append(note(pick(language, f"评估完成日期：{done}", f"Assessment finished on {done}")))
        return [*found, sign([pick(language, "法定代表人", "Legal representative"), pick(language, "（盖章）日期", "(Seal) Date")])]

    return blocks


_CONCLUSION = Section("conclusion", "结论", "Conclusion", "出境风险是否可控，采取哪些整改措施", "Whether the risk can be controlled, and which measures follow")
FORMS = {
    "risk_self_assessment_report": Form("数据出境风险自评估报告", "Self-assessment of the risks of the export", "《数据出境安全评估办法》第五条 (M11 art. 5)", (*SELF_ASSESSMENT, _CONCLUSION), _report(SELF_ASSESSMENT)),
    "pia_report": Form("个人信息保护影响评估报告", "Personal information protection impact assessment", "《个人信息保护法》第五十五、五十六条 (PIPL 55-56)", (*IMPACT, _CONCLUSION), _report(IMPACT)),
    "important_data_risk_assessment": Form("重要数据风险评估报告", "Risk assessment for providing important data", "《网络数据安全管理条例》第三十一条 (NDSR 31)", (*IMPORTANT, _CONCLUSION), _report(IMPORTANT)),
}
