"""The simple values of EMIF: what each text is read as, what is wrong with it, and how each value is written."""

from __future__ import annotations

import copy
import datetime as dt
import pickle
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from tests.support.emif_mutations import IDENTIFIERS, INSTANTS, NUMBERS, POINTS, TRUTHS
from tests.support.kept_answers import Answer, assert_kept
from tests.support.kept_fields import outcome_of
from tests.support.kept_values import text_of_value

from edielkit.emif.simple_types import CURRENT_VERSION, SIMPLE_TYPES, SimpleType
from edielkit.emif.values import (
    Code,
    Identifier,
    Unreadable,
    UnreadableXml,
    XmlDateTime,
    check_text,
    collapse,
    date_time_text,
    has_other_characters,
    read_text,
    write_text,
)

_STRINGS = ("", " ", "a", "ab", "a" * 10, "a" * 11, "a" * 40, "a" * 41, "a" * 300, "x\x00", "\ud800", "æ ø", "\ta\n", "a  b", "<&>")  # fmt: skip
_LONG = ("0" * 500 + "7", "7." + "0" * 500, "1" * 401, "-" + "0" * 400, "+" + "0" * 401 + ".50", "." + "0" * 399 + "1", "1" * 400)  # fmt: skip
_ZONE = dt.timezone(dt.timedelta(hours=1))
_AT = dt.datetime(2026, 2, 1, 5, 0, 0, 120000, tzinfo=_ZONE)
_VALUES: tuple[Any, ...] = (
    None, "", "text", True, False, 0, 7, -3, 10**399, 10**400, Decimal("1.50"), Decimal("1E+3"), Decimal("-0"), Decimal("NaN"), Decimal("Infinity"),
    Decimal("1E-400"), Decimal("1E-401"), Decimal("1E+400"), Decimal("1E+401"), 1.5, Code("E13", "260"), Identifier("7", "9"), Unreadable("0,25"),
    UnreadableXml("<b/>"), _AT, _AT.replace(tzinfo=None), _AT.astimezone(dt.UTC), XmlDateTime.from_text("2026-02-01T24:00:00+01:00"),
    XmlDateTime.of(_AT), dt.date(2026, 2, 1),
)  # fmt: skip


def texts_for(simple: SimpleType) -> Iterator[str]:
    """Yield texts near the limits of a simple type."""
    if simple.codes:
        from edielkit.codes import code_list

        for code in list(code_list(simple.name).codes)[:3]:
            yield from (code, code.lower(), f" {code}", f"{code}\n", code[:-1], code * 2)
        yield from ("", "XX", "E17", "89", "x" * 200)
        return
    fixed = {"dateTime": INSTANTS, "boolean": TRUTHS}.get(simple.base)
    if fixed:
        yield from fixed
        return
    if simple.base in {"decimal", "int", "long"}:
        bounds = (simple.min_inclusive, simple.max_inclusive, simple.min_exclusive, simple.max_exclusive)
        yield from NUMBERS
        yield from _LONG
        for bound in bounds:
            if bound is not None:
                yield from (str(bound), str(bound - 1), str(bound + 1), f"{bound}.0", f"{bound}.01")
        return
    yield from (*_STRINGS, *IDENTIFIERS, *POINTS)
    for size in (simple.length, simple.min_length, simple.max_length):
        if size is not None:
            yield from ("x" * (size - 1), "x" * size, "x" * (size + 1), "ø" * size)


def answers() -> Iterator[Answer]:
    """Yield what is read, said and written of each type."""
    for name, simple in SIMPLE_TYPES.items():
        texts = list(dict.fromkeys(texts_for(simple)))
        for version in ("2.3", CURRENT_VERSION):
            for number in range(0, len(texts), 24):
                some = texts[number : number + 24]
                yield Answer(
                    f"{name} in {version}, {number}",
                    [
                        text_of_value([check_text(simple, text, version) for text in some]),
                        text_of_value([outcome_of(read_text, simple, text) for text in some]),
                    ],
                )
    for base in sorted({simple.base for simple in SIMPLE_TYPES.values()}):
        simple = next(simple for simple in SIMPLE_TYPES.values() if simple.base == base)
        for number, value in enumerate(_VALUES):
            yield Answer(f"write {base} {number} {value!r:.40}", [outcome_of(write_text, simple, value)])
    for text in INSTANTS:
        yield Answer(f"instant {text!r}", _of_instant(text))
    for text in ("", "a", " a", "a ", "a  b", "\ta", "a\rb", "a\u00a0 b", " \n "):
        yield Answer(
            f"collapse {text!r}", [text_of_value(collapse(text)), text_of_value(has_other_characters(text))]
        )
    for value in (_AT, _AT.replace(microsecond=0), _AT.astimezone(dt.UTC), _AT.replace(fold=1)):
        yield Answer(f"of {value!r}", [XmlDateTime.of(value).text, date_time_text(value)])
    yield Answer("of no zone", [outcome_of(XmlDateTime.of, _AT.replace(tzinfo=None))])
    for value in (Unreadable("a'b"), UnreadableXml("<b/>"), Code("E13"), Identifier("7", "9")):
        yield Answer(f"repr {value}", [repr(value), str(value)])


def _of_instant(text: str) -> Iterator[str]:
    yield outcome_of(XmlDateTime.from_text, text)
    try:
        value = XmlDateTime.from_text(text)
    except (ValueError, OverflowError):
        return
    for same in (pickle.loads(pickle.dumps(value)), copy.deepcopy(value)):
        yield f"{same.text} {same == value} {hash(same) == hash(value)} {type(same).__name__} {same.fold}"
    yield f"{value.replace(minute=5).text} {value == value.astimezone(dt.UTC)} {value.astimezone(dt.UTC).isoformat()}"


def test_values_are_the_kept_ones():
    """Every simple type at its limits."""
    assert_kept(__file__, answers())
