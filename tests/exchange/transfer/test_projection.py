"""Files cut to fields: only what was chosen, the same bytes each time, flat memory, and a delivery that waits for them and goes on."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import given, settings, strategies as st

from exchange.transfer import use_cases as transfers
from exchange.transfer.models import Projection, Transfer
from exchange.transfer.projecting import CannotCut, Columns, cut, form_of, make
from exchange.transfer.tasks import go_on, make_files, remove_files
from kernel import blobs
from kernel.errors import Refused
from kernel.models import Blob
from tests.cast import Api, Party
from tests.factories.catalog import CONTENT
from tests.factories.clearance import export_cleared
from tests.factories.money import funded, received

DICTIONARY = [("id", "编号", "Number"), ("city", "城市", "City"), ("age", "年龄", "Age")]


def columns(*chosen: str) -> Columns:
    return Columns.make(DICTIONARY, chosen)


def given_out(content: bytes, form: str, *chosen: str, step: int = 7) -> bytes:
    chunks = (content[at : at + step] for at in range(0, len(content), step))
    return b"".join(cut(chunks, form, columns(*chosen)))


@pytest.mark.parametrize("step", [1, 2, 3, 5, 64, 10_000])
def test_each_form_gives_the_chosen_fields_only(step: int) -> None:
    table = "\ufeffid,City,年龄,secret\r\n1,\"a,\"\"b\nc\",30,x\r\n\r\n2,d\r\n".encode()
    assert given_out(table, "csv", "city", "age", step=step).decode() == 'City,年龄\r\n"a,""b\nc",30\r\nd,\r\n'
    assert given_out(b"id\tcity\n1\tx y\n", "tsv", "city", step=step) == b"city\r\nx y\r\n"
    lines = b'{"id":1,"city":"a","age":null}\n\n{"secret":2,"City":"\\u5317"}'
    assert [json.loads(line) for line in given_out(lines, "jsonl", "city", step=step).splitlines()] == [{"city": "a"}, {"City": "北"}]
    array = b' [ {"id":"]}\\"{","city":{"n":[1,"}"]}} ,\n{"city":"\\\\"}]\n'
    assert json.loads(given_out(array, "json", "city", step=step)) == [{"city": {"n": [1, "}"]}}, {"city": "\\"}]


@pytest.mark.parametrize(
    ("content", "form", "code"),
    [
        (b"x,y\n1,2\n", "csv", "no_field"), (b"", "csv", "no_field"), ("城市\n".encode("gb18030"), "csv", "encoding"), (b'city\n"a"b\n', "csv", "malformed"), (b"[1]", "json", "not_objects"),
        (b'{"city":1}', "json", "not_objects"), (b'[{"city":1}', "json", "malformed"), (b'[{"city":1}] x', "json", "malformed"), (b'[{"city":1,}]', "json", "malformed"), (b"[]", "json", "no_field"),
        (b'["city"]\n', "jsonl", "not_objects"), (b'{"id":1}\n', "jsonl", "no_field"), (b"nonsense\n", "jsonl", "malformed"), (b"x", "zip", "form"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_for_certain_is_not_guessed(content: bytes, form: str, code: str) -> None:
    with pytest.raises(CannotCut) as error:
        given_out(content, form, "city")
    assert error.value.code == code


def test_a_column_belongs_to_one_field_or_to_none() -> None:
    tricky = Columns.make([("a", "b", ""), ("b", "c", "d"), ("e", "f", "d")], ["a", "e"])
    assert [name for name in ("a", "b", "c", "d", "e", "f") if tricky.gives(name)] == ["a", "e", "f"], "a name goes before a meaning, a shared meaning is nobody's"
    assert (form_of("text/csv; charset=utf-8", "x.csv"), form_of("text/csv", "x.TSV"), form_of("application/zip", "x.csv")) == ("csv", "tsv", "")


cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=8)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(cells, cells, cells), max_size=8), st.sets(st.sampled_from(["id", "city", "age"]), min_size=1), st.integers(1, 40))
def test_nothing_that_was_not_chosen_is_in_it(rows: list[tuple[str, str, str]], chosen: set[str], step: int) -> None:
    marked = [tuple(f"{name}:{cell}" for name, cell in zip(("id", "city", "age"), row, strict=True)) for row in rows]
    text = io.StringIO()
    csv.writer(text).writerows([("id", "city", "age"), *marked])
    found = list(csv.reader(io.StringIO(given_out(text.getvalue().encode(), "csv", *chosen, step=step).decode(), newline="")))
    places = [place for place, name in enumerate(("id", "city", "age")) if name in chosen]
    assert found == [[row[place] for place in places] for row in [("id", "city", "age"), *marked]]


def test_memory_stays_flat() -> None:
    def rows() -> Iterator[bytes]:
        yield b"id,city,age\n"
        for _ in range(60):
            yield b"1,Beijing,30\n" * 5_000

    tracemalloc.start()
    try:
        total = sum(len(piece) for piece in cut(rows(), "csv", columns("city")))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert total > 2_000_000 and peak < 1_500_000


def test_an_interrupted_making_goes_on_where_it_stopped(provider: Party, overseas: Party, operator: Party) -> None:
    clearance = export_cleared(provider, overseas, operator, issue={"fields": ["city", "spend"]})
    transfers.request(overseas.trader, clearance.agreement_id, method="projection")
    row = Projection.objects.select_related("blob", "distribution__blob").get()
    expected = "city,spend\r\n北京,12.50\r\n上海,7.00\r\n".encode()
    assert row.blob is not None
    blobs.append(row.blob.pk, 0, io.BytesIO(expected[:9]))
    row.blob.refresh_from_db()
    make(row)
    row.blob.refresh_from_db()
    assert b"".join(blobs.read(row.blob)) == expected


def test_a_delivery_of_cleared_fields_by_api(provider: Party, overseas: Party, operator: Party) -> None:
    clearance = export_cleared(provider, overseas, operator, issue={"fields": ["city", "spend"]})
    buyer = Api(overseas.trader)
    with pytest.raises(Refused):
        transfers.request(overseas.trader, clearance.agreement_id)
    made = buyer.post("/api/v1/transfers", {"agreement": str(clearance.agreement_id), "method": "projection", "start": True})
    assert (made.status_code, made.json()["state"]) == (201, "REQUESTED")
    address = f"/api/v1/transfers/{made.json()['id']}"
    assert buyer.get(f"{address}/content").status_code == 404
    assert go_on() == 0
    assert make_files() == 1
    [file] = buyer.get(address).json()["files"]
    assert buyer.get(address).json()["state"] == "STARTED"
    answer = buyer.get(f"{address}/content")
    content = answer.getvalue()
    assert content == "city,spend\r\n北京,12.50\r\n上海,7.00\r\n".encode() and b"M-0001" not in content
    assert (file["size"], file["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
    part = buyer.get(f"{address}/content", headers={"Range": "bytes=5-9"})
    assert (part.status_code, part.getvalue()) == (206, content[5:10])
    link = buyer.post(f"{address}/links").json()["url"].removeprefix("http://testserver")
    assert buyer.get(link).getvalue() == content
    transfers.accept(overseas.trader, made.json()["id"])
    blob = Projection.objects.get().blob_id
    assert remove_files() == 1 and remove_files() == 0
    assert not Blob.objects.filter(pk=blob).exists() and Projection.objects.get().state == "discarded"


def test_at_home_too_only_the_agreed_fields(provider: Party, consumer: Party, operator: Party) -> None:
    agreement = funded(provider, consumer, operator, form={"data_fields": ["delay"]})
    with pytest.raises(Refused) as error:
        transfers.request(consumer.trader, agreement.pk)
    assert error.value.decision is not None and [reason.rule for reason in error.value.decision.reasons] == ["R-ACCESS-PART"]
    transfer = transfers.deliver(consumer.trader, agreement.pk, method="projection")
    assert make_files() == 1
    transfer.refresh_from_db()
    assert transfer.state == "STARTED"
    received(consumer.trader, transfer)
    content = Api(consumer.trader).get(f"/api/v1/transfers/{transfer.pk}/content").getvalue().decode()
    assert content == "延误分钟\r\n12\r\n0\r\n" and CONTENT.decode().startswith("航班号")


def test_a_file_that_cannot_be_cut_says_why(provider: Party, consumer: Party, operator: Party) -> None:
    from tests.factories.catalog import dataset_listed

    dataset = dataset_listed(provider, operator, content=b"other,columns\n1,2\n")
    agreement = funded(provider, consumer, operator, form={"data_fields": ["delay"]}, dataset=dataset)
    transfer = transfers.deliver(consumer.trader, agreement.pk, method="projection")
    assert make_files() == 0
    assert Projection.objects.get().code == "no_field"
    assert go_on() == 0
    assert Transfer.objects.get().waits_for == ""
    with pytest.raises(Refused) as error:
        transfers.start(consumer.trader, transfer.pk)
    assert error.value.decision is not None and [reason.rule for reason in error.value.decision.reasons] == ["R-ACCESS-CUT"]
    transfers.terminate(consumer.trader, transfer.pk)
    assert remove_files() == 1
