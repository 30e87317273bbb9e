"""A name says what it holds: loops over ``each`` and results called ``found`` are counted, and do not come back."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from functools import cache

import pytest
from tests.support.source import modules, room_of

NO_NOUN = frozenset({"found", "made", "given", "known", "one", "rest"})

# How many are left in a room: loops over each, and names that are no noun. A number here may only become smaller.
LEFT = {
    "answers": (79, 33),
    "codes": (2, 2),
    "emif": (18, 40),
    "hub.extraction": (0, 1),
}
ROOMS = sorted({room_of(module) for module in modules()})


def loops_over_each(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, ast.For | ast.AsyncFor | ast.comprehension):
            yield from (
                name for name in ast.walk(node.target) if isinstance(name, ast.Name) and name.id == "each"
            )


def names_without_a_noun(tree: ast.AST) -> Iterator[ast.AST]:
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


@cache
def counts() -> dict[str, tuple[int, int]]:
    loops: Counter[str] = Counter()
    words: Counter[str] = Counter()
    for module, tree in modules().items():
        loops[room_of(module)] += len(list(loops_over_each(tree)))
        words[room_of(module)] += len(list(names_without_a_noun(tree)))
    return {room: (loops[room], words[room]) for room in ROOMS}


@pytest.mark.parametrize("room", ROOMS)
def test_a_loop_variable_is_the_noun_that_it_holds(room):
    """The number of loops over ``each`` does not grow; a room that is not listed has none."""
    assert counts()[room][0] <= LEFT.get(room, (0, 0))[0]


@pytest.mark.parametrize("room", ROOMS)
def test_a_result_says_what_it_is(room):
    """The number of names that are no noun does not grow; a room that is not listed has none."""
    assert counts()[room][1] <= LEFT.get(room, (0, 0))[1]


def test_the_list_names_rooms_that_are_there():
    """A room that moved takes its numbers with it."""
    assert set(LEFT) <= set(ROOMS)


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
