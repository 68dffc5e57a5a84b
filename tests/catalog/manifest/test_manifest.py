"""One manifest makes a listing; the same again changes nothing; a changed one changes only what differs; faults name their place."""

from __future__ import annotations

import base64
from typing import Any

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from jsonschema import Draft202012Validator

from catalog.dataset.content import content_of
from catalog.dataset.models import Dataset
from catalog.manifest import use_cases as manifests
from catalog.manifest.export import manifest_of
from catalog.manifest.reading import read
from catalog.manifest.schema import schema
from catalog.offer.models import Offer
from kernel.errors import Conflict, Forbidden, Invalid, Refused, WrongState
from kernel.models import Event
from tests.cast import Party, signed_in
from tests.factories.catalog import CONTENT, DESCRIPTION, FIELDS, POLICY, again, dataset_submitted
from tests.factories.registration import registered

pytestmark = pytest.mark.django_db


def _sent(name: str, media_type: str, data: bytes) -> dict[str, Any]:
    return {"name": name, "media_type": media_type, "content": base64.b64encode(data).decode()}


def manifest(**over: Any) -> dict[str, Any]:
    return {
        "manifest": 1, "key": "flights", **DESCRIPTION, "covers_from": "2026-01-01", "fields": FIELDS, "files": [_sent("flights.csv", "text/csv", CONTENT)],
        "rights": {"basis": "own", "statement_zh": "本单位业务产生。", "statement_en": "Our own business.", "evidence": [_sent("statement.txt", "text/plain", b"we made it")]},
        "sample": {"nature": "synthetic", "rows": [["flight_no"], ["CA1"]]}, "promises": {"completeness": "0.980", "update_every": "P1D"},
        "questions": [{"zh": "用途？", "en": "What for?", "required": True}],
        "offers": [{"name_zh": "一次性交付", "name_en": "One delivery", "price": {"amount": "1200.00", "currency": "CNY"}, "policy": POLICY}],
        "visibility": {"to": "members"}, "grading": {"grounds": "运营数据。"},
    } | over  # fmt: skip


def test_a_listing_is_made_and_the_same_manifest_changes_nothing(provider: Party) -> None:
    done = manifests.submit(provider.steward, read(yaml.safe_dump(manifest(), allow_unicode=True).encode()))
    assert done.created and not done.awaited
    dataset = again(done.dataset)
    assert dataset.working is not None and (dataset.working.grade, dataset.visibility, dataset.working.promises["completeness"]) == (2, "members", "0.98")
    version, offers = dataset.working.version, list(Offer.objects.values_list("pk", flat=True))
    repeated = manifests.submit(provider.steward, manifest())
    assert (repeated.created, repeated.changed) == (False, [])
    assert again(dataset).working.version == version and list(Offer.objects.values_list("pk", flat=True)) == offers  # type: ignore[union-attr]
    assert Dataset.objects.count() == 1 and Event.objects.filter(name="catalog.manifest.applied").count() == 2


def test_what_is_exported_is_a_manifest_that_changes_nothing(provider: Party) -> None:
    dataset = again(manifests.submit(provider.steward, manifest()).dataset)
    exported = manifest_of(dataset)
    Draft202012Validator.check_schema(schema())
    assert manifests.submit(provider.steward, read(yaml.safe_dump(exported, allow_unicode=True).encode())).changed == []


def test_a_dataset_made_without_a_manifest_is_found_again_and_cites_its_registration(provider: Party, operator: Party, outsider: Party, listed: Dataset) -> None:
    dataset = listed
    entry = registered(provider, operator)
    exported, number = manifest_of(again(dataset)), Dataset.objects.count()
    assert exported["key"] == f"dataset-{dataset.pk}" and exported["rights"]["registration"] is None
    assert manifests.submit(provider.steward, exported).changed == [] and Dataset.objects.count() == number
    with pytest.raises(Invalid) as caught:
        manifests.submit(provider.steward, exported | {"rights": exported["rights"] | {"registration": str(dataset.pk)}})
    assert "rights.registration" in caught.value.fields
    cited = exported | {"rights": exported["rights"] | {"registration": str(entry.pk)}}
    assert manifests.submit(provider.steward, cited).changed == ["rights"] and manifests.submit(provider.steward, cited).changed == []
    dataset = again(dataset)
    assert dataset.working is not None and content_of(dataset.working)["rights"]["registration"] == str(entry.pk)
    assert read(yaml.safe_dump(manifest_of(dataset), allow_unicode=True).encode()) == read(yaml.safe_dump(cited, allow_unicode=True).encode())
    # what an id says is said among the provider's own datasets only
    made = manifests.submit(outsider.owner, manifest(key=f"dataset-{dataset.pk}"))
    assert made.created and made.dataset.provider_id == outsider.id


def test_only_what_differs_is_changed_and_a_listed_dataset_gets_a_revision(provider: Party, operator: Party, listed: Dataset) -> None:
    dataset = listed
    Dataset.objects.filter(pk=dataset.pk).update(key="flights")
    exported = manifest_of(again(dataset))
    assert manifests.submit(provider.steward, exported).changed == [] and again(dataset).working is None
    changed = exported | {"title_en": "Second edition", "files": [_sent("flights.csv", "text/csv", CONTENT + b"x\n"), {"name": "more.csv", "media_type": "text/csv", "size": 5}]}
    done = manifests.submit(provider.steward, changed)
    assert done.changed == ["description", "files"] and [one.name for one in done.awaited] == ["more.csv"]
    dataset = again(dataset)
    assert dataset.working is not None and dataset.working.number == 2 and dataset.current.title_en != "Second edition"  # type: ignore[union-attr]
    assert dataset.current.distributions.get().size == len(CONTENT)  # type: ignore[union-attr]
    papers = exported["rights"] | {"evidence": [_sent("new.txt", "text/plain", b"another")]}
    assert manifests.submit(provider.steward, {"manifest": 1, "key": "flights", "rights": papers}).changed == ["evidence"]
    assert dataset.working.evidence.get().name == "new.txt" and dataset.current.evidence.get().name == "statement.txt"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("over", "place"),
    [
        ({"fields": [*FIELDS, {"name": "a b"}]}, "fields.4.name"), ({"offers": [{**manifest()["offers"][0], "price": {"amount": "1.001", "currency": "CNY"}}]}, "offers.1.price"),
        ({"covers_from": "2026-02-30"}, "covers_from"), ({"rights": {**manifest()["rights"], "evidence": [{"name": "a", "media_type": "text/plain"}]}}, "rights.evidence.1"),
        ({"files": [{**_sent("a.csv", "text/csv", b"x"), "sha256": "0" * 64}]}, "files.1.sha256"), ({"visibility": {"to": "named", "readers": ["nobody"]}}, "visibility.readers.1"),
        ({"sample": {"nature": "real", "rows": [["a"]]}}, "sample.rows"), ({"promises": {"update_every": "P1H"}}, "promises.update_every"),
    ],
)  # fmt: skip
def test_a_fault_names_its_place_and_changes_nothing(provider: Party, over: dict[str, Any], place: str) -> None:
    with pytest.raises(Invalid) as caught:
        manifests.submit(provider.steward, manifest(**over))
    assert place in caught.value.fields and not Dataset.objects.exists()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (b"manifest: 1\nkey: a\nfields:\n  - name: x\n    grade: 9\n", "fields.1.grade"), (b'{"manifest": 1, "key": "A B"}', "key"), (b'{"manifest": 1, "key": "a", "key": "b"}', "manifest"),
        (b"a: &x 1\nb: *x", "manifest"), (b"a: !!python/object:os.system 1", "manifest"), (b"\xff\xfe", "manifest"), (b'{"a":' * 3000, "manifest"), (b"[1", "manifest"),
        (b"manifest: 1\nkey: a\nunheard: 1\n", "manifest"),
    ],
)  # fmt: skip
def test_a_manifest_that_cannot_be_read_says_where(text: bytes, place: str) -> None:
    with pytest.raises(Invalid) as caught:
        read(text)
    assert place in caught.value.fields


def test_norway_stays_a_place_and_a_day_a_text() -> None:
    assert read(b"manifest: 1\nkey: a\nplaces: [NO]\ncovers_from: 2026-01-01\n") == {"manifest": 1, "key": "a", "places": ["NO"], "covers_from": "2026-01-01"}


def test_a_manifest_is_for_those_who_prepare_and_not_while_under_review(provider: Party, outsider: Party) -> None:
    with pytest.raises(Forbidden):
        manifests.submit(provider.viewer, manifest())
    dataset = dataset_submitted(provider)
    Dataset.objects.filter(pk=dataset.pk).update(key="flights")
    with pytest.raises(WrongState):
        manifests.submit(provider.steward, {"manifest": 1, "key": "flights", "title_en": "Other"})
    # the same key of another provider is another dataset
    assert manifests.submit(outsider.owner, manifest()).created


def test_a_refusal_by_rule_undoes_all(provider: Party) -> None:
    low = [{"name": "diagnosis", "meaning_zh": "诊断", "meaning_en": "Diagnosis", "sensitive": True, "grade": 1}]
    with pytest.raises((Refused, Conflict)):
        manifests.submit(provider.steward, manifest(fields=low))
    assert not Dataset.objects.exists()


def test_the_page_takes_a_file_and_gives_one(provider: Party, outsider: Party) -> None:
    steward, address = signed_in(provider.steward), reverse("manifest.upload", args=[provider.id])
    assert steward.get(address).status_code == 200 and steward.post(address).status_code == 422
    wrong = steward.post(address, {"file": SimpleUploadedFile("m.yaml", b"manifest: 2\nkey: a\n")})
    assert wrong.status_code == 422 and "Line 1" in wrong.content.decode()
    assert steward.post(address, {"text": yaml.safe_dump(manifest(), allow_unicode=True)}).status_code == 302
    download = reverse("manifest.download", args=[provider.id, Dataset.objects.get().pk])
    assert read(steward.get(download).content)["key"] == "flights"
    assert signed_in(outsider.owner).get(reverse("manifest.download", args=[outsider.id, Dataset.objects.get().pk])).status_code == 404
