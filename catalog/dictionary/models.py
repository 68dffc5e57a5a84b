"""Tables of foreign data dictionaries, their terms, and the mappings two organizations make of them."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

import pgtrigger
from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import get_language

from catalog.dictionary.states import MACHINE, MappingState
from kernel.actor import Actor
from kernel.models import AppendOnly

RELATIONS = ("exact", "close", "broad", "narrow")
"""As SKOS names them: exactMatch, closeMatch, broadMatch, narrowMatch."""


class DictionaryQuerySet(QuerySet["Dictionary"]):
    def visible_to(self, actor: Actor) -> Self:
        """Its owner's; published ones are for every organization; and the other side of a proposed mapping sees what it is about."""
        if actor.is_system or actor.jurisdiction:
            return self
        if actor.organization is None:
            return self.none()
        asked = DictionaryMapping.objects.filter(other_id=actor.organization).exclude(state=MappingState.DRAFT).values("source")
        return self.filter(Q(owner_id=actor.organization) | Q(published=True) | Q(pk__in=asked))


class Dictionary(models.Model):
    """One edition of a platform's dictionary, as it was uploaded. A later upload under the same code is the next edition.

    Acts lock it, so it is no AppendOnly table, whose rows the application may not lock; its triggers keep it as it was."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    owner = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+", db_index=False)
    code = models.TextField()
    number = models.PositiveIntegerField()
    name_zh = models.TextField()
    name_en = models.TextField()
    published = models.BooleanField(default=False)
    terms_count = models.PositiveIntegerField()
    created = models.DateTimeField()

    objects = DictionaryQuerySet.as_manager()

    class Meta:
        app_label = "catalog"
        triggers: ClassVar[list[Any]] = [pgtrigger.Protect(name="dictionary_kept", operation=pgtrigger.Update | pgtrigger.Delete)]
        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["owner", "code", "number"], name="dictionary_edition_once")]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["owner", "-created", "-id"], name="dictionary_of_owner"), models.Index(fields=["-created", "-id"], name="dictionary_newest")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_en if (get_language() or "").startswith("en") else self.name_zh

    def hold_subjects(self) -> list[uuid.UUID]:
        return [self.owner_id]


class DictionaryTerm(AppendOnly):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    dictionary = models.ForeignKey(Dictionary, on_delete=models.PROTECT, related_name="terms", db_index=False)
    position = models.PositiveIntegerField()
    code = models.TextField()
    name_zh = models.TextField(blank=True, default="")
    name_en = models.TextField(blank=True, default="")
    definition = models.TextField(blank=True, default="")
    type = models.TextField(blank=True, default="")
    unit = models.TextField(blank=True, default="")

    class Meta(AppendOnly.Meta):
        app_label = "catalog"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["dictionary", "position"], name="term_position_once"),
            models.UniqueConstraint(fields=["dictionary", "code"], name="term_code_once"),
            models.CheckConstraint(condition=~Q(code="") & (~Q(name_zh="") | ~Q(name_en="")), name="term_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        english = (get_language() or "").startswith("en")
        return (self.name_en or self.name_zh) if english else (self.name_zh or self.name_en)


class DictionaryMappingQuerySet(QuerySet["DictionaryMapping"]):
    def visible_to(self, actor: Actor) -> Self:
        """The two sides; the other side from the proposal on. Operator and regulators see what was proposed."""
        if actor.is_system:
            return self
        told = ~Q(state=MappingState.DRAFT)
        if actor.jurisdiction:
            return self.filter(told | Q(owner_id=actor.organization))
        return self.filter(Q(owner_id=actor.organization) | (Q(other_id=actor.organization) & told)) if actor.organization else self.none()

    def public(self) -> Self:
        """Recognized by both sides, between what both have published: anyone may read these."""
        return self.filter(Q(target=None) | Q(target__published=True), state=MappingState.RECOGNIZED, source__published=True)


class DictionaryMapping(models.Model):
    """One version of a mapping from `source` to `target`, another dictionary, or to the exchange's elements where that is null.

    `owner` made it and consents by proposing it, `other` by recognizing it: the owner of the target, or the exchange."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    source = models.ForeignKey(Dictionary, on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(Dictionary, on_delete=models.PROTECT, null=True, related_name="+")
    owner = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+", db_index=False)
    other = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+", db_index=False)
    series = models.UUIDField(default=uuid.uuid4)
    number = models.PositiveIntegerField(default=1)
    state = models.TextField(default=MACHINE.initial)
    state_since = models.DateTimeField()
    created = models.DateTimeField()
    proposed_by = models.UUIDField(null=True)
    recognized_by = models.UUIDField(null=True)
    remark = models.TextField(blank=True, default="")

    machine = MACHINE
    objects = DictionaryMappingQuerySet.as_manager()

    class Meta:
        app_label = "catalog"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(state__in=[str(state) for state in MACHINE.states]), name="dictionary_mapping_state_known"),
            models.UniqueConstraint(fields=["series", "number"], name="dictionary_mapping_version_once"),
            models.UniqueConstraint(fields=["series"], condition=Q(state__in=["draft", "proposed"]), name="dictionary_mapping_one_open"),
            models.UniqueConstraint(fields=["series"], condition=Q(state="recognized"), name="dictionary_mapping_one_recognized"),
            models.UniqueConstraint(fields=["source", "target"], condition=Q(number=1), nulls_distinct=False, name="dictionary_mapping_pair_once"),
            models.CheckConstraint(condition=~Q(owner=F("other")), name="dictionary_mapping_two_sides"),
            models.CheckConstraint(condition=~Q(state="recognized") | (Q(proposed_by__isnull=False, recognized_by__isnull=False) & ~Q(proposed_by=F("recognized_by"))), name="dictionary_mapping_two_consents"),
        ]  # fmt: skip
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["owner", "-created", "-id"], name="dictionary_mapping_of_owner"),
            models.Index(fields=["other", "-created", "-id"], name="dictionary_mapping_of_other"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.number}"

    def hold_subjects(self) -> list[uuid.UUID]:
        return [self.owner_id, self.other_id]


_REFUSE_WHEN_PROPOSED = """
IF TG_OP <> 'INSERT' AND EXISTS (SELECT 1 FROM catalog_dictionarymapping WHERE id = OLD.mapping_id AND state <> 'draft')
  OR TG_OP <> 'DELETE' AND EXISTS (SELECT 1 FROM catalog_dictionarymapping WHERE id = NEW.mapping_id AND state <> 'draft') THEN
  RAISE EXCEPTION 'a proposed mapping is not changed' USING ERRCODE = 'restrict_violation';
END IF;
IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
RETURN NEW;
"""


class TermMatch(models.Model):
    """One line of a mapping: what a term corresponds to, and how closely."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    mapping = models.ForeignKey(DictionaryMapping, on_delete=models.CASCADE, related_name="matches", db_index=False)
    term = models.ForeignKey(DictionaryTerm, on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(DictionaryTerm, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.ForeignKey("catalog.ElementVersion", on_delete=models.PROTECT, null=True, related_name="+")
    relation = models.TextField()

    class Meta:
        app_label = "catalog"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["mapping", "term"], name="term_match_once"),
            models.CheckConstraint(condition=Q(relation__in=RELATIONS), name="term_match_relation_known"),
            models.CheckConstraint(condition=Q(target__isnull=False, version=None) | Q(target=None, version__isnull=False), name="term_match_one_target"),
        ]
        triggers: ClassVar[list[Any]] = [
            pgtrigger.Trigger(name="term_match_frozen", when=pgtrigger.Before, operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete, func=_REFUSE_WHEN_PROPOSED),
        ]

    def __str__(self) -> str:
        return f"{self.term_id} {self.relation}"
