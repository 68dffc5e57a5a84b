"""Pages of transfer: a deal's delivery, its files, and the link of one holder."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from rest_framework.exceptions import AuthenticationFailed

from accounts.actors import actor_of
from accounts.client.authentication import actor_of_token
from exchange.transfer.content import serve
from exchange.transfer.files import file_of
from exchange.transfer.models import DownloadLink, Transfer
from exchange.transfer.use_cases.access import hashed
from kernel import clock
from kernel.actor import NOBODY, Actor, ActorKind
from kernel.errors import ActError, NotFound
from web.api import PROBLEM, problem
from web.pages import Page


class Download(Page):
    """The file behind a link, for the person or client to whom it was given; for anybody else there is nothing here."""

    public = True
    audience = "party"

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if "Authorization" not in request.headers:
            return super().dispatch(request, *args, **kwargs)
        try:
            return self.get(request, str(kwargs["secret"]))
        except (ActError, AuthenticationFailed) as error:
            found = problem(error)
            assert found is not None  # noqa: S101 - both kinds are known to it
            return JsonResponse(found.data, status=found.status_code, content_type=PROBLEM)

    def get(self, request: HttpRequest, secret: str) -> HttpResponseBase:
        link = DownloadLink.objects.filter(secret_sha256=hashed(secret), expires__gt=clock.now()).first()
        if link is None:
            raise NotFound
        actor = holder(request, link)
        transfer = Transfer.objects.visible_to(actor).filter(pk=link.transfer_id).first()
        if transfer is None:
            raise NotFound
        return serve(request, actor, transfer, file_of(transfer, link.distribution_id))


def holder(request: HttpRequest, link: DownloadLink) -> Actor:
    """Whoever asks, acting for the link's organization as they may now. Errors: NotFound for anybody but its holder."""
    actor = NOBODY
    if "Authorization" in request.headers:
        scheme, _, token = request.headers["Authorization"].partition(" ")
        actor = actor_of_token(token) if scheme.lower() == "bearer" else NOBODY
    elif request.user.is_authenticated and link.holder_kind == ActorKind.PERSON.value and request.user.pk == link.holder:
        actor = actor_of(request.user, link.organization)
    if not link.belongs_to(actor):
        raise NotFound
    return actor
