"""What is shown when a part fails or a body is too large: problem details for machines, a page for people, 503 for what is away."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, RequestFactory, override_settings
from redis.exceptions import ConnectionError as ValkeyAway

from tests.cast import Api, Party
from web.api import LARGEST_BODY
from web.views import server_error

NOBODY_THERE = {"default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}}


def answered(path: str, error: Exception) -> Any:
    """What the handler of last resort answers while `error` is being taken care of."""
    try:
        raise error
    except type(error):
        return server_error(RequestFactory().get(path))


@pytest.mark.parametrize(("error", "status", "code"), [(ValueError("x"), 500, "server_error"), (ValkeyAway("x"), 503, "unavailable")])
def test_a_fault_under_the_api_is_problem_details(error: Exception, status: int, code: str) -> None:
    response = answered("/api/v1/datasets", error)
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert json.loads(response.content)["code"] == code
    page = answered("/account/login/", error)
    assert page.status_code == status
    assert page["Content-Type"].startswith("text/html")


@pytest.mark.django_db
def test_signing_in_while_the_cache_is_away_says_so() -> None:
    with override_settings(CACHES=NOBODY_THERE):
        response = Client(raise_request_exception=False).post("/account/login/", {"login": "nobody@example.org", "password": "wrong"})
    assert response.status_code == 503


@pytest.mark.django_db
def test_a_body_above_the_limit_is_too_large(provider: Party, operator: Party) -> None:
    api = Api(provider.steward)
    body = {"title_zh": "x" * LARGEST_BODY}
    answer = api.post("/api/v1/datasets", body)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert api.post("/api/v1/datasets", {"title_zh": "x" * 1_000}).status_code == 422


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/api/v1/datasets", "/catalog/"])
def test_a_foreign_host_is_a_bad_request(path: str) -> None:
    assert Client(raise_request_exception=False).get(path, headers={"Host": "elsewhere.example"}).status_code == 400
