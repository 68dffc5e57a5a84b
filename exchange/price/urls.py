"""Addresses of price facts."""

from __future__ import annotations

from django.urls import path

from exchange.price import api as rest, views

pages = [path("prices/", views.Prices.as_view(), name="price.facts")]
api = [path("api/v1/price-facts", rest.PriceFacts.as_view(), name="api.price_fact.list")]
