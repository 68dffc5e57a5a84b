"""The operator's registers in a real browser: a file is handed in, a second person decides, and nothing is wider than the screen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from exchange.determination import use_cases as determination
from tests.cast import Party
from tests.exchange.determination.test_control import in_force as group_in_force
from tests.exchange.determination.test_lists import BARRED, LIST, ROWS, in_force
from tests.exchange.determination.test_registers import CSV
from tests.journeys.walk import Walk

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_lists_and_groups(transactional_db: None, live_server: Any, page: Page, operator: Party, provider: Party, outsider: Party, tmp_path: Path, settings: Any, language: str) -> None:
    settings.DEMO = False
    in_force(operator, rows=ROWS[:1])
    in_force(operator, **(BARRED | {"verified": False}))
    group = group_in_force(operator, provider, outsider)
    file = tmp_path / "rows.csv"
    file.write_text(CSV)
    walk = Walk(page, live_server.url, language)
    walk.become(operator.one)
    walk.at("border-lists/")
    walk.press("main .pagehead a.btn")
    walk.fill(**{name: LIST[name] for name in ("code", "title_zh", "title_en", "source")}, edition="2026", since="2026-06-01")
    walk.tick("kind=negative_list")
    page.set_input_files("main [name=file]", file)
    walk.submit()
    edition = walk.number("border-lists")
    walk.become(operator.two)
    walk.at(f"border-lists/{edition}/")
    walk.press("main .pagehead a.primary")
    walk.submit()
    walk.at(f"control-groups/{group.pk}/")
    walk.press("main .pagehead a.primary")
    walk.submit()
    walk.become(operator.one)
    walk.at(f"control-groups/{group.pk}/")
    walk.press("main .pagehead a.danger")
    walk.submit()
    group.refresh_from_db()
    assert group.state == "ended"
    determination.propose_group(operator.one, name="Another", grounds="Register", organizations=[provider.id, outsider.id])
    addresses = ["border-lists/", "border-lists/?kind=recipients", "border-lists/propose/", f"border-lists/{edition}/", f"border-lists/{edition}/changes/", "control-groups/", f"control-groups/{group.pk}/", "control-groups/propose/", ""]
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        for address in addresses:
            walk.at(address)
            assert page.evaluate("document.documentElement.scrollWidth") == width, (address, width)
        walk.become(provider.steward)
        walk.at("export-counts/")
        assert page.evaluate("document.documentElement.scrollWidth") == width, ("counts", width)
        walk.become(operator.one)
