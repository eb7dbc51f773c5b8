"""Finds a Chromium: an installed one, else Playwright's; as a command it installs one when there is none."""

import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SWITCHES = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def chromium_path(playwright: Playwright) -> str | None:
    """Where a Chromium is; None when there is none."""
    installed = next((path for name in NAMES if (path := shutil.which(name))), None)
    own = playwright.chromium.executable_path
    return installed or (own if Path(own).exists() else None)


def launch(playwright: Playwright) -> Browser:
    """Starts it.

    Raises:
        FileNotFoundError: there is none; the message says how to get one.
    """
    path = chromium_path(playwright)
    if path is None:
        raise FileNotFoundError("There is no Chromium: run `make chromium`.")
    return playwright.chromium.launch(executable_path=path, args=SWITCHES)


def main() -> int:
    """Installs a Chromium unless there is one; 0 when there is one in the end."""
    with sync_playwright() as playwright:
        if chromium_path(playwright):
            return 0
    ways = (
        [sys.executable, "-m", "playwright", "install", "chromium"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"],
    )
    return 0 if any(subprocess.run(way, check=False).returncode == 0 for way in ways) else 1


if __name__ == "__main__":
    sys.exit(main())
