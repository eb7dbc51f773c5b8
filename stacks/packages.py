"""The archives that Lambda gets: the code of one function, and the dependencies that all share.

An archive is the same to the byte whenever its content is, on any machine, so that deploying twice finds no
change. Both kinds lie in `build/` under the hash of what they were made from, and are made once.
"""

import ast
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

REPOSITORY = Path(__file__).parents[1]
BUILD = REPOSITORY / "build"
REQUIREMENTS = REPOSITORY / "requirements" / "lambda.txt"
PYTHON_VERSION = "3.14"
"""Of the Lambda runtime; wheels are chosen for it."""

_PLATFORMS = ("manylinux2014_aarch64", "manylinux_2_28_aarch64")
_EVERYWHERE = ("regatta", "table")
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_LAYER_RECIPE = "1"


class PackagingError(Exception):
    """A package can't be made; the message says which file or dependency is to blame."""


def function_package(folder: str, root: Path = REPOSITORY) -> Path:
    """The archive of one function's code.

    It holds the function's folder, `resolvers/regatta`, `resolvers/table`, and those modules directly in
    `resolvers/` that one of them imports; nothing else.

    Args:
        folder: below `resolvers/`, as `registration` or `triggers/sign_up`.

    Raises:
        PackagingError: it imports from the folder of another function.
    """
    contents = {path: (root / path).read_bytes() for path in _function_files(folder, root)}
    name = folder.rpartition("/")[2].replace("_", "-")
    return _archive(f"function-{name}", contents)


def layer_package() -> Path:
    """The archive of the pinned dependencies, for Linux on arm64; made without Docker, from wheels only.

    Raises:
        PackagingError: a package has no wheel, or not the one whose hash is pinned.
    """
    recipe = f"{_LAYER_RECIPE} {PYTHON_VERSION} {_PLATFORMS}".encode() + REQUIREMENTS.read_bytes()
    target = BUILD / f"layer-{hashlib.sha256(recipe).hexdigest()[:16]}.zip"
    if target.exists():
        return target
    with TemporaryDirectory() as folder:
        _install(Path(folder))
        contents = {
            PurePosixPath("python", path.relative_to(folder).as_posix()): path.read_bytes()
            for path in _importable(Path(folder))
        }
    _write(target, contents)
    return target


def _function_files(folder: str, root: Path) -> list[PurePosixPath]:
    """What the archive holds, relative to `root`."""
    resolvers = root / "resolvers"
    packages = [folder, *_EVERYWHERE]
    found = {path for package in packages for path in _files(resolvers / package)}
    found |= {parent / "__init__.py" for path in found for parent in path.parents if parent >= resolvers}
    found = {path for path in found if path.exists()}
    # The packages that go everywhere import nothing else of ours; a test of the house sees to it.
    pending = [path for path in found if path.suffix == ".py" and path.is_relative_to(resolvers / folder)]
    while pending:
        path = pending.pop()
        for module in _imported(path):
            target = _module_file(module, packages, resolvers, path)
            if target is not None and target not in found:
                found.add(target)
                pending.append(target)
    return sorted(PurePosixPath(path.relative_to(root).as_posix()) for path in found)


def _files(folder: Path) -> Iterator[Path]:
    if not folder.is_dir():
        raise PackagingError(f"There is no folder {folder}.")
    for path in folder.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path


def _imported(path: Path) -> Iterator[str]:
    """Names of ours that a file imports, without `resolvers.`: `mail`, `table.keys`, `regatta`."""
    for node in ast.walk(ast.parse(path.read_bytes(), filename=str(path))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module == "resolvers":
            names = [f"resolvers.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
        else:
            continue
        yield from (name.removeprefix("resolvers.") for name in names if name.startswith("resolvers."))


def _module_file(module: str, packages: Iterable[str], resolvers: Path, importer: Path) -> Path | None:
    """The shared module of that name; none when the archive holds it anyway."""
    path = module.replace(".", "/")
    if any(path == package or path.startswith(f"{package}/") for package in packages):
        return None
    shared = resolvers / f"{path}.py"
    if "/" in path or not shared.exists():
        raise PackagingError(
            f"{importer.relative_to(resolvers.parent)} imports resolvers.{module}, which belongs to another "
            "function: what two functions need is a module directly in resolvers/."
        )
    return shared


def _install(folder: Path) -> None:
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command += ["--requirement", str(REQUIREMENTS), "--require-hashes", "--no-deps", "--no-compile"]
    command += ["--target", str(folder), "--only-binary=:all:", "--implementation", "cp"]
    command += ["--python-version", PYTHON_VERSION]
    command += [argument for platform in _PLATFORMS for argument in ("--platform", platform)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if result.returncode != 0:
        raise PackagingError(f"The dependencies layer could not be made:\n{result.stderr.strip()}")


def _importable(folder: Path) -> Iterator[Path]:
    """What is needed at run time: neither commands, nor what pip notes on installing for itself."""
    for path in folder.rglob("*"):
        parts = path.relative_to(folder).parts
        by_pip = parts[0].endswith(".dist-info") and path.name != "METADATA"
        if path.is_file() and parts[0] != "bin" and not by_pip and "__pycache__" not in parts:
            yield path


def _archive(name: str, contents: Mapping[PurePosixPath, bytes]) -> Path:
    fingerprint = hashlib.sha256()
    for path, content in sorted(contents.items()):
        fingerprint.update(f"{path} {len(content)}\n".encode())
        fingerprint.update(content)
    target = BUILD / f"{name}-{fingerprint.hexdigest()[:16]}.zip"
    if not target.exists():
        _write(target, contents)
    return target


def _write(target: Path, contents: Mapping[PurePosixPath, bytes]) -> None:
    BUILD.mkdir(exist_ok=True)
    unfinished = target.with_suffix(f".{os.getpid()}")
    with ZipFile(unfinished, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        for path, content in sorted(contents.items()):
            entry = ZipInfo(str(path), _EARLIEST)
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3  # Unix, wherever it is made
            archive.writestr(entry, content)
    unfinished.replace(target)  # at once: another run may look for it now
