"""The folder of all state, and whether it was ever filled: only a mark in it says so, never what it lacks."""

from dataclasses import dataclass
from pathlib import Path

from local.account.lock import locked

_SECONDS_FOR_PREDECESSOR = 15.0


@dataclass(frozen=True, slots=True)
class DataFolder:
    """The folder, which its user holds the lock of."""

    path: Path

    @property
    def emulator(self) -> Path:
        """Where the emulator keeps its own."""
        return self.path / "ministack"

    def begin(self) -> bool:
        """Whether this is a first start, to be marked as finished at its end.

        What a first start that did not get to its end has left is dropped: nobody has used it. State that
        carries no mark at all is somebody's, and stays.

        Raises:
            InUse: an emulator of before still writes its state.
        """
        if self._filled.exists():
            return False
        if self._begun.exists():
            self._forget()
        elif any(self.emulator.glob("*.json")):
            return False
        self._begun.touch()
        return True

    def mark_filled(self) -> None:
        """Say for good that what is in it is to be kept."""
        self._filled.touch()
        self._begun.unlink(missing_ok=True)

    @property
    def _begun(self) -> Path:
        return self.path / "first-start-unfinished"

    @property
    def _filled(self) -> Path:
        return self.path / "filled"

    def _forget(self) -> None:
        with locked(self.emulator, patience=_SECONDS_FOR_PREDECESSOR):
            for state in self.emulator.glob("*.json"):
                state.unlink()
