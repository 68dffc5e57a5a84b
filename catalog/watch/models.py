"""Searches that a person keeps, and which datasets they were told of. Nobody else sees them, neither colleagues nor the exchange:
what someone looks for tells what they are about to do."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q, QuerySet

from accounts.models import Organization, User
from kernel.actor import Actor


class SavedSearchQuerySet(QuerySet["SavedSearch"]):
    def visible_to(self, actor: Actor) -> Self:
        """A person's own, in the organization they act for."""
        if actor.is_system:
            return self
        if actor.person is None or actor.organization is None:
            return self.none()
        return self.filter(user_id=actor.person, organization_id=actor.organization)


class SavedSearch(models.Model):
    """`asked` is the query string's lists by name, as catalog/search/filters.py reads them; `looked` is until when new listings were looked through."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.TextField()
    asked = models.JSONField(default=dict)
    alerts = models.BooleanField(default=True)
    looked = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    created = models.DateTimeField()

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        app_label = "catalog"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["organization", "user", "name"], name="saved_search_name_once"),
            models.CheckConstraint(condition=~Q(name=""), name="saved_search_named"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["user", "organization", "-created", "-id"], name="saved_search_of_user"),
            models.Index(fields=["looked"], condition=Q(alerts=True), name="saved_search_due"),
        ]

    def __str__(self) -> str:
        return self.name


class SearchAlert(models.Model):
    """A dataset that the owner of a search was told of: once, however often it is looked for."""

    id = models.BigAutoField(primary_key=True)
    search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="told", db_index=False)
    dataset = models.ForeignKey("catalog.Dataset", on_delete=models.CASCADE, related_name="+")
    told = models.DateTimeField()

    class Meta:
        app_label = "catalog"
        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["search", "dataset"], name="search_alert_once")]
