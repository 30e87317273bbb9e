"""Small faults planted in the source one at a time, to see whether the tests see them: ``make mutate``.

A fault is a turned comparison, a dropped condition or statement, another constant, a swapped operator, or another cell of a
table. Each is written into a copy of ``src``; the tests that mirror its file run on the copy, then those that name its
module, and what none of them sees is a survivor, listed with its place; beside the others stands the test that saw them.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import attrs
from tests.support.paths import ROOT

__all__ = ("Fault", "faults_of", "main", "planted", "tests_for")

SRC = ROOT / "src"
PACKAGE = SRC / "edielkit"
_COMPARED = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_COUNTED = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
}
# seconds that the tests of one fault may take; a fault that makes them hang is seen
_LONGEST = 240


@attrs.frozen
class Fault:
    """One fault: what stands where in a file, and what is written instead.

    Attributes:
        path: The file.
        start: Offset of what is replaced, in bytes of UTF-8.
        stop: Its end.
        text: What is written instead.
        what: What kind of fault it is.
    """

    path: Path
    start: int
    stop: int
    text: str
    what: str

    def __str__(self) -> str:
        data = self.path.read_bytes()
        line = data.count(b"\n", 0, self.start) + 1
        before = " ".join(data[self.start : self.stop].decode().split())
        return f"{self.path.relative_to(ROOT)}:{line}: {self.what}: {before[:70]} -> {' '.join(self.text.split())[:70]}"


def planted(fault: Fault) -> bytes:
    """Return the file with the fault in it."""
    data = fault.path.read_bytes()
    return data[: fault.start] + fault.text.encode() + data[fault.stop :]


def faults_of(path: Path) -> list[Fault]:
    """Return all faults that can be planted in a file: a module, or a table of data."""
    if path.suffix == ".csv":
        return list(_faults_of_table(path))
    tree = ast.parse(path.read_text(encoding="utf-8"))
    lines = path.read_bytes().splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    faults = []
    for node in _code(tree):
        for what, other in _others(node):
            start = starts[node.lineno - 1] + node.col_offset
            stop = starts[node.end_lineno - 1] + node.end_col_offset
            text = ast.unparse(other)
            faults.append(
                Fault(path, start, stop, f"({text})" if isinstance(other, ast.expr) else text, what)
            )
    return faults


def _code(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what is run: no annotations, docstrings, lists of names, or blocks for type checkers."""
    for field, value in ast.iter_fields(node):
        if field in {"annotation", "returns", "decorator_list", "type_params"}:
            continue
        for child in value if isinstance(value, list) else [value]:
            if not isinstance(child, ast.AST) or _is_no_code(child):
                continue
            yield child
            yield from _code(child)


def _is_no_code(node: ast.AST) -> bool:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        return True
    if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
        return True
    # a formatted text is replaced as a whole or not at all
    return isinstance(node, (ast.JoinedStr, ast.Import, ast.ImportFrom, ast.Assert))


def _others(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Yield what could stand wrongly in the place of a node, with the kind of the fault."""
    match node:
        case ast.Compare(left, [operator], [right]) if type(operator) in _COMPARED:
            yield "comparison", ast.Compare(left, [_COMPARED[type(operator)]()], [right])
        case ast.BoolOp(ast.And(), values):
            yield "condition dropped", values[0] if len(values) == 2 else ast.BoolOp(ast.And(), values[:-1])
            yield "and, or", ast.BoolOp(ast.Or(), values)
        case ast.BoolOp(ast.Or(), values):
            yield "and, or", ast.BoolOp(ast.And(), values)
        case ast.UnaryOp(ast.Not(), operand):
            yield "not", operand
        case ast.BinOp(left, operator, right) if type(operator) in _COUNTED and not _is_text(node):
            yield "operator", ast.BinOp(left, _COUNTED[type(operator)](), right)
        case ast.Constant(bool() as value):
            yield "constant", ast.Constant(not value)
        case ast.Constant(int() as value):
            yield "constant", ast.Constant(value + 1)
        case ast.IfExp(_, body, orelse):
            yield "condition dropped", body
            yield "condition dropped", orelse
        case ast.Expr(ast.Call() | ast.Yield() | ast.YieldFrom()):
            yield "statement dropped", ast.Pass()
        case ast.AugAssign():
            yield "statement dropped", ast.Pass()
        case ast.Continue() | ast.Break():
            yield "statement dropped", ast.Pass()


def _is_text(node: ast.BinOp) -> bool:
    return any(
        isinstance(part, ast.Constant) and isinstance(part.value, (str, bytes)) for part in ast.walk(node)
    )


def _faults_of_table(path: Path) -> Iterator[Fault]:
    """Yield another value in each cell of a table that has one: that of the row before it, or none."""
    data = path.read_bytes()
    at, above = 0, []
    for line in data.splitlines(keepends=True):
        cells = line.rstrip(b"\r\n").split(b",")
        # cells in quotes may hold commas: their rows are left alone
        if not line.startswith(b"#") and b'"' not in line:
            place = at
            for number, cell in enumerate(cells):
                before = above[number] if number < len(above) else b""
                if cell and cell != before and above:
                    yield Fault(path, place, place + len(cell), before.decode(), "cell")
                place += len(cell) + 1
            above = cells
        at += len(line)


def tests_for(path: Path) -> list[list[Path]]:
    """Return the tests of a file in the order in which they are run: its mirror, its folder's, those that name it."""
    inside = path.relative_to(PACKAGE)
    # commands, doors and the hub as a whole are tested beside the unit tests
    mirrors = [ROOT / "tests" / part / inside.parent / f"test_{path.stem}.py" for part in ("unit", "")]
    folder = next((mirror.parent for mirror in mirrors if mirror.parent.is_dir()), ROOT / "tests/unit")
    name = ".".join(inside.with_suffix("").parts)
    words = (name.encode(), f"{'.'.join(inside.parts[:-1])} import {path.stem}".encode(), path.name.encode())
    naming = [
        test
        for test in sorted((ROOT / "tests").rglob("test_*.py"))
        if any(word in test.read_bytes() for word in words) and test not in mirrors
    ]
    own = [mirror for mirror in mirrors if mirror.is_file()]
    beside = sorted(folder.glob("test_*.py")) if folder != ROOT / "tests/unit" else []
    stages = [
        own,
        naming,
        [test for test in beside if test not in own and test not in naming],
        [ROOT / "tests/golden"],
    ]
    return [stage for stage in stages if stage]


def _seen_by(fault: Fault, copy: Path) -> str:
    """Return the first test that sees a fault, or nothing."""
    target = copy / fault.path.relative_to(SRC)
    whole = target.read_bytes()
    target.write_bytes(planted(fault))
    try:
        stages = tests_for(fault.path)
        for stage in [[target], *stages] if target.suffix == ".py" else stages:
            if test := _failing(stage, copy):
                return test
    finally:
        target.write_bytes(whole)
    return ""


def _failing(tests: Sequence[Path], copy: Path) -> str:
    """Return the test that fails first, or nothing."""
    # the doctests of the copy are run under the settings of the repository, which none of its folders has
    settings = ["-c", str(ROOT / "pyproject.toml"), "--rootdir", str(ROOT)]
    options = [
        *settings,
        "-q",
        "-x",
        "-n0",
        "-p",
        "no:cacheprovider",
        "-m",
        "not slow",
        f"--timeout={_LONGEST}",
    ]
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", *options, *map(str, tests)]
    try:
        ran = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, timeout=2 * _LONGEST, check=False
        )
    except subprocess.TimeoutExpired:
        return "too long for all tests"
    if ran.returncode in {0, 5}:
        return ""
    # a machine with other work stops tests that see nothing: whoever reads the list has to know which
    late = "too long: " if b"Timeout (>" in ran.stdout + ran.stderr else ""
    lines = ran.stdout.decode(errors="replace").splitlines()
    test = next((line for line in lines if line.startswith(("FAILED ", "ERROR "))), "no test was run")
    return late + test.removeprefix("FAILED ").partition(" - ")[0]


def _chosen(patterns: Sequence[str]) -> list[Path]:
    files = [path for pattern in patterns for path in sorted(ROOT.glob(pattern))]
    return [path for path in files if path.name != "__init__.py"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Plant faults, run the tests, and list what they did not see."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "files",
        nargs="*",
        default=["src/edielkit/**/*.py", "src/edielkit/**/*.csv"],
        help="globs, from the root",
    )
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=20261130)
    parser.add_argument("--tables", type=float, default=0.15, help="share of faults in tables")
    options = parser.parse_args(arguments)
    choice = random.Random(options.seed)
    files = _chosen(options.files)
    modules = [fault for path in files if path.suffix == ".py" for fault in faults_of(path)]
    tables = [fault for path in files if path.suffix == ".csv" for fault in faults_of(path)]
    of_tables = min(len(tables), round(options.count * (options.tables if modules else 1)))
    faults = choice.sample(tables, of_tables) + choice.sample(
        modules, min(len(modules), options.count - of_tables)
    )
    choice.shuffle(faults)
    survivors = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "src"
        shutil.copytree(SRC, copy)
        for name in ("schemas", "fixtures"):
            (Path(folder) / name).symlink_to(ROOT / name)
        for number, fault in enumerate(faults, 1):
            seen = _seen_by(fault, copy)
            survivors += not seen
            print(f"{number:4} {'seen' if seen else 'SURVIVED':8} {fault}", flush=True)
            if seen:
                print(f"              {seen}", flush=True)
    print(f"{len(faults)} faults, {len(faults) - survivors} seen, {survivors} survived")
    return 1 if survivors else 0


if __name__ == "__main__":
    raise SystemExit(main())
