"""The registers under /console/: the theme's settings in our colors, and the theme's own words.

`UNFOLD` is imported by settings. The theme ships no translations: `WORDS` lists what its pages say, so that the extractor finds
them and they are translated with ours.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _, gettext_noop


def icon(request: HttpRequest) -> str:
    from django.templatetags.static import static  # settings are not ready when this module is imported

    return static("web/icon.svg")


INK = {
    "50": "#f3f6f9", "100": "#eaeff4", "200": "#d8e0e8", "300": "#b9c5d1", "400": "#8797a8", "500": "#5a6a7d",
    "600": "#46566a", "700": "#35485d", "800": "#1b2f47", "900": "#131d29", "950": "#0c131c",
}
AZURE = {
    "50": "#f2f7fd", "100": "#e8f1fc", "200": "#c9def7", "300": "#a3cdff", "400": "#74b4ff", "500": "#2f80d8",
    "600": "#0a5fbf", "700": "#084a96", "800": "#0a3c78", "900": "#10305c", "950": "#10243e",
}

UNFOLD: dict[str, Any] = {
    "SITE_TITLE": _("Shugang registers"),
    "SITE_HEADER": _("Shugang registers"),
    "SITE_SUBHEADER": _("Read only: every decision is a page of its own."),
    "SITE_URL": "/",
    "SITE_ICON": icon,
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": icon}],
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": True,
    "SHOW_LANGUAGES": True,
    "LANGUAGES": {"action": reverse_lazy("web:choose_language")},
    "SHOW_BACK_BUTTON": True,
    "BORDER_RADIUS": "6px",
    "COLORS": {"base": INK, "primary": AZURE},
    "SIDEBAR": {"show_search": True, "command_search": True, "show_all_applications": True},
}

WORDS = (
    gettext_noop("Select record"), gettext_noop("Select action"), gettext_noop("From"), gettext_noop("To"), gettext_noop("Date from"),
    gettext_noop("Date to"), gettext_noop("Not enough data."), gettext_noop("Link"), gettext_noop("Select action to run"), gettext_noop("Run"),
    gettext_noop("Expand row"), gettext_noop("Welcome back to"), gettext_noop("Type to search"),
    gettext_noop("You have been successfully logged out from the administration"), gettext_noop("No data"), gettext_noop("More actions"),
    gettext_noop("All applications"), gettext_noop("True"), gettext_noop("False"), gettext_noop("Apply Filters"), gettext_noop("Select all rows"),
    gettext_noop("Recent searches"), gettext_noop("No recent searches"), gettext_noop("No results matching your query"),
    gettext_noop("Loading more results..."), gettext_noop("Submit"), gettext_noop("This item will be deleted."), gettext_noop("Click to cancel"),
    gettext_noop("No results found"), gettext_noop("This page yielded into no results. Create a new item or reset your filters."),
    gettext_noop("Reset filters"), gettext_noop("Click to download"), gettext_noop("Go back"), gettext_noop("Search apps and models..."),
    gettext_noop("General"), gettext_noop("Return to site"), gettext_noop("Choose file to upload"), gettext_noop("Toggle password visibility"),
    gettext_noop("Add row"),
)
