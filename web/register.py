"""Base of the registers under /console/: read-only lists of a table, for people of the exchange and the regulators.

Nothing is decided here; a row links to the page of its slice where one is. Counts stop at MOST rows, so that a list costs the
same on a small and on a large exchange: narrow it by filter or search instead of paging deep.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.admin import AdminSite
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from unfold.admin import ModelAdmin

from kernel.actor import NOBODY

MOST = 1_000


class CappedPaginator(Paginator):
    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return rows.order_by().values("pk")[:MOST].count() if isinstance(rows, QuerySet) else len(rows)


class Register(ModelAdmin):
    """Subclass with `list_display`, `list_filter`, `search_fields`; rows are those `visible_to` gives where a table has it.

    `called` names one row and many. It stands here and not in the model, because only these pages show it and every migration
    would keep a copy."""

    called: ClassVar[tuple[Any, Any] | None] = None
    show_full_result_count = False
    paginator = CappedPaginator
    list_per_page = 50
    actions = None
    list_select_related: bool | tuple[str, ...] = ()

    def __init__(self, model: type[Model], admin_site: AdminSite) -> None:
        if self.called is not None:
            model._meta.verbose_name, model._meta.verbose_name_plural = self.called
        super().__init__(model, admin_site)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: Any = self.model._default_manager.all()
        if hasattr(rows, "visible_to"):
            rows = rows.visible_to(getattr(request, "actor", NOBODY))
        ordering = self.get_ordering(request)
        return rows.order_by(*ordering) if ordering else rows

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return bool(getattr(request, "actor", NOBODY).jurisdiction)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)
