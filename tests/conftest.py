"""Options of the whole test suite, how `pytest -n` shares it out, and the figures that it prints."""

import re
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

pytest_plugins = ["tests.recording"]

_EMULATOR = re.compile(r"[\[-](moto|ministack)[-\]]")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--account` picks the emulators of AWS that the API suite runs on."""
    parser.addoption(
        "--account",
        choices=("moto", "ministack", "both"),
        default="both",
        help="emulators of AWS that the API suite runs on (default: both)",
    )


class _ByFolder(LoadScopeScheduling):  # type: ignore[misc]
    """Gives the tests of a folder to one worker, those of the API once an emulator.

    An account is known to the functions by the environment of the process: two can't be open at once.
    """

    def _split_scope(self, nodeid: str) -> str:
        folder = nodeid.split("/")[1]
        emulator = _EMULATOR.search(nodeid) if folder == "api" else None
        return f"{folder} {emulator[1]}" if emulator else folder


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Prints the figures that tests recorded as `measured`, whichever process they ran in."""
    for report in terminalreporter.stats.get("passed", ()):
        for name, figure in report.user_properties:
            if name == "measured":
                terminalreporter.write_line(figure)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    """Shares the tests out by folder."""
    return _ByFolder(config, log)
