"""A case with all that was said about it, read in one statement: a page of a case must not ask seven times."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Model, OuterRef
from django.db.models.functions import JSONObject

from exchange.export_case.models import ExportCase, LegalDocument, Letter, Opinion, Outcome, PaperRequest
from kernel.actor import Actor
from kernel.errors import NotFound

M = TypeVar("M", bound=Model)
# kind of row -> its order, how many at most, and what is left out because a page does not show it
_PARTS: dict[str, tuple[type[Model], str, int, frozenset[str]]] = {
    "requests": (PaperRequest, "at", 10, frozenset()),
    "outcomes": (Outcome, "recorded", 10, frozenset()),
    "opinions": (Opinion, "number", 20, frozenset()),
    "letters": (Letter, "at", 40, frozenset({"text_zh", "text_en", "signature", "public_key"})),
    "documents": (LegalDocument, "-at", 1, frozenset()),
}


@dataclass(frozen=True, slots=True)
class CaseFile:
    """`requests`, `outcomes`, `opinions` and `letters` in the order they came; `document` is the legal document stated last."""

    case: ExportCase
    requests: list[PaperRequest]
    outcomes: list[Outcome]
    opinions: list[Opinion]
    letters: list[Letter]
    document: LegalDocument | None

    @property
    def asked(self) -> PaperRequest | None:
        """What the desk asked for and waits for."""
        return next((one for one in self.requests if one.answered is None), None)


def read(actor: Actor, case_id: UUID, *join: str) -> CaseFile:
    """Errors: NotFound."""
    row: Any = ExportCase.objects.visible_to(actor).select_related(*join).annotate(**{f"{name}_read": _subquery(name) for name in _PARTS}).filter(pk=case_id).first()
    if row is None:
        raise NotFound
    documents = _rows(LegalDocument, row.documents_read)
    return CaseFile(
        row, _rows(PaperRequest, row.requests_read), _rows(Outcome, row.outcomes_read), _rows(Opinion, row.opinions_read), _rows(Letter, row.letters_read),
        documents[0] if documents else None,
    )  # fmt: skip


def _subquery(name: str) -> ArraySubquery:
    model, order, most, left_out = _PARTS[name]
    names = [field.attname for field in model._meta.concrete_fields if field.name not in left_out]
    rows = model._default_manager.filter(case=OuterRef("pk")).order_by(order)[:most]
    return ArraySubquery(rows.values(json=JSONObject(**{attname: attname for attname in names})))


def _rows(model: type[M], found: list[dict[str, Any]] | None) -> list[M]:
    """Model rows from their JSON: each field reads its own text back."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return [model(**{name: fields[name].to_python(value) for name, value in one.items()}) for one in found or ()]
