"""A scan of a large CSV: peak resident memory of the reading process and seconds, beside the bare reading of the same bytes. Then the
same rows as XLSX, beside the CSV of as many rows.

BENCH_SCAN_GIGABYTES sets the size of the CSV (1 unless told), BENCH_SCAN_SHEET_ROWS the rows of the sheet (400,000). The limit is the
exchange's promise: 1 GB is scanned under 1 GB resident.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import openpyxl

ROOT = Path(__file__).resolve().parents[1]
GIGABYTES = float(os.environ.get("BENCH_SCAN_GIGABYTES", "1"))
SHEET_ROWS = int(os.environ.get("BENCH_SCAN_SHEET_ROWS", "400000"))
PEAK_LIMIT = 1_000_000_000
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def run(services: Any) -> int:
    """Print the figures; 0 if the memory stayed within its limit and the persons were seen."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        size = generate(folder / "raw", int(GIGABYTES * 10**9))
        floor = _bare(folder / "raw")
        seconds, said = scan(folder)
    result, peak = said.get("result"), said["peak"]
    rows = result["rows"] if result else 0
    print(f"scan: {size / 10**9:.2f} GB CSV, {rows:,} rows, 9 columns")
    print(f"  peak resident         {peak / 10**6:8,.0f} MB  (limit {PEAK_LIMIT / 10**6:,.0f})")
    print(f"  seconds               {seconds:8,.1f}     bare reading {floor:,.1f}     {size / 10**6 / seconds:,.0f} MB/s")
    found = sorted(one["column"] for one in result["suggestions"]) if result else [said.get("failed")]
    print(f"  suggestions           {found}")
    missed = not (result and peak < PEAK_LIMIT and {"id_no", "mobile"} <= set(found))
    return int(_sheet() or missed)


def _sheet() -> bool:
    """Whether the sheet missed its limit or hid its persons."""
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        size = sheet(Path(one) / "raw", Path(other) / "raw")
        seconds, said = scan(Path(one), "rows.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        floor, plain = scan(Path(other))
    result = said.get("result")
    print(f"scan: {size / 10**6:.0f} MB XLSX, {result['rows'] if result else 0:,} rows, 9 columns")
    print(f"  peak resident         {said['peak'] / 10**6:8,.0f} MB  (the same rows as CSV {plain['peak'] / 10**6:,.0f}; limit {PEAK_LIMIT / 10**6:,.0f})")
    print(f"  seconds               {seconds:8,.1f}     as CSV {floor:,.1f}")
    found = sorted(row["column"] for row in result["suggestions"]) if result else [said.get("failed")]
    print(f"  suggestions           {found}")
    return not (result and result["rows"] == SHEET_ROWS and said["peak"] < PEAK_LIMIT and {"id_no", "mobile"} <= set(found))


def sheet(path: Path, plain: Path) -> int:
    """The same rows as a workbook and as CSV; bytes of the workbook."""
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet()
    generate(plain, 100)  # one block
    rows = plain.read_text(encoding="utf-8").splitlines()
    with plain.open("w", encoding="utf-8") as out:
        for at in range(SHEET_ROWS + 1):
            row = rows[(at - 1) % (len(rows) - 1) + 1] if at else rows[0]
            page.append(row.split(",", 8))
            out.write(row + "\n")
    book.save(path)
    return path.stat().st_size


def generate(path: Path, size: int) -> int:
    """A table of persons and measures of about `size` bytes; a block of rows is made once and its counter written anew."""
    dice = random.Random(11)
    rows = [_row(dice) for _ in range(20_000)]
    written = number = 0
    with path.open("w", encoding="utf-8") as out:
        written += out.write("number,id_no,mobile,city,amount,day,score,code,remark\n")
        while written < size:
            block = "".join(f"{number + at},{row}" for at, row in enumerate(rows))
            number += len(rows)
            out.write(block)
            written += len(block.encode())
    return path.stat().st_size


def scan(folder: Path, name: str = "rows.csv", media_type: str = "text/csv") -> tuple[float, dict[str, Any]]:
    """Seconds, and what the reading process said last."""
    (folder / "job.json").write_text(json.dumps({"name": name, "media_type": media_type, "largest": 8 * 10**9, "seconds": 3_000}))
    begun = time.monotonic()
    child = subprocess.Popen([sys.executable, "-m", "catalog.scan.reading", str(folder)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert child.stdin is not None and child.stdout is not None
    said: dict[str, Any] = {}
    for line in child.stdout:
        said = json.loads(line)
    child.wait()
    child.stdin.close()
    return time.monotonic() - begun, said


def _row(dice: random.Random) -> str:
    body = f"{dice.choice((110101, 310104, 440106))}{dice.randrange(1940, 2015)}{dice.randrange(1, 13):02}{dice.randrange(1, 29):02}{dice.randrange(1000):03}"
    check = "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11]
    cells = (
        body + check, f"1{dice.choice('3578')}{dice.randrange(10**9):09}", dice.choice(("北京", "上海", "杭州", "成都")), f"{dice.gauss(500, 90):.2f}",
        f"2025-{dice.randrange(1, 13):02}-{dice.randrange(1, 29):02}", str(dice.randrange(100)), f"C{dice.randrange(10**7):07}", f'"rows, with {dice.randrange(10**12)}"',
    )  # fmt: skip
    return ",".join(cells) + "\n"


def _bare(path: Path) -> float:
    begun = time.monotonic()
    with path.open("rb") as file:
        while file.read(1024 * 1024):
            pass
    return time.monotonic() - begun
