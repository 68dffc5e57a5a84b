"""How the sign-in library meets our people: it remembers the reader's language and leads to the workspace after sign-in."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language

from accounts.member.models import Membership, User


class AccountAdapter(DefaultAccountAdapter):
    def save_user(self, request: HttpRequest, user: AbstractBaseUser, form: Any, commit: bool = True) -> AbstractBaseUser:
        user.language = get_language() or ""  # type: ignore[attr-defined]
        saved: AbstractBaseUser = super().save_user(request, user, form, commit)
        return saved

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse:
        language = get_language() or ""
        User.objects.filter(pk=user.pk).exclude(language=language).update(language=language)
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The workspace of the organization one joined first; without one, the page to register one."""
        person: Any = request.user
        first = Membership.objects.active().filter(user=person).order_by("since", "pk").values_list("organization_id", flat=True).first()
        return f"/workspace/{first}/" if first else reverse("organization.register")
