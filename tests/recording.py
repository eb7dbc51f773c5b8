"""Records the calls to AWS of a whole run, and has the tests that judge them run last: pytest plugin.

Under `pytest -n` each worker leaves what it has recorded, and when all are done the tests that judge it run
in a process of their own.
"""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

import botocore.handlers
import pytest

from tests.aws_calls import AwsCalls

RECORDED = pytest.StashKey[AwsCalls]()

_CALLING = ("api", "triggers")
"""Folders of the tests that run deployed functions; all of their files make a run complete."""

_TESTS = Path(__file__).parent
_FOLDER = pytest.StashKey[Path]()
_SELECTED = pytest.StashKey[bool]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--aws-calls` judges what other processes have recorded."""
    parser.addoption("--aws-calls", type=Path, help="folder in which workers have left their calls to AWS")


def pytest_configure(config: pytest.Config) -> None:
    """Listens to every client that is made from now on."""
    config.addinivalue_line("markers", "judges_recording: runs after all tests that are recorded")
    calls = config.stash[RECORDED] = AwsCalls()
    botocore.handlers.BUILTIN_HANDLERS.append(("before-parameter-build", calls.note))
    config.stash[_SELECTED] = False


def pytest_deselected(items: Sequence[pytest.Item]) -> None:
    """Tests were left out, as by `-k`."""
    for item in items:
        item.config.stash[_SELECTED] = True


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Moves what judges the recording to the end."""
    items.sort(key=lambda item: item.get_closest_marker("judges_recording") is not None)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Sees whether all tests that call AWS are about to run, on the emulator that takes all of them."""
    config = session.config
    wanted = {path for folder in _CALLING for path in (_TESTS / folder).glob("test_*.py")}
    by_name = any("::" in argument for argument in config.args)
    config.stash[RECORDED].complete = (
        wanted <= {item.path for item in session.items}
        and not by_name
        and not config.stash[_SELECTED]
        and config.getoption("account") != "moto"
    )
    if config.getoption("aws_calls"):
        config.stash[RECORDED].load(config.getoption("aws_calls"))


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tells a worker where to leave its recording."""
    if _FOLDER not in node.config.stash:
        node.config.stash[_FOLDER] = Path(mkdtemp(prefix="aws-calls-"))
    node.workerinput["aws_calls"] = str(node.config.stash[_FOLDER])


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Leaves the recording of a worker; judges those of all workers when the last is done."""
    config = session.config
    if is_worker(config):
        config.stash[RECORDED].save(Path(config.workerinput["aws_calls"]))  # type: ignore[attr-defined]
    elif _FOLDER in config.stash and exitstatus != pytest.ExitCode.INTERRUPTED:
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "judges_recording"]
        command += [
            "--aws-calls",
            str(config.stash[_FOLDER]),
            str(_TESTS / "infrastructure" / "test_least_privilege.py"),
        ]
        if subprocess.run(command, check=False).returncode != 0:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
        rmtree(config.stash[_FOLDER])


def is_worker(config: pytest.Config) -> bool:
    """Whether this process runs a share of the tests only."""
    return hasattr(config, "workerinput")
