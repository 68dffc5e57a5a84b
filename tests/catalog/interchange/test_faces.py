"""Pages and API: who sees what, the upload, the report, few statements whatever the number of rows."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalog.interchange.models import CatalogRecord, ForeignSource, ImportRun
from catalog.interchange.tasks import run_imports
from tests.cast import Party, signed_in
from tests.catalog.interchange.material import DATA_JSON, ROWS, TABLE, packed, run_import

pytestmark = pytest.mark.django_db
MOST = 12


def many(number: int) -> bytes:
    return packed([{**ROWS[0], "编号": str(at), "名称": f"公交站点 {at}"} for at in range(number)])


def read(client: Client, address: str) -> tuple[Any, int]:
    with CaptureQueriesContext(connection) as told:
        answer = client.get(address)
    return answer, len(told)


def test_the_public_list_is_searched_and_paged(operator: Party, client: Client) -> None:
    run_import(many(45), mapping=TABLE)
    run_import(packed(DATA_JSON), code="us")
    address, seen = reverse("interchange.records"), []
    first, statements = read(client, address)
    assert first.status_code == 200 and statements <= MOST and "Secret thing" not in first.content.decode()
    body = client.get("/api/v1/foreign-records?limit=20").json()
    while True:
        seen += [row["id"] for row in body["items"]]
        if not body["next"]:
            break
        body = client.get(body["next"]).json()
    assert len(seen) == len(set(seen)) == 47
    assert [row["foreign_id"] for row in client.get("/api/v1/foreign-records?q=wind").json()["items"]] == ["A-1"]
    assert [row["foreign_id"] for row in client.get("/api/v1/foreign-records?source=us").json()["items"]] in (["A-1", "A-3"], ["A-3", "A-1"])
    assert client.get("/api/v1/foreign-records?q=Secret").json()["items"] == [] and client.get("/api/v1/foreign-records?source=none").status_code == 422
    assert client.get(f"{address}?q=公交站点").content.decode().count("公交站点") >= 20 and client.get(f"{address}?source=none").status_code == 404


def test_a_record_shows_what_has_no_field_but_no_contact(operator: Party, provider: Party, client: Client) -> None:
    run_import(packed(ROWS), mapping=TABLE)
    run_import(packed(DATA_JSON), code="us")
    row = CatalogRecord.objects.get(foreign_id="1")
    answer, statements = read(client, reverse("interchange.record", args=[row.pk]))
    page = answer.content.decode()
    assert statements <= MOST and "更新频度" in page and "https://data.example/1" in page and "010-1" not in page
    assert "更新频度" in client.get(f"/api/v1/foreign-records/{row.pk}").json()["kept"]
    hidden = CatalogRecord.objects.get(foreign_id="A-2")
    for who in (client, signed_in(provider.owner)):
        assert who.get(reverse("interchange.record", args=[hidden.pk])).status_code == 404
        assert who.get(f"/api/v1/foreign-records/{hidden.pk}").status_code in (401, 404)


def test_the_operator_uploads_and_reads_the_report(operator: Party, outsider: Party) -> None:
    page = signed_in(operator.one)
    imports = reverse("interchange.imports", args=[operator.id])
    assert page.get(imports).status_code == 200
    named = page.post(reverse("interchange.sources", args=[operator.id]), {"organization": str(operator.id), "code": "city", "name_zh": "某市", "name_en": "A city"})
    assert named.status_code == 302
    form = {
        "organization": str(operator.id), "source": str(ForeignSource.objects.get().pk), "format": "auto", "dry_run": "on",
        "file": SimpleUploadedFile("city.json", packed([*ROWS, 7])), "mapping": SimpleUploadedFile("mapping.json", json.dumps(TABLE).encode()),
    }  # fmt: skip
    sent = page.post(imports, form)
    assert sent.status_code == 302 and run_imports() == 1
    run = ImportRun.objects.get()
    answer, statements = read(page, sent.headers["Location"])
    assert answer.status_code == 200 and statements <= MOST and "公交站点" in answer.content.decode() and not CatalogRecord.objects.exists()
    refused = page.get(f"{sent.headers['Location']}?outcome=refused").content.decode()
    assert "公交站点" not in refused
    wrong = page.post(imports, form | {"file": SimpleUploadedFile("a.json", b"[]"), "mapping": SimpleUploadedFile("m.json", b"{")})
    assert wrong.status_code == 422
    stranger = signed_in(outsider.owner)
    for address in (imports.replace(str(operator.id), str(outsider.id)), reverse("interchange.run", args=[outsider.id, run.pk])):
        assert stranger.get(address).status_code == 404


def test_a_broken_file_is_told_on_its_page(operator: Party) -> None:
    run = run_import(packed(DATA_JSON)[:-20], code="us")
    page = signed_in(operator.one).get(reverse("interchange.run", args=[operator.id, run.pk])).content.decode()
    assert "input.cut" in page
