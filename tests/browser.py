"""Fixtures of the browser: the machine's own Chromium, no download."""

from __future__ import annotations

import os
from typing import Any

import pytest

from tests.services import chromium


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    # root may not use Chromium's sandbox, and containers give little shared memory
    return {"executable_path": chromium(), "args": ["--disable-dev-shm-usage", *(["--no-sandbox"] if os.geteuid() == 0 else [])]}
