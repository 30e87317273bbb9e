"""MSCONS from plain data: parties, points, days and values in, an interchange with one message out.

It is what a person or a small program writes by hand; the form of `edielkit.edifact.as_dict` holds any message.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from edielkit.edifact.interchange import Interchange
from edielkit.edifact.write.build import build_interchange
from edielkit.edifact.write.envelope import Address
from edielkit.edifact.write.mscons import mscons
from edielkit.edifact.write.mscons_forms import Carrier, PartyId
from edielkit.errors import BuildError
from edielkit.market_time import Period, Resolution, day_period, expected_count
from edielkit.series import Observation, Observations, Status, TimeSeries, thousandths

__all__ = ("mscons_from_dict",)

_SERIES = frozenset(
    {"metering_point", "product", "unit", "direction", "resolution", "day", "start", "end", "values"}
)
# Keys of the message that `mscons` takes as they are, and keys of the interchange that `build_interchange` takes.
_MESSAGE = frozenset({"answer", "codes", "function", "process", "product_agency"})
_INTERCHANGE = frozenset({"ack_request", "agreement", "application_reference", "syntax", "test"})
_OWN = frozenset({"carrier", "created", "document", "profile", "recipient", "reference", "sender", "series"})
_STATUSES = {status.name.lower(): status for status in Status}


def mscons_from_dict(mapping: Mapping[str, Any]) -> Interchange:
    """Return an interchange with one MSCONS.

    Args:
        mapping: ``sender`` and ``recipient`` (GLNs, or objects with ``identification``, ``qualifier``, ``agency``), ``document``,
            ``reference`` (of the interchange), ``created`` (ISO time with its zone) and ``series``; it may have
            ``profile`` (else ``no``), ``carrier`` and keys of `edielkit.edifact.write.mscons.mscons` and
            `build_interchange`: ``answer``, ``codes``, ``function``, ``process``, ``product_agency``,
            ``ack_request``, ``agreement``, ``application_reference``, ``syntax``, ``test``. Each of ``series`` has
            ``metering_point``, ``values`` and ``day``, or ``start`` and ``end``; it may have ``product``, ``unit``
            (else kWh), ``direction`` and ``resolution`` (else PT1H). A value is a text or a whole number,
            ``{"quantity", "status"}``, or null where there is none.

    Raises:
        BuildError: Something is missing, unknown or cannot be expressed; the error names the field.

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
    if not isinstance(mapping, Mapping):
        raise BuildError(f"expected an object, found {type(mapping).__name__}", "MSCONS")
    fields = {key: value for key, value in mapping.items() if key != "kind"}
    _only(fields, _OWN | _MESSAGE | _INTERCHANGE, "")
    created = _instant(_needed(fields, "created", ""), "created")
    listed = _needed(fields, "series", "")
    if isinstance(listed, (str, Mapping)) or not isinstance(listed, Sequence):
        raise BuildError("expected a list of series", "series")
    (sender, sending), (recipient, receiving) = (_partner(fields, side) for side in ("sender", "recipient"))
    message = mscons(
        [_series(series, f"series[{n}]") for n, series in enumerate(listed)],
        profile=_text(fields, "profile", "no"),
        document=_text(fields, "document"),
        sender=sending,
        recipient=receiving,
        created=created,
        carrier=_carrier(fields),
        **_options(fields, _MESSAGE),
    )
    return build_interchange(
        [message],
        sender=sender,
        recipient=recipient,
        reference=_text(fields, "reference"),
        prepared=created,
        **_options(fields, _INTERCHANGE),
    )


def _only(mapping: Mapping[str, Any], keys: frozenset[str], field: str) -> None:
    for key in mapping:
        if key not in keys:
            raise BuildError(f"expected one of {', '.join(sorted(keys))}", f"{field}{key}"[:80])


def _needed(mapping: Mapping[str, Any], key: str, field: str) -> Any:
    if mapping.get(key) is None:
        raise BuildError("expected a value, found none", f"{field}{key}")
    return mapping[key]


def _text(mapping: Mapping[str, Any], key: str, usual: str | None = None, field: str = "") -> str:
    value = mapping.get(key, usual)
    if not isinstance(value, str) or not value:
        raise BuildError(f"expected text, found {_kind(value)}", f"{field}{key}")
    return value


def _kind(value: Any) -> str:
    return "none" if value is None or value == "" else type(value).__name__


def _options(fields: Mapping[str, Any], keys: frozenset[str]) -> dict[str, Any]:
    kinds: Mapping[str, type] = {"ack_request": bool, "test": bool, "codes": Mapping}
    for key in keys & fields.keys():
        kind = kinds.get(key, str)
        if not isinstance(fields[key], kind):
            name = {bool: "true or false", Mapping: "an object"}.get(kind, "text")
            raise BuildError(f"expected {name}, found {_kind(fields[key])}", key)
    return {key: fields[key] for key in keys if key in fields}


def _carrier(fields: Mapping[str, Any]) -> Carrier | None:
    if "carrier" not in fields:
        return None
    names = [carrier.value for carrier in Carrier]
    if fields["carrier"] not in names:
        raise BuildError(
            f"expected one of {', '.join(names)}, found {str(fields['carrier'])[:40]!r}", "carrier"
        )
    return Carrier(fields["carrier"])


def _instant(value: Any, field: str) -> dt.datetime:
    try:
        instant = dt.datetime.fromisoformat(value)
    except (TypeError, ValueError):
        instant = None
    if instant is None or instant.tzinfo is None:
        raise BuildError("expected an ISO time with its zone, such as 2026-03-30T06:30+02:00", field)
    return instant


# Keys of a partner: those of UNB, and who keeps the list of the number in NAD (3055), which GS1 does for 14.
_PARTNER = frozenset({"identification", "qualifier", "subaddress", "agency"})


def _partner(fields: Mapping[str, Any], side: str) -> tuple[Address | str, PartyId | str]:
    """Return a partner as UNB and as NAD name it."""
    value = _needed(fields, side, "")
    if isinstance(value, str):
        return value, value
    if not isinstance(value, Mapping):
        raise BuildError("expected a GLN, or an object with identification and qualifier", side)
    _only(value, _PARTNER, f"{side}.")
    parts = {key: _text(value, key, field=f"{side}.") for key in value}
    identification = _text(value, "identification", field=f"{side}.")
    qualifier = parts.get("qualifier", "14")
    agency = parts.get("agency", "9" if qualifier == "14" else "")
    address = Address(identification, qualifier, parts.get("subaddress", ""))
    return address, PartyId(identification, agency=agency)


def _series(fields: Any, field: str) -> TimeSeries:
    if not isinstance(fields, Mapping):
        raise BuildError("expected an object", field)
    at = f"{field}."
    _only(fields, _SERIES, at)
    code = _text(fields, "resolution", "PT1H", at)
    resolution = Resolution.of(code)
    if resolution is None:
        raise BuildError(f"expected a resolution such as PT1H, found {code[:40]!r}", f"{at}resolution")
    period = _period(fields, at)
    values = _needed(fields, "values", at)
    if isinstance(values, (str, Mapping)) or not isinstance(values, Sequence):
        raise BuildError("expected a list of values", f"{at}values")
    expected = expected_count(period, resolution)
    if expected != len(values):
        raise BuildError(
            f"expected {expected} values of {code} for the period, found {len(values)}; null stands for none",
            f"{at}values",
        )
    return TimeSeries(
        metering_point=_text(fields, "metering_point", field=at),
        product=_text(fields, "product", field=at) if "product" in fields else None,
        unit=_text(fields, "unit", "kWh", at),
        direction=_text(fields, "direction", field=at) if "direction" in fields else None,
        resolution=code,
        period=period,
        observations=Observations.of(_rows(values, f"{at}values")),
    )


def _period(fields: Mapping[str, Any], at: str) -> Period:
    if "day" in fields:
        if "start" in fields or "end" in fields:
            raise BuildError("expected either a day, or a start and an end", f"{at}day")
        try:
            return day_period(dt.date.fromisoformat(fields["day"]))
        except (TypeError, ValueError, OverflowError):
            raise BuildError("expected a day such as 2026-03-29", f"{at}day") from None
    start, end = (_instant(_needed(fields, key, at), f"{at}{key}") for key in ("start", "end"))
    if end <= start:
        raise BuildError("expected an end after the start", f"{at}end")
    return Period(start, end)


def _rows(values: Sequence[Any], field: str) -> Iterator[Observation]:
    for n, value in enumerate(values):
        if value is None:
            continue
        at = f"{field}[{n}]"
        state = Status.METERED
        if isinstance(value, Mapping):
            _only(value, frozenset({"quantity", "status"}), f"{at}.")
            name = _text(value, "status", "metered", f"{at}.")
            if name not in _STATUSES:
                raise BuildError(
                    f"expected one of {', '.join(_STATUSES)}, found {name[:40]!r}", f"{at}.status"
                )
            state, value = _STATUSES[name], value.get("quantity")  # noqa: PLW2901  (the inner value takes the name on purpose)
        yield Observation(n + 1, _quantity(value, at), state)


def _quantity(value: Any, field: str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise BuildError(f'expected a number as text, such as "1.5", found {_kind(value)}', field)
    text = str(value)
    if len(text) > 20 or not text.isascii() or not text.removeprefix("-").replace(".", "", 1).isdigit():
        raise BuildError(f"expected a number such as 1.5, found {text[:40]!r}", field)
    try:
        thousandths(text)
    except ValueError as error:
        raise BuildError(str(error), field) from None
    return Decimal(text)
