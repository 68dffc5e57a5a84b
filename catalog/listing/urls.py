"""Addresses around the listing of a dataset."""

from __future__ import annotations

from django.urls import path

from catalog.listing import api as rest, confirming, review_api, views

ONE = "api/v1/datasets/<uuid:dataset>"

QUEUE = "workspace/<uuid:organization>/listings/"

pages = [
    path(QUEUE, views.Queue.as_view(), name="listing.queue"),
    path(f"{QUEUE}<uuid:dataset>/", views.Review.as_view(), name="listing.review"),
    path(f"{QUEUE}<uuid:dataset>/evidence/<uuid:evidence>/", views.Evidence.as_view(), name="listing.evidence"),
    path(f"{QUEUE}<uuid:dataset>/assign/", views.Assign.as_view(), name="listing.assign"),
    path(f"{QUEUE}<uuid:dataset>/refuse/", confirming.Refuse.as_view(), name="listing.refuse"),
    path(f"{QUEUE}<uuid:dataset>/revoke/", confirming.Revoke.as_view(), name="listing.revoke"),
    path(f"{QUEUE}<uuid:dataset>/suspend/", confirming.Suspend.as_view(), name="listing.suspend"),
    path(f"{QUEUE}<uuid:dataset>/resume/", confirming.Resume.as_view(), name="listing.resume"),
]
api = [
    path(f"{ONE}/submit", rest.Submit.as_view(), name="api.dataset.submit"),
    path(f"{ONE}/take-back", rest.TakeBack.as_view(), name="api.dataset.take_back"),
    path(f"{ONE}/withdraw", rest.Withdraw.as_view(), name="api.dataset.withdraw"),
    path(f"{ONE}/list", rest.List.as_view(), name="api.dataset.approve"),
    path(f"{ONE}/return", rest.Return.as_view(), name="api.dataset.return"),
    path("api/v1/reviews", review_api.Reviews.as_view(), name="api.review.list"),
    path(f"{ONE}/review", review_api.ReviewWork.as_view(), name="api.review.one"),
    path(f"{ONE}/assign", review_api.Assign.as_view(), name="api.review.assign"),
    path(f"{ONE}/refuse", review_api.Refuse.as_view(), name="api.dataset.refuse"),
    path(f"{ONE}/revisions/<uuid:revision>/revoke", review_api.Revoke.as_view(), name="api.revision.revoke"),
    path(f"{ONE}/suspend", rest.Suspend.as_view(), name="api.dataset.suspend"),
    path(f"{ONE}/resume", rest.Resume.as_view(), name="api.dataset.resume"),
    path(f"{ONE}/reviews", rest.Reviews.as_view(), name="api.dataset.reviews"),
]
