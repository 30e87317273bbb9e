"""MSCONS from plain data: parties, points, days and values in, an interchange with one message out.

It is what a person or a small program writes by hand; the form of `edielkit.edifact.as_dict` holds any message.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import attrs

from edielkit.edifact.check.guides import only_code
from edielkit.edifact.interchange import Interchange
from edielkit.edifact.write.build import build_interchange
from edielkit.edifact.write.envelope import Address
from edielkit.edifact.write.mscons import mscons
from edielkit.edifact.write.mscons_forms import FORMS, Carrier, PartyId
from edielkit.edifact.write.plain_fields import (
    MESSAGE_FIELDS,
    PARTNER_FIELDS,
    SERIES_FIELDS,
    VALUE_FIELDS,
    Field,
)
from edielkit.errors import Faults
from edielkit.market_time import Period, Resolution, day_period, expected_count
from edielkit.plain_values import as_list, as_mapping, as_text, check_keys, entries, joined, quoted, words_of
from edielkit.series import Observation, Observations, Status, TimeSeries, thousandths
from edielkit.suggest import LOOSE, nearest, one_of

__all__ = ("mscons_from_dict",)

# Keys that `mscons` takes as they are, and keys that `build_interchange` takes.
_MESSAGE = ("answer", "document_code", "function", "process", "product_agency")
_INTERCHANGE = ("agreement", "application_reference", "syntax")
_FLAGS = ("ack_request", "test")
_STATUSES = {status.name.lower(): status for status in Status}
_EXAMPLE = "expected an ISO time with its zone, such as 2026-03-30T06:30+02:00"


def mscons_from_dict(mapping: Mapping[str, Any]) -> Interchange:
    """Return an interchange with one MSCONS.

    Args:
        mapping: ``sender`` and ``recipient`` (GLNs, or objects with ``identification``, ``qualifier``, ``agency``), ``document``,
            ``reference`` (of the interchange), ``created`` (ISO time with its zone) and ``series``; it may have
            ``profile`` (else ``no``), ``carrier`` and keys of `edielkit.edifact.write.mscons.mscons` and
            `build_interchange`: ``answer``, ``codes``, ``document_code``, ``function``, ``process``, ``product_agency``,
            ``ack_request``, ``agreement``, ``application_reference``, ``syntax``, ``test``. Each of ``series`` has
            ``metering_point``, ``values`` and ``day``, or ``start`` and ``end``; it may have ``product``, ``unit``
            (else kWh), ``direction`` and ``resolution`` (else PT1H). A value is a text or a whole number,
            ``{"quantity", "status"}``, or null where there is none.

    Raises:
        BuildError: Something is missing, unknown or cannot be expressed; the error names every faulty field.

    >>> day = {
    ...     "metering_point": "707057500000000008",
    ...     "product": "1501",
    ...     "day": "2026-03-29",
    ...     "values": ["1.5"] * 23,
    ... }
    >>> interchange = mscons_from_dict(
    ...     {
    ...         "sender": "7080000000012",
    ...         "recipient": "7080000000029",
    ...         "document": "D1",
    ...         "reference": "R1",
    ...         "created": "2026-03-30T06:30+02:00",
    ...         "series": [day],
    ...     }
    ... )
    >>> from edielkit.edifact.write.writer import interchange_to_bytes
    >>> len(interchange_to_bytes(interchange))
    1469
    """
    faults = Faults()
    interchange = _Reader(faults).interchange(mapping)
    faults.raise_all()
    assert interchange is not None
    return interchange


@attrs.frozen(eq=False)
class _Reader:
    """One walk over plain data; what is faulty is None, and its fault is kept."""

    faults: Faults

    def interchange(self, mapping: Any) -> Interchange | None:
        """Return an interchange with one MSCONS."""
        checked = as_mapping(mapping, "MSCONS", self.faults)
        if checked is None:
            return None
        if checked.get("kind", "MSCONS") != "MSCONS":
            self.faults.add("expected MSCONS", "kind")
        fields = {key: value for key, value in entries(checked) if key != "kind"}
        self.only(fields, MESSAGE_FIELDS, "", "MSCONS")
        created = self.instant(self.needed(fields, "created", ""), "created")
        partners = [self.partner(fields, side) for side in ("sender", "recipient")]
        document, reference = (
            self.text(self.needed(fields, key, ""), key) for key in ("document", "reference")
        )
        profile = self.choice(fields, "profile", FORMS) or "no"
        carrier = self.choice(fields, "carrier", [carrier.value for carrier in Carrier])
        options = self.options(fields, profile)
        flags = {key: self.flag(fields[key], key) for key in _FLAGS if fields.get(key) is not None}
        codes = self.codes(fields.get("codes"))
        series = self.all_series(self.needed(fields, "series", ""), has_codes=bool(codes))
        if profile in FORMS and FORMS[profile].process and "process" not in options:
            self.faults.add("expected the process id of RFF+Z13, such as 13025", "process")
        (sender, sending), (recipient, receiving) = partners
        if self.faults or created is None:
            return None
        with self.faults:
            message = mscons(
                series,
                profile=profile,
                document=document or "",
                sender=sending,
                recipient=receiving,
                created=created,
                carrier=Carrier(carrier) if carrier else None,
                codes=codes,
                **{key: options[key] for key in _MESSAGE if key in options},  # type: ignore[arg-type]  # texts
            )
            return build_interchange(
                [message],
                sender=sender,
                recipient=recipient,
                reference=reference or "",
                prepared=created,
                **{key: options[key] for key in _INTERCHANGE if key in options},  # type: ignore[arg-type]  # texts
                **flags,  # type: ignore[arg-type]  # true or false
            )
        return None

    # -- leaves

    def options(self, fields: Mapping[Any, Any], profile: str) -> dict[str, str | None]:
        """Return the texts that are taken as they are; a German interchange has the application reference of its case."""
        options = {
            key: self.text(fields[key], key)
            for key in (*_MESSAGE, *_INTERCHANGE)
            if fields.get(key) is not None
        }
        if profile in FORMS:
            case = (profile, "MSCONS", f"D.{FORMS[profile].release}", options.get("process") or "")
            options.setdefault("application_reference", only_code(*case, "UNB/7/1") or None)
        return options

    def only(self, mapping: Mapping[Any, Any], fields: Sequence[Field], field: str, owner: str) -> None:
        """Keep a fault for each key that there is not."""
        check_keys(mapping, [item.name for item in fields], field, self.faults, owner=owner)

    def needed(self, mapping: Mapping[Any, Any], key: str, field: str) -> Any:
        """Return what stands under a key, None with a fault where nothing does."""
        value = mapping.get(key)
        if value is None:
            self.faults.add(f"expected {_WORDS[key]}, found nothing", joined(field, key))
        return value

    def text(self, value: Any, field: str) -> str | None:
        """Return a text of some characters; nothing has its fault already."""
        return None if value is None else as_text(value, field, self.faults, empty=False)

    def flag(self, value: Any, field: str) -> bool:
        """Return true or false."""
        if not isinstance(value, bool):
            self.faults.add(f"expected true or false, found {words_of(value)}", field)
        return value is True

    def choice(
        self, mapping: Mapping[str, Any], key: str, names: Iterable[str], field: str = ""
    ) -> str | None:
        """Return one of some names, None where none stands."""
        place = joined(field, key)
        value = self.text(mapping.get(key), place)
        listed = list(names)
        if value is None or value in listed:
            return value
        near = nearest(value, listed, likeness=LOOSE)
        meant = f"; did you mean {near}?" if near else ""
        self.faults.add(f"expected {one_of(listed)}, found {quoted(value)}{meant}", place)
        return None

    def instant(self, value: Any, field: str) -> dt.datetime | None:
        """Return an instant with its zone."""
        if value is None:
            return None
        try:
            instant = dt.datetime.fromisoformat(value)
        except (TypeError, ValueError):
            instant = None
        if instant is None or instant.tzinfo is None:
            self.faults.add(_EXAMPLE, field)
            return None
        return instant

    def codes(self, value: Any) -> dict[str, str]:
        """Return the code of each direction."""
        mapping = {} if value is None else as_mapping(value, "codes", self.faults) or {}
        check_keys(mapping, ("In", "Out"), "codes", self.faults, owner="the codes of directions")
        return {
            key: self.text(code, f"codes.{key}") or "" for key, code in entries(mapping) if code is not None
        }

    def partner(self, fields: Mapping[str, Any], side: str) -> tuple[Address | str, PartyId | str]:
        """Return a partner as UNB and as NAD name it."""
        value = self.needed(fields, side, "")
        if isinstance(value, str):
            if not (len(value) == 13 and value.isascii() and value.isdigit()):
                self.faults.add(
                    "expected a GLN of 13 digits, or an object with identification and qualifier", side
                )
            return value, value
        if value is None:
            return "", ""
        what = "a GLN, or an object with identification and qualifier"
        mapping = as_mapping(value, side, self.faults, what=what) or {}
        self.only(mapping, PARTNER_FIELDS, side, "a partner")
        parts = {
            key: self.text(text, joined(side, str(key))) or ""
            for key, text in entries(mapping)
            if text is not None
        }
        identification = self.needed(parts, "identification", side) if mapping else ""
        qualifier = parts.get("qualifier", "14")
        agency = parts.get("agency", "9" if qualifier == "14" else "")
        address = Address(identification, qualifier, parts.get("subaddress", ""))
        return address, PartyId(identification, agency=agency)

    # -- series

    def all_series(self, value: Any, *, has_codes: bool) -> list[TimeSeries]:
        """Return all series that can be read."""
        if value is None:
            return []
        items = as_list(value, "series", self.faults, what="a list of series")
        if items is not None and not items:
            self.faults.add("a message holds at least one series", "series")
        series = [
            self.series(item, f"series[{number}]", has_codes=has_codes)
            for number, item in enumerate(items or ())
        ]
        return [time_series for time_series in series if time_series is not None]

    def series(self, data: Any, field: str, *, has_codes: bool) -> TimeSeries | None:
        """Return a series."""
        fields = as_mapping(data, field, self.faults)
        if fields is None:
            return None
        self.only(fields, SERIES_FIELDS, field, "a series")
        before = len(self.faults)
        point = self.text(self.needed(fields, "metering_point", field), joined(field, "metering_point"))
        texts = {
            key: self.text(fields.get(key), joined(field, key)) for key in ("product", "unit", "resolution")
        }
        direction = self.choice(fields, "direction", ("In", "Out"), field)
        if not has_codes:
            self.needed(fields, "product", field)
        code = texts["resolution"] or "PT1H"
        resolution = Resolution.of(code)
        if resolution is None:
            self.faults.add(
                f"expected a resolution such as PT1H, found {quoted(code)}", joined(field, "resolution")
            )
        period = self.period(fields, field)
        rows = self.rows(self.needed(fields, "values", field), joined(field, "values"), period, resolution)
        if len(self.faults) > before:
            return None
        return TimeSeries(
            metering_point=point,
            product=texts["product"],
            unit=texts["unit"] or "kWh",
            direction=direction,
            resolution=code,
            period=period,
            observations=Observations.of(rows),
        )

    def period(self, fields: Mapping[str, Any], field: str) -> Period | None:
        """Return the period of a series: a day, or what lies between two instants."""
        ends = {key: fields[key] for key in ("start", "end") if fields.get(key) is not None}
        if not ends or fields.get("day") is not None:
            return self.day(self.needed(fields, "day", field), joined(field, "day"), alone=not ends)
        start, end = (
            self.instant(self.needed(ends, key, field), joined(field, key)) for key in ("start", "end")
        )
        if start is None or end is None:
            return None
        if end <= start:
            self.faults.add("expected an end after the start", joined(field, "end"))
            return None
        return Period(start, end)

    def day(self, value: Any, field: str, *, alone: bool) -> Period | None:
        """Return the period of a Norwegian day."""
        if value is None:
            return None
        if not alone:
            self.faults.add("expected either a day, or a start and an end", field)
            return None
        try:
            return day_period(dt.date.fromisoformat(value))
        except (TypeError, ValueError, OverflowError):
            self.faults.add("expected a day such as 2026-03-29", field)
            return None

    def rows(
        self, value: Any, field: str, period: Period | None, resolution: Resolution | None
    ) -> list[Observation]:
        """Return the values of a series; their number has to be that of its period."""
        values = None if value is None else as_list(value, field, self.faults, what="a list of values")
        if values is None:
            return []
        if period is not None and resolution is not None:
            expected = self.count(period, resolution, field)
            if expected is not None and expected != len(values):
                self.faults.add(
                    f"expected {expected} values of {resolution.code} for the period, found {len(values)}; null stands for none",
                    field,
                )
        rows = [self.row(item, n, f"{field}[{n}]") for n, item in enumerate(values)]
        return [row for row in rows if row is not None]

    def count(self, period: Period, resolution: Resolution, field: str) -> int | None:
        """Return how many steps a period has; None, with its fault, where they do not fill it."""
        try:
            expected = expected_count(period, resolution)
        except (OverflowError, ValueError):
            expected = None
        if expected is None:
            self.faults.add(f"expected a period of whole steps of {resolution.code}", field)
        return expected

    def row(self, value: Any, number: int, field: str) -> Observation | None:
        """Return a value with its place; None where none stands."""
        if value is None:
            return None
        state: str | None = None
        if isinstance(value, Mapping):
            self.only(value, VALUE_FIELDS, field, "a value")
            state = self.choice(value, "status", _STATUSES, field)
            value = value.get("quantity")
        quantity = self.quantity(value, field)
        return None if quantity is None else Observation(number + 1, quantity, _STATUSES[state or "metered"])

    def quantity(self, value: Any, field: str) -> Decimal | None:
        """Return an exact amount."""
        if isinstance(value, bool) or not isinstance(value, (str, int)):
            self.faults.add(f'expected a number as text, such as "1.5", found {words_of(value)}', field)
            return None
        if isinstance(value, int) and value.bit_length() > _MOST_BITS:
            self.faults.add("expected a number of at most 20 characters", field)
            return None
        text = str(value)
        if len(text) > 20 or not text.isascii() or not text.removeprefix("-").replace(".", "", 1).isdigit():
            self.faults.add(f"expected a number such as 1.5, found {quoted(text)}", field)
            return None
        try:
            thousandths(text)
        except ValueError as error:
            self.faults.add(str(error), field)
            return None
        return Decimal(text)


# a number of 20 digits has fewer bits
_MOST_BITS = 70
_WORDS = {field.name: field.words for field in (*MESSAGE_FIELDS, *SERIES_FIELDS, *PARTNER_FIELDS)}
