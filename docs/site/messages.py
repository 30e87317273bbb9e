"""A page for each message of EMIF: every element by its path, how often it stands, its type, versions and meaning."""

from __future__ import annotations

from collections.abc import Iterator
from inspect import cleandoc

from docs.generators.markdown import table
from docs.site.code_lists import page_of
from edielkit.codes import code_list, lists
from edielkit.emif.declare import Aggregate, Declaration, Message, declarations
from edielkit.emif.messages import AGGREGATES, MESSAGES
from edielkit.emif.simple_types import SIMPLE_CONTENTS, SIMPLE_TYPES, VERSIONS
from edielkit.generate.docstrings import meanings_of

__all__ = ("pages",)

_INDENT = "&emsp;"


def pages() -> dict[str, str]:
    """Return the page of each message, and their index, by path in the site."""
    return {
        "messages/README.md": "\n".join(_index()) + "\n",
        **{f"messages/{name}.md": "\n".join(_page(cls)) + "\n" for name, cls in MESSAGES.items()},
    }


def _index() -> Iterator[str]:
    yield from ("# Messages and their elements", "")
    yield "The messages of Elhub's EMIF, as the published schemas declare them; a type is named as the standard names it."
    yield ""
    yield from table(
        ("message", "what it does", "service area", "versions"),
        (
            (f"[{name}]({name}.md)", _sentence(cls), cls.service_area(), ", ".join(cls.versions()))
            for name, cls in MESSAGES.items()
        ),
    )


def _sentence(cls: type) -> str:
    return cleandoc(cls.__doc__ or "").partition("\n\n")[0].replace("\n", " ")


def _page(cls: type[Message]) -> Iterator[str]:
    about, _, _ = cleandoc(cls.__doc__ or "").partition("\n\nAttributes:")
    yield from (f"# {cls.kind()}", "", about, "")
    yield f"Namespace `{cls.namespace()}`; versions {', '.join(cls.versions())}."
    yield ""
    yield "How often: `1` exactly once, `0..1` at most once, `1..5` once to five times; a letter at it marks alternatives,"
    yield "one of which stands. What differs in a version is said beside the meaning; without a word on versions it is in all."
    yield "Field is the name of the value in Python."
    yield ""
    yield from table(("element", "how often", "meaning", "type", "field"), _rows(cls, 0, ()))


def _rows(cls: type[Aggregate], depth: int, above: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    meanings = meanings_of(cls)
    for declared in declarations(cls):
        name = f"@{declared.name}" if declared.is_attribute else declared.name
        yield (
            f"{_INDENT * depth}`{name}`",
            _how_often(declared),
            "; ".join((meanings.get(declared.field, ""), *_differences(declared))).strip("; "),
            _type(declared.type),
            f"`{declared.field}`",
        )
        part = AGGREGATES.get(declared.type)
        if part is not None and declared.type not in above:
            yield from _rows(part, depth + 1, (*above, declared.type))


def _how_often(declared: Declaration) -> str:
    times = "1" if declared.min == declared.max == 1 else f"{declared.min}..{declared.max}"
    return f"{times} ({declared.choice})" if declared.choice else times


def _differences(declared: Declaration) -> Iterator[str]:
    if declared.fixed is not None:
        yield f"always `{declared.fixed}`"
    if declared.versions != VERSIONS:
        yield f"in {', '.join(declared.versions)} only"
    for version, change in declared.changes.items():
        yield f"in {version}: {', '.join(f'{key} {value}' for key, value in change.items())}"


def _type(name: str) -> str:
    """Return the name of a type, with the facets of a simple one, and a link to its code list."""
    content = SIMPLE_CONTENTS.get(name)
    simple = SIMPLE_TYPES.get(content.base if content else name)
    if simple is None:
        return f"`{name}`"
    if simple.codes and simple.name in lists("emif"):
        return f"[{name}](../{page_of(code_list(simple.name))})"
    facets = [
        f"{words} {value}"
        for words, value in (
            ("length", simple.length),
            ("at least", simple.min_length or None),
            ("at most", simple.max_length),
            ("digits", simple.total_digits),
            ("decimals", simple.fraction_digits),
            ("from", simple.min_inclusive),
            ("to", simple.max_inclusive),
            ("above", simple.min_exclusive),
            ("below", simple.max_exclusive),
        )
        if value is not None
    ]
    return f"`{name}` ({', '.join([simple.base, *facets, *([simple.form] if simple.form else [])])})"
