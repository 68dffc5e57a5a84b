"""The shell: language and theme without script, headers, error pages, parts from upper floors."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.utils import translation

from web import views
from web.shapes import Link
from web.shell import RoleStrip, shell_of


@pytest.fixture(autouse=True)
def bare(settings: Any) -> None:
    settings.DEMO = True
    settings.SHELL_PROVIDERS, settings.CLOCK_MOVABLE = [], False


def test_language_is_remembered_and_leads_back(client: Client) -> None:
    answer = client.get("/language/en/?next=/components/%3Fa%3D1")
    assert (answer.status_code, answer["Location"]) == (302, "/components/?a=1")
    assert client.cookies["language"].value == "en"
    assert b'lang="en"' in client.get("/components/").content


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", "", "/\\elsewhere.example"])
def test_it_never_leads_elsewhere(client: Client, target: str) -> None:
    assert client.get("/language/en/", {"next": target})["Location"] == "/"
    assert client.get("/theme/", {"theme": "dark", "next": target})["Location"] == "/"


def test_unknown_language_is_not_found(client: Client) -> None:
    assert client.get("/language/xx/").status_code == 404
    assert client.post("/language/", {"language": "xx"}).status_code == 404


def test_the_console_posts_its_language(client: Client) -> None:
    assert client.post("/language/", {"language": "en", "next": "/console/"})["Location"] == "/console/"


def test_theme_overrides_the_system_and_yields_again(client: Client) -> None:
    client.get("/theme/?theme=dark")
    html = client.get("/components/").content.decode()
    assert '<html lang="zh-Hans" data-theme="dark">' in html
    client.get("/theme/?theme=system")
    assert b"data-theme" not in client.get("/components/").content


def test_a_forged_theme_cookie_is_ignored(client: Client) -> None:
    client.cookies["theme"] = '"><script>'
    assert b"data-theme" not in client.get("/components/").content


def test_headers(client: Client) -> None:
    answer = client.get("/components/")
    assert {"Cookie", "HX-Request", "Accept-Language"} <= {part.strip() for part in answer["Vary"].split(",")}
    policy = answer["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "geolocation=()" in answer["Permissions-Policy"]
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"


def test_the_first_load_is_light(client: Client) -> None:
    html = client.get("/components/").content
    assert b"<script" not in html, "htmx comes only where a page uses it"


def strip(request: Any) -> dict[str, Any]:
    return {"nav": [Link("Deals", "/components/"), Link("Start", "/")], "strip": RoleStrip([Link("Provider", "/role/provider/", current=True)])}


def more(request: Any) -> dict[str, Any]:
    return {"nav": [Link("Check", "/check/")], "organization": "Example"}


def test_upper_floors_give_the_parts(client: Client, settings: Any) -> None:
    settings.SHELL_PROVIDERS = [f"{__name__}.strip", f"{__name__}.more"]
    shell = shell_of(RequestFactory().get("/components/"))
    assert [(link.label, link.current) for link in shell.nav] == [("Deals", True), ("Start", False), ("Check", False)]
    html = client.get("/components/").content.decode()
    assert 'formaction="/role/provider/" aria-current="true"' in html
    assert 'href="/components/" aria-current="page">Deals' in html


def many(request: Any) -> dict[str, Any]:
    return {"nav": [Link("Home", "/components/"), *(Link(f"Entry {n}", f"/components/entry{n}/") for n in range(7))]}


def test_much_navigation_stands_behind_more_and_one_entry_is_current(client: Client, settings: Any) -> None:
    settings.SHELL_PROVIDERS = [f"{__name__}.many"]
    shell = shell_of(RequestFactory().get("/components/entry6/below/"))
    assert [link.label for link in shell.nav if link.current] == ["Entry 6"], "the nearest, not also what is above it"
    assert [link.label for link in shell.more] == ["Entry 5", "Entry 6"]
    html = client.get("/components/").content.decode()
    assert html.count('href="/components/entry5/"') == 2 and html.count('href="/components/entry4/"') == 1


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize(("handler", "status"), [("bad_request", 400), ("forbidden", 403), ("not_found", 404)])
def test_error_pages(client: Client, language: str, handler: str, status: int) -> None:
    with translation.override(language):
        request = client.get("/components/").wsgi_request
        answer = getattr(views, handler)(request, Exception())
    assert answer.status_code == status
    assert f"{status}" in answer.content.decode()


def test_the_last_page_needs_nothing(client: Client) -> None:
    request = RequestFactory().get("/")
    with translation.override("en"):
        answer = views.server_error(request)
    assert answer.status_code == 500
    assert b"Something broke on our side" in answer.content


def test_not_found_names_no_path(client: Client) -> None:
    answer = client.get("/nothing-here-4711/")
    assert answer.status_code == 404
    assert b"4711" not in answer.content.replace(b"next=/nothing-here-4711/", b"").replace(b'value="/nothing-here-4711/"', b"")
