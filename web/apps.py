"""Django's entry for the page shell: templates, components, static files and translations that every face shares.

No model lives here, and nothing here knows a dataset, an offer or an agreement: upper floors hand over finished words.
"""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "web"
