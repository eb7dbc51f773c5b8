"""How fast the home page is on a phone, as Lighthouse measures it: the median of three."""

import json
import os
import subprocess
from typing import Any

import pytest
from playwright.sync_api import Playwright

from tests.browser.chromium import chromium_path
from tests.browser.serving import ROOT

PERFORMANCE = 95
BUSY = 1.25
"""Processes waiting for each core from which on a machine measures its other work, not the page."""


def test_home_is_fast_on_a_phone_and_does_not_move(playwright: Playwright, address: str) -> None:
    chromium = chromium_path(playwright)
    assert chromium
    measured = _measure(f"{address}/", chromium)
    scores = measured["scores"]
    performance = scores.pop("performance")
    assert measured["layoutShift"] == 0, measured
    assert set(scores.values()) == {100}, measured
    load = os.getloadavg()[0] / (os.cpu_count() or 1)
    if performance < PERFORMANCE and load > BUSY:
        pytest.skip(f"performance {performance} on a machine that is busy: load {load:.1f} for each core")
    assert performance >= PERFORMANCE, measured


def _measure(page: str, chromium: str) -> dict[str, Any]:
    command = ["node", "scripts/lighthouse.mjs", page, chromium]
    ended = subprocess.run(command, cwd=ROOT / "frontend", capture_output=True, text=True, check=True)
    measured: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
    return measured
