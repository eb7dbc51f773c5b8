"""Names as keys, folded so that case, accents and spacing make no difference; and as the API spells them."""

import unicodedata

# Letters that no decomposition takes apart, as they are typed without them.
_LETTERS = str.maketrans(
    {
        "ß": "ss",
        "ς": "σ",
        "œ": "oe",
        "æ": "ae",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ı": "i",
        "’": "'",
        "ʼ": "'",
    }
)


def fold(text: str) -> str:
    """The text in lower case, without accents, its runs of spaces one: `fold(" Étoile ") == "etoile"`.

    It takes no more of Unicode than `resolvers/direct/functions/prefix.js` can, which folds what is searched.
    """
    if text.isascii():
        return " ".join(text.lower().split())
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(letter for letter in decomposed if not unicodedata.category(letter).startswith("M"))
    # Only now: some compatibility letters decompose to capitals.
    return " ".join(bare.lower().translate(_LETTERS).split())


def camel_case(name: str) -> str:
    """`date_of_birth` as `dateOfBirth`."""
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)
