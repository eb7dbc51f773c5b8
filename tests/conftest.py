"""Options of the whole test suite, and how `pytest -n` shares it out."""

from collections.abc import Sequence
from pathlib import Path

import pytest

pytest_plugins = ["tests.recording"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--account` picks the emulators of AWS that the API suite runs on."""
    parser.addoption(
        "--account",
        choices=("moto", "ministack", "both"),
        default="both",
        help="emulators of AWS that the API suite runs on (default: both)",
    )


def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    """Gives the tests of a folder to one worker, those of the API once an emulator.

    An account is known to the functions by the environment of the process: two can't be open at once.
    """
    for item in items:
        folder = item.path.relative_to(Path(__file__).parent).parts[0]
        emulator = getattr(item, "callspec", None) and item.callspec.params.get("regatta")  # type: ignore[attr-defined]
        item.add_marker(pytest.mark.xdist_group(f"{folder} {emulator or ''}"))
