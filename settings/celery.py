"""Celery's application and beat's static schedule. Tasks live in the slices; each is sent by a commit and, surely, by beat."""

from __future__ import annotations

from celery import Celery

app = Celery("shugang")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
