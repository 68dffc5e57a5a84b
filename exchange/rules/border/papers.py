"""The papers of each path: name, where they are asked for, who brings them, and how each is checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.translation import gettext_noop as _

from exchange.rules.border.determination import Article, Path
from exchange.rules.border.law import PLATFORM, art
from exchange.rules.border.note import about_persons, taken
from exchange.rules.border.rule import Papers, Rule, View, flag, personal_for_sure


@dataclass(frozen=True, slots=True)
class Paper:
    """`label_zh` is the official or usual name; `label` and `check` are English message ids. `brought_by`: exporter, buyer, platform, authority."""

    code: str
    label: str
    label_zh: str
    article: Article
    brought_by: str
    check: str


_A, _C, _N, _X = Path.ASSESSMENT, Path.CONTRACT, Path.NOT_EXPORT, Path.EXEMPT

PAPERS: Mapping[str, Paper] = MappingProxyType({each.code: each for each in (
    Paper("declaration_form", _("Declaration form for the security assessment"), "数据出境安全评估申报书", art("M11", "6"), "exporter", _("Signed by the legal representative, with the commitment; equal to the deal in recipient, purpose, kinds and persons.")),
    Paper("risk_self_assessment_report", _("Self-assessment of the risks of the export"), "数据出境风险自评估报告", art("M11", "5"), "exporter", _("All six heads, finished within three months before filing.")),
    Paper("draft_legal_document", _("Legal document to be concluded with the recipient"), "与境外接收方拟订立的法律文件", art("M11", "9"), "exporter", _("All six heads, compared clause by clause with the agreement.")),
    Paper("usci_copy", _("Copy of the credit-code certificate"), "统一社会信用代码证件影印件", art("GSC2", "3"), "exporter", _("The code has a valid check digit and is that of the exporter.")),
    Paper("legal_rep_id", _("Copy of the legal representative's identity paper"), "法定代表人身份证件影印件", art("GSC2", "3"), "exporter", _("Readable and valid; seen only by its owner and the reviewing desk.")),
    Paper("agent_id", _("Copy of the agent's identity paper"), "经办人身份证件影印件", art("GSC2", "3"), "exporter", _("Readable and valid; seen only by its owner and the reviewing desk.")),
    Paper("power_of_attorney", _("Power of attorney for the agent"), "经办人授权委托书", art("GSC2", "3"), "exporter", _("Names the agent and this export, signed and in force.")),
    Paper("commitment_letter", _("Commitment letter"), "承诺书", art("GSC2", "3"), "exporter", _("In the official form, sealed.")),
    Paper("pia_report", _("Personal information protection impact assessment"), "个人信息保护影响评估报告", art("PIPL", "55-56"), "exporter", _("All six heads, finished within three months before filing; kept three years.")),
    Paper("notice_record", _("Record of the notice to the persons"), "告知记录", art("PIPL", "39"), "exporter", _("Names recipient, contact, purpose, method, kinds and how to use rights; for sensitive data also necessity and effect.")),
    Paper("legal_basis_record", _("Record of separate consent or of the other legal basis"), "单独同意或者其他合法性基础的记录", art("PIPL", "13"), "exporter", _("Separate, not bundled, for this export; or the facts of the other basis.")),
    Paper("standard_contract_or_certificate", _("Signed model contract, or the export certificate"), "个人信息出境标准合同或者认证证书", art("PIPL", "38(1)"), "exporter", _("Equal to the model, annexes equal to the deal, in force before anything leaves; or a certificate in force whose scope covers it.")),
    Paper("gba_standard_contract", _("Model contract of the Greater Bay Area"), "粤港澳大湾区个人信息跨境流动标准合同", art("GBASC"), "exporter", _("Both parties registered in the area; filed in Guangdong and in the special administrative region.")),
    Paper("exemption_memo", _("Memo on the exemption"), "豁免情形说明", PLATFORM, "exporter", _("Names the article and shows the necessity.")),
    Paper("ledger_entry", _("Entry in the yearly outbound ledger"), "年度出境台账记录", PLATFORM, "platform", _("Persons counted once in the calendar year.")),
    Paper("negative_list_use_filing", _("Filing for the use of the negative list"), "负面清单使用备案", art("P16", "6(2)"), "exporter", _("Filed with the zone for this sector, scenario, field and quantity.")),
    Paper("grading_record", _("Classification and grading record"), "数据分类分级记录", art("DSL", "21"), "platform", _("Confirmed by a second person, for this revision.")),
    Paper("no_pi_no_important_data_statement", _("Statement that neither personal information nor important data is inside"), "不包含个人信息和重要数据的说明", art("P16", "3"), "exporter", _("Compared with the fields, their samples and the grading.")),
    Paper("anonymisation_test_report", _("Re-identification test report"), "匿名化测试报告", art("PIPL", "73(4)"), "exporter", _("Shows that nobody can be identified and nothing turned back.")),
    Paper("important_data_risk_assessment", _("Risk assessment for providing important data"), "重要数据风险评估报告", art("NDSR", "31"), "exporter", _("Made before providing, for this recipient and purpose.")),
    Paper("export_licence", _("Export licence"), "出口许可证件", art("ECL", "12"), "exporter", _("In force, for this item, recipient and end use.")),
    Paper("end_user_certificate", _("End user and end use certificate"), "最终用户和最终用途证明", art("ECL", "15"), "buyer", _("Given by the end user for this end use.")),
    Paper("sector_authority_report_or_filing", _("Report to or filing with the ministry of the sector"), "行业主管部门报告或者备案", art("AUTO2026"), "exporter", _("The receipt names this vulnerability or update.")),
    Paper("hgr_filing_and_backup_receipt", _("Receipt of the filing and backup of human genetic resource information"), "人类遗传资源信息备案和备份回执", art("HGR", "28"), "exporter", _("Names this information and this recipient.")),
    Paper("scope_memo", _("Memo why this is no export"), "不属于数据出境的说明", PLATFORM, "platform", _("Names the movement, the places and who has access.")),
    Paper("refusal_record", _("Refusal with the article cited"), "拒绝记录", PLATFORM, "platform", _("Names the rule, the article and the facts.")),
)})

_PERSONS = ("pia_report", "notice_record", "legal_basis_record")
_IDENTITY = ("usci_copy", "legal_rep_id", "agent_id", "power_of_attorney")
_CONTRACT = ("standard_contract_or_certificate", "pia_report", "commitment_letter", "power_of_attorney", "usci_copy", "legal_rep_id", "agent_id", "notice_record", "legal_basis_record")
_WITH_GENETIC = ("standard_contract_or_certificate", "pia_report", "commitment_letter", "notice_record", "legal_basis_record")
"""The exporter's identity papers are with the filing of human genetic resource information already."""
_SETS: Mapping[Papers, tuple[str, ...]] = MappingProxyType({
    Papers.NONE: (),
    Papers.REFUSAL: ("refusal_record",),
    Papers.SCOPE: ("scope_memo",),
    Papers.ASSESSMENT: ("declaration_form", "risk_self_assessment_report", "draft_legal_document", *_IDENTITY),
    Papers.CONTRACT: _CONTRACT,
    Papers.AREA_CONTRACT: ("gba_standard_contract", "pia_report", "commitment_letter", "usci_copy", "legal_rep_id", "notice_record", "legal_basis_record"),
    Papers.EXEMPT: (*_PERSONS, "exemption_memo", "ledger_entry"),
    Papers.OFF_LIST: ("negative_list_use_filing", *_PERSONS, "exemption_memo", "ledger_entry"),
    Papers.NO_PERSONS: ("grading_record", "exemption_memo", "ledger_entry"),
    Papers.SECTOR: ("sector_authority_report_or_filing", "exemption_memo", "ledger_entry"),
})
ON_PATHS: Mapping[Path, tuple[str, ...]] = MappingProxyType({
    _A: (*_SETS[Papers.ASSESSMENT], *_PERSONS, "important_data_risk_assessment", "hgr_filing_and_backup_receipt"),
    _C: (*_CONTRACT, "gba_standard_contract", "hgr_filing_and_backup_receipt", "export_licence", "end_user_certificate", "sector_authority_report_or_filing"),
    _X: (*_SETS[Papers.OFF_LIST], "grading_record", "no_pi_no_important_data_statement", "anonymisation_test_report", "sector_authority_report_or_filing",
         "hgr_filing_and_backup_receipt", "export_licence", "end_user_certificate"),
    _N: ("scope_memo",),
    Path.PROHIBITED: ("refusal_record",),
})
"""Every paper that can be asked for on a path."""


def needed(rule: Rule, view: View) -> tuple[str, ...]:
    """The papers of the rule's path. Where it is not known whether the data holds personal information, both sets are asked for."""
    papers = _SETS[rule.papers]
    if rule.papers is Papers.ASSESSMENT:
        persons = about_persons(rule, view)
        maybe_without = rule.persons is None and not personal_for_sure(view)
        papers = (*papers, *(_PERSONS if persons else ()), *(("important_data_risk_assessment",) if maybe_without else ()))
    elif rule.papers is Papers.NO_PERSONS:
        treatment = view.get("treatment")
        papers = (*papers, *(("no_pi_no_important_data_statement",) if treatment != "anonymised" else ()), *(("anonymisation_test_report",) if treatment in (None, "anonymised") else ()))
    elif rule.papers is Papers.CONTRACT and view.get(flag("hgr_information_filed")):
        papers = _WITH_GENETIC
    return (*papers, *_beside(rule, view)) if taken(rule) else papers


def _beside(rule: Rule, view: View) -> tuple[str, ...]:
    """Papers of another regime that the desk wants to see with the path's own."""
    found: tuple[str, ...] = ()
    if view.get(flag("hgr_information_filed")):
        found += ("hgr_filing_and_backup_receipt",)
    if view.get(flag("export_controlled_with_licence")) and rule.path is not Path.ASSESSMENT:
        found += ("export_licence", "end_user_certificate")
    if rule.path is not Path.ASSESSMENT and view.get("important_data_status") in ("notified", "published"):
        found += ("sector_authority_report_or_filing",)
    return found


def joined(sets: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Each paper once, in the order of the register."""
    found = {code for papers in sets for code in papers}
    return tuple(code for code in PAPERS if code in found)
