"""How fast the home page is on a phone, as Lighthouse measures it: the median of three."""

import json
import subprocess

from playwright.sync_api import Playwright

from tests.browser.chromium import chromium_path
from tests.browser.serving import ROOT

LEAST = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}


def test_home_is_fast_on_a_phone_and_does_not_move(playwright: Playwright, address: str) -> None:
    chromium = chromium_path(playwright)
    assert chromium
    command = ["node", "scripts/lighthouse.mjs", f"{address}/", chromium]
    ended = subprocess.run(command, cwd=ROOT / "frontend", capture_output=True, text=True, check=True)
    measured = json.loads(ended.stdout.splitlines()[-1])
    assert measured["layoutShift"] == 0, measured
    assert all(measured["scores"][name] >= least for name, least in LEAST.items()), measured
