"""Pages and answers of the shell itself: language and theme, the living style sheet, Django's error handlers."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from redis import RedisError

from web.components_page import sheet
from web.context import THEME_COOKIE, THEMES

PROBLEM = "application/problem+json"
YEAR = 365 * 24 * 3600
# what a server that does not answer raises: the database, or Valkey (limits of signing in)
AWAY = (OperationalError, InterfaceError, RedisError)


def _back(request: HttpRequest) -> HttpResponseRedirect:
    """To `next` if it is an address of this site, else home."""
    target = request.POST.get("next") or request.GET.get("next") or "/"
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(target if safe else "/")


def _remember(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE, httponly=True)


@never_cache
@require_http_methods(["GET", "POST"])
def set_language(request: HttpRequest, code: str = "") -> HttpResponse:
    """Remember the reader's language. A link is enough: it changes how pages read, nothing else. The console posts the code."""
    code = code or request.POST.get("language", "")
    if code not in dict(settings.LANGUAGES):
        raise Http404
    response = _back(request)
    _remember(response, settings.LANGUAGE_COOKIE_NAME, code)
    return response


@never_cache
@require_http_methods(["GET", "POST"])
def set_theme(request: HttpRequest) -> HttpResponse:
    """Remember light or dark; anything else follows the system again."""
    response = _back(request)
    chosen = request.POST.get("theme") or request.GET.get("theme", "")
    if chosen in THEMES:
        _remember(response, THEME_COOKIE, chosen)
    else:
        response.delete_cookie(THEME_COOKIE, samesite="Lax")
    return response


@require_http_methods(["GET", "HEAD"])
def components(request: HttpRequest) -> HttpResponse:
    """Every component once: for whoever builds a page, and for the tests. Only where the sample exchange or a developer is."""
    if not (settings.DEBUG or getattr(settings, "DEMO", False)):
        raise Http404
    return render(request, "web/components.html", sheet())


def _problem(request: HttpRequest, status: int, title: str, what: str, **more: Any) -> HttpResponse:
    """A page; under the API's address problem details, which a machine can read."""
    if request.path.startswith("/api/"):
        code = {400: "malformed", 403: "forbidden", 404: "not_found"}[status]
        return _details(code, status, title, what)
    return render(request, "web/error.html", {"title": title, "what": what, "status": status, **more}, status=status)


def _details(code: str, status: int, title: str, what: str) -> JsonResponse:
    return JsonResponse({"type": f"/errors/{code}", "title": title, "status": status, "detail": what, "code": code}, status=status, content_type=PROBLEM)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _problem(request, 400, _("The request could not be read"), _("Something in the address or in the form is malformed. Go back and try again."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _problem(request, 403, _("You may not do this"), _("Your role in this organization does not include this act."))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    what = _("The form was open for too long, or it came from another site. Nothing was changed. Open the page again and repeat the act.")
    return _problem(request, 403, _("The form is no longer valid"), what)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    what = _("There is nothing here that you can see. Check the address and the organization you act for.")
    return _problem(request, 404, _("Not found"), what)


def server_error(request: HttpRequest) -> HttpResponse:
    """Needs no database, no session and no provider: they may be what failed. One that does not answer is 503, not a fault.

    Under the API's address problem details, as everywhere there."""
    if isinstance(sys.exc_info()[1], AWAY):  # Django calls this while it takes care of the exception
        code, status, title = "unavailable", 503, _("Not available right now")
        what = _("A part that the exchange needs does not answer right now. Nothing was changed. Try again in a moment.")
    else:
        code, status, title = "server_error", 500, _("Something broke on our side")
        what = _("The fault was recorded. Nothing you entered was acted on unless a page said so. Try again in a moment.")
    if request.path.startswith("/api/"):
        response: HttpResponse = _details(code, status, title, what)
    else:
        language = "zh-Hans" if getattr(request, "LANGUAGE_CODE", "").startswith("zh") else "en"
        context = {"title": title, "what": what, "status": status, "frame": "web/bare.html", "page_language": language}
        response = HttpResponse(render_to_string("web/error.html", context), status=status)
    if status == 503:
        response["Retry-After"] = "2"
    return response
