"""Addresses of the API's schema, documentation and error codes."""

from __future__ import annotations

from django.urls import path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from web.problem import views

pages = [
    path("errors/", views.ErrorCodes.as_view(), name="problem.codes"),
    path("errors/<slug:code>", views.ErrorCode.as_view(), name="problem.code"),
    path("api/v1/docs/walkthrough", views.Walkthrough.as_view(), name="problem.walkthrough"),
]
api = [
    path("api/v1/schema", SpectacularAPIView.as_view(authentication_classes=[]), name="api.schema"),
    path("api/v1/docs", SpectacularSwaggerSplitView.as_view(url_name="api.schema", authentication_classes=[]), name="api.docs"),
]
