"""Only what a first start has left unfinished is dropped from the folder of all state."""

from pathlib import Path

import pytest

from local.data_folder import DataFolder


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    (tmp_path / "ministack").mkdir()
    return DataFolder(tmp_path)


def state(folder: DataFolder) -> Path:
    return folder.emulator / "dynamodb.json"


def test_an_empty_folder_is_a_first_start(folder: DataFolder) -> None:
    assert folder.begin()


def test_a_first_start_that_did_not_end_begins_without_what_it_left(folder: DataFolder) -> None:
    folder.begin()
    state(folder).touch()

    assert folder.begin()
    assert not state(folder).exists()


@pytest.mark.parametrize("kept", [True, False], ids=["with its state", "without"])
def test_a_filled_folder_is_never_first_again(folder: DataFolder, kept: bool) -> None:
    folder.begin()
    folder.mark_filled()
    if kept:
        state(folder).touch()

    assert not folder.begin()
    assert state(folder).exists() == kept


def test_what_is_marked_filled_stays_although_a_first_start_left_its_mark(folder: DataFolder) -> None:
    folder.begin()
    folder.mark_filled()
    (folder.path / "first-start-unfinished").touch()
    state(folder).touch()

    assert not folder.begin()
    assert state(folder).exists()


def test_state_without_any_mark_is_not_ours_to_drop(folder: DataFolder) -> None:
    state(folder).touch()

    assert not folder.begin()
    assert state(folder).exists()
