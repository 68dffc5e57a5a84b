"""Shapes of the organization's REST face, and the plain functions that fill them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from accounts.admission.models import Paper
from accounts.organization.models import Ciio, Kind, Organization
from accounts.organization.states import State
from accounts.rules.admission import PAPERS, ROLES_WANTED, Item, Particulars


class ParticularsShape(serializers.Serializer[Any]):
    """Either `uscc` (mainland) or `foreign_register` and `foreign_number`; HK, MO and TW are countries of their own here."""

    name_zh = serializers.CharField(max_length=200, allow_blank=True, default="")
    name_en = serializers.CharField(max_length=200, allow_blank=True, default="")
    country = serializers.CharField(min_length=2, max_length=2, default="CN")
    uscc = serializers.CharField(max_length=18, allow_blank=True, default="")
    foreign_register = serializers.CharField(max_length=100, allow_blank=True, default="")
    foreign_number = serializers.CharField(max_length=60, allow_blank=True, default="")
    in_beijing = serializers.BooleanField(allow_null=True, default=None)
    ciio = serializers.ChoiceField(choices=Ciio.values, default=Ciio.UNKNOWN)
    roles_wanted = serializers.ListField(child=serializers.ChoiceField(choices=ROLES_WANTED), min_length=1, max_length=2)


class OrganizationShape(ParticularsShape):
    roles_wanted = serializers.ListField(child=serializers.ChoiceField(choices=ROLES_WANTED), help_text="Empty for the exchange and the regulator.")
    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=Kind.values)
    abroad = serializers.BooleanField()
    state = serializers.ChoiceField(choices=[state.value for state in State])
    state_since = serializers.DateTimeField()
    created = serializers.DateTimeField()
    verified_until = serializers.DateTimeField(allow_null=True)
    rules_accepted = serializers.IntegerField()
    reason = serializers.CharField(allow_blank=True)


class ItemShape(serializers.Serializer[Any]):
    key = serializers.CharField()
    done = serializers.BooleanField()
    text = serializers.CharField()
    remedy = serializers.CharField(allow_null=True)
    remark = serializers.CharField(allow_null=True)


class ChecklistShape(serializers.Serializer[Any]):
    complete = serializers.BooleanField()
    items = ItemShape(many=True)
    note = serializers.CharField(allow_blank=True)


class NewPaperShape(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=PAPERS)
    name = serializers.CharField(max_length=200)
    media_type = serializers.CharField(max_length=100)
    size = serializers.IntegerField(min_value=1)


class PaperShape(NewPaperShape):
    id = serializers.UUIDField()
    sha256 = serializers.CharField(allow_null=True)
    created = serializers.DateTimeField()
    kept = serializers.DateTimeField(allow_null=True)
    removed = serializers.DateTimeField(allow_null=True)


class WhyShape(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=2000)


class RemarksShape(serializers.Serializer[Any]):
    """`remarks` maps a key of the checklist to what is wrong with that line."""

    remarks = serializers.DictField(child=serializers.CharField(max_length=1000), allow_empty=False)
    note = serializers.CharField(max_length=2000, allow_blank=True, default="")


class AskedShape(serializers.Serializer[Any]):
    approval = serializers.UUIDField()


def said(given: dict[str, Any]) -> Particulars:
    """Input to particulars; codes are written in capitals."""
    return Particulars(**{**given, "country": given["country"].upper(), "uscc": given["uscc"].upper(), "roles_wanted": tuple(given["roles_wanted"])})


def as_json(row: Organization) -> dict[str, Any]:
    return {
        "id": row.pk, "kind": row.kind, "name_zh": row.name_zh, "name_en": row.name_en, "country": row.country, "abroad": row.abroad, "uscc": row.uscc,
        "foreign_register": row.foreign_register, "foreign_number": row.foreign_number, "in_beijing": row.in_beijing, "ciio": row.ciio,
        "roles_wanted": row.roles_wanted, "state": row.state, "state_since": row.state_since, "created": row.created,
        "verified_until": row.verified_until, "rules_accepted": row.rules_accepted, "reason": row.reason,
    }


def item_as_json(item: Item, remarks: dict[str, str]) -> dict[str, Any]:
    return {"key": item.key, "done": item.done, "text": str(item.text), "remedy": str(item.remedy) if item.remedy else None, "remark": remarks.get(item.key)}


def paper_as_json(row: Paper) -> dict[str, Any]:
    blob = row.blob
    return {
        "id": row.pk, "kind": row.kind, "name": blob.name, "media_type": blob.media_type, "size": blob.size if row.kept else blob.declared_size,
        "sha256": bytes(blob.sha256).hex() if blob.sha256 else None, "created": row.created, "kept": row.kept, "removed": row.removed,
    }
