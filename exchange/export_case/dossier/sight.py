"""Who may see which paper of a case."""

from __future__ import annotations

from exchange.export_case import permissions
from exchange.export_case.models import ExportCase, Paper
from kernel.actor import Actor


def may_see(actor: Actor, case: ExportCase, paper: Paper) -> bool:
    """Identity papers: their owner's preparers and the people of the desk that reviews; others: the exporter, the desk, the operator and regulators."""
    owner = actor.organization is not None and actor.organization == paper.owner
    desk = actor.organization is not None and actor.organization == case.desk_id
    if paper.private:
        return (owner and bool(actor.roles & permissions.PROVIDERS)) or (desk and bool(actor.roles & {"intake", "reviewer", "approver", "operator"}))
    return owner or desk or actor.organization == case.exporter_id or bool(actor.jurisdiction)
