"""Addresses of data dictionaries and their mappings."""

from __future__ import annotations

from django.urls import path

from catalog.dictionary import api as rest, public, views

DESK = "workspace/<uuid:organization>/dictionaries/"
PAIR = "workspace/<uuid:organization>/dictionary-mappings/<uuid:dictionary_mapping>/"
ONE = "api/v1/dictionary-mappings/<uuid:dictionary_mapping>"

pages = [
    path("element-mappings/", public.Mappings.as_view(), name="dictionary_mapping.register"),
    path("element-mappings/<uuid:dictionary_mapping>/", public.Mapping.as_view(), name="dictionary_mapping.public"),
    path(DESK, views.Dictionaries.as_view(), name="dictionary.list"),
    path(f"{DESK}<uuid:dictionary>/", views.One.as_view(), name="dictionary.one"),
    path(PAIR, views.Mapping.as_view(), name="dictionary_mapping.one"),
    path(f"{PAIR}propose/", views.Propose.as_view(), name="dictionary_mapping.propose"),
    path(f"{PAIR}recognize/", views.Recognize.as_view(), name="dictionary_mapping.recognize"),
    path(f"{PAIR}refuse/", views.Refuse.as_view(), name="dictionary_mapping.refuse"),
    path(f"{PAIR}end/", views.End.as_view(), name="dictionary_mapping.end"),
    path(f"{PAIR}revise/", views.Revise.as_view(), name="dictionary_mapping.revise"),
    path(f"{PAIR}export/", views.Export.as_view(), name="dictionary_mapping.export"),
]
api = [
    path("api/v1/dictionaries", rest.Dictionaries.as_view(), name="api.dictionary.list"),
    path("api/v1/dictionaries/<uuid:dictionary>", rest.One.as_view(), name="api.dictionary.one"),
    path("api/v1/dictionaries/<uuid:dictionary>/terms", rest.Terms.as_view(), name="api.dictionary.terms"),
    path("api/v1/dictionary-mappings", rest.Mappings.as_view(), name="api.dictionary_mapping.list"),
    path(ONE, rest.Mapping.as_view(), name="api.dictionary_mapping.one"),
    path(f"{ONE}/lines", rest.Lines.as_view(), name="api.dictionary_mapping.lines"),
    path(f"{ONE}/propose", rest.Propose.as_view(), name="api.dictionary_mapping.propose"),
    path(f"{ONE}/recognize", rest.Recognize.as_view(), name="api.dictionary_mapping.recognize"),
    path(f"{ONE}/refuse", rest.Refuse.as_view(), name="api.dictionary_mapping.refuse"),
    path(f"{ONE}/end", rest.End.as_view(), name="api.dictionary_mapping.end"),
    path(f"{ONE}/revise", rest.Revise.as_view(), name="api.dictionary_mapping.revise"),
    path(f"{ONE}/export", rest.Export.as_view(), name="api.dictionary_mapping.export"),
]
