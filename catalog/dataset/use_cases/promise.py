"""What a provider says around its data: promised quality, questions to buyers, where a service holds them, and who may see the dataset."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Q
from django.utils.translation import gettext_noop

from accounts.models import Organization
from catalog.dataset import permissions
from catalog.dataset.models import Dataset, DatasetReader, ServiceEndpoint
from catalog.dataset.states import DatasetState
from catalog.dataset.use_cases.working import JOINED, changed, edited, working
from catalog.rules import questions as asking
from catalog.rules.quality import promised
from catalog.rules.visibility import Visibility
from kernel.decision import Say
from kernel.errors import Invalid, WrongState
from kernel.use_case import Act, use_case

MOST_READERS = 200


@use_case
def promise(act: Act, dataset_id: UUID, given: Mapping[str, Any], *, expected: str | None = None) -> Dataset:
    """Replace what is promised of the quality of the revision in work: {"completeness": "0.98", ..., "update_every": "P1M", "key": "flight_no"}, see
    rules/quality.Promise; an empty one takes all back. Errors: as `describe`."""
    dataset = act.find(Dataset, dataset_id, join=JOINED)
    act.authorise(permissions.EDIT, dataset)
    revision = working(act, dataset, expected)
    revision.promises = promised(given).as_json()
    changed(revision, "promises")
    # by this name the outbox's reader `quality` looks at the dataset anew: the promised key is part of a measure
    act.record("catalog.quality.promised", dataset, {"revision": str(revision.pk), "number": revision.number, "promise": revision.promises})
    return dataset


@use_case
def ask_buyers(act: Act, dataset_id: UUID, rows: Sequence[Mapping[str, Any]], *, expected: str | None = None) -> Dataset:
    """Replace the questions that buyers answer in their request (catalog/rules/questions.py). Errors: as `describe`."""
    dataset = act.find(Dataset, dataset_id, join=JOINED)
    act.authorise(permissions.EDIT, dataset)
    revision = working(act, dataset, expected)
    revision.questions = asking.checked(rows)
    changed(revision, "questions")
    edited(act, dataset, revision, ["questions"])
    return dataset


@use_case
def keep_service(act: Act, dataset_id: UUID, *, url: str, outcome: str = "", status: int | None = None, expected: str | None = None) -> Dataset:
    """Keep the address of a service with the outcome of its connection test, or take it away (empty). Tested by `catalog.dataset.connecting`."""
    dataset = act.find(Dataset, dataset_id, join=JOINED)
    act.authorise(permissions.EDIT, dataset)
    revision = working(act, dataset, expected)
    if url:
        ServiceEndpoint.objects.update_or_create(revision=revision, defaults={"url": url, "outcome": outcome, "status": status, "tested": act.now})
    else:
        ServiceEndpoint.objects.filter(revision=revision).delete()
    changed(revision)
    edited(act, dataset, revision, ["service"])
    return dataset


@use_case
def show_to(act: Act, dataset_id: UUID, visibility: str, readers: Sequence[str] = ()) -> Dataset:
    """Choose who sees the dataset while it is listed; takes effect at once. `readers` are ids or social credit codes of verified
    organizations, for `named` alone. Holders of an agreement go on seeing it. Errors: Invalid, WrongState."""
    dataset = act.find(Dataset, dataset_id, join=JOINED)
    act.authorise(permissions.EDIT, dataset)
    if dataset.state in (DatasetState.WITHDRAWN, DatasetState.REFUSED):
        raise WrongState(Say(gettext_noop("This dataset was withdrawn; it can no longer be changed.")))
    if visibility not in set(Visibility):
        raise Invalid(fields={"visibility": [Say(gettext_noop("Choose one of the list."))]})
    named = organizations(readers, act.now) if visibility == Visibility.NAMED else []
    dataset.visibility = visibility
    dataset.save(update_fields=["visibility"])
    DatasetReader.objects.filter(dataset=dataset).exclude(organization__in=named).delete()
    DatasetReader.objects.bulk_create([DatasetReader(dataset=dataset, organization_id=one) for one in named], ignore_conflicts=True)
    _to_search(dataset)
    act.record("catalog.dataset.shown_to", dataset, {"visibility": visibility, "readers": len(named)})
    return dataset


def organizations(readers: Sequence[str], at: datetime) -> list[UUID]:
    """Ids of verified organizations in the order given. Errors: Invalid naming each that is none, keys "readers.<position>"."""
    texts = list(dict.fromkeys(str(one).strip() for one in readers if str(one).strip()))
    if not texts or len(texts) > MOST_READERS:
        raise Invalid(fields={"readers": [Say(gettext_noop("Name 1 to %(most)s organizations."), {"most": MOST_READERS})]})
    ids = [one for one in texts if _is_id(one)]
    rows = Organization.objects.verified(at).filter(Q(pk__in=ids) | Q(uscc__in=[one.upper() for one in texts])).values_list("pk", "uscc")
    known = {str(pk): pk for pk, _uscc in rows} | {uscc: pk for pk, uscc in rows if uscc}
    found = [known.get(one.lower()) or known.get(one.upper()) for one in texts]
    wrong = {
        f"readers.{position}": [Say(gettext_noop("%(code)s is neither the id nor the social credit code of a verified organization."), {"code": one})]
        for position, (one, pk) in enumerate(zip(texts, found, strict=True), 1)
        if pk is None
    }
    if wrong:
        raise Invalid(fields=wrong)
    return [pk for pk in dict.fromkeys(found) if pk is not None]


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _to_search(dataset: Dataset) -> None:
    """The search row repeats the choice, so that every list and count knows it at once. The row's slice stands above this one."""
    apps.get_model("catalog", "SearchEntry")._default_manager.filter(dataset=dataset).update(visibility=dataset.visibility)
