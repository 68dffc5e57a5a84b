"""Tables of shared definitions: the element, its versions, and which fields of datasets follow it."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

import pgtrigger
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import get_language

from catalog.element.states import MACHINE, ElementState
from kernel.actor import Actor

CONTENT = ("element_id", "number", "name_zh", "name_en", "definition_zh", "definition_en", "type", "unit", "code_list", "source", "kind", "created", "proposer_id", "proposed_by")


class ElementQuerySet(QuerySet["Element"]):
    def visible_to(self, actor: Actor) -> Self:
        """What was accepted once is for everybody; a code that was only proposed, for the exchange and its steward."""
        if actor.is_system or actor.jurisdiction:
            return self
        known = Q(face__isnull=False)
        return self.filter(known | Q(steward_id=actor.organization)) if actor.organization else self.filter(known)


class Element(models.Model):
    """A shared definition under a code that never changes. `face` is the version that stands, or the last that stood."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = models.TextField(unique=True)
    steward = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+")
    face = models.ForeignKey("catalog.ElementVersion", on_delete=models.PROTECT, null=True, related_name="+")
    created = models.DateTimeField()

    objects = ElementQuerySet.as_manager()

    class Meta:
        app_label = "catalog"
        constraints: ClassVar[list[Any]] = [models.CheckConstraint(condition=Q(code__regex=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"), name="element_code_shape")]

    def __str__(self) -> str:
        return self.code

    def hold_subjects(self) -> list[uuid.UUID]:
        return [self.steward_id]


class ElementVersionQuerySet(QuerySet["ElementVersion"]):
    def visible_to(self, actor: Actor) -> Self:
        """Accepted versions are public; a proposal is its proposer's, the steward's and the exchange's."""
        if actor.is_system or actor.jurisdiction:
            return self
        public = ~Q(state__in=[ElementState.DRAFT, ElementState.REFUSED])
        if actor.organization is None:
            return self.filter(public)
        return self.filter(public | Q(proposer_id=actor.organization) | Q(element__steward_id=actor.organization))


class ElementVersion(models.Model):
    """One wording of a definition; never changed. `code_list`: [[code, zh, en], ...]; `kind`: what detectors of scans call such values."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    element = models.ForeignKey(Element, on_delete=models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    state = models.TextField(default=MACHINE.initial)
    state_since = models.DateTimeField()
    created = models.DateTimeField()
    name_zh = models.TextField()
    name_en = models.TextField()
    definition_zh = models.TextField()
    definition_en = models.TextField()
    type = models.TextField()
    unit = models.TextField(blank=True, default="")
    code_list = models.JSONField(default=list)
    source = models.TextField(blank=True, default="")
    kind = models.TextField(blank=True, default="")
    proposer = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+")
    proposed_by = models.UUIDField(null=True)
    decided_by = models.UUIDField(null=True)
    remark = models.TextField(blank=True, default="")

    machine = MACHINE
    objects = ElementVersionQuerySet.as_manager()

    class Meta:
        app_label = "catalog"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(state__in=[str(state) for state in MACHINE.states]), name="element_version_state_known"),
            models.UniqueConstraint(fields=["element", "number"], name="element_version_number_once"),
            models.UniqueConstraint(fields=["element"], condition=Q(state="current"), name="element_one_current"),
            models.UniqueConstraint(fields=["element"], condition=Q(state="draft"), name="element_one_draft"),
            models.CheckConstraint(condition=Q(decided_by=None) | Q(proposed_by=None) | Q(state="retired") | ~Q(decided_by=F("proposed_by")), name="element_two_persons"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["proposer", "-created", "-id"], name="element_version_of_proposer"),
            models.Index(fields=["created", "id"], condition=Q(state="draft"), name="element_version_to_decide"),
        ]
        triggers: ClassVar[list[Any]] = [
            pgtrigger.Protect(
                name="element_version_frozen", operation=pgtrigger.Update,
                condition=pgtrigger.Condition(f"OLD.id IS NOT NULL AND ({', '.join(f'OLD.{name}' for name in CONTENT)}) IS DISTINCT FROM ({', '.join(f'NEW.{name}' for name in CONTENT)})"),
            ),
            pgtrigger.Protect(name="element_version_kept", operation=pgtrigger.Delete),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_en if _english() else self.name_zh

    @property
    def definition(self) -> str:
        return self.definition_en if _english() else self.definition_zh

    def hold_subjects(self) -> list[uuid.UUID]:
        return [self.proposer_id]


class FieldElementQuerySet(QuerySet["FieldElement"]):
    def visible_to(self, actor: Actor) -> Self:
        from catalog.dataset.models import DatasetRevision

        return self if actor.is_system else self.filter(revision__in=DatasetRevision.objects.visible_to(actor).values("pk"))

    def live(self) -> Self:
        """Mappings that stand, of fields that are there: a draft's fields come and go."""
        from catalog.dataset.models import DataField

        return self.filter(Exists(DataField.objects.filter(revision=OuterRef("revision"), name=OuterRef("field"))), ended=None)


class FieldElement(models.Model):
    """A provider's word that a field follows a definition. It stands beside the revision and changes nothing in it, so that it may
    also be given for a frozen one; what was said once stays, with the time it ended."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    dataset = models.ForeignKey("catalog.Dataset", on_delete=models.PROTECT, related_name="+", db_index=False)
    revision = models.ForeignKey("catalog.DatasetRevision", on_delete=models.PROTECT, related_name="mappings", db_index=False)
    field = models.TextField()
    element = models.ForeignKey(Element, on_delete=models.PROTECT, related_name="+", db_index=False)
    version = models.ForeignKey(ElementVersion, on_delete=models.PROTECT, related_name="+")
    mapped = models.DateTimeField()
    mapped_by = models.UUIDField()
    ended = models.DateTimeField(null=True)

    objects = FieldElementQuerySet.as_manager()

    class Meta:
        app_label = "catalog"
        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["revision", "field"], condition=Q(ended=None), name="field_follows_one_element")]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["element", "dataset"], condition=Q(ended=None), name="field_element_shared"),
            models.Index(fields=["dataset", "-mapped"], name="field_element_of_dataset"),
        ]
        triggers: ClassVar[list[Any]] = [
            pgtrigger.Protect(
                name="field_element_kept", operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.ended IS NOT NULL OR (OLD.revision_id, OLD.field, OLD.version_id, OLD.mapped_by) IS DISTINCT FROM (NEW.revision_id, NEW.field, NEW.version_id, NEW.mapped_by)"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.field


def _english() -> bool:
    return (get_language() or "").startswith("en")
