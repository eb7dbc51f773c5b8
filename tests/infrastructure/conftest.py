"""The synthesized templates of each environment, made once."""

import pytest

from tests.infrastructure.synthesis import RESTORED, Template, synthesize

Stacks = dict[str, Template]


@pytest.fixture(scope="session")
def dev(tmp_path_factory: pytest.TempPathFactory) -> Stacks:
    """The stacks of dev by responsibility, as `Database`."""
    return synthesize("dev", tmp_path_factory.mktemp("dev"))


@pytest.fixture(scope="session")
def prod(tmp_path_factory: pytest.TempPathFactory) -> Stacks:
    """The stacks of prod by responsibility."""
    return synthesize("prod", tmp_path_factory.mktemp("prod"))


@pytest.fixture(scope="session")
def restored(tmp_path_factory: pytest.TempPathFactory) -> Stacks:
    """The stacks of prod, its table restored from an export."""
    return synthesize("prod", tmp_path_factory.mktemp("restored"), **RESTORED)


@pytest.fixture(scope="session", params=["dev", "prod"])
def stacks(request: pytest.FixtureRequest) -> Stacks:
    """The stacks of each environment in turn, for what holds in both."""
    found: Stacks = request.getfixturevalue(request.param)
    return found
