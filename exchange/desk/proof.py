"""The proof of one event of a deal, ready to be checked: on the check page with one button, or copied to any other checker."""

from __future__ import annotations

import json
from typing import cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from exchange.audit import gather
from exchange.audit.proof import check_proof
from exchange.audit.store import origin, verifier_keys
from exchange.trade_request.show import deal_url
from web.pages import Page
from web.shapes import ProofStep, State


class EventProof(Page):
    """The event's inclusion proof against the newest checkpoint, with its steps."""

    audience = "party"

    def get(self, request: HttpRequest, organization: UUID, deal_id: UUID, event: int) -> HttpResponse:
        found = gather.proof_of(self.actor, event).as_json()
        text = json.dumps(found, ensure_ascii=False, indent=1, default=str)
        verdict = check_proof(text, verifier_keys(origin()))
        steps = [ProofStep(str(step.text), step.hash, cast("State", step.state)) for step in verdict.steps]
        context = {"text": text, "steps": steps, "event": event, "back_url": deal_url(organization, deal_id), "title": _("Proof of event %(number)s") % {"number": event}}
        return self.show("exchange/desk/proof.html", context)
