"""The HTML face's one way of doing things: a page shows, an act calls one use case, an error tells rule and remedy.

Works without script. A form that was wrong comes back with its errors (422); a refusal is a page with its decision card;
an act that wants fresh authentication sends the person there and back.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, TypeVar
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils.translation import gettext
from django.views import View

from kernel.actor import NOBODY, Actor
from kernel.decision import Say
from kernel.errors import ActError, Conflict, FreshAuthenticationNeeded, Invalid, NotFound

log = logging.getLogger(__name__)
T = TypeVar("T")
Again = Callable[[forms.BaseForm | None], HttpResponseBase]


class Page(View):
    """Base of every page. `public` pages are for nobody too; all others send the visitor to sign in first."""

    public: ClassVar[bool] = False

    @property
    def actor(self) -> Actor:
        return getattr(self.request, "actor", NOBODY)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            if self.actor.is_nobody and not self.public:
                return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")
            return super().dispatch(request, *args, **kwargs)
        except ActError as error:
            return error_page(request, error)
        except (OperationalError, InterfaceError) as error:
            log.error("database unavailable: %s", type(error).__name__)
            return unavailable_page(request)

    def desk_only(self) -> None:
        """To everybody but the exchange and the regulators this page does not exist. Errors: NotFound."""
        if not self.actor.jurisdiction:
            raise NotFound

    def show(self, template: str, context: Mapping[str, Any] | None = None, status: int = 200) -> HttpResponse:
        return render(self.request, template, {"actor": self.actor, **(context or {})}, status=status)

    def form_of(self, form: type[forms.BaseForm], **kwargs: Any) -> Any:
        """The form bound to this request's data (POST) or unbound."""
        if self.request.method == "POST":
            return form(self.request.POST, self.request.FILES, **kwargs)
        return form(**kwargs)

    def act(
        self,
        use_case: Callable[..., T],
        *args: Any,
        to: str | Callable[[T], str],
        said: str = "",
        form: forms.BaseForm | None = None,
        again: Again | None = None,
        **kwargs: Any,
    ) -> HttpResponseBase:
        """Run one use case, say `said`, go `to`. With `form` and `again`, an Invalid puts its messages on the form and
        calls `again(form)`, which shows the page once more (status 422)."""
        try:
            result = use_case(self.actor, *args, **kwargs)
        except Invalid as error:
            if again is None:
                raise
            if form is not None:
                _put_on(form, error)
            else:
                messages.error(self.request, str(error.detail))
            response = again(form)
            response.status_code = 422
            return response
        if said:
            messages.success(self.request, said)
        return HttpResponseRedirect(resolve_url(to(result) if callable(to) else to))


def _put_on(form: forms.BaseForm, error: Invalid) -> None:
    if not error.fields:
        form.add_error(None, str(error.detail))
    for name, texts in error.fields.items():
        for text in texts:
            known = name in form.fields
            form.add_error(name if known else None, str(text) if known or not name else f"{name}: {text}")


def error_page(request: HttpRequest, error: ActError) -> HttpResponseBase:
    """The page for an act that did not happen: what, why, by which rule, how to mend it."""
    if isinstance(error, FreshAuthenticationNeeded):
        back = request.get_full_path() if request.method == "GET" else request.headers.get("Referer") or request.get_full_path()
        messages.info(request, gettext("Confirm that it is you, then repeat the act: nothing was done yet."))
        return HttpResponseRedirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': _own(request, back)})}")
    context = {
        "title": gettext(error.title),
        "what": str(error.detail),
        "remedy": str(error.remedy) if error.remedy else "",
        "decision": error.decision,
        "status": error.status,
    }
    return render(request, "web/error.html", context, status=error.status)


def _own(request: HttpRequest, address: str) -> str:
    """Only the path of an address of this site."""
    prefix = request.build_absolute_uri("/")
    if address.startswith(prefix):
        return "/" + address[len(prefix) :]
    return address if address.startswith("/") and not address.startswith("//") else "/"


def unavailable_page(request: HttpRequest) -> HttpResponse:
    what = gettext("The database does not answer right now. Nothing was changed. Try again in a moment.")
    response = render(request, "web/error.html", {"title": gettext("Not available right now"), "what": what, "status": 503, "frame": "web/bare.html"}, status=503)
    response["Retry-After"] = "2"
    return response


def same_organization(request: HttpRequest, organization: Any) -> None:
    """Errors: Conflict when the form was made for another organization than the address names."""
    posted = request.POST.get("organization")
    if posted and posted != str(organization):
        raise Conflict(Say("This form was opened for another organization. Reload the page and check for whom you act."))
