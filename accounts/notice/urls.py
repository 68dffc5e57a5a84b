"""Addresses of the demo's mailbox and role strip."""

from __future__ import annotations

from django.urls import path

from accounts.notice import views

pages = [
    path("mailbox/", views.Mailbox.as_view(), name="demo.mailbox"),
    path("mailbox/<uuid:letter>/", views.One.as_view(), name="demo.letter"),
    path("demo/role/<slug:role>/", views.SwitchRole.as_view(), name="demo.role"),
]
