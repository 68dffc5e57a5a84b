"""Addresses of supervision."""

from __future__ import annotations

from django.urls import path

from exchange.supervision import api as rest
from exchange.supervision.views import orders, situation

_ORDERS = "workspace/<uuid:organization>/orders/"

pages = [
    path("workspace/<uuid:organization>/situation/", situation.Situation.as_view(), name="supervision.situation"),
    path(_ORDERS, orders.Orders.as_view(), name="supervision.orders"),
    path(f"{_ORDERS}new/", orders.Place.as_view(), name="supervision.place"),
    path(f"{_ORDERS}<uuid:order>/lift/", orders.Lift.as_view(), name="supervision.lift"),
]
api = [
    path("api/v1/orders", rest.Orders.as_view(), name="api.orders"),
    path("api/v1/orders/<uuid:order>", rest.OneOrder.as_view(), name="api.order"),
    path("api/v1/orders/<uuid:order>/lift", rest.Lift.as_view(), name="api.order.lift"),
    path("api/v1/holds", rest.Holds.as_view(), name="api.holds"),
]
