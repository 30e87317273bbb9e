"""Valid messages of EDIFACT: of every message, guide and process that there are tables for, by a seed.

Metering values (MSCONS) are written as each market writes them; everything else is built from the rows of its guide.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator, Sequence
from functools import cache

import attrs

from edielkit.edifact.check.guides import Guide, GuideRow, only_code
from edielkit.edifact.check.guides.guide import ENVELOPE, Requirement
from edielkit.edifact.check.guides.guide_files import guide_names
from edielkit.edifact.check.guides.patterns import Pattern
from edielkit.edifact.check.guides.versions import version_at
from edielkit.edifact.check.interchanges import check
from edielkit.edifact.segments import Segment
from edielkit.edifact.timestamps import CLOCKS, Clock, write_instant
from edielkit.edifact.write.build import build_interchange
from edielkit.edifact.write.mscons import mscons
from edielkit.edifact.write.mscons_forms import FORMS, PartyId
from edielkit.edifact.write.writer import interchange_to_bytes
from edielkit.errors import BuildError
from edielkit.generate.drawn_values import draw_observations
from edielkit.generate.generated import Generated, require_years
from edielkit.generate.guide_messages import Node, build, first, guides_of, interchange_bytes
from edielkit.generate.guide_values import GuideValues
from edielkit.market_time import Period
from edielkit.series import Observations, TimeSeries
from edielkit.series import Status as ValueStatus
from edielkit.suggest import one_of

__all__ = ("draw_guide", "edifact_kinds", "edifact_message", "guide_bytes", "guides_for")

_CHANCE = 0.4
# Norway and its neighbours first
_ORDER = ("no", "se", "dk", "de", "ch")
# a cancellation has no values: BDEW MSCONS AHB
_WITHOUT_VALUES = frozenset({"13006"})
_OBIS = {"Out": "1-1:1.29.0", "In": "1-1:2.29.0"}
# a line of D.96A has no field for the direction: partners agree on a code for each (edifact/write/mscons_forms.py)
_PRODUCTS = {"Out": "1009", "In": "1010"}


@cache
def edifact_kinds() -> tuple[str, ...]:
    """Return the message types that there are guides for.

    >>> edifact_kinds()
    ('APERAK', 'CONTRL', 'MSCONS', 'PRODAT', 'QUOTES', 'UTILTS')
    """
    return tuple(sorted({kind for _, kind, _ in guide_names()}))


@cache
def guides_for(kind: str) -> tuple[Guide, ...]:
    """Return the guides of a message type, one for each market, directory and process."""
    return tuple(
        guide
        for profile, name, directory in guide_names()
        if name == kind
        for guide in guides_of(profile, name, directory)
    )


def edifact_message(
    kind: str,
    *,
    seed: str,
    now: dt.datetime,
    process: str | None = None,
    version: str | None = None,
    profile: str | None = None,
    full: bool = False,
) -> Generated:
    """Return a valid interchange with one message.

    Args:
        kind: Message type, such as ``MSCONS``.
        seed: The same seed gives the same message.
        now: Aware instant of its preparation.
        process: What the guide takes for the process, such as ``E66`` or ``13025``; one by chance if None.
        version: Version of the guide (0057) or directory (``D.96A``); one by chance if None.
        profile: Market; one by chance if None.
        full: With all optional parts that may stand together; without it some are there by chance.

    Raises:
        BuildError: There is no such message (the error says what there is), or *now* lies at the ends of the calendar.

    >>> generated = edifact_message(
    ...     "CONTRL", seed="1", now=dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC), profile="no"
    ... )
    >>> generated.profile, generated.data.count(b"UCI+")
    ('no', 1)
    """
    require_years(now)
    rng = random.Random(f"{kind} {seed}")  # noqa: S311  (test data, the same for a seed)
    guide = _guide(kind, process, version, profile, rng)
    values = GuideValues.of(guide.profile, kind, rng, now)
    if _is_of_values(guide):
        data = _values(guide, values, now, full=full)
    else:
        rows = _optional_rows(guide)
        chosen = rows if full else tuple(row for row in rows if rng.random() < _CHANCE)
        data = _built(guide, values, chosen)
    return Generated(
        kind=kind,
        process=guide.process,
        version=version_at(guide.profile, kind, guide.versions[0], now)
        if guide.versions
        else guide.directory,
        profile=guide.profile,
        data=data,
        now=now,
    )


def draw_guide(kind: str, *, process: str | None, version: str | None, profile: str | None) -> Guide:
    """Return the first guide of a message that fits what is asked for.

    Args:
        kind: Message type, such as ``UTILTS``.
        process: What the guide takes for the process, or None.
        version: Version of the guide or directory, or None.
        profile: Market, or None.

    Raises:
        BuildError: There is no such guide; the error says what there is.

    >>> draw_guide("APERAK", process=None, version=None, profile="se").profile
    'se'
    """
    return min(
        _fitting_guides(kind, process, version, profile), key=lambda guide: _ORDER.index(guide.profile)
    )


def guide_bytes(guide: Guide, rng: random.Random, now: dt.datetime, *, full: bool) -> bytes:
    """Return an interchange with a message of a guide, written from its rows.

    Args:
        guide: The guide.
        rng: Where chance comes from.
        now: Aware instant of its preparation.
        full: With all optional parts that may stand together, else with none.
    """
    values = GuideValues.of(guide.profile, guide.message_type, rng, now)
    return _built(guide, values, _optional_rows(guide) if full else ())


def _is_of_values(guide: Guide) -> bool:
    form = FORMS.get(guide.profile)
    return (
        guide.message_type == "MSCONS"
        and form is not None
        and guide.directory == f"D.{form.release}"
        and guide.process not in _WITHOUT_VALUES
    )


def _guide(
    kind: str, process: str | None, version: str | None, profile: str | None, rng: random.Random
) -> Guide:
    """Return a guide that fits what is asked for; markets with many processes are drawn as often as others."""
    fitting = _fitting_guides(kind, process, version, profile)
    place = rng.choice(list(dict.fromkeys((guide.profile, guide.directory) for guide in fitting)))
    return rng.choice([guide for guide in fitting if (guide.profile, guide.directory) == place])


def _fitting_guides(
    kind: str, process: str | None, version: str | None, profile: str | None
) -> Sequence[Guide]:
    fitting = _fitting(guides_for(kind), "profile", profile, lambda guide: (guide.profile,))
    fitting = _fitting(fitting, "version", version, lambda guide: (*guide.versions, guide.directory))
    return _fitting(fitting, "process", process, lambda guide: (guide.process,))


def _fitting(
    guides: Sequence[Guide], name: str, asked: str | None, named: Callable[[Guide], tuple[str, ...]]
) -> Sequence[Guide]:
    """Return the guides that have what is asked for under a name."""
    fitting = [guide for guide in guides if asked is None or asked in named(guide)]
    if not fitting:
        there = dict.fromkeys(value for guide in guides for value in named(guide) if value)
        expected = one_of(there) if there else "none"
        raise BuildError(
            f"expected a {name} of {guides[0].message_type}: {expected}; found {str(asked)[:40]!r}", name
        )
    return fitting


# -- from the rows of a guide


def _built(guide: Guide, values: GuideValues, rows: Sequence[GuideRow]) -> bytes:
    """Return a message with the rows, or with what is required alone where they do not go together."""
    for chosen in (rows, ()):
        try:
            data = interchange_bytes(_with_steps(guide, values, chosen), guide, values)
        except (ValueError, StopIteration):
            continue
        if not check(data, profile=guide.profile).findings:
            return data
    return data


_HOURLY = Pattern("DTM+354::806")
# the length of the steps of values that stand in order (ch)
_IN_ORDER = Pattern("DTM+672")
_HOURS = 24


def _with_steps(guide: Guide, values: GuideValues, rows: Sequence[GuideRow]) -> Node:
    """Return a message with the rows, about a whole day; one of hourly observations has all of them."""
    message = build(guide, *rows, values=attrs.evolve(values, steps=_HOURS))
    is_hourly = any(_HOURLY.matches(segment) and segment.get(1, 2) == "60" for segment in message.segments())
    for group in message.nodes() if is_hourly else ():
        sequences = [item for item in group.items if isinstance(item, Node) and first(item).tag == "SEQ"]
        if len(sequences) == 1:
            place = group.items.index(sequences[0])
            numbers = range(1, _HOURS + 1)
            group.items[place : place + 1] = [_numbered(sequences[0], n, values) for n in numbers]
            break
    for group in message.nodes():
        if any(isinstance(item, Segment) and _IN_ORDER.matches(item) for item in group.items):
            _put_values_in_order(group, values, CLOCKS[guide.profile])
    return message


def _put_values_in_order(point: Node, values: GuideValues, clock: Clock) -> None:
    """Give a point whose values have no times of their own a line with those of a day, hour by hour."""
    day = values.start.astimezone(clock.calendar).date()
    start, end = (
        dt.datetime.combine(date, dt.time(), clock.calendar) for date in (day, day + dt.timedelta(days=1))
    )
    hours = range((end.astimezone(dt.UTC) - start.astimezone(dt.UTC)) // dt.timedelta(hours=1))
    head = [item for item in point.items if isinstance(item, Segment) and item.tag not in {"LOC", "DTM"}]
    quantities = [
        Node("SG10", [Segment.of("QTY", ("46", str(values.rng.randint(1, 9999)), "KWH"))]) for _ in hours
    ]
    product = Segment.of("PIA", "5", (_OBIS["Out"], "SRW"))
    point.items[:] = [
        Segment.of("LOC", "172", values.point),
        *(
            Segment.of("DTM", (function, write_instant(instant, "203", clock.zone), "203"))
            for function, instant in (("163", start), ("164", end))
        ),
        Segment.of("DTM", ("672", "60", "806")),
        *head,
        Node("SG9", [Segment.of("LIN", "1"), product, *quantities]),
    ]


def _numbered(group: Node, number: int, values: GuideValues) -> Node:
    """Return the observation of that number."""
    items: list[Segment | Node] = []
    for item in group.items:
        if isinstance(item, Node):
            items.append(_numbered(item, number, values))
        elif item.tag == "SEQ":
            items.append(_with(item, 2, 1, str(number)))
        elif item.tag == "QTY":
            items.append(_with(item, 1, 2, str(values.rng.randint(1, 9999))))
        else:
            items.append(item)
    return Node(group.name, items)


def _with(segment: Segment, element: int, component: int, value: str) -> Segment:
    elements = [list(parts) for parts in segment.elements]
    if len(elements) < element or len(elements[element - 1]) < component:
        return segment
    elements[element - 1][component - 1] = value
    return Segment.of(segment.tag, *elements)


@cache
def _optional_rows(guide: Guide) -> tuple[GuideRow, ...]:
    """Return the rows that are not required and may stand in one message together."""
    values = GuideValues.of(
        guide.profile,
        guide.message_type,
        random.Random(guide.title),  # noqa: S311  (test data)
        dt.datetime(2026, 2, 2, 5, tzinfo=dt.UTC),
    )
    return _standing(guide, values, (), tuple(_candidates(guide)))


def _standing(
    guide: Guide, values: GuideValues, base: tuple[GuideRow, ...], rows: tuple[GuideRow, ...]
) -> tuple[GuideRow, ...]:
    """Return *base* with those of the rows that a message can have beside it: all, or those of each half."""
    if not rows or _is_clean(guide, values, (*base, *rows)):
        return (*base, *rows)
    if len(rows) == 1:
        return base
    middle = len(rows) // 2
    return _standing(guide, values, _standing(guide, values, base, rows[:middle]), rows[middle:])


def _is_clean(guide: Guide, values: GuideValues, rows: Sequence[GuideRow]) -> bool:
    try:
        data = interchange_bytes(_with_steps(guide, values, rows), guide, values)
    except (ValueError, StopIteration):
        return False
    return not check(data, profile=guide.profile).findings


def _candidates(guide: Guide) -> Iterator[GuideRow]:
    for row in guide.rows:
        is_free = row.status in {Requirement.OPTIONAL, Requirement.DEPENDENT}
        if is_free and row.within != ENVELOPE and row.only is None:
            yield row


# -- values


def _values(guide: Guide, values: GuideValues, now: dt.datetime, *, full: bool) -> bytes:
    """Return an MSCONS with a day of values in one direction or both."""
    rng, profile = values.rng, guide.profile
    resolution = rng.choice(("PT15M", "PT1H"))
    start = values.start if profile != "de" else values.start.astimezone(CLOCKS["de"].calendar)
    start = start.astimezone(CLOCKS[profile].calendar).replace(hour=0, minute=0, fold=0)
    period = Period(start, (start.replace(tzinfo=None) + dt.timedelta(days=1)).replace(tzinfo=start.tzinfo))
    by_obis = profile in {"de", "ch"}
    codes = _OBIS if by_obis else _PRODUCTS
    directions = ("Out", "In") if full or rng.random() < _CHANCE else (rng.choice(("Out", "In")),)
    series = [
        TimeSeries(
            metering_point=values.point,
            product=codes[direction],
            unit="kWh",
            direction=direction,
            resolution=resolution,
            period=period,
            observations=_qualified(
                draw_observations(
                    rng, period, resolution, size=rng.randint(1, 500), sun=direction == "In", quality=full
                ),
                profile,
            ),
        )
        for direction in directions
    ]
    case = (profile, "MSCONS", guide.directory, guide.process or ("13018" if by_obis else ""))
    message = mscons(
        series,
        profile=profile,
        document=values.document,
        sender=_party(values, values.sender.identification),
        recipient=_party(values, values.recipient.identification),
        created=now,
        process=case[-1],
        # which code goes with the other cases is not public: all that the guide has pass
        document_code=only_code(*case, "BGM/1/1") or FORMS[profile].document[0],
        codes=codes,
        answer="AB" if full and profile in {"no", "se", "dk"} else "",
    )
    interchange = build_interchange(
        [message],
        sender=values.sender,
        recipient=values.recipient,
        reference=f"T{rng.randint(0, 10**10 - 1):010d}",
        prepared=now,
        application_reference=only_code(*case, "UNB/7/1") or ("TL" if profile == "de" else None),
        test=full,
    )
    return interchange_to_bytes(interchange)


def _qualified(observations: Observations, profile: str) -> Observations:
    """Return values in the qualities that a market writes."""
    qualifiers = FORMS[profile].qualifiers
    if all(ValueStatus(status) in qualifiers for status in set(observations.status.tolist())):
        return observations
    zeros = observations.status * 0
    return attrs.evolve(observations, status=zeros, validation=zeros, estimation=zeros)


def _party(values: GuideValues, identification: str) -> PartyId:
    agency = {"de": "293", "ch": "293", "se": "260"}.get(values.profile, "9")
    return PartyId(identification, "SVK" if values.profile == "se" else "", agency)
