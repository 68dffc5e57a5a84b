"""Pages of the API: every error code with its remedy, and a whole deal as a script."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from kernel.errors import NotFound
from web.pages import Page
from web.problem.codes import CODES


class ErrorCode(Page):
    """What one code means and how to mend it."""

    public = True
    audience = "public"

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        if code not in CODES:
            raise NotFound
        found = CODES[code]
        context = {"code": code, "status": found.status, "meaning": gettext(found.meaning), "remedy": gettext(found.remedy)}
        return self.show("web/problem/code.html", context)


class ErrorCodes(Page):
    """All codes on one page."""

    public = True
    audience = "public"

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = [{"code": code, "status": c.status, "meaning": gettext(c.meaning), "remedy": gettext(c.remedy)} for code, c in CODES.items()]
        return self.show("web/problem/codes.html", {"rows": rows})


class Walkthrough(Page):
    """A whole deal as a script, shown as the file stands."""

    public = True
    audience = "public"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show("web/problem/walkthrough.html", {"script": _script("walkthrough.sh"), "export": _script("export.sh")})


@cache
def _script(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")
