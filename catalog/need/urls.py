"""Addresses of the needs board."""

from __future__ import annotations

from django.urls import path

from catalog.need import api as rest, views

BOARD = "workspace/<uuid:organization>/needs/"
ONE = f"{BOARD}<uuid:need>/"
ANSWER = f"{ONE}answers/<uuid:answer>/"
REST = "api/v1/needs"
REST_ANSWER = f"{REST}/<uuid:need>/answers/<uuid:answer>"

pages = [
    path(BOARD, views.Board.as_view(), name="need.board"),
    path(f"{BOARD}new/", views.New.as_view(), name="need.new"),
    path(ONE, views.One.as_view(), name="need.one"),
    path(f"{ONE}close/", views.Close.as_view(), name="need.close"),
    path(f"{ONE}take-down/", views.TakeDown.as_view(), name="need.take_down"),
    path(f"{ANSWER}accept/", views.Accept.as_view(), name="need.accept"),
    path(f"{ANSWER}decline/", views.Decline.as_view(), name="need.decline"),
    path(f"{ANSWER}withdraw/", views.Withdraw.as_view(), name="need.withdraw"),
]
api = [
    path(REST, rest.Needs.as_view(), name="api.need.list"),
    path(f"{REST}/<uuid:need>", rest.NeedOne.as_view(), name="api.need"),
    path(f"{REST}/<uuid:need>/close", rest.Close.as_view(), name="api.need.close"),
    path(f"{REST}/<uuid:need>/take-down", rest.TakeDown.as_view(), name="api.need.take_down"),
    path(f"{REST}/<uuid:need>/answers", rest.Answers.as_view(), name="api.need.answers"),
    path(f"{REST_ANSWER}/withdraw", rest.Withdraw.as_view(), name="api.need.withdraw"),
    path(f"{REST_ANSWER}/decline", rest.Decline.as_view(), name="api.need.decline"),
    path(f"{REST_ANSWER}/accept", rest.Accept.as_view(), name="api.need.accept"),
]
