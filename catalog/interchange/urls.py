"""Addresses of foreign catalogues: records for everyone, imports for the operator, the export under the name of its standard."""

from __future__ import annotations

from django.urls import path

from catalog.interchange import api as rest, exports, views

IMPORTS = "workspace/<uuid:organization>/imports/"

pages = [
    path("catalog/foreign/", views.Records.as_view(), name="interchange.records"),
    path("catalog/foreign/<uuid:record>/", views.Record.as_view(), name="interchange.record"),
    path(IMPORTS, views.Imports.as_view(), name="interchange.imports"),
    path(f"{IMPORTS}sources/", views.Sources.as_view(), name="interchange.sources"),
    path(f"{IMPORTS}<uuid:run>/", views.Run.as_view(), name="interchange.run"),
    path(f"{IMPORTS}<uuid:run>/repeat/", views.Repeat.as_view(), name="interchange.repeat"),
    path("dcat/catalog", exports.Export.as_view(), name="interchange.export"),
    path("dcat/catalog.jsonld", exports.Export.as_view(form="jsonld"), name="interchange.export_jsonld"),
    path("dcat/catalog.ttl", exports.Export.as_view(form="ttl"), name="interchange.export_ttl"),
    path("dcat/catalog.rdf", exports.Export.as_view(form="rdf"), name="interchange.export_rdf"),
]
api = [
    path("api/v1/foreign-sources", rest.ForeignSources.as_view(), name="api.foreign_source.list"),
    path("api/v1/foreign-sources/<uuid:source>/reexport", rest.Reexport.as_view(), name="api.foreign_source.reexport"),
    path("api/v1/foreign-records", rest.Records.as_view(), name="api.foreign_record.list"),
    path("api/v1/foreign-records/<uuid:record>", rest.RecordOne.as_view(), name="api.foreign_record"),
    path("api/v1/imports", rest.Imports.as_view(), name="api.import.list"),
    path("api/v1/imports/<uuid:run>", rest.ImportOne.as_view(), name="api.import"),
    path("api/v1/imports/<uuid:run>/content", rest.ImportContent.as_view(), name="api.import.content"),
    path("api/v1/imports/<uuid:run>/submit", rest.ImportSubmit.as_view(), name="api.import.submit"),
    path("api/v1/imports/<uuid:run>/repeat", rest.ImportRepeat.as_view(), name="api.import.repeat"),
    path("api/v1/imports/<uuid:run>/rows", rest.ImportRows.as_view(), name="api.import.rows"),
]
