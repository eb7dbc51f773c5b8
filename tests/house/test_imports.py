"""Imports point inward only, so that what a line may touch can be read off the folder it is in."""

import ast
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest

from resolvers.discovery import LAMBDA_FOLDERS

ROOT = Path(__file__).parents[2]
OURS = ("bench", "local", "resolvers", "stacks", "tests")

ALLOWED = {
    "resolvers/regatta": ("resolvers.regatta",),
    "resolvers/table": ("resolvers.regatta", "resolvers.table"),
    "resolvers": ("resolvers",),
    "local/appsync": ("local.appsync", "local.mirror"),
    "local": (
        "local",
        "resolvers.discovery",
        "resolvers.table",
        "resolvers.triggers",
        "stacks.delivery",
        "stacks.query_limits",
        "stacks.time_limits",
    ),
    "stacks": ("stacks", "resolvers.discovery"),
}
"""What each folder may import of ours; the longest folder that fits a file counts."""

PURE = ("boto3", "botocore", "os", "socket", "subprocess", "time", "urllib", "requests", "httpx")


def files() -> Iterator[Path]:
    for folder in ("resolvers", "local", "stacks"):
        yield from (ROOT / folder).rglob("*.py")


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            # `from resolvers.table import keys` names a module, `from x import Y` one of its names
            yield from (f"{node.module}.{name.name}" for name in node.names)


def allowed(path: Path) -> tuple[str, ...]:
    relative = path.relative_to(ROOT).as_posix()
    return ALLOWED[max((folder for folder in ALLOWED if relative.startswith(f"{folder}/")), key=len)]


@pytest.mark.parametrize("path", sorted(files()), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_file_imports_inward_only(path: Path) -> None:
    ours = [name for name in imports(path) if name.split(".")[0] in OURS]
    outward = [name for name in ours if not f"{name}.".startswith(tuple(f"{ok}." for ok in allowed(path)))]
    assert outward == []


@pytest.mark.parametrize(
    "path", sorted((ROOT / "resolvers/regatta").glob("*.py")), ids=lambda path: path.stem
)
def test_the_rules_do_no_input_or_output_and_have_no_clock(path: Path) -> None:
    assert [name for name in imports(path) if name.split(".")[0] in PURE] == []
    text = path.read_text(encoding="utf-8")
    assert [call for call in ("open(", ".now(", ".today(", "utcnow(", "print(") if call in text] == []


def test_no_folder_of_a_lambda_function_imports_another() -> None:
    for folder, other in permutations(LAMBDA_FOLDERS, 2):
        for path in (ROOT / "resolvers" / folder).glob("*.py"):
            assert [name for name in imports(path) if name.startswith(f"resolvers.{other}")] == []


def test_nothing_scans_the_table() -> None:
    for path in (*(ROOT / "resolvers").rglob("*.py"), *(ROOT / "resolvers").rglob("*.js")):
        text = path.read_text(encoding="utf-8")
        assert ".scan(" not in text, path
        assert "'Scan'" not in text, path
        assert '"Scan"' not in text, path
