"""The two emulators as accounts; one ministack serves the whole folder."""

from collections.abc import Iterator

import pytest

from local.account.account import Account
from local.account.on_ministack import ministack_account
from local.account.on_moto import moto_account


@pytest.fixture(scope="package")
def ministack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    """An account on ministack, shared: make users and items of your own in it."""
    with ministack_account(tmp_path_factory.mktemp("ministack")) as account:
        yield account


@pytest.fixture
def moto() -> Iterator[Account]:
    """An account on moto, empty."""
    with moto_account() as account:
        yield account
