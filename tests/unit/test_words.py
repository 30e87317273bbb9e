"""A name says what it holds: a loop over ``each`` and a result called ``found`` say nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache

import pytest
from tests.support.source import FOLDERS, folder_files, modules, room_of

NO_NOUN = frozenset({"found", "made", "given", "known", "one", "rest"})
# Words of nobody's field: what is told, and to whom, a name says itself.
RIDDLES = frozenset(
    {
        "between",
        "came",
        "concerns",
        "happening",
        "hooks",
        "leftovers",
        "reckon",
        "saying",
        "schema_too",
        "settled",
    }
    | {"stay", "surely", "told", "unsaid"}
)

ROOMS = [*sorted({room_of(module) for module in modules()}), *FOLDERS]


def loops_over_each(tree: ast.AST) -> Iterator[ast.Name]:
    for node in ast.walk(tree):
        if isinstance(node, ast.For | ast.AsyncFor | ast.comprehension):
            yield from (
                name for name in ast.walk(node.target) if isinstance(name, ast.Name) and name.id == "each"
            )


def names_without_a_noun(tree: ast.AST) -> Iterator[ast.Name | ast.Attribute | ast.arg]:
    """Yield the variables, parameters and attributes that are set under a name that is no noun."""
    for node in ast.walk(tree):
        match node:
            case (
                ast.Name(id=name, ctx=ast.Store())
                | ast.Attribute(attr=name, ctx=ast.Store())
                | ast.arg(arg=name)
            ):
                if name in NO_NOUN:
                    yield node


def riddles(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """Yield the functions, methods and classes whose name says neither what they do nor what they hold."""
    for node in ast.walk(tree):
        is_named = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        if is_named and node.name.strip("_").lower() in NO_NOUN | RIDDLES | {"each"}:
            yield node


@cache
def places() -> Mapping[str, tuple[list[str], list[str], list[str]]]:
    """Return where the three stand, by room: file and line, and the name."""
    of_room: dict[str, tuple[list[str], list[str], list[str]]] = {room: ([], [], []) for room in ROOMS}
    trees = [(room_of(module), module, tree) for module, tree in modules().items()]
    trees += [(folder, path, tree) for folder in FOLDERS for path, tree in folder_files(folder)]
    for room, name, tree in trees:
        loops, words, functions = of_room[room]
        loops += [f"{name}:{node.lineno}" for node in loops_over_each(tree)]
        words += [f"{name}:{node.lineno} {ast.unparse(node)}" for node in names_without_a_noun(tree)]
        functions += [f"{name}:{node.lineno} {node.name}" for node in riddles(tree)]
    return of_room


@pytest.mark.parametrize("room", ROOMS)
def test_a_loop_variable_is_the_noun_that_it_holds(room):
    """No loop is over ``each``."""
    loops, _, _ = places()[room]

    assert [] == loops


@pytest.mark.parametrize("room", ROOMS)
def test_a_result_says_what_it_is(room):
    """No variable, parameter or attribute is called ``found``, ``made``, ``given``, ``known``, ``one`` or ``rest``."""
    _, words, _ = places()[room]

    assert [] == words


@pytest.mark.parametrize("room", ROOMS)
def test_a_function_says_what_it_returns_or_does(room):
    """No function, method or class is called ``_found``, ``known`` or ``told``."""
    _, _, functions = places()[room]

    assert [] == functions


@pytest.mark.parametrize(
    ("count", "source"),
    [
        (1, "for each in points: pass"),
        (1, "[each for each in points]"),
        (2, "{each: n for n, each in enumerate(a) for each in b}"),
        (0, "for point in points: each(point)"),
    ],
)
def test_loops_are_counted_in_every_form(count, source):
    """Statements, comprehensions, and tuples that are taken apart."""
    assert count == len(list(loops_over_each(ast.parse(source))))


@pytest.mark.parametrize(
    ("count", "source"),
    [
        (1, "found = find()"),
        (1, "first, *rest = points"),
        (1, "self.known = {}"),
        (1, "def f(*, given): return given"),
        (1, "if (one := find()): one.use()"),
        (0, "report = found.report(rest)"),
    ],
)
def test_names_are_counted_where_they_are_set(count, source):
    """A use counts nothing: the name comes from somewhere."""
    assert count == len(list(names_without_a_noun(ast.parse(source))))


@pytest.mark.parametrize(
    ("count", "source"),
    [
        (1, "def _found(): pass"),
        (1, "class Told: pass"),
        (1, "class Area:\n    def known(self): pass"),
        (1, "async def one(): pass"),
        (0, "def found_points(): pass"),
    ],
)
def test_functions_are_counted_in_every_form(count, source):
    """With and without an underscore, inside classes, and classes themselves."""
    assert count == len(list(riddles(ast.parse(source))))


def exponents(tree: ast.AST) -> Iterator[ast.FormattedValue]:
    """Yield the numbers of texts that are written with an exponent when they are large, as no page of the market writes one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FormattedValue) and node.format_spec is not None:
            specification = ast.unparse(node.format_spec).strip("f'\"")
            if specification[-1:] in {"g", "G", "e", "E"}:
                yield node


def test_no_number_of_a_text_has_an_exponent():
    """`2.912e+06 days` are 2912000; `suggest.in_digits` writes them."""
    assert 1 == len(list(exponents(ast.parse("f'{days:.4g} days of {hours:.2f}'"))))
    assert [] == [f"{module}:{node.lineno}" for module, tree in modules().items() for node in exponents(tree)]
