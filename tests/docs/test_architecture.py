"""What the page of the architecture names is there: files, folders, functions, targets of make, layers."""

from __future__ import annotations

import ast
import re
import tomllib
from functools import cache

from tests.support.paths import ROOT
from tests.support.source import modules

PAGE = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
NAMED = sorted(set(re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", PAGE, flags=re.DOTALL))))
COMMANDS = ("edielkit ", "make ", "pytest ", "python ")
PATHS = sorted(
    {
        word
        for name in NAMED
        if not name.startswith(COMMANDS)
        for word in name.split()
        if "/" in word or "." in word
    }
)
PACKAGE = ROOT / "src" / "edielkit"
SKIPPED = {".git", ".venv", "__pycache__"}


@cache
def every_path() -> frozenset[str]:
    """Return all files and folders of the repository, modules also by their dotted names."""
    paths = set()
    for top in ("src", "tests", "docs", "benchmarks", "schemas", "fixtures"):
        for path in (ROOT / top, *(ROOT / top).rglob("*")):
            if not SKIPPED & set(path.parts):
                paths.add(path.relative_to(ROOT).as_posix())
    return frozenset(paths | {path.name for path in ROOT.iterdir() if path.is_file()})


@cache
def every_ending() -> frozenset[str]:
    """Return what the paths of the repository end with, whole names each."""
    parts = (path.split("/") for path in every_path())
    return frozenset("/".join(names[start:]) for names in parts for start in range(len(names)))


@cache
def defined() -> frozenset[str]:
    """Return the names of all functions, classes, constants and fields of the package, and of all its modules."""
    names = {part for module in modules() for part in module.split(".")}
    for tree in modules().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                names.add(node.name)
            elif isinstance(node, ast.Name):
                names.add(node.id)
            elif isinstance(node, ast.keyword | ast.arg) and node.arg:
                names.add(node.arg)
    return frozenset(names)


def stands(path: str) -> bool:
    """Tell whether a path, as the page writes it, ends one of the repository; ``a.b`` is a name of a module."""
    wanted = path.strip("/").replace("<version>", "2.4.3")
    if "*" in wanted:
        place = re.compile("(.*/)?" + re.escape(wanted).replace(r"\*", "[^/]*") + r"(\.py)?")
        return any(place.fullmatch(file) for file in every_path())
    if {wanted, f"{wanted}.py"} & every_ending():
        return True
    return "/" not in path and set(re.findall(r"\w+", path)) <= defined()


def test_every_file_that_the_page_names_is_there():
    """Paths are those of the repository, or end one."""
    assert [] == [path for path in PATHS if not stands(path.rstrip(",;:"))]


def test_every_name_of_the_page_is_one_of_the_package():
    """Functions, classes, constants, modules and columns of its tables; files at the top."""
    words = {name[1] for name in map(re.compile(r"@?([A-Za-z_]\w*)(\(.*\))?").fullmatch, NAMED) if name}
    columns = {
        word for path in PACKAGE.rglob("*.csv") for word in re.findall(r"\w+", path.read_text("utf-8"))
    }

    assert [] == [word for word in sorted(words - defined() - columns) if not stands(word)]


def test_every_target_of_make_is_one():
    """What the page says to run can be run."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"`make ([a-z-]+)", PAGE))

    assert [] == [target for target in targets if not re.search(rf"^{target}:", makefile, re.MULTILINE)]


def test_the_layers_are_those_of_the_contract():
    """The picture has a line for each layer of import-linter, in its order."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = next(contract["layers"] for contract in contracts if contract["name"] == "rooms of the package")
    picture = re.search(r"```\n(cli .*?)```", PAGE, re.DOTALL)[1].splitlines()

    assert [set(layer.split(" | ")) for layer in layers] == [
        set(re.split(" {4,}", line)[0].split()) for line in picture
    ]


def test_the_storeys_of_the_hub_are_those_of_the_contract():
    """From the bottom up."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = next(contract["layers"] for contract in contracts if contract["name"] == "storeys of the hub")
    sentence = re.search(r"### The hub, in storeys\n\n(.*?)\. A storey", PAGE, re.DOTALL)[1]

    assert layers[::-1] == re.findall(r"`(\w+)`", sentence)


def test_every_room_has_its_row():
    """Each module and package directly in the package, but for the table of CSV cells and the two entry points."""
    table = PAGE[PAGE.index("## The rooms") : PAGE.index("### The hub, in storeys")]
    rooms = {
        path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()
    }

    assert set() == {room for room in rooms - {"__init__", "__main__"} if f"`{room}" not in table}
