"""The two areas of an exchange: both are named, they are two, one of them is the area of the series, and its point is one of exchange."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from edielkit.edifact.check.guides import speaks_of
from edielkit.edifact.check.series.rules import finding_at
from edielkit.edifact.messages.mscons import Point
from edielkit.edifact.messages.utilts import Location
from edielkit.findings import Finding
from edielkit.harmless import quoted

__all__ = ("check_area_pair",)

Place = Point | Location

# qualifiers (3227): the areas that energy comes from and goes to, the area of the series, the pair of balance groups
_OTHER = {"232": "233", "233": "232"}
_AREA, _GROUPS = "239", "237"
# kind of point (CCI E12) that exchanges
_EXCHANGE = "E20"
# kinds that a finding names
_MOST_KINDS = 3


def check_area_pair(
    places: Sequence[tuple[Place, str]], profile: str | None, message_type: str, kinds: Collection[str] = ()
) -> Iterator[Finding]:
    """Yield what is wrong with the pair of areas of a series.

    Args:
        places: The places of a series, with their paths.
        profile: Code of the market, None when none is known.
        message_type: Element 0065.
        kinds: Kinds of its point (CCI E12), none where the message says none.
    """
    first: dict[str, tuple[Place, str]] = {}
    for place, path in places:
        other = first.get(_OTHER.get(place.function, ""))
        if other is not None and _is_same(place, other[0]):
            text = f"expected another area than that of LOC+{other[0].function}, found the same"
            yield finding_at("SER037", text, place, path, 2, 1)
        if place.function == _GROUPS and place.identification and place.identification == place.related:
            text = "expected another balance group than the first of LOC+237, found the same"
            yield finding_at("SER037", text, place, path, 3, 1)
        if place.identification:
            first.setdefault(place.function, (place, path))
    named = [first[function] for function in _OTHER if function in first]
    # half a pair, of which the guide speaks in its own words
    is_told = len(named) == 1 and speaks_of(
        profile or "", message_type, f"LOC+{_OTHER[named[0][0].function]}"
    )
    if named and kinds and _EXCHANGE not in kinds and not is_told:
        place, path = named[0]
        text = f"expected areas of an exchange (LOC+232, LOC+233) at a point of the kind {_EXCHANGE} alone, found {', '.join(quoted(kind, 20) for kind in sorted(kinds)[:_MOST_KINDS])}"
        yield finding_at("SER039", text, place, path)
    elif len(named) == 1 and not is_told:
        place, path = named[0]
        text = f"expected LOC+{_OTHER[place.function]} beside LOC+{place.function}, found none: an exchange has two areas"
        yield finding_at("SER037", text, place, path)
    if _AREA in first and len(named) == len(_OTHER):
        yield from _beside(*first[_AREA], [place for place, _ in named])


def _beside(area: Place, path: str, pair: Sequence[Place]) -> Iterator[Finding]:
    """Yield that the area of a series is neither of its pair, as far as all are of one code list."""
    is_comparable = all(_list_of(place) == _list_of(area) for place in pair)
    if is_comparable and not any(_is_same(place, area) for place in pair):
        text = "expected one of the areas of LOC+232 and LOC+233 as the area of the series, found another one"
        yield finding_at("SER038", text, area, path, 2, 1)


def _is_same(place: Place, other: Place) -> bool:
    return bool(place.identification) and place.identification == other.identification


def _list_of(place: Place) -> tuple[str, str]:
    return place.list_code, place.agency
