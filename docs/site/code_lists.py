"""A page for each code list of both wires, with names in English and Norwegian."""

from __future__ import annotations

from collections.abc import Iterator

from docs.generators.markdown import table
from edielkit.codes import WIRES, CodeList, code_list, lists

__all__ = ("page_of", "pages")

_WIRE_NAMES = {"emif": "EMIF (XML)", "edifact": "EDIFACT"}


def page_of(codes: CodeList) -> str:
    """Return the path in the site of the page of a code list."""
    return f"codes/{codes.wire}-{codes.name}.md"


def pages() -> dict[str, str]:
    """Return the page of each code list, and their index, by path in the site."""
    by_wire = {wire: [code_list(name, wire=wire) for name in lists(wire)] for wire in WIRES}
    return {
        "codes/README.md": "\n".join(_index(by_wire)) + "\n",
        **{page_of(codes): "\n".join(_page(codes)) + "\n" for listed in by_wire.values() for codes in listed},
    }


def _index(by_wire: dict[str, list[CodeList]]) -> Iterator[str]:
    yield from ("# Codes, a page a list", "")
    yield "The search finds a code by its value and by its name in English or Norwegian, as `edielkit codes` does."
    for wire, listed in by_wire.items():
        yield from ("", f"## {_WIRE_NAMES[wire]}", "")
        yield from table(
            ("list", "for", "codes"),
            (
                (f"[{codes.name}]({page_of(codes).removeprefix('codes/')})", codes.title, str(len(codes)))
                for codes in listed
            ),
        )


def _page(codes: CodeList) -> Iterator[str]:
    yield from (f"# {codes.name}: {codes.title}", "")
    yield f"A list of {_WIRE_NAMES[codes.wire]}. Source: {codes.source}."
    if codes.agency_attribute:
        yield f"The attribute `{codes.agency_attribute}` names the agency of a code."
    if not codes.enumerated:
        yield "No schema or directory enumerates it: the wire takes other texts too."
    yield ""
    yield from table(
        ("code", "name", "Norwegian name", "agency", "trust of the name", "versions", "source"),
        (
            (
                f"`{code.value}`",
                code.name,
                code.name_no,
                code.agency,
                code.trust.value,
                ", ".join(code.versions),
                code.source,
            )
            for code in codes
        ),
    )
