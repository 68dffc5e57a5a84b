"""Installed only where the sample exchange may be loaded: the demo and the tests."""

from django.apps import AppConfig


class SeedsConfig(AppConfig):
    name = "seeds"
