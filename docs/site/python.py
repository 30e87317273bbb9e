"""A page for each module that users of the library import, from its docstrings."""

from __future__ import annotations

from importlib import import_module
from inspect import cleandoc

from docs.generators.markdown import table

__all__ = ("MODULES", "pages")

MODULES = (
    "edielkit",
    "edielkit.answers",
    "edielkit.building",
    "edielkit.catalogue",
    "edielkit.codes",
    "edielkit.comparison",
    "edielkit.conversion",
    "edielkit.detected",
    "edielkit.edifact.messages",
    "edielkit.emif.messages",
    "edielkit.emif.soap",
    "edielkit.engines",
    "edielkit.engines.duckdb",
    "edielkit.engines.polars",
    "edielkit.errors",
    "edielkit.exchange",
    "edielkit.findings",
    "edielkit.generate",
    "edielkit.hub",
    "edielkit.identifiers",
    "edielkit.market_calendar",
    "edielkit.market_time",
    "edielkit.pages",
    "edielkit.process_rules",
    "edielkit.scenarios",
    "edielkit.series",
    "edielkit.tables",
    "edielkit.testing",
    "edielkit.upgrading",
    "edielkit.value_files",
)


def pages() -> dict[str, str]:
    """Return the page of each module, and their index, by path in the site."""
    index = [
        "# Python",
        "",
        "What `import edielkit` and its modules offer. Names that stand on no page here may change in any version.",
        "",
        *table(("module", "what it is"), ((f"[{name}]({name}.md)", _sentence(name)) for name in MODULES)),
    ]
    return {
        "python/README.md": "\n".join(index) + "\n",
        **{f"python/{name}.md": f"# {name}\n\n::: {name}\n" for name in MODULES},
    }


def _sentence(name: str) -> str:
    return cleandoc(import_module(name).__doc__ or "").partition("\n\n")[0].replace("\n", " ")
