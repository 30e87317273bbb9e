"""The simple values of EMIF: how their text is read, written and bounded.

The table of types is data in `edielkit.emif.simple_types`; this module walks it.
"""

from __future__ import annotations

import datetime as dt
import operator
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Self, SupportsIndex

import attrs

from edielkit.emif.simple_types import SimpleType
from edielkit.harmless import quoted

if TYPE_CHECKING:
    from edielkit.codes import CodeList

__all__ = (
    "Code",
    "Identifier",
    "Unreadable",
    "UnreadableXml",
    "XmlDateTime",
    "check_text",
    "collapse",
    "has_other_characters",
    "read_text",
    "words_for",
    "write_text",
)


class Unreadable(str):
    """The text of a value that its type cannot hold, kept as it was written.

    >>> Unreadable("0,25")
    Unreadable('0,25')
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str.__repr__(self)})"


class UnreadableXml(Unreadable):
    """The XML inside a value that its type holds as text only.

    >>> UnreadableXml("<b>5</b>")
    UnreadableXml('<b>5</b>')
    """

    __slots__ = ()


@attrs.frozen
class Code:
    """A code with the agency whose list it is from (EMIF: listAgencyIdentifier)."""

    value: str
    list_agency_identifier: str | None = None

    def __str__(self) -> str:
        return self.value


@attrs.frozen
class Identifier:
    """An identification with the agency that issues it (EMIF: schemeAgencyIdentifier)."""

    value: str
    scheme_agency_identifier: str | None = None

    def __str__(self) -> str:
        return self.value


_DATE_TIME = re.compile(
    r"([1-9][0-9]{3})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]*))?(Z|[+-][0-9]{2}:[0-9]{2})"
)


class XmlDateTime(dt.datetime):
    """An aware instant that remembers how it was written: zone, fraction of up to nine digits, 24:00.

    It compares, subtracts and formats as the `datetime.datetime` it is; `text` is the wire's own form.

    >>> t = XmlDateTime.from_text("2026-02-01T05:00:00.123456789+01:00")
    >>> t.isoformat(), t.text
    ('2026-02-01T05:00:00.123456+01:00', '2026-02-01T05:00:00.123456789+01:00')
    """

    __slots__ = ("_text",)
    _text: str

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Return the instant that an xsd:dateTime with a zone names.

        Raises:
            ValueError: *text* is no such date and time; the zone is mandatory.
            OverflowError: *text* is midnight at the end of the year 9999.
        """
        match = _DATE_TIME.fullmatch(text)
        if match is None:
            raise ValueError("expected YYYY-MM-DDTHH:MM:SS followed by Z or +HH:MM")
        year, month, day, hour, minute, second = (int(match[n]) for n in range(1, 7))
        fraction = match[7]
        if fraction == "":
            raise ValueError("expected digits after the decimal point")
        microsecond = int(f"{fraction or '0':0<6.6}")
        end_of_day = hour == 24
        if end_of_day and (minute or second or int(fraction or "0")):
            raise ValueError("hour 24 stands for midnight only")
        plain = dt.datetime(
            year, month, day, 0 if end_of_day else hour, minute, second, microsecond, tzinfo=_zone(match[8])
        )
        if end_of_day:
            plain += dt.timedelta(days=1)
        return cls.of(plain, text)

    @classmethod
    def of(cls, instant: dt.datetime, text: str | None = None) -> Self:
        """Return *instant* as an instant written as *text* (ISO form if None).

        Raises:
            ValueError: *instant* has no time zone.
        """
        if instant.utcoffset() is None:
            raise ValueError("expected an instant with a time zone")
        return cls._restored(instant, text)

    @property
    def text(self) -> str:
        """The date and time as the wire writes it."""
        try:
            return self._text
        except AttributeError:
            return date_time_text(self)

    def __reduce_ex__(self, protocol: SupportsIndex) -> Any:
        plain = dt.datetime.combine(self.date(), self.timetz()).replace(fold=self.fold)
        return (XmlDateTime._restored, (plain, getattr(self, "_text", None)))

    @classmethod
    def _restored(cls, plain: dt.datetime, text: str | None) -> Self:
        # combine would lose the fold of a subclass
        new = cls.combine(plain.date(), plain.timetz()).replace(fold=plain.fold)
        if text is not None:
            new._text = text  # noqa: SLF001  (its own class)
        return new

    __hash__ = dt.datetime.__hash__

    def __eq__(self, other: object) -> bool:
        return dt.datetime.__eq__(self, other)


def _zone(text: str) -> dt.timezone:
    if text == "Z":
        return dt.UTC
    hours, minutes = int(text[1:3]), int(text[4:6])
    # XML Schema part 2, 3.2.7: zones reach 14:00 either way.
    if minutes > 59 or hours * 60 + minutes > 14 * 60:
        raise ValueError("expected a time zone between -14:00 and +14:00")
    offset = dt.timedelta(hours=hours, minutes=minutes)
    return dt.timezone(-offset if text[0] == "-" else offset)


def date_time_text(instant: dt.datetime) -> str:
    """Return *instant* as xsd:dateTime with its own offset, in seconds unless it has a fraction.

    >>> date_time_text(dt.datetime(2026, 2, 1, 5, tzinfo=dt.UTC))
    '2026-02-01T05:00:00Z'
    """
    text = instant.isoformat()
    return text[:-6] + "Z" if text.endswith("+00:00") else text


_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_INTEGER = re.compile(r"[+-]?[0-9]+")
_XML_SPACE = " \t\r\n"
_SPACE_TO_COLLAPSE = re.compile(r"[\t\r\n]|\A | \Z|  ")
# far beyond any type of EMIF; what is longer is no number but an attack
_MOST_DIGITS = 400
# nine digits of a fraction and a zone; what is longer is not remembered
_LONGEST_INSTANT = 36


def collapse(text: str) -> str:
    r"""Return *text* without white space at its ends and with single blanks inside, as XML counts white space.

    >>> collapse(" a \t b\u00a0")
    'a b\xa0'
    """
    if _SPACE_TO_COLLAPSE.search(text) is None:
        return text
    return " ".join(word for word in re.split(r"[ \t\r\n]+", text) if word)


def read_text(simple: SimpleType, text: str) -> Any:
    """Return the value that *text* has under *simple*, or `Unreadable` when it has none.

    A code that the list does not know stays a plain string: its list may have grown.
    """
    if simple.base == "string":
        return text
    collapsed = collapse(text) if simple.base == "token" else text.strip(_XML_SPACE)
    try:
        return _READERS[simple.base](collapsed)
    except (ValueError, OverflowError):
        return Unreadable(text)


def _read_boolean(text: str) -> bool:
    # EMIF allows the words only, never 1 and 0 (type Elhub_boolean); 1 and 0 have the value all the same.
    return {"true": True, "false": False, "1": True, "0": False}[text]


def _read_decimal(text: str) -> Decimal:
    if not _DECIMAL.fullmatch(text):
        raise ValueError
    return Decimal(_shortened(text))


def _read_integer(text: str) -> int:
    if not _INTEGER.fullmatch(text):
        raise ValueError
    return int(_shortened(text))


def _read_instant(text: str) -> XmlDateTime:
    return _short_instant(text) if len(text) <= _LONGEST_INSTANT else XmlDateTime.from_text(text)


# payloads of one message have their edges in common
@lru_cache(maxsize=1 << 12)
def _short_instant(text: str) -> XmlDateTime:
    return XmlDateTime.from_text(text)


def _shortened(text: str) -> str:
    """Return the number *text* as it is, or if it is very long without zeros at its ends."""
    if len(text) <= _MOST_DIGITS:
        return text
    sign = "-" if text[0] == "-" else ""
    whole, _, fraction = text.lstrip("+-").partition(".")
    short = f"{sign}{whole.lstrip('0') or '0'}.{fraction.rstrip('0')}".rstrip(".")
    if len(short) > _MOST_DIGITS:
        raise ValueError
    return short


def _boolean(text: str) -> bool:
    try:
        return _read_boolean(text)
    except KeyError:
        raise ValueError from None


_READERS: dict[str, Callable[[str], Any]] = {
    "token": str,
    "boolean": _boolean,
    "decimal": _read_decimal,
    "int": _read_integer,
    "long": _read_integer,
    "dateTime": _read_instant,
}


def write_text(simple: SimpleType, value: Any) -> str:
    """Return the canonical text of *value* under *simple*.

    Raises:
        ValueError: *value* is not of the kind that *simple* holds.
    """
    if isinstance(value, Unreadable):
        return str(value)
    kind = _KINDS[simple.base]
    if not isinstance(value, kind.classes) or isinstance(value, bool) is not (simple.base == "boolean"):
        raise ValueError(f"expected {kind.words}, found {type(value).__name__}")
    return kind.write(value)


def _write_date_time(value: dt.datetime) -> str:
    if value.utcoffset() is None:
        raise ValueError("expected an instant with a time zone")
    return value.text if isinstance(value, XmlDateTime) else date_time_text(value)


def _write_boolean(value: object) -> str:
    return "true" if value else "false"


def _write_decimal(value: Decimal | int) -> str:
    number = Decimal(value)
    if not number.is_finite():
        raise ValueError("expected a finite number")
    if max(abs(number.adjusted()), len(number.as_tuple().digits)) > _MOST_DIGITS:
        raise ValueError(f"expected a number of fewer than {_MOST_DIGITS} digits")
    return f"{number:f}"


@attrs.frozen
class _Kind:
    """The Python values of a base type: in words, their classes, and how they are written."""

    words: str
    classes: type | tuple[type, ...]
    write: Callable[[Any], str]


_KINDS = {
    "string": _Kind("a str", str, str),
    "token": _Kind("a str", str, str),
    "boolean": _Kind("a bool", bool, _write_boolean),
    "decimal": _Kind("a Decimal", (Decimal, int), _write_decimal),
    "int": _Kind("an int", int, str),
    "long": _Kind("an int", int, str),
    "dateTime": _Kind("an aware datetime", dt.datetime, _write_date_time),
}

# XML 1.0, production Char; lxml refuses the rest on writing.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def has_other_characters(text: str) -> bool:
    r"""Tell whether *text* has characters that XML 1.0 cannot hold.

    >>> has_other_characters("kraft"), has_other_characters("\x00"), has_other_characters("\ud800")
    (False, True, True)
    """
    return _NOT_XML.search(text) is not None


def check_text(simple: SimpleType, text: str, version: str) -> str | None:
    """Return what is wrong with *text* under *simple* in *version*, in words, or None.

    The facets count as they do for an XSD processor; the words never repeat free text.

    >>> from edielkit.emif.simple_types import SIMPLE_TYPES
    >>> check_text(SIMPLE_TYPES["decimalPercent"], "0,25", "2.4.3")
    "expected a decimal number with a point, found '0,25'; write 0.25"
    >>> check_text(SIMPLE_TYPES["decimalPercent"], "0.25", "2.4.3") is None
    True
    """
    if _NOT_XML.search(text):
        return "a character that XML cannot hold"
    if simple.codes:
        return _check_code(simple, text, version)
    if simple.base == "string":
        return _check_string(simple, text)
    collapsed = text.strip(_XML_SPACE)
    if simple.base == "dateTime":
        return _check_date_time(simple, collapsed)
    if simple.base == "boolean":
        return (
            None
            if collapsed in {"true", "false"}
            else f"expected true or false, found {quoted(collapsed, 40)}"
        )
    return _check_number(simple, collapsed)


def _check_code(simple: SimpleType, text: str, version: str) -> str | None:
    from edielkit.codes import code_list, suggest

    value = collapse(text) if simple.base == "token" else text
    codes = code_list(simple.name)
    code = codes.codes.get(value)
    if code is not None and version in code.versions:
        return None
    if code is not None:
        return f"code {value!r} of list {simple.name} is not in version {version}, only in {' and '.join(code.versions)}"
    nearest = suggest(value[:80], codes)
    meant = f"; did you mean {codes[nearest].label}?" if nearest else ""
    return (
        f"expected a code of list {simple.name}{_allowed(codes, version)}; found {quoted(value, 40)}{meant}"
    )


# a list that is longer in words is given without the meanings, and one of more codes by its name alone
_MOST_SHOWN, _LONGEST_SHOWN = 12, 120


def _allowed(codes: CodeList, version: str) -> str:
    """Return the codes of a short list with what they mean, or where to look a long one up."""
    listed = [c for c in codes.codes.values() if version in c.versions]
    if len(listed) > _MOST_SHOWN:
        return f" ({len(listed)} codes, see edielkit codes {codes.name})"
    labels = ", ".join(c.label for c in listed)
    return f": {labels if len(labels) <= _LONGEST_SHOWN else ', '.join(c.value for c in listed)}"


def words_for(simple: SimpleType, version: str) -> str:
    """Return what a text under *simple* looks like in *version*, in words.

    >>> from edielkit.emif.simple_types import SIMPLE_TYPES
    >>> words_for(SIMPLE_TYPES["UUIDType"], "2.4.3"), words_for(SIMPLE_TYPES["String40Type"], "2.4.3")
    ('text: 8-4-4-4-12 hexadecimal digits in lower case', 'text of 1 to 40 characters')
    >>> words_for(SIMPLE_TYPES["decimal153"], "2.4.3")
    'a decimal number with at most 3 decimals, at least 0, less than 1000000000000'
    """
    if simple.codes:
        from edielkit.codes import code_list

        return f"a code of list {simple.name}{_allowed(code_list(simple.name), version)}"
    if simple.base in {"string", "token"}:
        if simple.form:
            return f"text: {simple.form}"
        return (
            f"text of {simple.min_length} to {simple.max_length} characters" if simple.max_length else "text"
        )
    if simple.base == "dateTime":
        return "a date and time with its zone, such as 2026-01-31T00:00:00+01:00"
    if simple.base == "boolean":
        return "true or false"
    kind = "a whole number"
    if simple.base == "decimal":
        kind = f"a decimal number with at most {simple.fraction_digits} decimals"
    bounds = [f"{words} {limit}" for limit, _, words in _limits(simple) if limit is not None]
    return ", ".join((kind, *bounds))


def _limits(simple: SimpleType) -> Iterator[tuple[int | None, Callable[[Any, Any], bool], str]]:
    """Yield each bound of a number, how it is compared, and in words."""
    yield simple.min_inclusive, operator.ge, "at least"
    yield simple.max_inclusive, operator.le, "at most"
    yield simple.min_exclusive, operator.gt, "more than"
    yield simple.max_exclusive, operator.lt, "less than"


def _check_string(simple: SimpleType, text: str) -> str | None:
    if simple.length is not None and len(text) != simple.length:
        return f"expected {simple.length} characters, found {len(text)}"
    if len(text) < simple.min_length:
        return (
            "expected text, found none" if not text else f"expected at least {simple.min_length} characters"
        )
    if simple.max_length is not None and len(text) > simple.max_length:
        return f"expected at most {simple.max_length} characters, found {len(text)}"
    if simple.pattern is not None and not re.fullmatch(simple.pattern, text):
        return f"expected {simple.form}, found {_form_of(simple.pattern, text)}"
    return None


_DIGITS_ONLY = frozenset({"[0-9]{18}"})


def _form_of(pattern: str, text: str) -> str:
    """Return what *text* looks like without repeating it: it may be anything."""
    if re.fullmatch(pattern, text.lower()):
        return "capital letters"
    if pattern not in _DIGITS_ONLY:
        return "another form"
    digits = sum(character in "0123456789" for character in text)
    if digits == len(text):
        return f"{digits} digits"
    others = len(text) - digits
    return f"{digits} digits and {others} other character{'s' if others > 1 else ''}"


def _check_date_time(simple: SimpleType, text: str) -> str | None:
    try:
        XmlDateTime.from_text(text)
    except OverflowError:
        # the end of the year 9999 is an instant for XML Schema, though not for datetime
        return None
    except ValueError as error:
        return f"{error}, found {quoted(text, 40)}"
    fraction = _fraction_digits(text)
    if simple.fraction_digits is not None and fraction > simple.fraction_digits:
        return f"expected at most {simple.fraction_digits} decimals of a second, found {fraction}"
    return None


def _fraction_digits(text: str) -> int:
    match = re.search(r"\.([0-9]*)", text)
    return len(match[1]) if match else 0


def _check_number(simple: SimpleType, text: str) -> str | None:
    whole = simple.base != "decimal"
    if not (_INTEGER if whole else _DECIMAL).fullmatch(text):
        kind = "a whole number" if whole else "a decimal number with a point"
        repaired = text.replace(",", ".")
        right = (
            f"; write {repaired}" if not whole and len(text) <= 40 and _DECIMAL.fullmatch(repaired) else ""
        )
        return f"expected {kind}, found {quoted(text, 40)}{right}"
    number = Decimal(text)
    for limit, allowed, words in _limits(simple):
        if limit is not None and not allowed(number, limit):
            return f"expected {words} {limit}, found {text[:40]}"
    digits, fraction = _digits(text)
    if simple.fraction_digits is not None and fraction > simple.fraction_digits:
        return f"expected at most {simple.fraction_digits} decimals, found {fraction}"
    if simple.total_digits is not None and digits > simple.total_digits:
        return f"expected at most {simple.total_digits} digits, found {digits}"
    return None


def _digits(text: str) -> tuple[int, int]:
    # XML Schema part 2, 4.3.11 and 4.3.12: zeros in front and behind the value do not count.
    whole, _, fraction = text.lstrip("+-").partition(".")
    fraction = fraction.rstrip("0")
    return len(whole.lstrip("0")) + len(fraction), len(fraction)
