"""What a notice says: message keys for turns and for news, filled and translated when someone reads them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext, gettext_noop

TURN_SUBJECT = gettext_noop("Your turn: %(act)s")
TURN_BODY = gettext_noop("%(organization)s: it is your turn to act (%(act)s).")
TURN_BODY_OVERDUE = gettext_noop("%(organization)s: it is your turn to act (%(act)s); it was due on %(until)s.")
TURN_BODY_UNTIL = gettext_noop("%(organization)s: it is your turn to act (%(act)s), until %(until)s.")

# events that tell an organization something without asking it for anything: subject and body
NEWS: dict[str, tuple[str, str]] = {
    "accounts.organization.verified": (
        gettext_noop("Your organization is verified"),
        gettext_noop("The exchange has verified %(organization)s. Accept the platform rules to begin to trade."),
    ),
    "accounts.organization.refused": (
        gettext_noop("Your application was refused"),
        gettext_noop("The exchange has refused the application of %(organization)s. The organization's page states the reason."),
    ),
    "accounts.organization.suspended": (
        gettext_noop("Your organization is suspended"),
        gettext_noop("The exchange has suspended %(organization)s. Nothing can be done or delivered until this is lifted. The organization's page states the reason."),
    ),
    "accounts.organization.resumed": (
        gettext_noop("The suspension is lifted"),
        gettext_noop("The exchange has lifted the suspension of %(organization)s."),
    ),
}
# the same for the organizations that an event names as its parties, but not for whoever acted; and where the notice leads
NEWS_TO_PARTIES: dict[str, tuple[str, str, str]] = {
    "catalog.revision.revoked": (
        gettext_noop("A revision of a dataset was revoked"),
        gettext_noop("A revision of a dataset that %(organization)s provides or holds has been revoked: no new delivery of it begins. The dataset's page states the reason."),
        "/catalog/%(subject)s/",
    ),
    "accounts.sponsorship.ended": (
        gettext_noop("A sponsorship has ended"),
        gettext_noop("A sponsorship of an application, in which %(organization)s is one side, has ended. Its page says who ended it and why."),
        "/workspace/%(organization)s/sponsorships/%(subject)s/",
    ),
    "catalog.registration.renewal_opens": (
        gettext_noop("A registered right can be renewed"),
        gettext_noop("A registration of %(organization)s ends within ninety days. It can be renewed now, with a paper that shows that the right runs on."),
        "/workspace/%(organization)s/rights/%(subject)s/",
    ),
    "catalog.dataset.refused": (
        gettext_noop("The exchange refused a dataset"),
        gettext_noop("The exchange refused a dataset of %(organization)s. The dataset's page in the workspace states the reason and what can be done."),
        "/workspace/%(organization)s/datasets/%(subject)s/submit/",
    ),
}
FOOTER = gettext_noop("Open: %(url)s")


def fill(key: str, values: Mapping[str, Any]) -> str:
    """The message in the language that is active now."""
    return gettext(key) % words(values)


def words(values: Mapping[str, Any]) -> dict[str, str]:
    """Values for readers: the act by its label, the time in their form."""
    told = {name: str(value) for name, value in values.items()}
    if "act" in values:
        permission = settings.PERMISSIONS.get(values["act"])
        told["act"] = gettext(permission.label) if permission and permission.label else str(values["act"])
    if values.get("until"):
        told["until"] = date_format(localtime(datetime.fromisoformat(values["until"])), "DATETIME_FORMAT")
    return told
