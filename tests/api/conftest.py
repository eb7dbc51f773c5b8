"""The API suite runs on each emulator of AWS in turn, but for tests marked `concurrent` or `once`."""

from collections.abc import Iterator

import pytest

from local.account.on_ministack import ministack_account
from local.account.on_moto import moto_account
from tests.api.leaving import Leaving, leaving_from
from tests.api.regatta import Regatta, open_regatta


def pytest_configure(config: pytest.Config) -> None:
    """Registers the marks of tests that run on one emulator."""
    config.addinivalue_line("markers", "concurrent: sends requests side by side, which moto can't take")
    config.addinivalue_line("markers", "once: runs on ministack alone when both are asked for")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Runs each test that needs the regatta once an emulator."""
    if "regatta" in metafunc.fixturenames:
        wanted = metafunc.config.getoption("account")
        once = metafunc.definition.get_closest_marker("once")
        both = ["ministack"] if once else ["moto", "ministack"]
        emulators = both if wanted == "both" else [wanted]
        if metafunc.definition.get_closest_marker("concurrent"):
            emulators = [name for name in emulators if name == "ministack"]
        metafunc.parametrize("regatta", emulators, indirect=True, scope="module")


@pytest.fixture(scope="module")
def regatta(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Regatta]:
    """The API on an account that the tests of a module share: each makes its own managers and editions."""
    folder = tmp_path_factory.mktemp("account")
    with moto_account() if request.param == "moto" else ministack_account(folder) as account:
        yield open_regatta(account)


@pytest.fixture(scope="module")
def past(regatta: Regatta) -> int:
    """The year of an edition that is over."""
    return regatta.another_edition().year


@pytest.fixture
def leaving(regatta: Regatta, past: int) -> Leaving:
    """A manager with members and crews in this edition and in a past one, none entered any more."""
    return leaving_from(regatta, past)
