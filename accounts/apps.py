"""Django's entry for the floor `accounts`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Organizations and people")
    default_auto_field = "django.db.models.BigAutoField"
