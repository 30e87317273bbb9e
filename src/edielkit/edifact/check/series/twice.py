"""What a message says twice about one thing: the first counts, and each further one is held against it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from edielkit.edifact.check.series.rules import finding_at, show_instant
from edielkit.edifact.messages.message import Part, Time
from edielkit.edifact.messages.mscons import Line, Point
from edielkit.edifact.messages.utilts import ObservationBlock, Transaction
from edielkit.edifact.series.blocks import stated_period
from edielkit.edifact.series.value_codes import is_obis
from edielkit.edifact.timestamps import OFFSETS, Clock, read_offset
from edielkit.findings import Finding, Severity
from edielkit.harmless import quoted
from edielkit.market_time import Period

__all__ = ("areas_twice", "line_twice", "observation_twice", "times_twice", "transaction_twice")

P = TypeVar("P", bound=Part)

# qualifiers (2005) of which the first counts: periods, registration, update, resolution, offset, version, months,
# instants of readings
_COUNTED = frozenset(
    {
        "163",
        "164",
        "324",
        "597",
        "368",
        "354",
        "672",
        "735",
        "ZZZ",
        "293",
        "492",
        "157",
        "7",
        "9",
        "60",
        "306",
    }
)
_BORDERS = frozenset({"163", "164"})
# qualifiers (3227) of the places that a transaction has one of: point, regulation object, areas
_PLACES = frozenset({"172", "175", "239", "232", "233"})
_KIND_OF_POINT = "E12"
# of fields of which it is derived that there is one
_DERIVED = Severity.WARNING
# category (9015) of the reason for a transaction
_REASON = "7"
# qualifiers (3227) of the pair of areas of a series of MSCONS (of two points or areas SER032 speaks), and those (3035) of the parties that a transaction has one of:
# balance responsible, supplier, buyer, seller, owner of an area (Svenska kraftnät, UTILTS guide 25-A-4, fields 262, 510, 524-526)
_AREAS = ("232", "233")
_PARTIES = ("DDK", "DDQ", "BY", "SE", "EZ")
# references (1153) that an observation has one of: its register, its meter by either code (fields 527 and 224)
_OF_METER = (frozenset({"AES"}), frozenset({"MG", "SE"}))
# use (4347) of a further code that is the product
_IS_PRODUCT = "5"


def times_twice(times: Sequence[tuple[Time, str]], clock: Clock | None) -> Iterator[Finding]:
    """Yield the times that say something else than one before them about the same.

    Args:
        times: The times of a head, a point, a transaction or a value, with their paths.
        clock: The clock of the message.
    """
    if len(times) < 2:
        return
    first: dict[str, Time] = {}
    for time, path in times:
        what = "offset" if time.function in OFFSETS else time.function
        if time.function not in _COUNTED:
            continue
        before = first.setdefault(what, time)
        if before is not time and not _same(before, time, clock):
            yield _differs(before, time, path)
    yield from _borders(times, clock)


def _same(before: Time, time: Time, clock: Clock | None) -> bool:
    if (before.function, before.text, before.format) == (time.function, time.text, time.format):
        return True
    meanings = {_meaning(before, clock), _meaning(time, clock)}
    return None not in meanings and len(meanings) == 1


def _meaning(time: Time, clock: Clock | None) -> object:
    """Return what a time means, None when that cannot be said."""
    try:
        if time.function in OFFSETS:
            return read_offset(time.text, time.format).utcoffset(None)
        return time.period(clock) if time.function == "324" else time.instant(clock)
    except ValueError:
        return None


def _differs(before: Time, time: Time, path: str) -> Finding:
    text = f"expected DTM+{before.function}:{quoted(before.text, 35)} as before it, found DTM+{time.function}:{quoted(time.text, 35)}"
    return finding_at("SER022", text, time, path, 1, 2)


def _borders(times: Sequence[tuple[Time, str]], clock: Clock | None) -> Iterator[Finding]:
    """Compare a period (324) with the start and the end (163, 164) that stand beside it."""
    whole = stated_period((time for time, _ in times if time.function == "324"), clock)
    if whole is None:
        return
    for time, path in times:
        if time.function in _BORDERS and not _is_border(time, whole, clock):
            border = whole.start if time.function == "163" else whole.end
            yield finding_at(
                "SER022", f"expected {show_instant(border)} as DTM+324 says, found {quoted(time.text, 35)}",
                time, path, 1, 2,
            )  # fmt: skip


def _is_border(time: Time, whole: Period, clock: Clock | None) -> bool:
    try:
        instant: dt.datetime = time.instant(clock)
    except ValueError:
        return True  # which is reported by itself
    return instant == (whole.start if time.function == "163" else whole.end)


# -- units, products, places


def _texts_twice(
    parts: Iterable[tuple[P, str, str]],
    what: str,
    *spot: int,
    shown: bool = True,
    severity: Severity | None = None,
) -> Iterator[Finding]:
    """Yield the parts that say something else than the first one: each with its path and what it says.

    What is not *shown* may name somebody; a *severity* of their own have those of which no guide says that there is one.
    """
    first = ""
    for part, path, text in parts:
        if not text:
            continue
        first = first or text
        if text != first:
            words = (
                f" {quoted(first, 35)} as before it, found {quoted(text, 35)}"
                if shown
                else " as before it, found another"
            )
            yield finding_at("SER022", f"expected {what}{words}", part, path, *spot, severity=severity)


def line_twice(line: Line, path: str) -> Iterator[Finding]:
    """Yield the units and OBIS codes of a line of MSCONS that differ from the first.

    Args:
        line: The line.
        path: Its group path.
    """
    units = (
        (measure, f"{path}/MEA[{n}]", measure.unit)
        for n, measure in enumerate(line.measurements, 1)
        if measure.purpose == "AAZ"
    )
    yield from _texts_twice(units, "the unit", 3, 1)
    if len(line.products) > 1 or is_obis(line.product):
        codes = ((ids, f"{path}/PIA[{n}]", ids.identification) for n, ids in enumerate(line.products, 1))
        lin = [(line, f"{path}/LIN[1]", line.product)]
        yield from _texts_twice([row for row in (*lin, *codes) if is_obis(row[2])], "the product", 2, 1)
    yield from _codes_within(line, path)
    yield from _codes_twice(line, path)


def _codes_within(line: Line, path: str) -> Iterator[Finding]:
    """Yield the OBIS codes beside the first one of a segment that differ from it."""
    for n, ids in enumerate(line.products, 1):
        further = enumerate((ids.second, ids.third, ids.fourth, ids.fifth), 3)
        for element, code in further:
            if is_obis(code) and is_obis(ids.identification) and code != ids.identification:
                text = f"expected the product {quoted(ids.identification, 35)} as before it, found {quoted(code, 35)}"
                yield finding_at("SER022", text, ids, f"{path}/PIA[{n}]", element, 1)


def _codes_twice(line: Line, path: str) -> Iterator[Finding]:
    """Yield the product codes of one list that differ from the first: those of another list say it in other words."""
    named: dict[tuple[str, str, str], list[tuple[Part, str, str]]] = {}
    lists = (line.product_kind, line.product_list, line.product_agency)
    if line.product and not is_obis(line.product):
        named[lists] = [(line, f"{path}/LIN[1]", line.product)]
    for n, ids in enumerate(line.products, 1):
        if ids.function == _IS_PRODUCT and ids.identification and not is_obis(ids.identification):
            code = (ids, f"{path}/PIA[{n}]", ids.identification)
            named.setdefault((ids.kind, ids.list_code, ids.agency), []).append(code)
    for codes in named.values():
        yield from _texts_twice(codes, "the product", 2, 1)


def areas_twice(places: Sequence[tuple[Point, str]]) -> Iterator[Finding]:
    """Yield the areas of a series of MSCONS that differ from the first with the same meaning.

    Args:
        places: The places of the series, with their paths.
    """
    for function in _AREAS:
        areas = ((place, path, place.identification) for place, path in places if place.function == function)
        yield from _texts_twice(areas, f"LOC+{function}", 2, 1, shown=False)


def transaction_twice(transaction: Transaction, path: str) -> Iterator[Finding]:
    """Yield the units, products, places and kinds of point of a transaction of UTILTS that differ from the first.

    Args:
        transaction: The transaction.
        path: Its group path.
    """
    units = (
        (measure, f"{path}/MEA[{n}]", measure.unit)
        for n, measure in enumerate(transaction.measurements, 1)
        if measure.purpose == "AAZ"
    )
    yield from _texts_twice(units, "the unit", 3, 1)
    products = (
        (product, f"{path}/LIN[{n}]", product.identification)
        for n, product in enumerate(transaction.products, 1)
    )
    yield from _texts_twice(products, "the product", 3, 1)
    for function in sorted({place.function for place in transaction.locations} & _PLACES):
        places = (
            (place, f"{path}/LOC[{n}]", place.identification)
            for n, place in enumerate(transaction.locations, 1)
            if place.function == function
        )
        yield from _texts_twice(places, f"LOC+{function}", 2, 1, shown=False)
    yield from _further_places(transaction, path)
    yield from _further_reasons(transaction, path)
    for role in _PARTIES:
        parties = (
            (party, f"{path}/NAD[{n}]", party.identification)
            for n, party in enumerate(transaction.parties, 1)
            if party.role == role
        )
        yield from _texts_twice(parties, f"NAD+{role}", 2, 1, shown=False)
    kinds = (
        (value, f"{path}/SG7[{n}]/CAV[{m}]", value.code)
        for n, characteristic in enumerate(transaction.characteristics, 1)
        if characteristic.code == _KIND_OF_POINT
        for m, value in enumerate(characteristic.values, 1)
    )
    yield from _texts_twice(kinds, "the kind of point", 1, 1)


def _further_places(transaction: Transaction, path: str) -> Iterator[Finding]:
    """Yield the second places of segments that name one."""
    for n, place in enumerate(transaction.locations, 1):
        for element, code in ((3, place.related), (4, place.second_related)):
            if code and place.function in _PLACES and code != place.identification:
                text = f"expected one place in LOC+{place.function}, found another beside it"
                yield finding_at("SER022", text, place, f"{path}/LOC[{n}]", element, 1)


def _further_reasons(transaction: Transaction, path: str) -> Iterator[Finding]:
    """Yield the further reasons for a transaction: it has one (field 223)."""
    for n, status in enumerate(transaction.statuses, 1):
        for element, code in ((4, status.second_reason), (5, status.third_reason)):
            if code and status.category == _REASON and code != status.reason:
                text = (
                    f"expected the reason {quoted(status.reason, 8)} alone, found {quoted(code, 8)} beside it"
                )
                yield finding_at("SER022", text, status, f"{path}/STS[{n}]", element, 1, severity=_DERIVED)


def observation_twice(block: ObservationBlock, path: str) -> Iterator[Finding]:
    """Yield the registers, meters, amounts and prices of an observation of UTILTS that differ from the first.

    Args:
        block: The observation.
        path: Its group path.
    """
    for kinds in _OF_METER:
        references = (
            (reference, f"{path}/RFF[{n}]", f"{reference.function} {reference.number}")
            for n, reference in enumerate(block.references, 1)
            if reference.function in kinds
        )
        yield from _texts_twice(
            references, f"RFF+{' or '.join(sorted(kinds))}", 1, 2, shown=False, severity=_DERIVED
        )
    for kind in dict.fromkeys(amount.function for amount in block.amounts):
        amounts = (
            (amount, f"{path}/MOA[{n}]", amount.amount)
            for n, amount in enumerate(block.amounts, 1)
            if amount.function == kind
        )
        yield from _texts_twice(amounts, f"MOA+{kind[:3]}", 1, 2, severity=_DERIVED)
