"""Django's entry for the kernel."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KernelConfig(AppConfig):
    name = "kernel"
    verbose_name = _("Events of the record")
    default_auto_field = "django.db.models.BigAutoField"
