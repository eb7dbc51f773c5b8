"""The mirror prints as the schema file it was made from."""

from pathlib import Path
from typing import Any

import pytest
from graphql import (
    REMOVE,
    DirectiveNode,
    Visitor,
    build_ast_schema,
    concat_ast,
    lexicographic_sort_schema,
    parse,
    print_schema,
    visit,
)

from local.appsync.scalars import SCALARS
from local.mirror import reflect

SCHEMA = Path(__file__).parents[3] / "schema.graphql"

ODD = '''
"""All that can be read"""
type Query {
  """With every kind of default"""
  f(
    "A keyword of Python"
    from: Int = 3
    in: [Size!] = [SMALL]
    class: Deep = { from: 1, sizes: [LARGE] }
    half: Float = 0.5
    text: String = "é \\"quoted\\""
    yes: Boolean = true
    none: ID = null
    old: Int @deprecated(reason: "Use from")
  ): Thing! @deprecated
  import: [[Thing!]]! @deprecated(reason: "Older")
}
"A thing, one after the other"
type Thing { next: Thing  size: Size  at: AWSDateTime!  "Any JSON" map(deep: Deep): AWSJSON }
input Deep {
  from: Int! = 2
  sizes: [Size!]! = [SMALL, LARGE]
  deeper: Deep
  day: AWSDate
  old: Int @deprecated
}
enum Size { "Not large" SMALL  LARGE @deprecated(reason: "No more")  None }
'''


class WithoutAws(Visitor):
    """Leaves AppSync's own directives out."""

    def enter_directive(self, node: DirectiveNode, *_: Any) -> Any:
        return None if node.name.value == "deprecated" else REMOVE


def printed(source: str) -> str:
    """The file as graphql-core prints it, with AppSync's scalars described as the mirror does."""
    document = visit(parse(source), WithoutAws())
    scalars = [
        f'"""{scalar.description}"""\nscalar {name}' for name, scalar in SCALARS.items() if name in source
    ]
    whole = concat_ast([document, *(parse(scalar) for scalar in scalars)])
    return print_schema(lexicographic_sort_schema(build_ast_schema(whole)))


@pytest.mark.parametrize("source", [SCHEMA.read_text(encoding="utf-8"), ODD], ids=["ours", "odd"])
def test_the_mirror_prints_as_its_file(source: str) -> None:
    mirrored = lexicographic_sort_schema(reflect(parse(source), {})._schema)
    assert print_schema(mirrored) == printed(source)


def test_arguments_reach_the_resolver_under_their_names() -> None:
    seen: list[Any] = []

    def resolve(source: Any, info: Any, arguments: dict[str, Any]) -> Any:
        seen.append(arguments)
        return {"next": {"size": "SMALL"}, "import": []}

    schema = reflect(parse(ODD), {("Query", "f"): resolve})
    answer = schema.execute_sync("{ f(none: null, class: { deeper: { from: 5 } }) { next { size } } }")
    assert answer.data == {"f": {"next": {"size": "SMALL"}}}
    assert seen == [
        {
            "from": 3,
            "in": ["SMALL"],
            "class": {
                "from": 2,
                "sizes": ["SMALL", "LARGE"],
                "deeper": {"from": 5, "sizes": ["SMALL", "LARGE"]},
            },
            "half": 0.5,
            "text": 'é "quoted"',
            "yes": True,
            "none": None,
        }
    ]


@pytest.mark.parametrize(
    "addition", ["union U = Thing", "interface I { a: Int }", "extend type Thing { a: Int }"]
)
def test_what_the_mirror_does_not_know_is_refused_at_once(addition: str) -> None:
    with pytest.raises(NotImplementedError):
        reflect(parse(f"{ODD}\n{addition}"), {})
