"""The name of a file is its binding to a field: what is missing, left over or double is named."""

import re
from pathlib import Path

import pytest

from resolvers.discovery import BindingError, DirectResolver, LambdaResolver, discover, snake_case


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Folders of resolvers with a unit, a pipeline and two Lambda fields."""
    (tmp_path / "direct" / "functions").mkdir(parents=True)
    for folder in ("administration", "registration"):
        (tmp_path / folder).mkdir()
    (tmp_path / "direct" / "Query.boats.js").write_text("export function request() {}\n")
    (tmp_path / "direct" / "Team.crews.js").write_text(
        "// pipeline: year, whose\nexport function request() {}\n"
    )
    for name in ("year", "whose"):
        (tmp_path / "direct" / "functions" / f"{name}.js").write_text("")
    (tmp_path / "registration" / "create_crew.py").write_text("")
    (tmp_path / "registration" / "team_balance.py").write_text("")
    (tmp_path / "registration" / "_shared.py").write_text("")
    (tmp_path / "registration" / "handler.py").write_text("")
    return tmp_path


FIELDS = [
    ("Query", "boats"),
    ("Team", "crews"),
    ("Team", "club"),
    ("Team", "balance"),
    ("Mutation", "createCrew"),
]


def test_each_file_is_bound_to_the_field_of_its_name(house: Path) -> None:
    found = {(one.type_name, one.field_name): one for one in discover(FIELDS, house)}
    assert set(found) == set(FIELDS) - {("Team", "club")}
    boats, crews = found["Query", "boats"], found["Team", "crews"]
    assert isinstance(boats, DirectResolver)
    assert boats.functions == ()
    assert isinstance(crews, DirectResolver)
    assert [path.name for path in crews.functions] == ["year.js", "whose.js"]
    for field, name in ((("Mutation", "createCrew"), "create_crew"), (("Team", "balance"), "team_balance")):
        resolver = found[field]
        assert isinstance(resolver, LambdaResolver)
        assert (resolver.folder, resolver.code.stem) == ("registration", name)


@pytest.mark.parametrize(
    ("fields", "file", "said"),
    [
        ([*FIELDS, ("Query", "me")], None, "Query.me: no file resolves it"),
        (
            FIELDS,
            "registration/create_boat.py",
            "registration/create_boat.py: no field of the schema has that name",
        ),
        (FIELDS, "direct/Query.boat.js", "Query.boat.js: the schema has no field Query.boat"),
        (FIELDS, "administration/create_crew.py", "Mutation.createCrew: two files resolve it"),
        (FIELDS, "direct/Mutation.createCrew.js", "Mutation.createCrew: two files resolve it"),
    ],
)
def test_what_does_not_match_is_named(
    house: Path, fields: list[tuple[str, str]], file: str | None, said: str
) -> None:
    if file is not None:
        (house / file).write_text("")
    with pytest.raises(BindingError, match=re.escape(said)):
        discover(fields, house)


def test_a_pipeline_of_a_function_that_is_not_there_is_named(house: Path) -> None:
    (house / "direct" / "Query.boats.js").write_text("// pipeline: nowhere\n")
    with pytest.raises(BindingError, match="there is no functions/nowhere"):
        discover(FIELDS, house)


def test_a_pipeline_has_ten_functions_at_most_its_own_file_included(house: Path) -> None:
    direct = house / "direct" / "Query.boats.js"
    direct.write_text(f"// pipeline: {', '.join(['year'] * 9)}\n")
    discover(FIELDS, house)

    direct.write_text(f"// pipeline: {', '.join(['year'] * 10)}\n")
    with pytest.raises(BindingError, match=r"Query\.boats\.js: a pipeline has at most 10 functions"):
        discover(FIELDS, house)


@pytest.mark.parametrize(
    ("camel", "snake"), [("createCrew", "create_crew"), ("me", "me"), ("handOver", "hand_over")]
)
def test_names_in_snake_case(camel: str, snake: str) -> None:
    assert snake_case(camel) == snake
