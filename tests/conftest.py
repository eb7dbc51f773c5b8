"""Options of the whole test suite."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--account` picks the emulators of AWS that the API suite runs on."""
    parser.addoption(
        "--account",
        choices=("moto", "ministack", "both"),
        default="both",
        help="emulators of AWS that the API suite runs on (default: both)",
    )
