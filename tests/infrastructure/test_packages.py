"""Packages of functions: exactly what each needs, the same to the byte, and small."""

from pathlib import Path
from zipfile import ZipFile

import pytest

from resolvers.discovery import LAMBDA_FOLDERS
from stacks import packages
from stacks.packages import REPOSITORY, PackagingError, function_package, layer_package

TRIGGERS = sorted(
    f"triggers/{path.parent.name}" for path in (REPOSITORY / "resolvers/triggers").glob("*/handler.py")
)


@pytest.mark.parametrize("folder", [*LAMBDA_FOLDERS, *TRIGGERS])
def test_a_package_is_small_and_holds_nothing_but_resolvers(folder: str) -> None:
    package = function_package(folder)
    with ZipFile(package) as archive:
        names = archive.namelist()
    assert package.stat().st_size <= 1_000_000
    assert f"resolvers/{folder}/handler.py" in names
    assert all(name.startswith("resolvers/") for name in names)
    assert not [name for name in names if "__pycache__" in name or name.endswith(".js")]
    others = {f"resolvers/{other}/" for other in (*LAMBDA_FOLDERS, *TRIGGERS) if other != folder}
    assert not [name for name in names if name.startswith(tuple(others))]


def test_the_layer_is_small_and_leaves_boto3_to_the_runtime() -> None:
    package = layer_package()
    with ZipFile(package) as archive:
        names = archive.namelist()
    assert package.stat().st_size <= 12_000_000
    assert "python/aws_lambda_powertools/__init__.py" in names
    assert not [name for name in names if name.startswith(("python/boto", "python/bin", "python/pip"))]


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one function."""
    monkeypatch.setattr(packages, "BUILD", tmp_path / "build")
    for name, text in {
        "regatta/__init__.py": "",
        "table/__init__.py": "",
        "table/clubs.csv": "name",
        "greeting/__init__.py": "",
        "greeting/handler.py": "from resolvers import mail\nfrom resolvers.regatta import age\n",
        "greeting/__pycache__/handler.pyc": "",
        "mail.py": "import resolvers.words",
        "words.py": "",
        "unused.py": "",
        "other/handler.py": "",
        "__init__.py": "",
    }.items():
        path = tmp_path / "resolvers" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def test_shared_modules_come_along_when_imported_even_by_one_another(sources: Path) -> None:
    with ZipFile(function_package("greeting", sources)) as archive:
        assert archive.namelist() == [
            "resolvers/__init__.py",
            "resolvers/greeting/__init__.py",
            "resolvers/greeting/handler.py",
            "resolvers/mail.py",
            "resolvers/regatta/__init__.py",
            "resolvers/table/__init__.py",
            "resolvers/table/clubs.csv",
            "resolvers/words.py",
        ]


def test_the_same_content_gives_the_same_bytes_whenever_it_was_written(sources: Path) -> None:
    package = function_package("greeting", sources)
    before = package.read_bytes()
    package.unlink()
    (sources / "resolvers/mail.py").touch()

    assert function_package("greeting", sources) == package
    assert package.read_bytes() == before

    (sources / "resolvers/mail.py").write_text("import resolvers.words as words")
    assert function_package("greeting", sources) != package


def test_importing_from_another_function_is_refused(sources: Path) -> None:
    (sources / "resolvers/greeting/handler.py").write_text("from resolvers.other import handler")
    with pytest.raises(PackagingError, match=r"greeting.handler.py imports resolvers\.other"):
        function_package("greeting", sources)
