"""Rosters read from CSV."""

import base64
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.regatta.roster_columns import Field
from resolvers.regatta.roster_csv import Roster, parse_roster
from resolvers.regatta.vocabulary import Gender, LicenceKind

FRENCH = "Nom;Prénom;Date de naissance;Sexe;N° de licence"
ENGLISH = "Last name,First name,Date of birth,Gender,Licence number"


def read(text: str) -> Roster:
    return parse_roster(text, year=2027, club="CN Exemple")


def codes(roster: Roster) -> list[tuple[int, str | None, str]]:
    return [(error.line, error.column, error.code) for error in roster.errors]


def one(text: str) -> object:
    roster = read(text)
    assert codes(roster) == []
    (row,) = roster.rows
    return row.person


def url(content: bytes, kind: str = "data:text/csv;base64,") -> str:
    return kind + base64.b64encode(content).decode()


TEXT = f"{FRENCH}\nLefèvre;Françoise;03/05/2000;F;ab1234\n"
EXPECTED = one(TEXT)


def test_a_row() -> None:
    (row,) = read(TEXT).rows
    assert row.line == 2
    person = row.person
    assert (person.last_name, person.first_name) == ("Lefèvre", "Françoise")
    assert (person.date_of_birth, person.gender, person.licence) == (date(2000, 5, 3), Gender.WOMAN, "AB1234")
    assert (person.club, person.upgrade_certificate, person.licence_kind) == (
        "CN Exemple",
        False,
        LicenceKind.FFA,
    )


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\ufeff" + TEXT, id="byte order mark"),
        pytest.param(TEXT.replace(";", ","), id="commas"),
        pytest.param(TEXT.replace(";", "\t"), id="tabs"),
        pytest.param(TEXT.replace("\n", "\r\n"), id="Windows lines"),
        pytest.param(TEXT.replace("\n", "\r"), id="old Mac lines"),
        pytest.param(
            TEXT.rstrip().replace("\n", ";Remarque\r") + ";" + "," * 20, id="old Mac lines with commas"
        ),
        pytest.param("sep=;\n" + TEXT, id="Excel’s separator line"),
        pytest.param("\n\n" + TEXT + "\n;;;;\n", id="blank lines"),
        pytest.param(TEXT.rstrip(), id="no last line feed"),
        pytest.param('"' + TEXT.rstrip().replace(";", '";"').replace("\n", '"\n"') + '"', id="quotes"),
        pytest.param(
            '"' + TEXT.rstrip().replace(";", '"; "').replace("\n", '"\n"') + '"', id="quotes after spaces"
        ),
        pytest.param(TEXT.replace("ab1234", '="ab1234"'), id="Excel’s way to keep the zeros of a number"),
        pytest.param(TEXT.replace("ab1234", '"=""ab1234"""'), id="the same, quoted"),
        pytest.param(TEXT.replace("Nom;", " NOM ;").replace("Prénom", "prenom"), id="case, spaces, accents"),
        pytest.param(TEXT.replace("N° de licence", "Licence"), id="another name for it"),
        pytest.param(TEXT.replace("Sexe", "Sexe (H/F) *"), id="an explanation in brackets"),
        pytest.param(TEXT.replace("Date de naissance", "Né(e) le"), id="brackets within a word"),
        pytest.param(TEXT.encode().decode("cp1252"), id="UTF-8 read as Windows-1252"),
        pytest.param(TEXT.encode().decode("latin-1"), id="UTF-8 read as Latin-1"),
        pytest.param(TEXT.encode("utf-8-sig").decode("cp1252"), id="the same with a byte order mark"),
        pytest.param(url(TEXT.encode()), id="data URL, UTF-8"),
        pytest.param(url(TEXT.encode("utf-8-sig")), id="data URL, UTF-8 with a byte order mark"),
        pytest.param(url(TEXT.encode("cp1252")), id="data URL, Windows-1252"),
        pytest.param(url(TEXT.encode("utf-16")), id="data URL, UTF-16"),
        pytest.param(
            url(TEXT.encode("cp1252"), "data:application/vnd.ms-excel;charset=x;base64,"),
            id="data URL, Excel",
        ),
    ],
)
def test_one_file_in_many_forms(text: str) -> None:
    assert one(text) == EXPECTED


def test_characters_of_windows_1252_alone() -> None:
    text = TEXT.replace("Lefèvre", "L’Œuvré")
    assert read(text.encode("cp1252").decode("latin-1")).rows[0].person.last_name == "L’Œuvré"
    assert read(url(text.encode("cp1252"))).rows[0].person.last_name == "L’Œuvré"
    assert read(text.encode().decode("latin-1")).rows[0].person.last_name == "L’Œuvré"


def test_bytes_that_windows_1252_has_not_are_told_and_not_left_out() -> None:
    text = TEXT.encode("cp1252").replace(b"Lef\xe8vre", b"Lef\x81vre")
    assert codes(read(url(text))) == [(2, "Nom", "CONTROL_CHARACTER")]


def test_every_byte_of_utf_8_read_as_latin_1_is_repaired() -> None:
    text = TEXT.replace("Lefèvre", "Åé‚Àà")
    assert read(text.encode().decode("latin-1")).rows[0].person.last_name == "Åé‚Àà"


def test_english_headers_in_any_order_with_all_columns() -> None:
    roster = read(
        "Club,Licence kind,Gender,Upgrade certificate,Licence number,DOB,First name,Surname,Remarks\n"
        '"Thames, RC",foreign,W,yes,gb/12345,2009-12-31,Ann,Lee,left-handed\n'
    )
    assert codes(roster) == []
    person = roster.rows[0].person
    assert (person.club, person.licence_kind, person.gender) == (
        "Thames, RC",
        LicenceKind.FOREIGN,
        Gender.WOMAN,
    )
    assert (person.upgrade_certificate, person.licence, person.last_name) == (True, "GB/12345", "Lee")


@pytest.mark.parametrize(
    ("header", "cell", "gender"),
    [
        (FRENCH, "H", Gender.MAN),
        (FRENCH, "h", Gender.MAN),
        (FRENCH, "F", Gender.WOMAN),
        (FRENCH, "Femme", Gender.WOMAN),
        (FRENCH, "HOMME", Gender.MAN),
        (FRENCH, "Féminin", Gender.WOMAN),
        (FRENCH, "M", Gender.MAN),
        (FRENCH, "W", None),
        (FRENCH, "", None),
        (ENGLISH, "M", Gender.MAN),
        (ENGLISH, "W", Gender.WOMAN),
        (ENGLISH, "F", Gender.WOMAN),
        (ENGLISH, "Female", Gender.WOMAN),
        (ENGLISH, "H", None),
        (ENGLISH, "X", None),
    ],
)
def test_gender_in_the_language_of_its_header(header: str, cell: str, gender: Gender | None) -> None:
    separator = ";" if header is FRENCH else ","
    roster = read(header + "\n" + separator.join(["Lee", "Ann", "2000-01-01", cell, "AB1234"]))
    if gender is not None:
        assert roster.rows[0].person.gender is gender
        return
    (error,) = roster.errors
    assert (error.line, error.column, error.read) == (2, header.split(separator)[3], cell)
    assert error.code == ("GENDER" if cell else "EMPTY")
    assert roster.rows == ()


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2011-05-03", date(2011, 5, 3)),
        ("03/05/2011", date(2011, 5, 3)),
        ("3/5/2011", date(2011, 5, 3)),
        ("03.05.2011", date(2011, 5, 3)),
        ("03-05-2011", date(2011, 5, 3)),
        ("31/04/2011", None),
        ("05/13/2011", None),
        ("3/5/11", None),
        ("2011/05/03", None),
        ("hier", None),
    ],
)
def test_dates_are_read_day_first(cell: str, day: date | None) -> None:
    roster = read(f"{FRENCH}\nLee;Ann;{cell};F;AB1234")
    if day is None:
        assert codes(roster) == [(2, "Date de naissance", "DATE")]
        assert "03/05/2011" in roster.errors[0].message
        assert "03/05/2011" in roster.errors[0].message_fr
    else:
        assert roster.rows[0].person.date_of_birth == day


def test_the_headers_of_the_columns_it_has_are_told() -> None:
    assert read(TEXT + "Lee;;;;").headers == {
        Field.LAST_NAME: "Nom",
        Field.FIRST_NAME: "Prénom",
        Field.DATE_OF_BIRTH: "Date de naissance",
        Field.GENDER: "Sexe",
        Field.LICENCE: "N° de licence",
    }
    assert Field.CLUB in read(f"{FRENCH};Club\nLee;Ann;2000-01-01;F;AB1234;RCPM").headers


def test_every_bad_cell_of_a_row_is_told_in_the_order_of_the_columns() -> None:
    roster = read(
        f"{FRENCH};Surclassement;Type de licence\n;{'x' * 61};2020-01-01;?;12;peut-être;FISA;reste\n"
    )
    assert codes(roster) == [
        (2, "Nom", "EMPTY"),
        (2, "Prénom", "TOO_LONG"),
        (2, "Date de naissance", "TOO_YOUNG"),
        (2, "Sexe", "GENDER"),
        (2, "N° de licence", "LICENCE"),
        (2, "Surclassement", "YES_OR_NO"),
        (2, "Type de licence", "LICENCE_KIND"),
        (2, None, "TOO_MANY_CELLS"),
    ]
    assert roster.errors[3].read == "?"
    assert (roster.rows, roster.count) == ((), 1)


def test_a_row_with_more_cells_than_headers_is_not_entered() -> None:
    roster = read(TEXT + "Monet;Claude;14/11/2000;H;ab1236;more\n")
    assert [row.line for row in roster.rows] == [2]
    assert codes(roster) == [(3, None, "TOO_MANY_CELLS")]


def test_the_name_of_a_club_has_two_english_headers() -> None:
    for header in ("Club", " Club name "):
        roster = read(f"{ENGLISH},{header}\nLee,Ann,2000-01-01,W,AB1234,Thames RC\n")
        assert roster.rows[0].person.club == "Thames RC"
        assert roster.headers[Field.CLUB] == header.strip()


def test_good_rows_stand_beside_bad_ones() -> None:
    roster = read(TEXT + "Sisley;Alfred;30/02/2000;H;ab1235\n\nMonet;Claude;14/11/2000;H;ab1236")
    assert [row.line for row in roster.rows] == [2, 5]
    assert codes(roster) == [(3, "Date de naissance", "DATE")]
    assert roster.count == 3


GOOD = "Sisley;Alfred;01/01/2000;H;ab1235\nMonet;Claude;14/11/2000;H;ab1236\n"


@pytest.mark.parametrize(
    ("rows", "unreadable"),
    [
        pytest.param('"Lee;Ann;2000-01-01;F;AB1234\n' + GOOD, [2], id="at the start of a line"),
        pytest.param('Lee;Ann;2000-01-01;F;"AB1234\n' + GOOD, [2], id="in the last cell"),
        pytest.param('Lee;Ann;2000-01-01;F;"AB1234\r\n' + GOOD, [2], id="before a Windows line end"),
        pytest.param(GOOD + 'Lee;"Ann;2000-01-01;F;AB1234', [4], id="in the last line"),
        pytest.param(GOOD + 'Lee;Ann;2000-01-01;F;"' + "x" * 200_000, [4], id="with no end for long"),
        pytest.param(
            f'"Lee;Ann;2000-01-01;F;AB1234\n{GOOD}Le"e;Ann;2000-01-01;F;AB1234\n',
            [2, 5],
            id="closed where another row seems to be",
        ),
        pytest.param(
            f'"Le\ne";Ann;2000-01-01;F;AB1234\n{GOOD}', [2, 3], id="that was meant to hold a line break"
        ),
    ],
)
def test_a_quotation_mark_too_many_spoils_its_own_line_only(rows: str, unreadable: list[int]) -> None:
    roster = read(f"{FRENCH}\n{rows}")
    assert codes(roster) == [(line, None, "UNREADABLE") for line in unreadable]
    assert [row.person.last_name for row in roster.rows] == ["Sisley", "Monet"]
    assert roster.count == 2 + len(unreadable)
    assert '"' in roster.errors[0].read
    assert "quotation mark" in roster.errors[0].message
    assert "guillemet" in roster.errors[0].message_fr


def test_a_quotation_mark_within_a_cell_is_a_letter_of_it() -> None:
    roster = read(f'{FRENCH};Remarque\nLee;Ann;2000-01-01;F;AB1234;1,80 m, 5"11\n{GOOD}')
    assert (len(roster.rows), roster.errors) == (3, ())


def test_headers_may_hold_line_breaks_but_no_quotation_mark_too_many() -> None:
    header = FRENCH.replace("Nom", '"Nom de\nfamille"')
    assert [row.line for row in read(f"{header}\n{GOOD}").rows] == [3, 4]
    roster = read(f'"{FRENCH}\n{GOOD}')
    assert codes(roster) == [(1, None, "UNREADABLE")]
    assert roster.errors[0].read == '"' + FRENCH


def test_the_same_licence_twice_is_wrong_on_the_second_line() -> None:
    roster = read(TEXT + "Sisley;Alfred;01/01/2000;H; AB1234\n")
    assert codes(roster) == [(3, "N° de licence", "LICENCE_TWICE")]
    assert "line 2" in roster.errors[0].message
    assert len(roster.rows) == 1


def test_short_rows_lack_their_last_cells() -> None:
    assert codes(read(f"{FRENCH}\nLee;Ann;2000-01-01;F")) == [(2, "N° de licence", "EMPTY")]


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        pytest.param("", 1, "EMPTY_FILE", id="empty"),
        pytest.param("\ufeff \r\n\n", 1, "EMPTY_FILE", id="blank"),
        pytest.param(FRENCH, 1, "NO_ROWS", id="headers alone"),
        pytest.param("Lee;Ann;2000-01-01;F;AB1234", 1, "COLUMN_MISSING", id="no headers"),
        pytest.param("Nom;Prénom\nLee;Ann", 1, "COLUMN_MISSING", id="columns missing"),
        pytest.param(f"{FRENCH};Licence\n", 1, "COLUMN_TWICE", id="a column twice"),
        pytest.param("data:text/csv;base64,@@@", 1, "ENCODING", id="broken base64"),
        pytest.param('"' + "x" * 200_000, 1, "UNREADABLE", id="one giant cell"),
        pytest.param(f'{FRENCH}\n"' + "x" * 200_000, 2, "UNREADABLE", id="a giant cell below the headers"),
    ],
)
def test_files_that_say_nothing(text: str, line: int, code: str) -> None:
    roster = read(text)
    assert codes(roster) == [(line, None, code)]
    assert roster.rows == ()


def test_missing_columns_are_one_error_that_names_them() -> None:
    (error,) = read("Nom;Sexe;Truc\n").errors
    assert error.read == "Nom, Sexe, Truc"
    assert "« prénom », « date de naissance », « n° de licence »" in error.message_fr
    assert "“first name”, “date of birth”, “licence number”" in error.message


def test_what_was_read_is_shown_short() -> None:
    (error,) = read(f"{FRENCH}\n{'x' * 1000};Ann;2000-01-01;F;AB1234").errors
    assert len(error.read) == 80
    assert "1000" in error.message


def test_ten_thousand_rows() -> None:
    rows = "".join(f"Lee;Ann;2000-01-01;F;AB{number:06}\n" for number in range(10_000))
    roster = read(f"{FRENCH}\n{rows}")
    assert (len(roster.rows), roster.count, roster.errors) == (10_000, 10_000, ())
    assert roster.rows[-1].line == 10_001


@given(st.text())
def test_no_text_makes_it_raise(text: str) -> None:
    roster = read(text)
    assert roster.errors or roster.rows


CELLS = st.text(alphabet='aé;,"\n\r\t\x85\x92\u2028ÃH/2011-', max_size=12)


@given(st.lists(CELLS, max_size=12), st.sampled_from(";,\t"))
def test_no_rows_make_it_raise(cells: list[str], separator: str) -> None:
    roster = read(FRENCH.replace(";", separator) + "\n" + separator.join(cells))
    assert all(error.line >= 1 and error.message and error.message_fr for error in roster.errors)


@given(st.binary(max_size=60))
def test_no_bytes_make_it_raise(content: bytes) -> None:
    assert read(url(content)).errors


@given(st.text(alphabet=st.characters(codec="cp1252", categories=["L"]), min_size=1, max_size=20))
def test_windows_1252_is_read_as_it_was_meant(name: str) -> None:
    text = f"{FRENCH}\n{name};Éloïse;2000-01-01;F;AB1234"
    assert read(url(text.encode("cp1252"))).rows == read(text).rows
    assert read(text.encode().decode("latin-1")).rows == read(text).rows
