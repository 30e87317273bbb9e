"""The shape of the source: nothing imports in circles, and no function is too long to be read at once."""

from __future__ import annotations

import ast
import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from benchmarks.behaviour.tracing import files_entered, traced_calls
from tests.support.paths import FIXTURES, ROOT
from tests.support.source import circles, floor_graph, import_graph, modules

import edielkit

NOW = dt.datetime(2026, 11, 29, 12, tzinfo=dt.UTC)
MOST_LINES = 50
# Files of the package from bytes to the result.
MOST_FILES = {"CollectedData of two series, validate": 24, "MSCONS, read_series": 14}


def test_no_files_import_each_other_in_a_circle():
    """Imports inside functions count, those for type checkers alone do not."""
    assert [] == circles(import_graph())


def test_no_packages_import_each_other_in_a_circle():
    """On each floor: the rooms of the package, the rooms of a wire, the storeys of the hub."""
    assert {} == {package: parts for package in modules() if (parts := circles(floor_graph(package)))}


@pytest.mark.parametrize(
    ("parts", "graph"),
    [
        ([], {"a": {"b"}, "b": {"c"}, "c": set()}),
        ([["a", "b"]], {"a": {"b"}, "b": {"a"}}),
        ([["a", "b", "c"]], {"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}),
        ([["c", "d"], ["a", "b"]], {"a": {"b", "c"}, "b": {"a"}, "c": {"d"}, "d": {"c"}}),
    ],
)
def test_circles_are_seen(parts, graph):
    """Short and long ones, and several apart."""
    assert parts == circles({node: frozenset(targets) for node, targets in graph.items()})


def test_the_graph_has_imports_of_every_form():
    """At the top and inside functions, of modules and of names; not those for type checkers."""
    verbs = import_graph()["edielkit.verbs"]

    assert {"edielkit.inputs", "edielkit.edifact.write.writer", "edielkit.answers"} <= verbs
    assert "edielkit.conversion" not in verbs


def lengths(tree: ast.AST, module: str) -> Iterator[tuple[str, int]]:
    """Yield each function with its lines, from def to the last one, without those of the docstring."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = _span(node)
            if ast.get_docstring(node) is not None:
                lines -= _span(node.body[0])
            yield f"{module}.{node.name}", lines


def _span(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_function_is_longer_than_a_screen():
    """Beside its docstring, with its parameters."""
    too_long = {
        name: lines
        for module, tree in modules().items()
        for name, lines in lengths(tree, module)
        if lines > MOST_LINES
    }

    assert {} == too_long


def test_the_docstring_does_not_count():
    """Documentation makes no function long."""
    source = 'def f():\n    """One.\n\n    Two.\n    """\n    return 1\n'

    assert [("m.f", 2)] == list(lengths(ast.parse(source), "m"))


@pytest.mark.parametrize("title", sorted(MOST_FILES))
def test_few_files_are_entered_from_bytes_to_result(title):
    """Whoever follows a message reads no more files than the page of the architecture says."""
    names, _ = files_entered(traced_calls(FIXTURES, NOW)[title], Path(edielkit.__file__).parent)

    assert len(names) <= MOST_FILES[title], names


def test_the_architecture_names_the_counts():
    """The page says how many files that are."""
    page = (ROOT / "ARCHITECTURE.md").read_text("utf-8")

    assert [*MOST_FILES.values()] == [int(count) for count in re.findall(r"at most (\d+) files", page)]
