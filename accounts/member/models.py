"""People: the login, its memberships with roles, and invitations. Names and addresses stay in these tables, never in events."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.utils.functional import cached_property

from accounts.organization.models import Kind, Organization
from accounts.rules.roles import Role
from kernel import clock
from kernel.actor import Actor

REGISTERS = frozenset({"kernel", "accounts", "catalog", "exchange"})


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **extra: Any) -> User:
        user = self.model(email=email.strip().lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser):  # type: ignore[django-manager-missing]  # the toolkit's model has no types
    """One natural person. Sign-in, second factor and sessions are allauth's; what the person may do comes from memberships."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=100, blank=True, default="")
    language = models.CharField(max_length=10, blank=True, default="")
    is_active = models.BooleanField(default=True)
    joined = models.DateTimeField(default=clock.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        app_label = "accounts"
        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.name or self.email

    @cached_property
    def is_staff(self) -> bool:
        """May look at the registers: people of the exchange and of the regulators."""
        return self.memberships.filter(ended=None, organization__kind__in=[Kind.EXCHANGE, Kind.REGULATOR]).exists()

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Asked by the registers only: looking at our own tables. Other apps' tables hold secrets of sign-in."""
        label, _dot, name = perm.partition(".")
        return self.is_active and label in REGISTERS and name.startswith("view_") and self.is_staff

    def has_perms(self, perms: list[str], obj: object = None) -> bool:
        return all(self.has_perm(perm) for perm in perms)

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and app_label in REGISTERS and self.is_staff


class MembershipQuerySet(QuerySet["Membership"]):
    def visible_to(self, actor: Actor) -> Self:
        """Everyone in an organization sees its people; so do the exchange and the regulators."""
        if actor.is_system or actor.jurisdiction:
            return self
        return self.filter(organization_id=actor.organization) if actor.organization else self.none()

    def active(self) -> Self:
        return self.filter(ended=None)


class Membership(models.Model):
    """A person's place in one organization, from `since` until `ended`; a return makes a new row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    roles = ArrayField(models.TextField())
    since = models.DateTimeField()
    ended = models.DateTimeField(null=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        app_label = "accounts"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["organization", "user"], condition=Q(ended=None), name="membership_once"),
            models.CheckConstraint(condition=Q(roles__contained_by=[role.value for role in Role]) & Q(roles__len__gt=0), name="membership_roles_known"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["organization", "since", "id"], name="membership_by_seniority")]

    def __str__(self) -> str:
        return f"{self.user}: {', '.join(self.roles)}"


class InvitationQuerySet(QuerySet["Invitation"]):
    def visible_to(self, actor: Actor) -> Self:
        """The inviting organization; a person who joins finds theirs by the token."""
        if actor.is_system:
            return self
        return self.filter(organization_id=actor.organization) if actor.organization else self.none()


class Invitation(models.Model):
    """An offer of roles to an address. Only the token's SHA-256 is kept; the mail derives the token anew (see tokens.py).

    While it `waits` for a second person's approval it is not mailed, and nobody can join by it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField()
    roles = ArrayField(models.TextField())
    token_sha256 = models.BinaryField(unique=True)
    created = models.DateTimeField()
    expires = models.DateTimeField()
    waits = models.BooleanField(default=False)
    mailed = models.DateTimeField(null=True)
    accepted = models.DateTimeField(null=True)
    withdrawn = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        app_label = "accounts"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["organization", "email"], condition=Q(accepted=None, withdrawn=None), name="invitation_open_once"
            ),
            models.CheckConstraint(condition=Q(accepted=None) | Q(withdrawn=None), name="invitation_ends_once"),
            models.CheckConstraint(condition=Q(roles__contained_by=[role.value for role in Role]) & Q(roles__len__gt=0), name="invitation_roles_known"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["created"], condition=Q(mailed=None, withdrawn=None), name="invitation_to_mail")]
