"""`edielkit codes`: which codes exist and what they mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import click

from edielkit.cli.language import label, language, translate
from edielkit.cli.output.change_lines import change_as_dict, change_lines
from edielkit.cli.output.code_text import both_names
from edielkit.cli.output.readable import json_text
from edielkit.cli.output.terminal import columns, dim, echo, pairs, strong, strong_name, write_document
from edielkit.cli.usage_error import EXIT_OK, UsageError
from edielkit.codes import Code, CodeList, code_list, find, lists, suggest
from edielkit.codes.changes import Change, changes
from edielkit.errors import UnknownCodeListError
from edielkit.suggest import near_names, one_of
from edielkit.translation import code_name_in, code_names

__all__ = ("command",)

_CALENDAR = "changes"


@click.command("codes")
@click.argument("name", metavar="[LIST", required=False)
@click.argument("code", metavar="[CODE]]", required=False)
@click.option("--wire", type=click.Choice(("emif", "edifact")), help="Look at the lists of one wire only.")
@click.option("--find", "wanted", metavar="TEXT", help="Search codes and their names in all lists.")
@click.option("--json", "as_json", is_flag=True, help="Plain data for programs.")
def command(
    name: str | None, code: str | None, wire: str | None, wanted: str | None, *, as_json: bool
) -> int:
    """Look up code lists, a list, or a code; without arguments all lists.

    A word that names no list is searched for in all of them: edielkit codes DDQ, edielkit codes utveksling. The word
    changes gives the calendar of what changes between the versions of EMIF, and what is announced.
    """
    if name == _CALENDAR and code is None and wanted is None:
        _print(as_json, _changes_as_dicts, _calendar_lines, changes())
        return EXIT_OK
    if wanted is None and name is not None and code is None and not _named(name, wire):
        wanted = name
    if wanted is not None:
        _print(as_json, _matches_as_dicts, _match_lines, _search(wanted, wire))
    elif name is None:
        _print(as_json, _lists_as_dicts, _lists_lines, [_list(listed, wire) for listed in lists(wire)])
    elif code is None:
        _print(as_json, _list_as_dict, _list_lines, _list(name, wire))
    else:
        _print(as_json, _code_as_dict, _code_lines, _code(_list(name, wire), code))
    return EXIT_OK


def _print(as_json: bool, as_dict: Any, lines: Any, value: Any) -> None:  # noqa: FBT001  (the option itself)
    if as_json:
        write_document([json_text(as_dict(value))])
    else:
        echo(lines(value))


def _named(name: str, wire: str | None) -> bool:
    return name in lists(wire)


def _list(name: str, wire: str | None) -> CodeList:
    home = wire or ("edifact" if name in lists("edifact") else "emif")
    try:
        return code_list(name, wire=home)
    except UnknownCodeListError as error:
        same = (listed.name for listed, code in find(name) if code.value.casefold() == name.casefold())
        homes = list(dict.fromkeys(same))[:3]
        hint = f"; it is a code of {one_of(homes)}: name the list first" if homes else ""
        raise UsageError(f"{error}{hint}") from None


def _code(codes: CodeList, code: str) -> tuple[CodeList, Code]:
    if code not in codes:
        near = suggest(code, codes)
        hint = f"; did you mean {codes[near].label}?" if near else ""
        raise UsageError(f"list {codes.name} has no code {code[:40]!r}{hint}")
    return codes, codes[code]


def _search(wanted: str, wire: str | None) -> list[tuple[CodeList, Code]]:
    matches = list(find(wanted, wire=wire, names=code_names("nb")))
    if not matches:
        near = near_names(wanted[:40], _names(wire))
        hint = f"; did you mean {one_of(near)}?" if near else ""
        raise UsageError(f"no code and no code list {wanted[:40]!r}{hint}")
    return matches


def _names(wire: str | None) -> list[str]:
    """Return the names of all lists and all their codes."""
    every = [_list(name, wire) for name in lists(wire)]
    return [*(codes.name for codes in every), *(code.value for codes in every for code in codes)]


# -- text


def _lists_lines(every: Iterable[CodeList]) -> Iterator[str]:
    rows = [(codes.name, codes.wire, f"{len(codes):>4}", _title(codes)) for codes in every]
    yield from columns(rows, indent="", as_is=True)
    yield ""
    yield dim("edielkit codes LIST shows a list, edielkit codes --find TEXT searches all")


def _title(codes: CodeList) -> str:
    return label(codes.title) if codes.title != codes.name else ""


def _list_lines(codes: CodeList) -> Iterator[str]:
    yield f"{strong(codes.name)}  {_title(codes)}"
    yield from pairs([("wire", codes.wire), ("source", codes.source)])
    yield ""
    has_agencies = any(code.agency for code in codes)
    rows = [
        (code.value, *((code.agency,) if has_agencies else ()), _norwegian(code), _name(code))
        for code in codes
    ]
    yield from columns(rows, as_is=True)


def _name(code: Code) -> str:
    return code.name or ("" if code.name_no else dim("no public page says what it means"))


def _norwegian(code: Code) -> str:
    """Return the name of the standard, and to those who read bokmål what the English name says."""
    return code.name_no if language() == "en" else code_name_in(code, language())


def _code_lines(match: tuple[CodeList, Code]) -> Iterator[str]:
    codes, code = match
    is_english = language() == "en"
    name = (code.name if is_english else _norwegian(code)) or _name(code) or code.name_no
    trust = translate(code.trust.value)
    is_ours = not is_english and code.name and not code.name_no
    yield f"{strong_name(code.value)}  {name}"
    yield from pairs(
        [
            ("in Norwegian", code.name_no if is_english else ""),
            ("in English", "" if is_english or code.name == name else code.name),
            ("list", f"{codes.name} {_title(codes)}".strip()),
            ("agency", code.agency),
            ("versions", " ".join(code.versions)),
            ("name is", f"{trust}, {translate('translated by edielkit')}" if is_ours else trust),
            ("source", code.source),
        ]
    )


def _match_lines(matches: Iterable[tuple[CodeList, Code]]) -> Iterator[str]:
    yield from columns(
        [(code.value, codes.name, both_names(code)) for codes, code in matches],
        indent="",
        as_is=True,
    )


def _calendar_lines(every: Iterable[Change]) -> Iterator[str]:
    listed = list(every)
    for state, title in (("announced", "Announced: no release has it yet"), ("in force", "In force")):
        yield strong(title)
        yield from change_lines(change for change in listed if change.state == state)
        yield ""
    yield dim("edielkit upgrade --to VERSION PATH... says which messages a change breaks")


# -- plain data


def _changes_as_dicts(every: Iterable[Change]) -> list[dict[str, Any]]:
    return [change_as_dict(change) for change in every]


def _lists_as_dicts(every: Iterable[CodeList]) -> list[dict[str, Any]]:
    return [
        {"list": codes.name, "wire": codes.wire, "title": codes.title, "codes": len(codes)} for codes in every
    ]


def _list_as_dict(codes: CodeList) -> dict[str, Any]:
    return {
        "list": codes.name,
        "wire": codes.wire,
        "title": codes.title,
        "source": codes.source,
        "codes": [_as_dict(code) for code in codes],
    }


def _code_as_dict(match: tuple[CodeList, Code]) -> dict[str, Any]:
    codes, code = match
    return {"list": codes.name, "wire": codes.wire, **_as_dict(code)}


def _matches_as_dicts(matches: Iterable[tuple[CodeList, Code]]) -> list[dict[str, Any]]:
    return [_code_as_dict(match) for match in matches]


def _as_dict(code: Code) -> dict[str, Any]:
    return {
        "code": code.value,
        "name": code.name or None,
        "name_no": code.name_no or None,
        "agency": code.agency or None,
        "versions": list(code.versions),
        "trust": code.trust.value,
        "source": code.source or None,
    }
