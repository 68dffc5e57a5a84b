"""Background work in one place: the readers of the outbox, what the clock does when a turn runs out, and beat's schedule.

Each line names a function by its dotted path; the slices bring the functions. Beat is the sure way, a commit's nudge the
quick one.
"""

from __future__ import annotations

from typing import Any

# fields of kernel.readers.Reader; `wants` are prefixes of event names, "" is all
READERS: list[dict[str, Any]] = [
    {"name": "seal", "wants": ("",), "task": "audit.seal"},
    {"name": "notice", "wants": ("accounts.", "catalog.", "exchange."), "task": "kernel.drain", "handler": "accounts.notice.reader.notify"},
    {
        "name": "quality", "wants": ("catalog.scan.done", "catalog.scan.failed", "catalog.dataset.listed", "catalog.dataset.resumed", "catalog.quality.promised"),
        "task": "catalog.quality", "handler": "catalog.quality.watch.told",
    },
    {
        "name": "watch",
        "wants": (
            "exchange.agreement.terminated", "exchange.agreement.completed", "exchange.agreement.expired", "exchange.export_case.", "exchange.determination.made",
            "exchange.export_declaration.delivered", "accounts.organization.",
        ),
        "task": "clearance.watch",
        "handler": "exchange.clearance.watch.told",
    },
]

# the name a turn carries in `on_expiry` -> the use case that the clock calls as the system with the subject's id
EXPIRIES: dict[str, str] = {
    "trade_request.expire": "exchange.trade_request.use_cases.expire",
    "agreement.lapse": "exchange.agreement.use_cases.lapse",
    "agreement.expire": "exchange.agreement.use_cases.expire",
    "export_case.lapse": "exchange.export_case.use_cases.lapse",
    "export_case.escalate": "exchange.export_case.use_cases.escalate",
    "export_case.remind": "exchange.export_case.use_cases.remind",
    "export_case.end": "exchange.export_case.use_cases.end",
    "transfer.accept_by_silence": "exchange.transfer.use_cases.accept_by_silence",
    "clearance.expire": "exchange.clearance.use_cases.expire",
    "clearance.filing_overdue": "exchange.clearance.use_cases.filing_overdue",
    "pilot.end": "exchange.pilot.use_cases.end",
    "determination.roll_over": "exchange.determination.use_cases.roll_over",
    "approval.expire": "accounts.approval.use_cases.expire",
    "certificate.expire": "catalog.certificate.use_cases.expire",
    "regrading.lapse": "catalog.regrading.use_cases.lapse",
    "rights.fall": "catalog.certificate.use_cases.fall",
    "registration.register": "catalog.registration.use_cases.register",
    "registration.expire": "catalog.registration.use_cases.expire",
    "registration.remind": "catalog.registration.use_cases.remind",
    "encumbrance.expire": "catalog.encumbrance.use_cases.expire",
    "quality.overdue": "catalog.quality.use_cases.overdue",
    "need.expire": "catalog.need.use_cases.expire",
    "zone.admission_ends": "catalog.zone.use_cases.end_by_clock",
    "zone.fall": "catalog.operation.use_cases.fall",
    "service_provider.ends": "accounts.intermediary.use_cases.end_by_clock",
    "sponsorship.lapse": "accounts.sponsoring.use_cases.lapse",
    "organization.lapse": "accounts.admission.use_cases.lapse",
}

# what an approval was asked for -> the use case that carries its verdict out
APPROVAL_OUTCOMES: dict[str, str] = {
    "organization.resume": "accounts.admission.use_cases.resume",
    "member.invite": "accounts.member.use_cases.admit_invitation",
    "member.set_roles": "accounts.member.use_cases.admit_roles",
}

# what a text pasted at /check/ says it is -> the function that judges it; everything else is taken for a proof of the log
CHECKERS: dict[str, str] = {
    "certificate": "exchange.audit.certificates.verdict",
    "clearance/1": "exchange.clearance.credential.verdict",
    "shugang.export_case.letter.v1": "exchange.export_case.checking.verdict",
}

# an organization's own signing key by its id: a function of both, giving the raw public key or None
KEY_REGISTER = "exchange.agreement.gather.own_key"

# whether open data may leave the country: a function of what was declared, the day and the places, giving the decision and what was judged
OPEN_BORDER = "exchange.determination.open_data.leaves_freely"

# what must be finished before an organization closes: functions of its id, each giving sentences on what is still open
CLOSING_CHECKS: list[str] = [
    "exchange.trade_request.gather.open_negotiations",
    "exchange.agreement.gather.open_agreements",
    "exchange.settlement.gather.open_money",
]

# seconds between two runs
BEAT: dict[str, float] = {
    "audit.seal": 1.0,
    "kernel.drain": 5.0,
    "kernel.expire": 5.0,
    "catalog.scan": 5.0,
    "catalog.regrade": 60.0,
    "catalog.quality": 15.0,
    "transfer.close_ended": 5.0,
    "transfer.make_files": 5.0,
    "transfer.go_on": 5.0,
    "transfer.discard_files": 60.0,
    "catalog.harvest": 15.0,
    "transfer.prune_links": 3600.0,
    "catalog.import": 15.0,
    "catalog.reindex": 15.0,
    "catalog.tell_searches": 60.0,
    "clearance.watch": 60.0,
    "supervision.count_days": 60.0,
    "export_case.close_ended": 60.0,
    "price.count": 3600.0,
    "kernel.prune": 3600.0,
    "determination.erase_subjects": 3600.0,
    "accounts.send_mail": 15.0,
    "accounts.ask_renewals": 3600.0,
    "accounts.prune_tokens": 3600.0,
}
SCHEDULE: dict[str, dict[str, Any]] = {
    name: {"task": name, "schedule": seconds, "options": {"expires": max(seconds, 10.0)}} for name, seconds in BEAT.items()
}
