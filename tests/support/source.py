"""The source of the package as syntax trees: what the tests of its words, lengths and imports look at."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache

from tests.support.paths import ROOT

__all__ = ("FOLDERS", "circles", "floor_graph", "folder_files", "import_graph", "modules", "room_of")

SOURCE = ROOT / "src"
PACKAGE = "edielkit"
# What is code beside the package.
FOLDERS = ("tests", "benchmarks", "docs")


@cache
def modules() -> Mapping[str, ast.Module]:
    """Return the tree of every module by its dotted name; a package has the name of its folder."""
    trees = {}
    for path in sorted((SOURCE / PACKAGE).rglob("*.py")):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        trees[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = ast.parse(path.read_text("utf-8"))
    return trees


def folder_files(folder: str) -> Iterator[tuple[str, ast.Module]]:
    """Yield the path and the tree of every Python file in one of `FOLDERS`."""
    for path in sorted((ROOT / folder).rglob("*.py")):
        yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text("utf-8"))


def room_of(module: str) -> str:
    """Return the room that a module stands in: the package's own ones, and each storey of the hub.

    >>> room_of("edielkit.hub.core.state"), room_of("edielkit.cli.app"), room_of("edielkit.verbs")
    ('hub.core', 'cli', 'verbs')
    """
    parts = module.split(".")[1:]
    if parts[:1] == ["hub"] and len(parts) > 2:
        return f"hub.{parts[1]}"
    return parts[0] if parts else PACKAGE


@cache
def import_graph() -> Mapping[str, frozenset[str]]:
    """Return which modules of the package each module imports, inside functions too, but for type checkers alone.

    ``from package import name`` is an import of the module ``package.name`` where there is one, else of the package.
    """
    return {module: frozenset(_imports(module, tree)) for module, tree in modules().items()}


def _imports(module: str, tree: ast.Module) -> Iterator[str]:
    for node in _run_nodes(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            names = [name if name in modules() else node.module for name in names]
        else:
            continue
        yield from (name for name in names if name in modules() and name != module)


def _run_nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes that are run at one time or another: all but the blocks for type checkers."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        yield node
        yield from _run_nodes(node)


def floor_graph(package: str) -> Mapping[str, frozenset[str]]:
    """Return which modules and packages directly in *package* import each other, whatever their depth inside."""

    def member(module: str) -> str:
        return ".".join(module.split(".")[: package.count(".") + 2])

    inside = {module for module in modules() if module.startswith(f"{package}.")}
    edges: dict[str, set[str]] = {member(module): set() for module in inside}
    for module in inside:
        home = member(module)
        edges[home] |= {member(name) for name in import_graph()[module] & inside} - {home}
    return {name: frozenset(imported) for name, imported in edges.items()}


def circles(graph: Mapping[str, frozenset[str]]) -> list[list[str]]:
    """Return the strongly connected parts of a graph that have more than one member (Tarjan), each in order."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    parts: list[list[str]] = []

    def visit(node: str) -> None:
        index[node] = low[node] = len(index)
        stack.append(node)
        for neighbour in sorted(graph[node]):
            if neighbour not in index:
                visit(neighbour)
            if neighbour in stack:
                low[node] = min(low[node], low[neighbour])
        if low[node] == index[node]:
            at = stack.index(node)
            parts.append(sorted(stack[at:]))
            del stack[at:]

    for node in sorted(graph):
        if node not in index:
            visit(node)
    return [part for part in parts if len(part) > 1]
