"""Addresses of the rights register: the public one, the holder's and the operator's pages, and those by API."""

from __future__ import annotations

from django.urls import path

from catalog.registration import api as rest, deciding, deciding_api as decided, desk, public, views

OWN = "workspace/<uuid:organization>/rights/"
ROW = f"{OWN}<uuid:registration>/"
ONE = "api/v1/right-registrations/<uuid:registration>"
OBJECTION = "api/v1/right-objections/<uuid:objection>"
REQUEST = "api/v1/register-requests/<uuid:register_request>"

pages = [
    path("rights/", public.Register.as_view(), name="registration.register"),
    path("rights/<str:number>/", public.Entry.as_view(), name="registration.public"),
    path(OWN, views.Own.as_view(), name="registration.own"),
    path("workspace/<uuid:organization>/datasets/<uuid:dataset>/register-right/", views.Draft.as_view(), name="registration.draft"),
    path(f"{OWN}examine/", desk.Queue.as_view(), name="registration.queue"),
    path(ROW, views.One.as_view(), name="registration.one"),
    path(f"{ROW}papers/", views.AddPaper.as_view(), name="registration.add_paper"),
    path(f"{ROW}papers/<uuid:right_paper>/", views.Paper.as_view(), name="registration.paper"),
    path(f"{ROW}papers/<uuid:right_paper>/remove/", views.RemovePaper.as_view(), name="registration.remove_paper"),
    path(f"{ROW}apply/", views.Apply.as_view(), name="registration.apply"),
    path(f"{ROW}withdraw/", views.Withdraw.as_view(), name="registration.withdraw"),
    path(f"{ROW}cancel/", views.Cancel.as_view(), name="registration.cancel"),
    path(f"{ROW}change/", views.Change.as_view(), name="registration.change"),
    path(f"{ROW}renew/", views.Renew.as_view(), name="registration.renew"),
    path(f"{ROW}transfer/", views.Transfer.as_view(), name="registration.transfer"),
    path(f"{ROW}object/", deciding.Object.as_view(), name="registration.object"),
    path(f"{ROW}announce/", desk.Announce.as_view(), name="registration.announce"),
    path(f"{ROW}refuse/", desk.Refuse.as_view(), name="registration.refuse"),
    path(f"{ROW}revoke/", desk.Revoke.as_view(), name="registration.revoke"),
    path(f"{OWN}objections/<uuid:objection>/", deciding.Objection.as_view(), name="registration.objection"),
    path(f"{OWN}objections/<uuid:objection>/withdraw/", deciding.WithdrawObjection.as_view(), name="registration.withdraw_objection"),
    path(f"{OWN}objections/<uuid:objection>/reject/", deciding.Reject.as_view(), name="registration.reject"),
    path(f"{OWN}objections/<uuid:objection>/uphold/", deciding.Uphold.as_view(), name="registration.uphold"),
    path(f"{OWN}requests/<uuid:register_request>/", deciding.Request.as_view(), name="registration.request"),
    path(f"{OWN}requests/<uuid:register_request>/yes/", deciding.Yes.as_view(), name="registration.request_yes"),
    path(f"{OWN}requests/<uuid:register_request>/no/", deciding.No.as_view(), name="registration.request_no"),
    path(f"{OWN}requests/<uuid:register_request>/withdraw/", deciding.WithdrawRequest.as_view(), name="registration.withdraw_request"),
]
api = [
    path("api/v1/rights-register", rest.Register.as_view(), name="api.registration.register"),
    path("api/v1/rights-register/<uuid:registration>", rest.RegisterOne.as_view(), name="api.registration.public"),
    path("api/v1/right-registrations", rest.Registrations.as_view(), name="api.registration.list"),
    path(ONE, rest.One.as_view(), name="api.registration.one"),
    path(f"{ONE}/papers", rest.Papers.as_view(), name="api.registration.papers"),
    path(f"{ONE}/papers/<uuid:right_paper>", rest.PaperOne.as_view(), name="api.registration.paper"),
    path(f"{ONE}/apply", rest.Apply.as_view(), name="api.registration.apply"),
    path(f"{ONE}/withdraw", rest.Withdraw.as_view(), name="api.registration.withdraw"),
    path(f"{ONE}/announce", rest.Announce.as_view(), name="api.registration.announce"),
    path(f"{ONE}/refuse", rest.Refuse.as_view(), name="api.registration.refuse"),
    path(f"{ONE}/cancel", rest.Cancel.as_view(), name="api.registration.cancel"),
    path(f"{ONE}/objections", rest.Object.as_view(), name="api.registration.object"),
    path(f"{ONE}/change", rest.Change.as_view(), name="api.registration.change"),
    path(f"{ONE}/renew", rest.Renew.as_view(), name="api.registration.renew"),
    path(f"{ONE}/transfer", rest.Transfer.as_view(), name="api.registration.transfer"),
    path(f"{ONE}/propose-revocation", rest.ProposeRevocation.as_view(), name="api.registration.propose_revocation"),
    path("api/v1/right-objections", decided.Objections.as_view(), name="api.objection.list"),
    path(f"{OBJECTION}/withdraw", decided.WithdrawObjection.as_view(), name="api.objection.withdraw"),
    path(f"{OBJECTION}/reject", decided.Reject.as_view(), name="api.objection.reject"),
    path(f"{OBJECTION}/uphold", decided.Uphold.as_view(), name="api.objection.uphold"),
    path("api/v1/register-requests", decided.Requests.as_view(), name="api.register_request.list"),
    path(f"{REQUEST}/make-change", decided.MakeChange.as_view(), name="api.register_request.make_change"),
    path(f"{REQUEST}/refuse-change", decided.RefuseChange.as_view(), name="api.register_request.refuse_change"),
    path(f"{REQUEST}/renew", decided.RenewOne.as_view(), name="api.register_request.renew"),
    path(f"{REQUEST}/refuse-renewal", decided.RefuseRenewal.as_view(), name="api.register_request.refuse_renewal"),
    path(f"{REQUEST}/accept", decided.Accept.as_view(), name="api.register_request.accept"),
    path(f"{REQUEST}/decline", decided.Decline.as_view(), name="api.register_request.decline"),
    path(f"{REQUEST}/withdraw", decided.WithdrawRequest.as_view(), name="api.register_request.withdraw"),
    path(f"{REQUEST}/confirm-revocation", decided.ConfirmRevocation.as_view(), name="api.register_request.confirm"),
    path(f"{REQUEST}/drop-revocation", decided.DropRevocation.as_view(), name="api.register_request.drop"),
]
