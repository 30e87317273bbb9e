"""Changes of the standard as text and as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from edielkit.cli.language import translate
from edielkit.cli.output.terminal import pairs, strong

if TYPE_CHECKING:
    from edielkit.codes.changes import Change

__all__ = ("change_as_dict", "change_lines")

_MOST_CODES = 6


def change_lines(changes: Iterable[Change]) -> Iterator[str]:
    """Yield each change: what it is, what it is about, what to write instead, where it is from."""
    for change in changes:
        release = f"release {change.release}" if change.release else f"version {change.version}"
        state, brought, effect = map(translate, (change.state, release, change.effect))
        yield f"  {strong(change.number or translate('without a number'))}  {state}, {brought}: {effect}"
        yield from pairs(
            [
                ("what", translate(change.what)),
                ("where", " ".join((translate(change.element), *_codes(change.codes)))),
                ("in", ", ".join(change.messages)),
                ("write", translate(change.instead)),
                ("source", f"{change.source} ({translate(change.trust)})"),
            ],
            indent="      ",
        )


def _codes(codes: Sequence[str]) -> Sequence[str]:
    if len(codes) <= _MOST_CODES:
        return codes
    return (translate(f"{codes[0]} to {codes[-1]} ({len(codes)} codes)"),)


def change_as_dict(change: Change) -> dict[str, Any]:
    """Return a change as plain data; what is not known is null."""
    return {
        "number": change.number or None,
        "version": change.version,
        "release": change.release or None,
        "state": change.state,
        "effect": change.effect,
        "messages": list(change.messages),
        "element": change.element,
        "codes": list(change.codes),
        "what": change.what,
        "instead": change.instead or None,
        "trust": change.trust,
        "source": change.source,
    }
