"""Addresses of people."""

from __future__ import annotations

from django.urls import path

from accounts.member import api as rest, views

OWN = "workspace/<uuid:organization>/members/"
REST = "api/v1/members"

pages = [
    path(OWN, views.List.as_view(), name="member.list"),
    path(f"{OWN}invite/", views.Invite.as_view(), name="member.invite"),
    path(f"{OWN}<uuid:member>/roles/", views.Roles.as_view(), name="member.roles"),
    path(f"{OWN}<uuid:member>/remove/", views.Remove.as_view(), name="member.remove"),
    path(f"{OWN}invitations/<uuid:invitation>/withdraw/", views.Withdraw.as_view(), name="member.withdraw_invitation"),
    path("join/<str:token>/", views.Join.as_view(), name="member.join"),
]
api = [
    path(REST, rest.Members.as_view(), name="api.member.list"),
    path(f"{REST}/<uuid:member>", rest.One.as_view(), name="api.member.detail"),
    path(f"{REST}/<uuid:member>/roles", rest.Roles.as_view(), name="api.member.roles"),
    path("api/v1/invitations", rest.Invitations.as_view(), name="api.invitation.list"),
    path("api/v1/invitations/<uuid:invitation>", rest.InvitationOne.as_view(), name="api.invitation.detail"),
]
