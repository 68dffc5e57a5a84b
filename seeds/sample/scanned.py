"""Drafts of the sample whose files were scanned, in every state of a scan, and columns that are to stand below what a scan suggests."""

from __future__ import annotations

import io
from typing import Any

from catalog.dataset import use_cases as datasets
from catalog.dataset.models import Classification, Dataset, Distribution
from catalog.listing import use_cases as listings
from catalog.regrading import use_cases as regrading
from catalog.rules.review import CHECKLIST
from catalog.scan import lowering, use_cases as scans
from catalog.scan.models import Scan
from catalog.scan.running import read_file
from catalog.scan.states import LIVE
from kernel.actor import SYSTEM
from seeds.sample import catalogue
from seeds.sample.deals import Calendar
from seeds.sample.people import Party

ROWS = 300
CONTACTS = "email,manager_email,desk_email,city\n" + "".join(f"desk{n}@member{n % 40}.example,lead{n}@member{n % 40}.example,help{n}@member{n % 40}.example,{n % 7}\n" for n in range(ROWS))
CUT = b"PAR1 this is not what its name says"
REASON = "虚构的通用邮箱，不指向任何自然人。 Made-up addresses of desks; they lead to no natural person."
STEP = {"minutes": 3.0}
COLUMNS = (("email", "邮箱", "Address"), ("manager_email", "主管邮箱", "Address of the head"), ("desk_email", "窗口邮箱", "Address of the desk"), ("city", "城市", "City"))


def play(calendar: Calendar, parties: dict[str, Party], said: dict[str, Any]) -> None:
    """Three drafts: one read to its end, one that cannot be read, one whose scan was stopped and asked for again."""
    provider, operator = parties["provider"], parties["exchange"].operator
    steward = provider.steward

    def draft(zh: str, en: str, name: str, content: bytes) -> tuple[Dataset, Distribution]:
        titles = {"title_zh": f"{said['title_zh']}（{zh}）", "title_en": f"{said['title_en']} ({en})"}
        dataset = catalogue.prepared(said | titles, provider, files=False)
        begun = datasets.begin_upload(steward, dataset.pk, name=name, media_type="application/octet-stream")
        datasets.append_bytes(steward, begun.pk, 0, io.BytesIO(content))
        datasets.complete_upload(steward, begun.pk)
        return dataset, begun

    with calendar.next(**STEP):
        read, file = draft("已扫描", "scanned", "contacts.csv", CONTACTS.encode())
        _read(_asked(steward, read, file), file)
    for column in ("email", "manager_email", "desk_email"):
        with calendar.next(**STEP):
            asked = lowering.ask_lowering(steward, read.pk, column=column, grade=1, personal=False, sensitive=False, reason=REASON)
        if column != "email":  # the first one waits
            with calendar.next(**STEP):
                lowering.decide_lowering(operator, asked.pk, approve=column == "desk_email", remark="已核对。 Compared with the register of desks.")
    with calendar.next(**STEP):
        broken, file = draft("无法扫描", "cannot be scanned", "broken.parquet", CUT)
        _read(_asked(steward, broken, file), file)
    with calendar.next(**STEP):
        stopped, file = draft("扫描已停止", "scan stopped", "later.csv", CONTACTS.encode())
        scans.cancel(steward, stopped.pk, _asked(steward, stopped, file).pk)
    with calendar.next(**STEP):
        scans.request(steward, stopped.pk, file.pk)  # a worker takes it up at the first start


def outgrown(calendar: Calendar, parties: dict[str, Party]) -> None:
    """A listed dataset in whose file a later scan finds persons: its provider is asked to grade it anew. Lately: an older demand would be over."""
    provider, operator, said = parties["provider"], parties["exchange"].operator, catalogue.specifications()["members"]
    fields = [{"name": name, "type": "text", "meaning_zh": zh, "meaning_en": en, "unit": "", "grade": 1, "personal": False, "sensitive": False} for name, zh, en in COLUMNS]
    titles = {"title_zh": f"{said['title_zh']}（需重新分级）", "title_en": f"{said['title_en']} (to be graded anew)", "fields": fields, "source": {}}
    with calendar.next(**STEP):
        dataset = catalogue.prepared(said | titles, provider, files=False)
        begun = datasets.begin_upload(provider.steward, dataset.pk, name="contacts.csv", media_type="text/csv")
        datasets.append_bytes(provider.steward, begun.pk, 0, io.BytesIO(CONTACTS.encode()))
        datasets.complete_upload(provider.steward, begun.pk)
        catalogue.graded(dataset, provider)
        listings.submit(provider.steward, dataset.pk)
        listings.list_(operator, dataset.pk, checklist=list(CHECKLIST))
    with calendar.next(**STEP):
        file = Distribution.objects.get(revision__dataset=dataset)
        _read(_asked(provider.steward, dataset, file), file)
        regrading.check(SYSTEM, Classification.objects.get(revision__dataset=dataset, state="confirmed").pk)


def _asked(steward: Any, dataset: Dataset, file: Distribution) -> Scan:
    """The scan that the upload brought with it, or one that is asked for."""
    return Scan.objects.filter(distribution=file.pk, state__in=LIVE).first() or scans.request(steward, dataset.pk, file.pk)


def _read(row: Scan, file: Distribution) -> None:
    """What a worker does."""
    scan = scans.begin(SYSTEM, row.pk)
    said = read_file(scan, Distribution.objects.select_related("blob").get(pk=file.pk))
    if "result" in said:
        scans.finish(SYSTEM, scan.pk, scan.attempt, said["result"])
    else:
        scans.fail(SYSTEM, scan.pk, scan.attempt, code=said["failed"], values=said["values"])
