"""Every error code the API can answer, with what it means and how to mend it: each problem's `type` leads here."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_noop


@dataclass(frozen=True, slots=True)
class Code:
    status: int
    meaning: str
    remedy: str


CODES: dict[str, Code] = {
    "malformed": Code(400, gettext_noop("The request could not be read."), gettext_noop("Send valid UTF-8 JSON with the media type application/json.")),
    "not_authenticated": Code(401, gettext_noop("There is no token, or it is not valid any more."), gettext_noop("Get a token at /oauth/token and send it as a bearer token.")),
    "forbidden": Code(403, gettext_noop("You see the thing, but this act is not yours: role, scope or side."), gettext_noop("Act as a person with the role, or get a token with the scope that the answer names.")),
    "fresh_authentication_needed": Code(403, gettext_noop("This act asks a person to confirm that it is them."), gettext_noop("Enter the password or second factor again, then repeat the act.")),
    "not_found": Code(404, gettext_noop("There is no such thing, or it is out of your sight: the two look the same."), gettext_noop("Check the address and the organization you act for.")),
    "method_not_allowed": Code(405, gettext_noop("This address does not take that method."), gettext_noop("See the documentation for the methods of this address.")),
    "not_acceptable": Code(406, gettext_noop("None of the accepted media types can be served."), gettext_noop("Accept application/json.")),
    "wrong_state": Code(409, gettext_noop("The thing is not in a state from which this is possible."), gettext_noop("Read it again: its state says what is possible now.")),
    "not_sealed_yet": Code(409, gettext_noop("The event is recorded and waits to be sealed in the log."), gettext_noop("Ask again in a few seconds.")),
    "refused": Code(409, gettext_noop("A rule refuses, or cannot say yes because a fact is unknown."), gettext_noop("Read the decision in the answer: it names the rule, its source, the facts and the remedy.")),
    "conflict": Code(409, gettext_noop("Someone else was first, or it changed since you read it."), gettext_noop("Read it again and decide anew.")),
    "taken": Code(409, gettext_noop("The offer is exclusive or limited, and it is taken."), gettext_noop("Look for another offer, or ask the provider for a new one.")),
    "idempotency_key_in_flight": Code(409, gettext_noop("The first request with this Idempotency-Key is still under way."), gettext_noop("Send the same request again in a moment.")),
    "idempotency_key_reused": Code(422, gettext_noop("This Idempotency-Key was used before with another body."), gettext_noop("Use a new key for a new request.")),
    "precondition_failed": Code(412, gettext_noop("It changed since you read it: If-Match does not match."), gettext_noop("Read it again, then repeat your change with the new ETag.")),
    "precondition_required": Code(428, gettext_noop("If-Match is missing."), gettext_noop("Read it first and send its ETag as If-Match.")),
    "too_large": Code(413, gettext_noop("The body is larger than this address takes: JSON has at most 1 MiB."), gettext_noop("Send less, or upload a file in pieces.")),
    "unsupported_media_type": Code(415, gettext_noop("The body's media type is not read here."), gettext_noop("Send application/json, or what the documentation names.")),
    "range_not_satisfiable": Code(416, gettext_noop("The range lies outside the file."), gettext_noop("Ask for a range within the size that the answer names.")),
    "invalid": Code(422, gettext_noop("The input's shape or meaning is wrong."), gettext_noop("The answer's fields say where, and what is wrong there.")),
    "too_many": Code(429, gettext_noop("Too many requests in a short time."), gettext_noop("Wait as long as Retry-After says.")),
    "server_error": Code(500, gettext_noop("Something broke on our side; the fault was recorded."), gettext_noop("Repeat with the same Idempotency-Key; tell the exchange if it happens again.")),
    "unavailable": Code(503, gettext_noop("The database, or another part the exchange needs, does not answer."), gettext_noop("Repeat with the same Idempotency-Key after Retry-After.")),
}
