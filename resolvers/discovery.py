"""Finds which file resolves which field: the name is the binding, and nobody keeps a list.

A field is resolved by exactly one of

- `direct/<Type>.<field>.js`: APPSYNC_JS in front of the table;
- `<folder>/<field in snake case>.py` for a field of Query or Mutation, `<folder>/<type>_<field>.py` for a
  field of another type: a function of that name, run by the Lambda function of that folder.

A direct file that opens with `// pipeline: one, two` runs after `direct/functions/one.js` and
`direct/functions/two.js`, as the last function of an AppSync pipeline; any other is a unit resolver.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent
INVOKE = ROOT / "invoke.js"
PIPELINE = ROOT / "direct" / "pipeline.js"
LAMBDA_FOLDERS = ("administration", "privacy", "registration")

# AppSync's limit.
_MOST_FUNCTIONS = 10
_PIPELINE_HEADER = re.compile(r"\A// pipeline: *(?P<names>\w+(?:, *\w+)*) *\n")
_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class DirectResolver:
    """A field read by APPSYNC_JS straight from the table.

    Attributes:
        code: the field's own file.
        functions: the shared functions that run before it, in order; none makes it a unit resolver.
    """

    type_name: str
    field_name: str
    code: Path
    functions: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class LambdaResolver:
    """A field resolved by the Lambda function of a folder, through `invoke.js`."""

    type_name: str
    field_name: str
    code: Path
    folder: str


Resolver = DirectResolver | LambdaResolver


class BindingError(Exception):
    """Files and fields do not match; the message names each file or field and what would be right."""


def snake_case(name: str) -> str:
    """`createCrew` as `create_crew`."""
    return _CAPITAL.sub("_", name).lower()


def discover(fields: Iterable[tuple[str, str]], root: Path = ROOT) -> tuple[Resolver, ...]:
    """The resolver of each field that has a file.

    Args:
        fields: (type, field) pairs of the schema.
        root: the folder that holds `direct/` and the Lambda folders.

    Raises:
        BindingError: a file names no field, two files name one, a field of Query, Mutation or
            Subscription has none, or a pipeline names a function that does not exist, or too many.
    """
    known = list(fields)
    by_function = {function_name(type_name, field): (type_name, field) for type_name, field in known}
    found: list[Resolver] = []
    problems: list[str] = []
    for path in sorted((root / "direct").glob("*.*.js")):
        type_name, field_name = path.name.split(".")[:2]
        found.append(DirectResolver(type_name, field_name, path, _pipeline_of(path, problems)))
        if (type_name, field_name) not in known:
            problems.append(f"{path.name}: the schema has no field {type_name}.{field_name}")
    for folder in LAMBDA_FOLDERS:
        for path in sorted((root / folder).glob("[!_]*.py")):
            if path.stem == "handler":
                continue
            if path.stem not in by_function:
                problems.append(f"{folder}/{path.name}: no field of the schema has that name")
                continue
            found.append(LambdaResolver(*by_function[path.stem], path, folder))
    bound = [(resolver.type_name, resolver.field_name) for resolver in found]
    problems += [
        f"{t}.{f}: two files resolve it" for t, f in sorted({b for b in bound if bound.count(b) > 1})
    ]
    problems += [
        f"{t}.{f}: no file resolves it"
        for t, f in known
        if t in {"Query", "Mutation", "Subscription"} and (t, f) not in bound
    ]
    if problems:
        raise BindingError("; ".join(problems))
    return tuple(found)


def function_name(type_name: str, field_name: str) -> str:
    """The function, and file, that resolves a field in a Lambda folder."""
    own = snake_case(field_name)
    return own if type_name in {"Query", "Mutation", "Subscription"} else f"{snake_case(type_name)}_{own}"


def _pipeline_of(path: Path, problems: list[str]) -> tuple[Path, ...]:
    header = _PIPELINE_HEADER.match(path.read_text(encoding="utf-8"))
    if header is None:
        return ()
    functions = tuple(path.parent / "functions" / f"{name.strip()}.js" for name in header["names"].split(","))
    problems += [f"{path.name}: there is no functions/{f.name}" for f in functions if not f.exists()]
    if len(functions) >= _MOST_FUNCTIONS:
        problems.append(
            f"{path.name}: a pipeline has at most {_MOST_FUNCTIONS} functions, itself one of them"
        )
    return functions
