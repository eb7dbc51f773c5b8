"""The text of a CSV file as its author meant it, whatever encodings it met on its way here."""

import base64
import binascii
import re

_DATA_URL = re.compile(r"data:[^,]{0,200};base64,", re.IGNORECASE)
_BOM = "\ufeff"


def _windows_1252() -> dict[int, str]:
    # Five bytes have no character there; readers keep them as the control characters of Latin-1.
    return {byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0x100)}


_CHARACTERS = _windows_1252()
_BYTES = {character: byte for byte, character in _CHARACTERS.items()} | {
    chr(byte): byte for byte in range(0x100)
}


def decoded(text: str) -> str | None:
    """The text without a byte order mark, its mistaken encodings repaired; None for a broken data URL.

    Args:
        text: the file's text, or the file as a base64 data URL, whose bytes are UTF-8, UTF-16 with a byte
            order mark, or else Windows-1252.
    """
    url = _DATA_URL.match(text.lstrip()[:300])
    if url is not None:
        content = _bytes_of(text.lstrip()[url.end() :])
        if content is None:
            return None
        text = _read(content)
    if not text.isascii():
        text = "\n".join(line if line.isascii() else _repaired(line) for line in text.split("\n"))
    return text.removeprefix(_BOM)


def _bytes_of(payload: str) -> bytes | None:
    try:
        return base64.b64decode("".join(payload.split()), validate=True)
    except (binascii.Error, ValueError):
        return None


def _read(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return "".join(_CHARACTERS.get(byte, chr(byte)) for byte in content)


def _repaired(line: str) -> str:
    """UTF-8 that was read as Windows-1252 (`FranÃ§ois`), and Windows-1252 that was read as Latin-1."""
    try:
        return bytes(_BYTES[character] for character in line).decode("utf-8")
    except (KeyError, UnicodeDecodeError):
        return line.translate(_CONTROLS)


_CONTROLS = {byte: _CHARACTERS[byte] for byte in range(0x80, 0xA0)}
