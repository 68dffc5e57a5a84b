"""Addresses of clearance; under /api/v1/export-cases/ too, because an address need not lie in the slice it names."""

from __future__ import annotations

from django.urls import path

from exchange.clearance import api as rest
from exchange.clearance.views import register, single

_EXPORTS = "workspace/<uuid:organization>/exports/"
_CLEARANCES = "workspace/<uuid:organization>/clearances/"
_ONE = "api/v1/clearances/<uuid:clearance>/"

pages = [
    path(_EXPORTS, register.Register.as_view(), name="clearance.register"),
    path(f"{_EXPORTS}waiting/", register.Waiting.as_view(), name="clearance.waiting"),
    path(f"{_EXPORTS}return/<int:year>/<int:month>/", register.Return.as_view(), name="clearance.return"),
    path(f"{_EXPORTS}<uuid:declaration>/", single.Export.as_view(), name="clearance.declaration"),
    path(f"{_EXPORTS}<uuid:declaration>/<slug:verdict>/", single.DecideExport.as_view(), name="clearance.decide"),
    path(_CLEARANCES, register.Clearances.as_view(), name="clearance.all"),
    path(f"{_CLEARANCES}<uuid:clearance>/", single.OneClearance.as_view(), name="clearance.one"),
    path(f"{_CLEARANCES}<uuid:clearance>/<slug:act>/", single.ActOnClearance.as_view(), name="clearance.act"),
    path("workspace/<uuid:organization>/deals/<uuid:agreement>/clearance/", single.Issue.as_view(), name="clearance.issue"),
]
api = [
    path("api/v1/export-cases/<uuid:case>/clearance", rest.OfCase.as_view(), name="api.export_case.clearance"),
    path("api/v1/export-cases/<uuid:case>/declarations", rest.DeclarationsOfCase.as_view(), name="api.export_case.declarations"),
    path(f"{_ONE}suspend", rest.Suspend.as_view(), name="api.clearance.suspend"),
    path(f"{_ONE}reinstate", rest.Reinstate.as_view(), name="api.clearance.reinstate"),
    path(f"{_ONE}revoke", rest.Revoke.as_view(), name="api.clearance.revoke"),
    path(f"{_ONE}changes", rest.Change.as_view(), name="api.clearance.changes"),
    path("api/v1/declarations", rest.Declarations.as_view(), name="api.declarations"),
    path("api/v1/declarations/<uuid:declaration>", rest.OneDeclaration.as_view(), name="api.declaration"),
    path("api/v1/declarations/<uuid:declaration>/release", rest.Release.as_view(), name="api.declaration.release"),
    path("api/v1/declarations/<uuid:declaration>/refuse", rest.Refuse.as_view(), name="api.declaration.refuse"),
]
