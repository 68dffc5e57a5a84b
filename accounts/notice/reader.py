"""Reader of the outbox: for each turn that an event began, one mail row per person who may take it; and the news of NEWS.

Runs in the drain's transaction and sends nothing. Turns carry the time of the act that began them, which is also the event's:
that is how an event finds its turns.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from accounts.member.models import Membership
from accounts.notice import words
from accounts.notice.models import Notice
from accounts.organization.models import Organization
from accounts.rules.roles import HEAD_OF_KIND
from kernel import clock
from kernel.events import subject_type
from kernel.models import Event, EventParty, Turn
from kernel.nudge import nudge

SEND_TASK = "accounts.send_mail"


def notify(events: list[Event]) -> None:
    told = [json.loads(event.payload) for event in events]
    turns = _begun_by(events, told)
    news = [one for one in told if one["name"] in words.NEWS and one["subject"]["type"] == subject_type(Organization)]
    shared = _shared(told)
    organizations = {turn.organization for turn in turns} | {UUID(one["subject"]["id"]) for one in news} | {organization for _one, organization in shared}
    if not organizations:
        return
    people: dict[UUID, list[Membership]] = defaultdict(list)
    for member in Membership.objects.active().filter(organization__in=organizations, user__is_active=True).select_related("user", "organization"):
        people[member.organization_id].append(member)
    actors = {datetime.fromisoformat(one["at"]): one["actor"]["person"] for one in told}
    rows = [*_of_turns(turns, people, actors), *_of_news(news, people), *_of_shared(shared, people)]
    if rows:
        Notice.objects.bulk_create(rows, ignore_conflicts=True)
        transaction.on_commit(partial(nudge, SEND_TASK), robust=True)


def _begun_by(events: list[Event], told: list[dict[str, Any]]) -> list[Turn]:
    times = {datetime.fromisoformat(one["at"]) for one in told}
    parties = EventParty.objects.filter(event__in=[event.pk for event in events]).values("organization")
    about = Q(subject_id__in={one["subject"]["id"] for one in told if _is_uuid(one["subject"]["id"])}) | Q(organization__in=parties)
    return list(Turn.objects.filter(about, since__in=times, ended=None))


def _is_uuid(text: str) -> bool:
    return len(text) == 36


def _of_turns(turns: Iterable[Turn], people: dict[UUID, list[Membership]], actors: dict[datetime, str | None]) -> Iterable[Notice]:
    for turn in turns:
        for member in _asked(turn, people[turn.organization]):
            if str(member.user_id) == actors.get(turn.since):
                continue  # who has just acted sees it on the page they are on
            values = {"act": turn.act, "organization": str(member.organization)}
            if turn.until:
                values["until"] = turn.until.isoformat()
            body = words.TURN_BODY
            if turn.until:
                body = words.TURN_BODY_UNTIL if turn.until > turn.since else words.TURN_BODY_OVERDUE
            yield _notice(member, f"turn:{turn.pk}", words.TURN_SUBJECT, body, values)


def _asked(turn: Turn, members: list[Membership]) -> list[Membership]:
    """The person named, else the people of the role, else the heads."""
    if turn.person is not None:
        return [member for member in members if member.user_id == turn.person]
    of_role = [member for member in members if turn.role in member.roles]
    return of_role or [member for member in members if HEAD_OF_KIND[member.organization.kind] in member.roles]


def _of_news(news: Iterable[dict[str, Any]], people: dict[UUID, list[Membership]]) -> Iterable[Notice]:
    for one in news:
        for member in people[UUID(one["subject"]["id"])]:
            subject, body = words.NEWS[one["name"]]
            yield _notice(member, f"event:{one['id']}", subject, body, {"organization": str(member.organization)})


def _shared(told: Iterable[dict[str, Any]]) -> list[tuple[dict[str, Any], UUID]]:
    """News with each organization that it is for."""
    named = {int(one["id"]): one for one in told if one["name"] in words.NEWS_TO_PARTIES}
    if not named:
        return []
    rows = EventParty.objects.filter(event__in=list(named)).values_list("event", "organization")
    return [(named[event], organization) for event, organization in rows if str(organization) != named[event]["actor"]["organization"]]


def _of_shared(shared: Iterable[tuple[dict[str, Any], UUID]], people: dict[UUID, list[Membership]]) -> Iterable[Notice]:
    for one, organization in shared:
        subject, body, path = words.NEWS_TO_PARTIES[one["name"]]
        for member in people[organization]:
            place = path % {"organization": organization, "subject": one["subject"]["id"]}
            yield _notice(member, f"event:{one['id']}", subject, body, {"organization": str(member.organization)}, place)


def _notice(member: Membership, cause: str, subject: str, body: str, values: dict[str, str], path: str = "") -> Notice:
    path = path or f"/workspace/{member.organization_id}/"
    return Notice(
        organization_id=member.organization_id, user_id=member.user_id, cause=cause, subject=subject, body=body, values=values, path=path,
        created=clock.now(),
    )
