"""The texts of the pages, read from the files that the site reads."""

import json
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

LOCALES = Path(__file__).parents[3] / "frontend" / "src" / "locales"


@dataclass(frozen=True, slots=True)
class Words:
    """The messages of one language, `fr` or `en`."""

    language: str

    def __call__(self, key: str, count: int | None = None, **figures: object) -> str:
        """The message at `page.part.name`, its figures filled in; `count` chooses the plural."""
        message: Any = _messages(self.language)
        for name in key.split("."):
            message = message[name]
        text = str(message)
        if count is not None:
            forms = text.split(" | ")
            singular = count < 2 if self.language == "fr" else count == 1
            text = forms[0] if singular else forms[-1]
            figures = {"n": count, **figures}
        for name, value in figures.items():
            text = text.replace(f"{{{name}}}", str(value))
        return text


@cache
def _messages(language: str) -> dict[str, Any]:
    """All files as one; several may share a first name."""
    messages: dict[str, Any] = defaultdict(dict)
    for file in sorted((LOCALES / language).glob("*.json")):
        for name, part in json.loads(file.read_text()).items():
            messages[name].update(part)
    return messages
