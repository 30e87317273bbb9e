"""The small faults that can be planted in a file of the source.

A fault is a turned comparison, a dropped condition or statement, another constant, a swapped operator, or another cell of a
table. What it may be is decided from the text of the file alone; the tests that are run with it are chosen elsewhere.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import attrs
from tests.support.paths import ROOT

__all__ = ("Fault", "faults_of", "planted")

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
