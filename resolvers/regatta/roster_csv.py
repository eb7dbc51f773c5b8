"""Rosters as clubs have them: CSV read into people, with every bad cell explained."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from resolvers.regatta.csv_text import decoded
from resolvers.regatta.fault import Fault
from resolvers.regatta.names import fold
from resolvers.regatta.people import (
    EMPTY,
    Particulars,
    clean_club,
    clean_date_of_birth,
    clean_licence,
    clean_name,
    too_long,
)
from resolvers.regatta.roster_columns import REQUIRED, Column, Field, columns
from resolvers.regatta.vocabulary import Gender, Language, LicenceKind

LONGEST_READ = 80
LONGEST_CELL = 1_000

_GENDERS: dict[Language, dict[str, Gender]] = {
    Language.FR: {
        **dict.fromkeys(("h", "homme", "m", "masculin"), Gender.MAN),
        **dict.fromkeys(("f", "femme", "feminin"), Gender.WOMAN),
    },
    Language.EN: {
        **dict.fromkeys(("m", "man", "male"), Gender.MAN),
        **dict.fromkeys(("w", "woman", "f", "female"), Gender.WOMAN),
    },
}
_GENDER_FAULTS = {
    Language.FR: Fault(
        "GENDER",
        "under a French header write H or M for a man (homme), or F for a woman (femme).",
        "écrivez H pour un homme ou F pour une femme.",
    ),
    Language.EN: Fault(
        "GENDER",
        "write M for a man, or W or F for a woman.",
        "sous un en-tête anglais, écrivez M pour un homme (man), W ou F pour une femme (woman, female).",
    ),
}
_ANSWERS = {
    **dict.fromkeys(("", "non", "no", "n", "0", "faux", "false", "-"), False),
    **dict.fromkeys(("oui", "o", "yes", "y", "1", "x", "vrai", "true"), True),
}
_ANSWER = Fault("YES_OR_NO", "write yes or no.", "écrivez oui ou non.")
_KINDS = {
    **dict.fromkeys(("", "ffa", "ffaviron", "francaise", "french"), LicenceKind.FFA),
    **dict.fromkeys(("foreign", "etrangere", "etranger", "autre", "other"), LicenceKind.FOREIGN),
}
_KIND = Fault("LICENCE_KIND", "write FFA or FOREIGN.", "écrivez FFA ou étrangère.")
_DATE = Fault(
    "DATE",
    "this is not a date of the calendar; write it as 2011-05-03 or 03/05/2011 (day first).",
    "ce n’est pas une date du calendrier ; écrivez-la comme 2011-05-03 ou 03/05/2011.",
)
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)

_BROKEN_URL = Fault("ENCODING", "the base64 of the file is broken.", "le codage base64 du fichier est abîmé.")
_NO_TEXT = Fault("EMPTY_FILE", "the file is empty.", "le fichier est vide.")
_NO_ROWS = Fault(
    "NO_ROWS",
    "there is nobody below the line of the headers.",
    "il n’y a personne sous la ligne des en-têtes.",
)
_UNREADABLE = Fault(
    "UNREADABLE",
    "this line can’t be read as CSV; look for a quotation mark too many, or a line break within a cell.",
    "cette ligne n’est pas lisible comme CSV ; cherchez un guillemet de trop, ou un saut de ligne dans une "
    "cellule.",
)
_TOO_MANY_CELLS = Fault(
    "TOO_MANY_CELLS",
    "the line has more cells than there are headers; put quotation marks around a cell with a separator.",
    "la ligne a plus de cellules qu’il n’y a d’en-têtes ; mettez entre guillemets une cellule qui contient "
    "un séparateur.",
)

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class _Record:
    """A line of the file, from 1, as it stands there, and its cells; none when it can't be read as CSV."""

    line: int
    text: str
    cells: Sequence[str] | None


@dataclass(frozen=True, slots=True)
class CellError:
    """What is wrong in the file: line from 1, the column's header (none when it is the whole line), what was
    read there, what is expected.
    """

    line: int
    column: str | None
    read: str
    code: str
    message: str
    message_fr: str


@dataclass(frozen=True, slots=True)
class RosterRow:
    """A person of the file, good to be written; `line` is where the row begins."""

    line: int
    person: Particulars


@dataclass(frozen=True, slots=True)
class Roster:
    """A file as read: its good rows, all its errors, and how many rows it has in all.

    Attributes:
        headers: of the columns it has; what has none got a default in every row.
    """

    rows: tuple[RosterRow, ...]
    errors: tuple[CellError, ...]
    count: int
    headers: Mapping[Field, str]


def parse_roster(text: str, *, year: int, club: str) -> Roster:
    """Read a roster; whatever the text, it never raises.

    Args:
        text: of the file, or a `data:` URL with its bytes in base64.
        year: of the edition, by which ages are checked.
        club: the manager's, for rows that name none.
    """
    content = decoded(text)
    if content is None:
        return _failed(_BROKEN_URL, text)
    records = _records(content)
    first = next(records, None)
    if first is None:
        return _failed(_NO_TEXT, "")
    if first.cells is None:
        return _failed(_UNREADABLE, first.text, first.line)
    found = columns(first.cells)
    if isinstance(found, Fault) and any("\n" in cell or "\r" in cell for cell in first.cells):
        return _failed(_UNREADABLE, first.text, first.line)
    if isinstance(found, Fault):
        return _failed(found, ", ".join(first.cells), first.line)
    roster = _Reader(found, len(first.cells), year, club).roster(records)
    return roster if roster.count else _failed(_NO_ROWS, "", first.line)


class _Reader:
    """Reads the rows of one file, whose licences must all differ."""

    def __init__(self, found: Sequence[Column], width: int, year: int, club: str) -> None:
        self._columns = {column.field: column for column in found}
        self._width = width
        self._year = year
        self._club = club
        self._language = self._columns[Field.GENDER].language
        self._licences: dict[str, int] = {}

    def roster(self, records: Iterable[_Record]) -> Roster:
        """All that follows the headers."""
        rows: list[RosterRow] = []
        errors: list[CellError] = []
        count = 0
        for record in records:
            count += 1
            if record.cells is None:
                errors.append(_error(record.line, None, record.text, _UNREADABLE))
                continue
            row = _Row(record.line, record.cells, self._columns)
            person = self._person(row)
            wrong = row.errors(self._width)
            errors += wrong
            if person is not None and not wrong:
                rows.append(RosterRow(record.line, person))
        headers = {field: column.header for field, column in self._columns.items()}
        return Roster(tuple(rows), tuple(errors), count, headers)

    def _person(self, row: "_Row") -> Particulars | None:
        last_name = row.value(Field.LAST_NAME, clean_name)
        first_name = row.value(Field.FIRST_NAME, clean_name)
        date_of_birth = row.value(Field.DATE_OF_BIRTH, lambda cell: _date_of_birth(cell, self._year))
        gender = row.value(Field.GENDER, lambda cell: _gender(cell, self._language))
        licence = row.value(Field.LICENCE, lambda cell: self._licence(cell, row.line))
        kind = row.value(Field.LICENCE_KIND, lambda cell: _KINDS.get(fold(cell), _KIND))
        club = row.value(Field.CLUB, lambda cell: clean_club(cell) if cell else self._club)
        certificate = row.value(Field.UPGRADE_CERTIFICATE, lambda cell: _ANSWERS.get(fold(cell), _ANSWER))
        if last_name is None or first_name is None or date_of_birth is None or gender is None:
            return None
        if licence is None or kind is None or club is None or certificate is None:
            return None
        return Particulars(
            first_name=first_name,
            last_name=last_name,
            date_of_birth=date_of_birth,
            gender=gender,
            licence=licence,
            licence_kind=kind,
            club=club,
            upgrade_certificate=certificate,
        )

    def _licence(self, cell: str, line: int) -> str | Fault:
        licence = clean_licence(cell)
        if isinstance(licence, Fault):
            return licence
        first = self._licences.setdefault(licence, line)
        if first == line:
            return licence
        return Fault(
            "LICENCE_TWICE",
            f"this licence is on line {first} already.",
            f"cette licence est déjà à la ligne {first}.",
        )


class _Row:
    """The cells of one row, and what was found wrong with them."""

    def __init__(self, line: int, cells: Sequence[str], found: Mapping[Field, Column]) -> None:
        self.line = line
        self._cells = cells
        self._columns = found
        self._errors: list[tuple[int, CellError]] = []

    def value(self, field: Field, clean: Callable[[str], Value | Fault]) -> Value | None:
        """The field's value cleaned, from an empty cell where the file has none; None when it is wrong."""
        column = self._columns.get(field)
        if column is None:
            index, header, cell = 0, "", ""
        else:
            index, header = column.index, column.header
            cell = _bare(self._cells[index].strip()) if index < len(self._cells) else ""
        value: Value | Fault
        if len(cell) > LONGEST_CELL:
            value = too_long(LONGEST_CELL, len(cell))
        else:
            value = EMPTY if not cell and field in REQUIRED else clean(cell)
        if isinstance(value, Fault):
            self._errors.append((index, _error(self.line, header, cell, value)))
            return None
        return value

    def errors(self, width: int) -> list[CellError]:
        """In the order of the columns; cells beyond the headers last."""
        found = [error for _, error in sorted(self._errors, key=lambda pair: pair[0])]
        beyond = next((cell for cell in self._cells[width:] if cell.strip()), None)
        if beyond is not None:
            found.append(_error(self.line, None, beyond, _TOO_MANY_CELLS))
        return found


class _Cells(csv.excel):
    """After a space, too, a quotation mark opens a cell: else it would be a letter of a name."""

    skipinitialspace = True


def _records(content: str) -> Iterator[_Record]:
    """The headers, whose cells may hold line breaks, and each line below them that is not blank."""
    lines = list(io.StringIO(content, newline=""))
    reader = csv.reader(lines, _Cells, delimiter=_delimiter(content))
    line = 1
    try:
        for header in reader:
            if any(cell.strip() for cell in header) and not _names_separator(line, header):
                yield _Record(line, lines[line - 1].strip(), header)
                yield from _rows(lines, reader.line_num, _delimiter(content))
                return
            line = reader.line_num + 1
    except csv.Error:
        yield _Record(line, lines[line - 1].strip(), None)


def _rows(lines: Sequence[str], start: int, delimiter: str) -> Iterator[_Record]:
    """Each line by itself, so that a quotation mark too many spoils its own line only."""
    left_open = False
    for number, text in enumerate(lines[start:], start + 1):
        cells = _cells(text, delimiter)
        # Whatever closes a cell that was left open above is no row, though it may look like one.
        if left_open and text.count('"') % 2:
            cells = None
        left_open = left_open or cells is None
        if cells is None or any(cell.strip() for cell in cells):
            yield _Record(number, text.strip(), cells)


def _cells(text: str, delimiter: str) -> list[str] | None:
    reader = csv.reader([text, ""], _Cells, delimiter=delimiter)
    try:
        cells = next(reader)
    except csv.Error:
        return None
    return cells if reader.line_num == 1 else None


def _delimiter(content: str) -> str:
    first = re.split(r"[\r\n]", content.lstrip(), maxsplit=1)[0]
    bare = re.sub(r'"[^"]*"', "", first)
    return max(";\t,", key=bare.count)


def _names_separator(line: int, cells: Sequence[str]) -> bool:
    # Excel writes `sep=;` above the headers and hides it when it opens the file.
    return line == 1 and cells[0].strip().lower() == "sep="


def _bare(cell: str) -> str:
    # A formula that is a text alone, `="0123456"`, keeps Excel from taking the zeros off a number.
    return cell[2:-1].strip() if len(cell) > 2 and cell.startswith('="') and cell.endswith('"') else cell


def _date_of_birth(cell: str, year: int) -> date | Fault:
    day_first = _DAY_FIRST.fullmatch(cell)
    written = cell
    if day_first is not None:
        day, month, of_year = day_first.groups()
        written = f"{of_year}-{month:0>2}-{day:0>2}"
    value = clean_date_of_birth(written, year)
    return _DATE if isinstance(value, Fault) and value.code == _DATE.code else value


def _gender(cell: str, language: Language) -> Gender | Fault:
    return _GENDERS[language].get(fold(cell).rstrip("."), _GENDER_FAULTS[language])


def _error(line: int, column: str | None, read: str, fault: Fault) -> CellError:
    shown = read if len(read) <= LONGEST_READ else read[: LONGEST_READ - 1] + "…"
    return CellError(line, column, shown, fault.code, fault.message, fault.message_fr)


def _failed(fault: Fault, read: str, line: int = 1) -> Roster:
    return Roster((), (_error(line, None, read, fault),), 0, {})
