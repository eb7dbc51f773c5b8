"""People for rosters, as clubs have them in their files."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from secrets import token_hex
from xml.sax.saxutils import escape


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on a roster; `born` as a file has it."""

    last_name: str
    first_name: str
    born: str
    gender: str
    licence: str
    club: str = "Aviron de Chatou"

    @property
    def name(self) -> str:
        """As the pages write it."""
        return f"{self.first_name} {self.last_name}"

    def but(self, **differing: str) -> "Person":
        """The same with something else."""
        return replace(self, **differing)


_LAST = (
    "Aubert Blanc Caron Denis Evrard Faure Garnier Huet Imbert Joly Klein Leroy Moulin Noël Olivier "
    "Perrin Quentin Renaud Simon Tessier Urbain Vasseur"
).split()
_FIRST = (
    "Alice Basile Chloé Denis Élise Fabien Gaëlle Hugo Inès Jules Karine Louis Maud Nils Odile Paul "
    "Rose Sacha Théa Victor Wanda Yann"
).split()


def people(size: int = 20) -> list[Person]:
    """Masters B, women and men in turn, no licence given twice."""
    # the letter B is from 36 to 42, whether the edition is this year's or next year's
    youngest = date.today().year - 36
    return [
        Person(
            _LAST[index],
            _FIRST[index],
            f"{index % 28 + 1:02d}/{index % 12 + 1:02d}/{youngest - index % 5}",
            "FM"[index % 2],
            token_hex(5).upper(),
        )
        for index in range(size)
    ]


def cells_of(persons: Sequence[Person], language: str) -> list[list[str]]:
    """A header and a row for each."""
    headers = {
        "fr": ["Nom", "Prénom", "Date de naissance", "Sexe", "Licence", "Club"],
        "en": ["Last name", "First name", "Date of birth", "Gender", "Licence number", "Club"],
    }
    gender = {"F": {"fr": "F", "en": "W"}, "M": {"fr": "H", "en": "M"}}
    rows = [
        [one.last_name, one.first_name, one.born, gender[one.gender][language], one.licence, one.club]
        for one in persons
    ]
    return [headers[language], *rows]


def csv_of(persons: Sequence[Person], language: str = "fr") -> str:
    """As a spreadsheet program in that language saves it."""
    separator = {"fr": ";", "en": ","}[language]
    return "\r\n".join(separator.join(row) for row in cells_of(persons, language))


def xlsx_of(persons: Sequence[Person], language: str = "fr") -> bytes:
    """As a spreadsheet, its texts within the cells."""
    cell = '<c r="{}{}" t="inlineStr"><is><t>{}</t></is></c>'
    rows = "".join(
        f'<row r="{line}">'
        + "".join(cell.format(letter, line, escape(text)) for letter, text in zip("ABCDEF", row, strict=True))
        + "</row>"
        for line, row in enumerate(cells_of(persons, language), 1)
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    document = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    files = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{relations}"><Relationship Id="r1" '
        f'Type="{document}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{document}"><sheets>'
        '<sheet name="1" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{relations}"><Relationship Id="r1" '
        f'Type="{document}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>',
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
    return packed.getvalue()
