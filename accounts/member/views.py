"""Pages of people: members with their roles, invitations, joining by a mailed link."""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import urlencode
from uuid import UUID

from allauth.account.adapter import get_adapter
from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from accounts.member import permissions, tokens, use_cases
from accounts.member.models import Invitation, Membership
from accounts.organization.models import Organization
from accounts.rules.persons import organization_of
from accounts.rules.roles import PERSON, ROLE_NAMES, ROLES_OF_KIND, Role
from kernel import clock
from kernel.actor import Actor, ActorKind
from kernel.errors import NotFound
from kernel.permissions import Permission, allowed
from web.forms import Card
from web.pages import Page
from web.shapes import Effect

ROLE_CARDS: dict[str, Card] = {
    Role.OWNER: Card(gettext_lazy(ROLE_NAMES[Role.OWNER]), gettext_lazy("Signs, approves as second person, invites people; may do all below.")),
    Role.STEWARD: Card(gettext_lazy(ROLE_NAMES[Role.STEWARD]), gettext_lazy("Prepares and lists datasets, answers requests.")),
    Role.TRADER: Card(gettext_lazy(ROLE_NAMES[Role.TRADER]), gettext_lazy("Requests data, negotiates, accepts deliveries.")),
    Role.FINANCE: Card(gettext_lazy(ROLE_NAMES[Role.FINANCE]), gettext_lazy("Funds deals, sees balances and statements.")),
    Role.VIEWER: Card(gettext_lazy(ROLE_NAMES[Role.VIEWER]), gettext_lazy("Reads everything of the organization, changes nothing.")),
    Role.OPERATOR: Card(gettext_lazy(ROLE_NAMES[Role.OPERATOR]), gettext_lazy("Verifies organizations, reviews listings, confirms money.")),
    Role.INTAKE: Card(gettext_lazy(ROLE_NAMES[Role.INTAKE]), gettext_lazy("Takes in filings and checks that they are complete.")),
    Role.REVIEWER: Card(gettext_lazy(ROLE_NAMES[Role.REVIEWER]), gettext_lazy("Reviews dossiers and writes opinions.")),
    Role.APPROVER: Card(gettext_lazy(ROLE_NAMES[Role.APPROVER]), gettext_lazy("Decides on dossiers.")),
    Role.SUPERVISOR: Card(gettext_lazy(ROLE_NAMES[Role.SUPERVISOR]), gettext_lazy("Opens cases, freezes, gives orders; invites people.")),
    Role.AUDITOR: Card(gettext_lazy(ROLE_NAMES[Role.AUDITOR]), gettext_lazy("Reads everything and checks proofs.")),
}


def role_names(roles: list[str]) -> str:
    return ", ".join(str(ROLE_CARDS[role].title) for role in roles)


class RolesForm(forms.Form):
    roles = forms.MultipleChoiceField(label=gettext_lazy("Roles"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].choices = [(role.value, ROLE_CARDS[role]) for role in ROLES_OF_KIND[kind]]  # type: ignore[attr-defined]


class InviteForm(RolesForm):
    email = forms.EmailField(label=gettext_lazy("E-mail address"), help_text=gettext_lazy("The invitation works for this address only, for 14 days."))
    field_order = ("email", "roles")


class _Page(Page):
    audience = "member"

    def organization(self) -> Organization:
        found = Organization.objects.visible_to(self.actor).filter(pk=organization_of(self.actor)).first()
        if found is None:
            raise NotFound
        return found

    def list_url(self) -> str:
        return reverse("member.list", args=[self.actor.organization])

    def member(self, member: UUID) -> Membership:
        rows = Membership.objects.visible_to(self.actor).active().select_related("user", "organization")
        found = rows.filter(pk=member, organization=self.actor.organization).first()
        if found is None:
            raise NotFound
        return found


class List(_Page):
    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        row = self.organization()
        rows = Membership.objects.active().filter(organization=row).select_related("user").order_by("since", "pk")[:200]
        open_ones = Invitation.objects.filter(organization=row, accepted=None, withdrawn=None).order_by("-created")[:50]
        context = {
            "organization": row, "members": [(one, role_names(one.roles), one.user_id == self.actor.person) for one in rows],
            "invitations": [(one, role_names(one.roles), one.expires <= clock.now()) for one in open_ones],
            "may_manage": allowed(self.actor, permissions.INVITE, row).permitted,
        }
        return self.show("accounts/member/list.html", context)


class Invite(_Page):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.INVITE}

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        return self._page(InviteForm(kind=self.organization().kind))

    def post(self, request: HttpRequest, organization: UUID) -> HttpResponseBase:
        kind = self.organization().kind
        form = InviteForm(request.POST, kind=kind)
        if not form.is_valid():
            return self._page(form, 422)
        given = form.cleaned_data
        said = _("A second person of your organization is asked to approve; then the invitation goes out.") if kind in use_cases.SECOND_PERSON else _("The invitation goes out by mail.")
        return self.act(use_cases.invite, given["email"], given["roles"], form=form, again=self._page, to=self.list_url(), said=said)

    def _page(self, form: Any, status: int = 200) -> HttpResponse:
        return self.show("accounts/member/form.html", {"form": form, "title": _("Invite a person"), "button": _("Send the invitation"), "back": self.list_url()}, status)


class Withdraw(_Page):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.WITHDRAW_INVITATION}
    http_method_names = ("post",)

    def post(self, request: HttpRequest, organization: UUID, invitation: UUID) -> HttpResponseBase:
        return self.act(use_cases.withdraw_invitation, invitation, to=self.list_url(), said=_("The invitation is withdrawn."))


class Roles(_Page):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.SET_ROLES}

    def get(self, request: HttpRequest, organization: UUID, member: UUID) -> HttpResponse:
        row = self.member(member)
        return self._page(row, RolesForm(initial={"roles": row.roles}, kind=row.organization.kind))

    def post(self, request: HttpRequest, organization: UUID, member: UUID) -> HttpResponseBase:
        row = self.member(member)
        form = RolesForm(request.POST, kind=row.organization.kind)
        if not form.is_valid():
            return self._page(row, form, 422)
        waits = row.organization.kind in use_cases.SECOND_PERSON
        said = _("A second person of your organization is asked to approve; then the roles change.") if waits else _("The roles are changed.")
        return self.act(use_cases.set_roles, member, form.cleaned_data["roles"], form=form, again=lambda bound: self._page(row, bound), to=self.list_url(), said=said)

    def _page(self, row: Membership, form: Any, status: int = 200) -> HttpResponse:
        title = _("Roles of %(person)s") % {"person": row.user}
        return self.show("accounts/member/form.html", {"form": form, "title": title, "button": _("Change the roles"), "back": self.list_url()}, status)


class Remove(_Page):
    """The confirm page that ends a membership: another's, or one's own."""

    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.REMOVE}

    def get(self, request: HttpRequest, organization: UUID, member: UUID) -> HttpResponse:
        row = self.member(member)
        own = row.user_id == self.actor.person
        title = _("Leave %(organization)s") % {"organization": row.organization} if own else _("Remove %(person)s") % {"person": row.user}
        effects = [
            Effect(_("The membership ends at once."), _("API clients the person answers for stop with it.")),
            Effect(_("What the person did stays in the record.")),
        ]
        context = {
            "title": title, "effects": effects, "act": _("Leave the organization") if own else _("Remove the member"), "back_url": self.list_url(), "danger": True,
        }
        return self.show("accounts/confirm.html", context)

    def post(self, request: HttpRequest, organization: UUID, member: UUID) -> HttpResponseBase:
        if self.member(member).user_id == self.actor.person:
            return self.act(use_cases.leave, member, to="/", said=_("You have left the organization."))
        return self.act(use_cases.remove, member, to=self.list_url(), said=_("The member is removed."))


class Join(Page):
    """Where the mailed link leads: who is not signed in is sent to sign in or up with that address, then confirms."""

    audience = "public"
    public = True
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.JOIN}

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        invitation = _open(token)
        context: dict[str, Any] = {"invitation": invitation, "roles": role_names(invitation.roles)}
        if self.actor.is_nobody:
            # the link was mailed to this address, so signing up with it needs no second mail
            get_adapter(request).stash_verified_email(request, invitation.email)
            onward = urlencode({"next": request.path, "email": invitation.email})
            context |= {"sign_in": f"{reverse('account_login')}?{onward}", "sign_up": f"{reverse('account_signup')}?{onward}"}
        else:
            context["fits"] = use_cases.invited(token, self.actor.person, clock.now()) is not None
        return self.show("accounts/member/join.html", context)

    def post(self, request: HttpRequest, token: str) -> HttpResponseBase:
        if self.actor.is_nobody:
            raise NotFound
        # joins as a person, not for the organization they may act for elsewhere: a hold there must not stop this
        person: Any = request.user
        membership = use_cases.join(Actor(ActorKind.PERSON, person.pk, person.pk, roles=frozenset({PERSON})), token)
        request.session["organization"] = str(membership.organization_id)
        return HttpResponse(status=303, headers={"Location": f"/workspace/{membership.organization_id}/"})


def _open(token: str) -> Invitation:
    """Errors: NotFound."""
    rows = Invitation.objects.select_related("organization").filter(token_sha256=tokens.digest(token), accepted=None, withdrawn=None, waits=False)
    found = rows.filter(expires__gt=clock.now()).first()
    if found is None:
        raise NotFound
    return found
