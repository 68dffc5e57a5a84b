"""A saved search that only its owner sees, and a rebuild of the index that is the operator's alone."""

from __future__ import annotations

from typing import Any

from accounts.actors import actor_of
from accounts.models import Organization, User
from catalog.indexing.models import Reindexing
from catalog.indexing.states import ReindexState
from catalog.watch import use_cases
from kernel import clock


def objects(buyer: Organization) -> dict[str, Any]:
    """A search of someone at the buyer who is neither signed in on the stage nor behind one of its clients."""
    owner = actor_of(User.objects.get(email="owner@buyer.example"), buyer)
    saved = use_cases.save(owner, name="Only mine", asked={"q": ["航班"]})
    now = clock.now()
    run = Reindexing.objects.create(analyzer=0, state=ReindexState.RUNNING, state_since=now, created=now)
    return {"search": saved.pk, "reindexing": run.pk}
