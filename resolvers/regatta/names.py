"""Names of people and clubs: how they are folded, so that case and accents do not matter."""

import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d"})


def fold(name: str) -> str:
    """The name without case, accents, ligatures and outer or repeated spaces: `Étoile  ` as `etoile`."""
    spaced = " ".join(name.casefold().translate(_LIGATURES).split())
    return "".join(mark for mark in unicodedata.normalize("NFD", spaced) if not unicodedata.combining(mark))
