"""Terms as the text both parties sign, in Chinese and in English. Each clause has a line of its own.

The words are fixed here and not translated by catalogues: a signed text may not change with a translation file. Where data
is personal or important, the clauses NDSR 12 asks for (purpose, method, scope, security, supervision, record) stand in it.
"""

from __future__ import annotations

from exchange.rules.faces.deal import Deal, Party
from exchange.rules.terms import LegalBasis, Terms
from kernel.money import EXPONENTS, Money

BASIS_ZH: dict[str, str] = {
    LegalBasis.NOT_PERSONAL: "不含个人信息",
    LegalBasis.CONSENT: "个人同意",
    LegalBasis.CONTRACT: "订立、履行个人作为一方当事人的合同所必需",
    LegalBasis.HR: "按照依法制定的劳动规章制度和集体合同实施人力资源管理所必需",
    LegalBasis.STATUTORY_DUTY: "履行法定职责或者法定义务所必需",
    LegalBasis.EMERGENCY: "应对突发公共卫生事件或者紧急情况所必需",
    LegalBasis.NEWS: "为公共利益实施新闻报道、舆论监督",
    LegalBasis.OTHER_LAWFUL: "法律、行政法规规定的其他情形",
    LegalBasis.UNKNOWN: "尚未明确",
}
BASIS_EN: dict[str, str] = {
    LegalBasis.NOT_PERSONAL: "no personal information in it",
    LegalBasis.CONSENT: "consent of the persons",
    LegalBasis.CONTRACT: "necessary for a contract to which the person is a party",
    LegalBasis.HR: "necessary for personnel management under lawful labour rules and a collective contract",
    LegalBasis.STATUTORY_DUTY: "necessary for a statutory duty",
    LegalBasis.EMERGENCY: "necessary in a public-health event or an emergency",
    LegalBasis.NEWS: "news reporting or supervision in the public interest",
    LegalBasis.OTHER_LAWFUL: "another case provided by law",
    LegalBasis.UNKNOWN: "not yet stated",
}
PURPOSE_ZH: dict[str, str] = {
    "analysis": "内部分析与报告",
    "model_training": "模型训练与测试",
    "product": "开发产品或者服务",
    "risk_control": "风险控制与保险定价",
    "research": "科学研究",
    "statistics": "发布不含单条记录的统计结果",
    "public_service": "公共服务",
}
PURPOSE_EN: dict[str, str] = {
    "analysis": "analysis and reports inside the organization",
    "model_training": "training and testing of models",
    "product": "building a product or service",
    "risk_control": "risk control and insurance pricing",
    "research": "scientific research",
    "statistics": "published statistics without single records",
    "public_service": "public service",
}


def _money(terms: Terms) -> str:
    return str(Money(terms.price_minor, terms.currency)) if terms.currency in EXPONENTS else f"{terms.price_minor} {terms.currency}"


def _percent(terms: Terms) -> str:
    return f"{terms.fee_basis_points / 100:.2f}"


def _named_zh(party: Party) -> str:
    return f"{party.zh}（登记号 {party.number}，国家或地区 {party.country}）"


def _named_en(party: Party) -> str:
    return f"{party.en} (registration {party.number}, {party.country})"


def chinese(terms: Terms, deal: Deal) -> str:
    lines = [
        "数据交易合同",
        f"编号：{deal.id}",
        f"供方：{_named_zh(deal.provider)}",
        f"需方：{_named_zh(deal.consumer)}",
        f"一、标的：数据集《{deal.title_zh}》（{deal.dataset}），第 {deal.revision_number} 修订版（{deal.revision}），要约 {deal.offer}。",
        f"二、字段范围：{'、'.join(terms.data_fields) if terms.data_fields else '全部字段（*）'}。",
        f"三、目的类别：{PURPOSE_ZH.get(terms.purpose_code, terms.purpose_code)}。",
        f"四、处理目的：{terms.purpose}",
        f"五、合法性基础：{BASIS_ZH.get(terms.legal_basis, terms.legal_basis)}。",
        f"六、处理方式：{terms.method}",
        f"七、安全保护措施：{terms.security}",
        "八、接收方：",
        *(f"　　{number}. {recipient.name}（{recipient.country}）" for number, recipient in enumerate(terms.recipients, 1)),
        f"九、处理地：{'、'.join(terms.processing_countries)}。存储地：{'、'.join(terms.storage_countries)}。",
        f"十、期限：自生效之日起 {terms.term_days} 日。",
        f"十一、交付次数：{'不超过 ' + str(terms.count) + ' 次' if terms.count is not None else '不限次数'}。",
        f"十二、转移：需方{'可以' if terms.redistribution else '不得'}将数据再提供给第八条以外的任何人。",
        f"十三、价款：{_money(terms)}，在生效前存入托管。平台服务费为价款的 {_percent(terms)}%，由供方承担，验收后扣除。",
        f"十四、验收：需方自交付之日起 {terms.acceptance_days} 日内验收或者拒收；逾期未表示的，视为验收。",
        f"十五、到期：自合同终止之日起 {terms.deletion_days} 日内删除数据，并出具删除确认。",
    ]
    if deal.protected:
        lines.append(
            "十六、数据安全：需方按照第三条至第九条约定的目的、方式、范围处理数据，履行安全保护义务，并接受供方监督；"
            "双方保存处理情况记录至少三年（《网络数据安全管理条例》第十二条）。"
        )
    lines += [f"附加条款 {number}：{text}" for number, text in enumerate(terms.clauses, 1)]
    return "\n".join([*lines, "双方签署并满足全部生效条件后生效；阻止交付的条件满足之前不得交付。", ""])


def english(terms: Terms, deal: Deal) -> str:
    lines = [
        "Data trade agreement",
        f"Number: {deal.id}",
        f"Provider: {_named_en(deal.provider)}",
        f"Buyer: {_named_en(deal.consumer)}",
        f"1. Subject: dataset \"{deal.title_en}\" ({deal.dataset}), revision {deal.revision_number} ({deal.revision}), offer {deal.offer}.",
        f"2. Fields: {', '.join(terms.data_fields) if terms.data_fields else 'all fields (*)'}.",
        f"3. Kind of purpose: {PURPOSE_EN.get(terms.purpose_code, terms.purpose_code)}.",
        f"4. Purpose of processing: {terms.purpose}",
        f"5. Legal basis: {BASIS_EN.get(terms.legal_basis, terms.legal_basis)}.",
        f"6. Method of processing: {terms.method}",
        f"7. Security measures: {terms.security}",
        "8. Recipients:",
        *(f"   {number}. {recipient.name} ({recipient.country})" for number, recipient in enumerate(terms.recipients, 1)),
        f"9. Processed in: {', '.join(terms.processing_countries)}. Stored in: {', '.join(terms.storage_countries)}.",
        f"10. Term: {terms.term_days} days from the day it comes into force.",
        f"11. Deliveries: {'at most ' + str(terms.count) if terms.count is not None else 'any number'}.",
        f"12. Passing on: the buyer {'may' if terms.redistribution else 'may not'} provide the data to anyone beside those of clause 8.",
        f"13. Price: {_money(terms)}, placed in escrow before the agreement comes into force. "
        f"The platform's fee is {_percent(terms)} percent of the price, borne by the provider and taken after acceptance.",
        f"14. Acceptance: the buyer accepts or rejects within {terms.acceptance_days} days after delivery; silence is acceptance.",
        f"15. End: the data is deleted within {terms.deletion_days} days after the agreement ends, with a confirmation of the deletion.",
    ]
    if deal.protected:
        lines.append(
            "16. Data security: the buyer processes the data for the purpose, by the method and in the scope of clauses 3 to 9, keeps the security duties and is supervised "
            "by the provider; both keep the record for at least three years (Network Data Security Regulations, article 12)."
        )
    lines += [f"Further clause {number}: {text}" for number, text in enumerate(terms.clauses, 1)]
    return "\n".join([*lines, "It comes into force when both have signed and every condition of its effect is met; nothing is delivered before every condition of delivery is met.", ""])
