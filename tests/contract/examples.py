"""What a call must hold to succeed, and what must be done before: a body, or a short list of calls, for each operation that changes something.

Who calls, and on which row, is searched for (see reach.py). An operation not named here is tried as the document describes it.
"""

from __future__ import annotations

from typing import Any

from catalog.models import Dataset, RightRegistration
from catalog.rights.states import OPEN
from catalog.rules.certificate import RIGHTS
from catalog.rules.review import CHECKLIST
from exchange.clearance.models import Clearance
from exchange.clearance.states import State
from seeds.sample.crossing import FACTS
from tests.contract import foreign, steps
from tests.contract.rows import ids
from tests.contract.steps import BYTES, PDF, PLAIN, SCAN, Known, Step, day, first, members

REASON, REMARK, CAUSE, NOTE = {"reason": "As said on the phone."}, {"remark": "Compared with the papers."}, {"cause": "A word has to be checked."}, {"note": "Seen."}
DATASET = {"title_zh": "示例数据", "title_en": "Sample data", "description_zh": "示例。", "description_en": "A sample."}
LIST = {"kind": "recipients", "code": "sample-recipients", "title_zh": "示例名单", "title_en": "Sample list", "source": "sample", "edition": "1", "since": "2026-01-01", "verified": False,
        "rows": [{"name": "Nobody Ltd.", "flag": "recipient_on_pipl42_list"}]}  # fmt: skip
DEAL = {"purpose": "Study delays by season", "purpose_code": "research", "legal_basis": "not_personal", "method": "Read-only analysis", "security": "Encrypted at rest", "recipients": [{"name": "Buyer", "country": "CN"}],
        "processing_countries": ["CN"], "storage_countries": ["CN"], "term_days": 90, "count": 1}  # fmt: skip
ABROAD = {"name_en": "Newcomer Pte. Ltd.", "country": "SG", "foreign_register": "ACRA", "foreign_number": "202600009Z", "ciio": "no", "roles_wanted": ["buyer"]}
SCOPE = {"scope_zh": "全部字段", "scope_en": "All fields"}
MONEY = {"amount": "100.00", "currency": "CNY"}
OFFER = {"name_zh": "研究", "name_en": "Research", "price": MONEY, "policy": {"purposes": ["research"], "countries": ["CN"], "term_days": 90}}
DEFINITION = {"name_zh": "示例", "name_en": "Sample", "definition_zh": "示例。", "definition_en": "A sample.", "type": "text"}
DICTIONARY = {"code": "sample", "name_zh": "示例字典", "name_en": "Sample dictionary", "terms": [{"code": "a", "name_zh": "航班号", "name_en": "Flight number"}]}
BODIES: dict[str, Any] = {
    "POST /api/v1/agreements/{agreement}/conditions/{kind}": {"answer": "yes", "reference": "File 1", "done_on": "2026-01-05"},
    "POST /api/v1/agreements/{agreement}/terminate": REASON,
    "POST /api/v1/api-clients": {"name": "Reader", "scopes": ["read"]},
    "POST /api/v1/datasets/{dataset}/lowerings": {"column": "manager_email", "grade": "g1", "reason": "Made up for training."},
    "POST /api/v1/lowerings/{lowering}": {"approve": True},
    "POST /api/v1/certificates/{certificate}/refuse": REASON,
    "POST /api/v1/certificates/{certificate}/revoke": REASON,
    "POST /api/v1/clearances/{clearance}/changes": {"code": "place"},
    "POST /api/v1/clearances/{clearance}/revoke": CAUSE,
    "POST /api/v1/clearances/{clearance}/suspend": CAUSE,
    "POST /api/v1/datasets": DATASET,
    "POST /api/v1/datasets/{dataset}/certificates": {"rights": [SCOPE | {"kind": "holding"}]},
    "POST /api/v1/datasets/{dataset}/classification": {"grounds": "Field by field."},
    "POST /api/v1/datasets/{dataset}/distributions": {"name": "more.csv", "media_type": "text/csv"},
    "POST /api/v1/datasets/{dataset}/offers": OFFER,
    "POST /api/v1/datasets/{dataset}/rights/end": REASON,
    "POST /api/v1/datasets/{dataset}/suspend": REMARK,
    "PUT /api/v1/datasets/{dataset}/fields": {"fields": [{"name": "id", "type": "text", "meaning_zh": "编号", "meaning_en": "Number"}]},
    "POST /api/v1/datasets/manifest": {"manifest": 1, "key": "sample", **DATASET, "industry": "transport", "promises": {"completeness": "0.95"}},
    "PUT /api/v1/datasets/{dataset}/promises": {"completeness": "0.98", "update_every": "P1M"},
    "PUT /api/v1/datasets/{dataset}/questions": {"questions": [{"zh": "用途？", "en": "What for?", "required": True}]},
    "PUT /api/v1/datasets/{dataset}/service": {"url": ""},
    "PUT /api/v1/datasets/{dataset}/visibility": {"to": "members"},
    "POST /api/v1/datasets/{dataset}/revisions/{revision}/revoke": REASON,
    "PUT /api/v1/datasets/{dataset}/rights": {"basis": "own", "statement_zh": "自有。", "statement_en": "Our own."},
    "PUT /api/v1/datasets/{dataset}/sample": {"nature": "none", "rows": []},
    "POST /api/v1/declarations/{declaration}/refuse": REMARK,
    "POST /api/v1/declarations/{declaration}/release": REMARK,
    "POST /api/v1/deposits/{deposit}/refuse": REMARK,
    "POST /api/v1/deposits/{deposit}/reverse": REMARK,
    "POST /api/v1/determinations": {"facts": {}},
    "POST /api/v1/escrows/{agreement}/propose-decision": {"outcome": "refund", "reasons": "The file differs from the dictionary."},
    "POST /api/v1/encumbrances/{encumbrance}/consent": {"to": "withdrawal"},
    "POST /api/v1/dictionaries": DICTIONARY,
    "POST /api/v1/dictionary-mappings/{dictionary_mapping}/end": REMARK,
    "POST /api/v1/dictionary-mappings/{dictionary_mapping}/refuse": REMARK,
    "POST /api/v1/element-versions/{element_version}/refuse": REMARK,
    "POST /api/v1/elements": {"code": "sample-definition", **DEFINITION},
    "POST /api/v1/elements/{element}/retire": REMARK,
    "POST /api/v1/export-cases/{case}/ask-for-papers": {"items": [{"code": "usci_copy", "what": "The copy cannot be read."}]},
    "POST /api/v1/export-cases/{case}/clearance": {},
    "POST /api/v1/export-cases/{case}/decide": {"verdict": "approve"},
    "POST /api/v1/export-cases/{case}/decline": REASON,
    "POST /api/v1/export-cases/{case}/documents/{code}/generate": {"done_on": "2026-01-05"},
    "POST /api/v1/export-cases/{case}/legal-document": {"kind": "draft"},
    "POST /api/v1/export-cases/{case}/opinions": {"kind": "approve", "text": "Purpose and scope fit."},
    "POST /api/v1/export-cases/{case}/reevaluate": {"grounds": "The recipient has bound itself."},
    "POST /api/v1/export-cases/{case}/supply": {"answer": "Completed."},
    "POST /api/v1/export-cases/{case}/withdraw": REASON,
    "POST /api/v1/saved-searches": {"name": "Flights", "asked": {"q": ["flight"], "industry": ["transport"]}},
    "PATCH /api/v1/saved-searches/{search}": {"alerts": False},
    "POST /api/v1/institutions": {"name_zh": "另一家银行", "name_en": "Another bank", "license_number": "SAMPLE-0002", "account_number": "0000 3333"},
    "POST /api/v1/invitations": {"email": "newcomer@sample.example", "roles": ["viewer"]},
    "PUT /api/v1/members/{member}/roles": {"roles": ["viewer"]},
    "POST /api/v1/orders/{order}/lift": REMARK,
    "POST /api/v1/datasets/{dataset}/quality/breaches/{breach}/answer": {"answer": "The missing cells come with the next delivery."},
    "POST /api/v1/datasets/{dataset}/costs": {"kind": "storage", "month": "2026-01-05", "amount": MONEY},
    "POST /api/v1/needs/{need}/answers": {"message": "We hold such data."},
    "POST /api/v1/needs/{need}/take-down": REASON,
    "POST /api/v1/organizations": ABROAD,
    "POST /api/v1/organizations/{organization}/papers": {"kind": "other", "name": "paper.pdf", "media_type": "application/pdf", "size": len(SCAN)},
    "POST /api/v1/organizations/{organization}/refuse": REASON,
    "POST /api/v1/organizations/{organization}/resume": REASON,
    "POST /api/v1/organizations/{organization}/return": {"remarks": {"paper.license": "The copy cannot be read."}},
    "POST /api/v1/organizations/{organization}/suspend": REASON,
    "POST /api/v1/outside-statements": steps.statement_signed,
    "POST /api/v1/payouts/{payout}/confirm": {"reference": "SAMPLE-DRAW"},
    "POST /api/v1/payouts/{payout}/refuse": REMARK,
    "POST /api/v1/payouts/{payout}/reverse": REMARK,
    "POST /api/v1/platform-rules": {"text_zh": "规则二", "text_en": "Rules two"},
    "POST /api/v1/register-requests/{register_request}/decline": REASON,
    "POST /api/v1/register-requests/{register_request}/drop-revocation": REASON,
    "POST /api/v1/register-requests/{register_request}/refuse-change": REASON,
    "POST /api/v1/register-requests/{register_request}/refuse-renewal": REASON,
    "POST /api/v1/right-objections/{objection}/reject": REASON,
    "POST /api/v1/right-objections/{objection}/uphold": REASON,
    "POST /api/v1/right-registrations/{registration}/cancel": REASON,
    "POST /api/v1/right-registrations/{registration}/change": SCOPE | REASON | {"territory": ["CN"]},
    "POST /api/v1/right-registrations/{registration}/objections": {"reasons": "We collected these data."},
    "POST /api/v1/right-registrations/{registration}/propose-revocation": REASON,
    "POST /api/v1/right-registrations/{registration}/refuse": REASON,
    "POST /api/v1/signing-keys": steps.new_key,
    "POST /api/v1/trade-requests/{trade_request}/accept": {},
    "POST /api/v1/trade-requests/{trade_request}/decline": REASON,
    "POST /api/v1/trade-requests/{trade_request}/messages": {"text": "Is the tail number included?"},
    "POST /api/v1/trade-requests/{trade_request}/propose": {},
    "POST /api/v1/trade-requests/{trade_request}/withdraw": REASON,
    "PUT /api/v1/trade-requests/{trade_request}/export-facts": {"facts": FACTS, "ordinary": 10, "sensitive": 0},
    "POST /api/v1/transfers/{transfer}/links": {},
    "POST /api/v1/transfers/{transfer}/reject": {"code": "other", "note": "Not needed any more."},
    "POST /api/v1/datasets/{dataset}/product": {"grounds": "Counts by day, no single record."},
    "POST /api/v1/datasets/{dataset}/opinions": steps.opinion_asked,
    "POST /api/v1/datasets/{dataset}/open": {"mode": "on_application", "licence": "CC-BY-4.0", "important_data_status": "none", "flags": []},
    "POST /api/v1/open-releases/{release}/applications": {"purpose": "Research."},
    "POST /api/v1/open-applications/{application}/refuse": REASON,
    "POST /api/v1/opinions/{opinion}/issue": steps.opinion_signed,
    "POST /api/v1/service-providers": steps.registration,
    "POST /api/v1/opinions/{opinion}/refuse": REASON,
    "POST /api/v1/opinions/{opinion}/withdraw": REASON,
    "POST /api/v1/sponsorships/{sponsorship}/vouch": {"statement": "We have seen the originals."},
    "POST /api/v1/sponsorships/{sponsorship}/end": REASON,
    "PUT /api/v1/service-providers/{service_provider}/entry": {"entry_zh": "评估。", "entry_en": "Assessment."},
    "POST /api/v1/service-providers/{service_provider}/end": REASON,
    "POST /api/v1/zone-admissions/{admission}/end": REASON,
    "POST /api/v1/zone-admissions/{admission}/refuse": REASON,
    "POST /api/v1/zone-admissions/{admission}/suspend": REASON,
    "POST /api/v1/zone-authorizations/{authorization}/end": REASON,
    "POST /api/v1/zones/{zone}/admissions": {"purposes": ["research"], "statement": "Studies of delays."},
    "PUT /api/v1/zones/{zone}/rules": {"restricted": True, "leaves": "product"},
    "POST /api/v1/zones": {"code": "sample", "name_zh": "示例专区", "name_en": "Sample zone"},
}
"""Those that some row of the sample takes with this body."""


def _pilot(known: Known, caller: str, actor: Any) -> Any:
    return {
        "name_zh": "示例", "name_en": "Sample", "scenarios_zh": "示例。", "scenarios_en": "A sample.", "authority": "Office of the pilot zone", "document_number": "S 1", "document_date": day(),
        "purposes": ["analysis"], "destinations": ["SG"], "since": day(), "until": day(30), "exports_cap": 5, "ordinary_cap": 100, "sensitive_cap": 0, "deviations": {"R-LANE-FIRST": 0},
    }  # fmt: skip


def _of(operation: str) -> Step:
    return Step(operation, BODIES[operation])


def _draft(known: Known, caller: str, actor: Any) -> Any:
    """A right that nothing is open for, in a dataset of this provider that has a grade."""
    taken = set(RightRegistration.objects.filter(state__in=OPEN).values_list("dataset", "kind"))
    own = Dataset.objects.filter(provider=actor.organization, state="listed", grade__lte=4).values_list("pk", flat=True)
    free = next(((pk, kind) for pk in own for kind in RIGHTS if (pk, kind) not in taken), None)
    return free and {"dataset": str(free[0]), "kind": free[1], "source": "own", "source_zh": "自有。", "source_en": "Our own.", **SCOPE}


def _transfer(known: Known, caller: str, actor: Any) -> Any:
    return {"to": next(one for one in members(2) if one != str(actor.organization)), **REASON}


def _pledged(actor: Any) -> tuple[tuple[str, str], ...]:
    holder = next(one for one in members(2) if one != str(actor.organization))
    return (("kind", "pledge"), ("holder", holder), ("since", day()), ("until", day(30)), ("name", "pledge.pdf"))


ASKED = (
    Step("GET /api/v1/datasets/{dataset}/offers"), Step("POST /api/v1/trade-requests", first("offer", **DEAL), by=("demo-buyer",)),
)  # fmt: skip
ACCEPTED = (
    *ASKED, Step("POST /api/v1/trade-requests/{trade_request}/propose", {}, by=("demo-provider-owner",)), Step("POST /api/v1/trade-requests/{trade_request}/accept", {}, by=("demo-buyer",)),
)  # fmt: skip
UPLOADED = _of("POST /api/v1/datasets/{dataset}/distributions")
PIECE = Step("PATCH /api/v1/datasets/{dataset}/distributions/{distribution}/content", b"a,b\n1,2\n", headers=BYTES)
OPERATORS = ("demo-operator", "demo-operator2")
SEEN_DATASET = Step("GET /api/v1/datasets/{dataset}", by=OPERATORS)
GRADINGS = Step("GET /api/v1/datasets/{dataset}/classification")
RESUMPTION = _of("POST /api/v1/organizations/{organization}/resume")
POSTED = Step("POST /api/v1/needs", lambda known, caller, actor: {"title": "Tail numbers", "what": "By flight.", "purpose": "Planning.", "budget_high": MONEY, "until": day(30)})
LISTED = Step("POST /api/v1/border-lists", LIST)
GROUPED = Step("POST /api/v1/control-groups", lambda known, caller, actor: {"name": "Sample group", "grounds": "The register of shareholders.", "organizations": members(2)})
GROUP_IN_FORCE = Step("POST /api/v1/control-groups/{group}/confirm")
GROUP_ENDING = Step("POST /api/v1/control-groups/{group}/propose-end")
WITHDRAWN_CASE = _of("POST /api/v1/export-cases/{case}/withdraw")
COMPLETED_CASE = Step("POST /api/v1/export-cases/{case}/documents/{code}", SCAN, (("name", "copy.pdf"), ("done_on", "2026-01-05")), PDF, ids=(("code", "usci_copy"),))
TAKEN_IN = Step("POST /api/v1/export-cases/{case}/decide", {"verdict": "accept"}, by=("demo-intake",))
RECORDED = Step("POST /api/v1/export-cases/{case}/outcomes", lambda known, caller, actor: {"kind": "refused", "body": "Sample authority", "issued_on": day()})
REVERSED_DEPOSIT = _of("POST /api/v1/deposits/{deposit}/reverse")
REVERSED_PAYOUT = _of("POST /api/v1/payouts/{payout}/reverse")
DECIDED = _of("POST /api/v1/escrows/{agreement}/propose-decision")
PAPER_BEGUN = _of("POST /api/v1/organizations/{organization}/papers")
RULES = _of("POST /api/v1/platform-rules")
PILOT = Step("POST /api/v1/pilots", _pilot)
PILOT_PAPER = Step("POST /api/v1/pilots/{pilot}/document", SCAN, (("name", "document.pdf"),), PDF)
PILOT_PROPOSED = Step("POST /api/v1/pilots/{pilot}/propose")
ADMITTED = Step("POST /api/v1/pilots/{pilot}/participants", lambda known, caller, actor: {"organization": members(1)[0]})

RIGHT = Step("POST /api/v1/right-registrations", _draft)
RIGHT_PAPER = Step("POST /api/v1/right-registrations/{registration}/papers", SCAN, (("name", "method.pdf"), ("kind", "collection_method")), PDF)

CHAINS: tuple[tuple[Step, ...], ...] = (
    (RIGHT,),
    (RIGHT, RIGHT_PAPER),
    (RIGHT, RIGHT_PAPER, Step("DELETE /api/v1/right-registrations/{registration}/papers/{right_paper}")),
    (RIGHT, RIGHT_PAPER, Step("POST /api/v1/right-registrations/{registration}/apply")),
    (Step("POST /api/v1/right-registrations/{registration}/transfer", _transfer),),
    (Step("POST /api/v1/right-registrations/{registration}/renew", SCAN, lambda actor: (("name", "more.pdf"), ("kind", "authorization"), ("until", day(400))), (*PDF, ("X-Reason", "Prolonged."))),),
    (Step("POST /api/v1/datasets/{dataset}/encumbrances", SCAN, _pledged, PDF),),
    (Step("PATCH /api/v1/datasets/{dataset}", {"title_en": "Another title"}, headers=(("If-Match", "*"),)),),
    (UPLOADED, PIECE),
    (UPLOADED, PIECE, Step("POST /api/v1/datasets/{dataset}/distributions/{distribution}/complete")),
    (SEEN_DATASET, Step("POST /api/v1/datasets/{dataset}/list", lambda known, caller, actor: {"etag": steps.etag(known), "checklist": list(CHECKLIST)})),
    (SEEN_DATASET, Step("POST /api/v1/datasets/{dataset}/return", lambda known, caller, actor: {"etag": steps.etag(known), "remarks": {"describe": "Say how often it is updated."}})),
    (Step("POST /api/v1/datasets/{dataset}/assign", lambda known, caller, actor: {"to": str(actor.person)}, by=OPERATORS),),
    (Step("GET /api/v1/datasets/{dataset}/review", by=OPERATORS), Step("POST /api/v1/datasets/{dataset}/refuse", lambda known, caller, actor: {"etag": known.answer["etag"], "point": "rights", "remark": "Not shown.", "remedy": "Obtain a licence."})),
    (Step("POST /api/v1/datasets/{dataset}/revisions"), Step("POST /api/v1/datasets/{dataset}/revisions/discard")),
    (Step("POST /api/v1/datasets/{dataset}/rights/evidence", b"A license.", (("name", "license.txt"),), PLAIN),),
    (Step("POST /api/v1/datasets/{dataset}/rights/evidence", b"A license.", (("name", "license.txt"),), PLAIN), Step("DELETE /api/v1/datasets/{dataset}/rights/evidence/{evidence}")),
    (GRADINGS, Step("POST /api/v1/datasets/{dataset}/classification/confirm", first("classification"))),
    (GRADINGS, Step("POST /api/v1/datasets/{dataset}/classification/reject", first("classification", remark="Grade the last field higher."))),
    (POSTED,),
    (_of("POST /api/v1/datasets/{dataset}/costs"), Step("POST /api/v1/datasets/{dataset}/costs/{cost}/cancel")),
    (Step("POST /api/v1/zone-admissions/{admission}/admit", lambda known, caller, actor: {"purposes": ["research"], "until": f"{day(30)}T12:00:00Z"}),),
    (Step("POST /api/v1/zones", BODIES["POST /api/v1/zones"]), Step("POST /api/v1/zones/{zone}/authorizations", lambda known, caller, actor: {
        "organization": members(1)[0], "authority": "Sample bureau", "document_number": "S 2", "document_date": day(), "document_sha256": "ab" * 32, "since": day(), "until": day(30),
    })),
    (Step("POST /api/v1/zones/{zone}/close"), Step("POST /api/v1/zones/{zone}/reopen")),
    (Step("POST /api/v1/reindexings/{reindexing}/cancel"), Step("POST /api/v1/reindexings", {})),  # one at a time
    (_of("POST /api/v1/invitations"), Step("DELETE /api/v1/invitations/{invitation}")),
    (RESUMPTION, Step("GET /api/v1/approvals/{approval}")),
    *((RESUMPTION, Step(f"POST /api/v1/approvals/{{approval}}/{verdict}", NOTE)) for verdict in ("approve", "refuse", "return")),
    (Step("GET /api/v1/organizations/{organization}"), Step("PUT /api/v1/organizations/{organization}", steps.particulars)),
    (Step("GET /api/v1/organizations/{organization}"), Step("POST /api/v1/organizations/{organization}/renew", steps.particulars)),
    (PAPER_BEGUN, Step("PUT /api/v1/organizations/{organization}/papers/{paper}/content", SCAN, headers=PDF)),
    (RULES, Step("POST /api/v1/platform-rules/{number}/accept")),
    (LISTED,),
    (LISTED, Step("GET /api/v1/border-lists/{edition}/rows", by=OPERATORS)),
    *((LISTED, Step(f"POST /api/v1/border-lists/{{edition}}/{verdict}")) for verdict in ("confirm", "refuse")),
    (GROUPED,),
    *((GROUPED, Step(f"POST /api/v1/control-groups/{{group}}/{verdict}")) for verdict in ("confirm", "refuse")),
    (GROUPED, GROUP_IN_FORCE, GROUP_ENDING),
    *((GROUPED, GROUP_IN_FORCE, GROUP_ENDING, Step(f"POST /api/v1/control-groups/{{group}}/{verdict}")) for verdict in ("confirm-end", "refuse-end")),
    ASKED,
    (Step("PUT /api/v1/trade-requests/{trade_request}/export-persons", b"person-1\nperson-2\n", headers=PLAIN),),
    (*ACCEPTED, Step("GET /api/v1/agreements/{agreement}"), Step("POST /api/v1/agreements/{agreement}/sign", steps.agreement_signed)),
    (Step("GET /api/v1/agreements/{agreement}"), Step("POST /api/v1/transfers", lambda known, caller, actor: {"agreement": known.ids["agreement"]})),
    (Step("POST /api/v1/deposits", lambda known, caller, actor: {"institution": ids(["institution"])["institution"][0], "reference": "SAMPLE-DRAW", "amount": MONEY, "value_date": day()}),),
    *((Step("POST /api/v1/deposits/{deposit}/confirm"), REVERSED_DEPOSIT, Step(f"POST /api/v1/deposits/{{deposit}}/{verdict}-reversal")) for verdict in ("confirm", "decline")),
    (Step("POST /api/v1/payouts", lambda known, caller, actor: {"institution": ids(["institution"])["institution"][0], "amount": MONEY, "bank_account": "6222 0000 1111"}),),
    *((REVERSED_PAYOUT, Step(f"POST /api/v1/payouts/{{payout}}/{verdict}-reversal")) for verdict in ("confirm", "decline")),
    (DECIDED, Step("POST /api/v1/escrows/{agreement}/confirm-decision", {"outcome": "refund"})),
    (DECIDED, Step("POST /api/v1/escrows/{agreement}/return-decision")),
    (WITHDRAWN_CASE, Step("POST /api/v1/export-cases", lambda known, caller, actor: {"agreement": known.answer["agreement"], "path": known.answer["path"]})),
    (RECORDED,),
    (COMPLETED_CASE,),
    (Step("PUT /api/v1/export-cases/{case}/documents/{code}", {"language": "en", "content": {"law": "No forced access."}}, ids=(("code", "pia_report"),)),),
    (COMPLETED_CASE, Step("POST /api/v1/export-cases/{case}/submit")),
    (COMPLETED_CASE, Step("POST /api/v1/export-cases/{case}/submit"), Step("POST /api/v1/export-cases/{case}/end-filing", {"reason": "Two gaps are left."})),
    (TAKEN_IN, Step("POST /api/v1/export-cases/{case}/extend", {"days": 10, "reason": "An expert is heard."}),),
    *((RECORDED, Step(f"POST /api/v1/export-cases/{{case}}/outcomes/{verdict}")) for verdict in ("confirm", "decline")),
    (_of("POST /api/v1/clearances/{clearance}/suspend"), Step("POST /api/v1/clearances/{clearance}/reinstate", CAUSE)),
    (Step("POST /api/v1/orders", lambda known, caller, actor: {"scope": "clearance", "subject": str(Clearance.objects.filter(state=State.ISSUED).latest("created").pk), "cause": "A report came in.", "basis": "M11 17"}),),
    (_of("POST /api/v1/dictionaries"), Step("POST /api/v1/dictionary-mappings", lambda known, caller, actor: {"source": known.answer["id"]})),
    (Step("GET /api/v1/dictionary-mappings/{dictionary_mapping}/lines"), Step("PUT /api/v1/dictionary-mappings/{dictionary_mapping}/lines", steps.first_line)),
    (Step("GET /api/v1/datasets/{dataset}/elements/suggestions"), Step("PUT /api/v1/datasets/{dataset}/elements", steps.unmapped_field)),
    (_of("POST /api/v1/sponsorships/{sponsorship}/end"), Step("POST /api/v1/sponsorships", lambda known, caller, actor: {"applicant": known.answer["organization"], "message": "We know you."})),
    (Step("POST /api/v1/sponsorships/{sponsorship}/papers", SCAN, (("name", "more.pdf"), ("kind", "other")), PDF),),
    (PILOT,),
    (PILOT, PILOT_PAPER),
    (PILOT, PILOT_PAPER, ADMITTED),
    (PILOT, PILOT_PAPER, Step("GET /api/v1/pilots/{pilot}/document", by=OPERATORS)),
    (PILOT, PILOT_PAPER, ADMITTED, PILOT_PROPOSED),
    (PILOT, PILOT_PAPER, ADMITTED, PILOT_PROPOSED, Step("POST /api/v1/pilots/{pilot}/confirm")),
    (PILOT, PILOT_PAPER, ADMITTED, PILOT_PROPOSED, Step("POST /api/v1/pilots/{pilot}/confirm"), Step("POST /api/v1/pilots/{pilot}/stop", {"cause": "Given up."})),
    (PILOT, ADMITTED, Step("POST /api/v1/pilots/{pilot}/participants/{participant}/end")),
)  # fmt: skip
EXAMPLES: dict[str, tuple[Step, ...]] = {name: (_of(name),) for name in BODIES} | {chain[-1].operation: chain for chain in CHAINS} | foreign.EXAMPLES
