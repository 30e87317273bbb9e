"""The tests that a row of a process table may name: one small function each, in one dictionary."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

import attrs

from edielkit.harmless import quoted_in_part
from edielkit.market_time import is_local_midnight, local_day, local_time, years_before
from edielkit.process_rules.data import combinations, kinds_of, units
from edielkit.process_rules.declare import Need, Run
from edielkit.process_rules.subject import Breach, Payload, Subject, instant, text
from edielkit.process_rules.windows import breach_of

if TYPE_CHECKING:
    from typing import Any

__all__ = ("TESTS", "Row", "RowTest", "bound", "is_met", "paths_of")

_SHOWN = 40


@attrs.frozen(kw_only=True)
class Row:
    """A row of a process table, ready to be checked.

    Attributes:
        element: Path of the element.
        elements: All paths, where the row names several.
        value: What the test compares with.
        values: The same, parted.
    """

    element: str
    elements: tuple[str, ...]
    value: str = ""
    values: tuple[str, ...] = ()

    @classmethod
    def of(cls, element: str) -> Row:
        """Return the row that asks for *element* alone."""
        return cls(element=element, elements=(element,))


Part = Subject | Payload
_Test = Callable[[Part, Row], Iterator[Breach]]


@attrs.frozen(kw_only=True)
class RowTest:
    """A kind of test.

    Attributes:
        run: Yields the breaches.
        title: What it asks, in words with ``{element}`` and ``{value}``.
        wrong: An example of a breach, in the same way.
        right: What would be right.
        needs: What it needs beside the message.
        reads: The paths that it looks at, None when it looks at all payloads.
    """

    run: _Test
    title: str
    wrong: str
    right: str
    needs: tuple[Need, ...] = ()
    reads: Callable[[Row], tuple[str, ...]] | None = lambda row: row.elements


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _names(row: Row, word: str) -> str:
    return f" {word} ".join(map(_name, row.elements))


def _there(part: Part, path: str) -> bool:
    value = part.get(path)
    return value is not None and value != ()


def _subject(part: Part) -> Subject:
    return part if isinstance(part, Subject) else part.subject


def shown(value: object) -> str:
    """Return *value* for a message, in part when it is long."""
    return quoted_in_part(str(value), _SHOWN)


def present(part: Part, row: Row) -> Iterator[Breach]:
    """Yield when the element is not there."""
    if not _there(part, row.element):
        yield part.breach(f"expected {_name(row.element)}, found none", row.element)


def absent(part: Part, row: Row) -> Iterator[Breach]:
    """Yield when the element is there."""
    if _there(part, row.element):
        yield part.breach(f"expected no {_name(row.element)} in {_subject(part).process}", row.element)


def any_of(part: Part, row: Row) -> Iterator[Breach]:
    """Yield when none of the elements is there."""
    if not any(_there(part, element) for element in row.elements):
        yield part.breach(f"expected {_names(row, 'or')}, found neither", row.element)


def none_of(part: Part, row: Row) -> Iterator[Breach]:
    """Yield each of the elements that is there."""
    for element in row.elements:
        if _there(part, element):
            yield part.breach(f"expected no {_name(element)} here", element)


def exactly_one(part: Part, row: Row) -> Iterator[Breach]:
    """Yield when not exactly one of the elements is there."""
    there = [element for element in row.elements if _there(part, element)]
    if len(there) != 1:
        which = "both" if there else "neither"
        yield part.breach(
            f"expected either {_names(row, 'or')}, found {which}", there[0] if there else row.element
        )


def equals(part: Part, row: Row) -> Iterator[Breach]:
    """Yield when the element has another value."""
    value = text(part.get(row.element))
    if value is not None and value != row.value:
        yield part.breach(f"expected {_name(row.element)} {row.value}, found {shown(value)}", row.element)


def one_of(part: Part, row: Row) -> Iterator[Breach]:
    """Yield when the element has none of the values."""
    value = text(part.get(row.element))
    if value is not None and value not in row.values:
        expected = ", ".join(row.values)
        yield part.breach(f"expected {_name(row.element)} of {expected}, found {shown(value)}", row.element)


def not_one_of(part: Part, row: Row) -> Iterator[Breach]:
    """Yield when the element has one of the values."""
    value = text(part.get(row.element))
    if value in row.values:
        yield part.breach(
            f"{_name(row.element)} {value} is not allowed in {_subject(part).process}", row.element
        )


def after(part: Part, row: Row) -> Iterator[Breach]:
    """Yield when the instant is not later than the other one."""
    value, earlier = instant(part.get(row.element)), instant(part.get(row.value))
    if value is not None and earlier is not None and value <= earlier:
        yield part.breach(f"expected {_name(row.element)} after {_name(row.value)}", row.element)


def not_before(part: Part, row: Row) -> Iterator[Breach]:
    """Yield when the instant is earlier than the other one."""
    value, earlier = instant(part.get(row.element)), instant(part.get(row.value))
    if value is not None and earlier is not None and value < earlier:
        yield part.breach(f"expected {_name(row.element)} not before {_name(row.value)}", row.element)


def not_future(part: Part, row: Row) -> Iterator[Breach]:
    """Yield when the instant lies in the future."""
    now, value = _subject(part).now, instant(part.get(row.element))
    if now is not None and value is not None and value > now:
        yield part.breach(f"{_name(row.element)} lies in the future", row.element)


def years_back(part: Part, row: Row) -> Iterator[Breach]:
    """Yield when the instant is more years back than the value."""
    now, value = _subject(part).now, instant(part.get(row.element))
    if now is not None and value is not None and value < years_before(now, int(row.value)):
        yield part.breach(f"{_name(row.element)} is more than {row.value} years back", row.element)


def at_most_years(part: Part, row: Row) -> Iterator[Breach]:
    """Yield when the period is longer than the value in years."""
    start, end = instant(part.get(f"{row.element}/Start")), instant(part.get(f"{row.element}/End"))
    if start is not None and end is not None and years_before(end, int(row.value)) > start:
        years = "1 year" if row.value == "1" else f"{row.value} years"
        yield part.breach(f"expected at most {years} from Start to End", f"{row.element}/End")


def midnight(part: Part, row: Row) -> Iterator[Breach]:
    """Yield when the instant is not the start of a Norwegian day."""
    value = instant(part.get(row.element))
    if value is not None and not is_local_midnight(value):
        local = local_time(value)
        yield part.breach(
            f"expected midnight in Norwegian time, found {local:%H:%M:%S} in Norwegian time", row.element
        )


def _settlement_method(part: Part, day: dt.date) -> str | None:
    """Return the settlement method of the payload's metering point as the context knows it, None without one."""
    context = _subject(part).context
    point = text(part.get("MeteringPointUsedDomainLocation/Identification"))
    state = None if context is None or point is None else context.metering_point(point, day)
    return None if state is None else state.settlement_method


def window(part: Part, row: Row) -> Iterator[Breach]:
    """Yield when the instant is on no Norwegian day that the process may ask for on the day of now."""
    subject, value = _subject(part), instant(part.get(row.element))
    if subject.now is None or value is None:
        return
    day = local_day(value)
    words = breach_of(
        subject.brs,
        local_day(subject.now),
        day,
        settlement_method=_settlement_method(part, day),
        back=getattr(subject.context, "days_back", None),
    )
    if words is not None:
        yield part.breach(words, row.element)


def wildcard(part: Part, row: Row) -> Iterator[Breach]:
    """Yield when a wildcard has too little before it, or something after it."""
    # the text itself is an address and is never shown
    value = text(part.get(row.element))
    if value is None or "*" not in value or value == "*":
        return
    if value.index("*") < int(row.value) or not value.endswith("*") or value.count("*") > 1:
        characters = "1 character" if row.value == "1" else f"{row.value} characters"
        yield part.breach(
            f"expected the wildcard alone, or at least {characters} and the wildcard last", row.element
        )


def unit_of_product(part: Part, row: Row) -> Iterator[Breach]:
    """Yield when the unit is not that of the product."""
    product = text(part.get(row.element.replace("UnitType", "Identification")))
    unit = text(part.get(row.element))
    expected = units().get(product or "")
    if expected is not None and unit is not None and unit != expected:
        yield part.breach(f"expected unit {expected} for product {product}, found {shown(unit)}", row.element)


def one_payload(part: Part, row: Row) -> Iterator[Breach]:
    """Yield when there are several payloads."""
    subject = _subject(part)
    count = len(subject.payloads)
    if count > 1:
        yield subject.breach(f"expected one {row.element}, found {count}", f"{row.element}[2]")


def message(part: Part, row: Row) -> Iterator[Breach]:
    """Yield when the message has no place in its process."""
    subject = _subject(part)
    if not combinations(subject.kind, subject.brs):
        expected = " or ".join(kinds_of(subject.brs))
        yield subject.breach(f"{subject.process} is sent as {expected}, found {subject.kind}", row.element)


def document_type(part: Part, row: Row) -> Iterator[Breach]:
    """Yield when the document type is none of the message's in its process."""
    subject = _subject(part)
    allowed = tuple(dict.fromkeys(c.document_type for c in combinations(subject.kind, subject.brs)))
    document_type = subject.document_type
    if document_type is not None and allowed and "?" not in allowed and document_type not in allowed:
        yield subject.breach(
            f"expected DocumentType {' or '.join(allowed)} for {subject.kind} in {subject.process}, found {shown(document_type)}",
            row.element,
        )


def role(part: Part, row: Row) -> Iterator[Breach]:
    """Yield when the role is none of the message's in its process, for its document type where that fits."""
    subject = _subject(part)
    every = combinations(subject.kind, subject.brs)
    fitting = [c for c in every if c.document_type in {subject.document_type, "?"}] or every
    allowed = tuple(dict.fromkeys(name for combination in fitting for name in combination.roles))
    actual = subject.role
    if actual is not None and allowed and "*" not in allowed and actual not in allowed:
        yield subject.breach(
            f"expected role {' or '.join(allowed)} for {subject.kind} in {subject.process}, found {shown(actual)}",
            row.element,
        )


def _and_value(row: Row) -> tuple[str, ...]:
    return (*row.elements, row.value)


def _and_product(row: Row) -> tuple[str, ...]:
    return (*row.elements, row.element.replace("UnitType", "Identification"))


_NOW = (Need.NOW,)
TESTS: Mapping[str, RowTest] = MappingProxyType(
    {
        "present": RowTest(run=present, title="{element} is there", wrong="no {element}", right="{element} with its value"),
        "absent": RowTest(run=absent, title="{element} is not there", wrong="a message with {element}", right="the same message without {element}"),
        "any_of": RowTest(run=any_of, title="{elements:or} is there", wrong="none of {elements:,}", right="one of {elements:,}"),
        "none_of": RowTest(run=none_of, title="none of {elements:,} is there", wrong="a message with {element}", right="the same message without it"),
        "exactly_one": RowTest(run=exactly_one, title="exactly one of {elements:,} is there", wrong="none of the two, or both", right="one of the two"),
        "equals": RowTest(run=equals, title="{element} is {value}", wrong="{element} with another value", right="{element} {value}"),
        "one_of": RowTest(run=one_of, title="{element} is one of {value}", wrong="{element} with another value", right="{element} {first}"),
        "not_one_of": RowTest(run=not_one_of, title="{element} is not {value}", wrong="{element} {first}", right="{element} with another value"),
        "after": RowTest(run=after, title="{element} is later than {value}", wrong="both at the same instant", right="an instant after {value}", reads=_and_value),
        "not_before": RowTest(run=not_before, title="{element} is not before {value}", wrong="{element} an hour before {value}", right="the same instant, or a later one", reads=_and_value),
        "not_future": RowTest(run=not_future, title="{element} is not in the future", wrong="tomorrow", right="an instant that has passed", needs=_NOW),
        "years_back": RowTest(run=years_back, title="{element} is at most {value} years back", wrong="an instant of five years ago", right="an instant of last month", needs=_NOW),
        "at_most_years": RowTest(run=at_most_years, title="{element} spans at most {value} years", wrong="a day more", right="exactly as long, or shorter"),
        "midnight": RowTest(run=midnight, title="{element} is a Norwegian midnight", wrong="2026-06-01T00:00:00Z, which is 02:00 in Norway", right="2026-06-01T00:00:00+02:00"),
        "window": RowTest(run=window, title="{element} is on a day that the process may ask for", wrong="a day before the first or after the last day", right="a day between them", needs=_NOW),
        "wildcard": RowTest(run=wildcard, title="a wildcard in {element} has {value} characters before it", wrong="a wildcard in the middle", right="the wildcard alone, or last"),
        "unit_of_product": RowTest(run=unit_of_product, title="{element} is the unit of the product", wrong="kvarh for active energy", right="kWh for active energy", reads=_and_product),
        "one_payload": RowTest(run=one_payload, title="one {element}", wrong="two payloads", right="one message for each payload", reads=None),
        "message": RowTest(run=message, title="the message belongs to the process", wrong="a message of another process", right="the message of the process"),
        "document_type": RowTest(run=document_type, title="the document type belongs to message and process", wrong="a document type of another process", right="the document type of the process"),
        "role": RowTest(run=role, title="the role may send the message in the process", wrong="a role that has no part in the process", right="a role of the process"),
    }
)  # fmt: skip

_Condition = Callable[[Part], bool]


def _condition(words: str) -> _Condition:
    whole = words.startswith("^")
    words = words.removeprefix("^")
    negated = words.startswith("!") or "!=" in words
    path, equal, listed = words.removeprefix("!").replace("!=", "=").partition("=")
    values = frozenset(listed.split("|"))

    def met(part: Part) -> bool:
        owner = _subject(part) if whole else part
        value: Any = owner.get(path)
        truth = (text(value) in values) if equal else (value is not None and value != ())
        return truth is not negated

    return met


def paths_of(when: str) -> tuple[str, ...]:
    """Return the paths in a payload that the conditions *when* of a row look at.

    >>> paths_of("^Header/DocumentType=E13 & !Period/Start & UnitType!=kWh|kW")
    ('Period/Start', 'UnitType')
    """
    paths = (words.removeprefix("!").partition("=")[0].removesuffix("!") for words in when.split(" & "))
    return tuple(path for path in paths if path and not path.startswith("^"))


def is_met(when: str) -> _Condition:
    """Return the function that tells whether the conditions *when* of a row hold for a part."""
    conditions = tuple(map(_condition, when.split(" & "))) if when else ()

    def met(part: Part) -> bool:
        return all(holds(part) for holds in conditions)

    return met


def bound(test: RowTest, row: Row, *, when: str, on_message: bool) -> Run:
    """Return what runs *test* of *row* on a message.

    Args:
        test: The kind of test.
        row: What it compares with.
        when: The conditions under which it is run.
        on_message: It looks at the message as a whole, not at payload after payload.
    """
    holds = is_met(when)

    def run_on_message(subject: Subject) -> Iterator[Breach]:
        if holds(subject):
            yield from test.run(subject, row)

    def run_on_payloads(subject: Subject) -> Iterator[Breach]:
        for payload in subject.payloads:
            if holds(payload):
                yield from test.run(payload, row)

    return run_on_message if on_message else run_on_payloads
