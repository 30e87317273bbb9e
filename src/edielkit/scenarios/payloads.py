"""What is in a message of values: its payloads in the words of a scenario, held against those that are expected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any

import attrs

from edielkit.market_time import OSLO, day_period, is_local_midnight
from edielkit.scenarios.clock import Moments
from edielkit.scenarios.names import Cast
from edielkit.scenarios.reading import Fields, ScenarioError
from edielkit.scenarios.series import PRODUCTS, QUALITIES, RESOLUTIONS
from edielkit.series import Observations, decimal

__all__ = (
    "PayloadFacts",
    "differences",
    "expected_payloads",
    "facts_of_payloads",
    "facts_of_values",
    "read_facts",
)

_WORDS = {code: word for word, code in (*PRODUCTS.items(), *RESOLUTIONS.items())} | {"PT60M": "hour"}
_STATUSES = {int(status): word for word, status in QUALITIES.items()}


@attrs.frozen(kw_only=True)
class PayloadFacts:
    """A payload of values, or a reminder, as people speak of it.

    Attributes:
        point: Name of the metering point.
        area: Name of the grid area.
        supplier: Name of the balance supplier.
        responsible: Name of the balance responsible party.
        kind: BusinessType.
        direction: ``In`` or ``Out``.
        product: Word for the product, else its code.
        resolution: ``hour`` or ``quarter``, else the code.
        first: Start of the period.
        last: End of the period.
        count: How many values.
        values: The values.
        quality: Words for their statuses, each once.
        registered: When they were registered.
        inserted: When they came to the hub.
        reference: Name of the query that they answer.
    """

    point: str = ""
    area: str = ""
    supplier: str = ""
    responsible: str = ""
    kind: str = ""
    direction: str = ""
    product: str = ""
    resolution: str = ""
    first: dt.datetime | None = None
    last: dt.datetime | None = None
    count: int = 0
    values: tuple[Decimal, ...] = ()
    quality: tuple[str, ...] = ()
    registered: dt.datetime | None = None
    inserted: dt.datetime | None = None
    reference: str = ""

    @property
    def total(self) -> Decimal:
        """Sum of the values."""
        return sum(self.values, Decimal())

    def to_dict(self) -> dict[str, Any]:
        """Return what is known as plain data: instants as ISO texts, numbers as decimal texts."""
        known = attrs.asdict(self, recurse=False)
        return {name: _plain(value) for name, value in known.items() if value not in {None, "", ()}}

    def __str__(self) -> str:
        parts = [self.point or self.area or "values", self.supplier, self.kind, self.direction]
        if self.product != "active":
            parts.append(self.product)
        head = " ".join(each for each in parts if each)
        period = f"from {_shown(self.first)} to {_shown(self.last)}"
        tail = f"{self.count} values, {self.total} in all" if self.count else ""
        return ", ".join(each for each in (head, period, tail) if each)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [str(each) for each in value]
    return value.isoformat() if isinstance(value, dt.datetime) else value


def facts_of_payloads(message: Any, cast: Cast, names: Mapping[str, str]) -> tuple[PayloadFacts, ...]:
    """Return the facts of the payloads of values, or of the reminders, of *message*; none of other messages.

    Args:
        message: A message.
        cast: Names of parties, points and areas.
        names: Names of messages by identification.
    """
    asked = getattr(message, "payload_measured_data_request", None)
    if asked is not None:
        return tuple(_of_reminder(each, asked.reminder_type, cast) for each in asked.reminder)
    payloads = getattr(message, "payload_energy_time_series", None) or ()
    return tuple(_of_series(each, cast, names) for each in payloads)


def facts_of_values(said: Mapping[str, Any], found: Sequence[Any]) -> PayloadFacts:
    """Return the facts of what a hub holds of a channel (`Hub.values`), as one.

    Args:
        said: What was asked for: point, product, direction, kind, first and last.
        found: The pieces.
    """
    parts = [_of_observations(each.observations) for each in found]
    asked = ("point", "product", "direction", "kind", "first", "last")
    return PayloadFacts(
        **{name: said[name] for name in asked if name in said},
        count=sum(each["count"] for each in parts),
        values=tuple(value for each in parts for value in each["values"]),
        quality=tuple(dict.fromkeys(word for each in parts for word in each["quality"])),
    )


def _of_reminder(reminder: Any, kind: str, cast: Cast) -> PayloadFacts:
    return PayloadFacts(
        point=cast.name_of(str(reminder.metering_point_used_domain_location.identification)),
        kind=kind,
        first=reminder.period.start,
        last=reminder.period.end,
    )


def _of_series(payload: Any, cast: Cast, names: Mapping[str, str]) -> PayloadFacts:
    period = payload.observation_period_time_series_period
    product = payload.product_included_product_characteristics
    detail = payload.mp_detail_measurement_metering_point_characteristic
    observations = getattr(payload, "observation", None)
    resolution = getattr(period, "resolution_duration", None) or ""
    reference = getattr(payload, "request_reference", None) or ""
    columns = _of_observations(observations) if isinstance(observations, Observations) else {}
    return PayloadFacts(
        point=_named(payload, "metering_point_used_domain_location", cast),
        area=_named(payload, "metering_grid_area_used_domain_location", cast),
        supplier=_named(payload, "balance_supplier_involved_energy_party", cast),
        responsible=_named(payload, "balance_responsible_involved_energy_party", cast),
        kind=str(getattr(detail, "business_type", None) or ""),
        direction=getattr(detail, "direction", None) or "",
        product="" if product is None else _word(str(product.identification)),
        resolution=_word(resolution),
        first=getattr(period, "start", None),
        last=getattr(period, "end", None),
        registered=getattr(payload, "registration_date_time", None),
        inserted=getattr(payload, "insert_date_time", None),
        reference=names.get(reference, reference),
        **columns,
    )


def _of_observations(observations: Observations) -> dict[str, Any]:
    return {
        "count": len(observations),
        "values": tuple(decimal(each) for each in observations.quantity.tolist()),
        "quality": tuple(
            _STATUSES.get(each, str(each)) for each in dict.fromkeys(observations.status.tolist())
        ),
    }


def _word(code: str) -> str:
    return _WORDS.get(code, code)


def _named(payload: Any, field: str, cast: Cast) -> str:
    found = getattr(getattr(payload, field, None), "identification", None)
    return "" if found is None else cast.name_of(str(found))


# -- what is expected


def _text(fields: Fields, key: str, _moments: Moments) -> Any:
    return fields.text(key)


def _number(fields: Fields, key: str, _moments: Moments) -> Any:
    found = fields.text(key)
    return None if found is None else _decimal(fields, key, found)


def _numbers(fields: Fields, key: str, _moments: Moments) -> Any:
    found = fields.texts(key)
    return None if found is None else tuple(_decimal(fields, key, each) for each in found)


def _decimal(fields: Fields, key: str, text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise fields.wrong(f"expected a number, found {text!r}", key) from None


def _words(fields: Fields, key: str, _moments: Moments) -> Any:
    return fields.texts(key)


def _instant(fields: Fields, key: str, moments: Moments) -> Any:
    found = fields.text(key)
    if found is None:
        return None
    try:
        return day_period(moments.day(found, fields.at(key))).start
    except ScenarioError:
        return moments.instant(found, fields.at(key))


_KEYS: Mapping[str, Callable[[Fields, str, Moments], Any]] = MappingProxyType(
    {
        **dict.fromkeys(
            (
                "point",
                "area",
                "supplier",
                "responsible",
                "kind",
                "direction",
                "product",
                "resolution",
                "reference",
            ),
            _text,
        ),
        **dict.fromkeys(("first", "last", "registered", "inserted"), _instant),
        **dict.fromkeys(("count", "total"), _number),
        "values": _numbers,
        "quality": _words,
    }
)


def expected_payloads(expectation: Fields, key: str, moments: Moments) -> tuple[dict[str, Any], ...] | None:
    """Return what is expected of payloads under *key*: the facts that matter; None when nothing is said of them.

    ``day`` stands for ``first`` and ``last`` of a whole day.
    """
    items = expectation.items(key)
    return None if items is None else tuple(_expected(fields, moments) for fields in items)


def _expected(fields: Fields, moments: Moments) -> dict[str, Any]:
    facts = read_facts(fields, moments)
    fields.done()
    return facts


def read_facts(fields: Fields, moments: Moments) -> dict[str, Any]:
    """Return the facts that a mapping says of a payload, or of the values of a channel."""
    facts = {
        name: value for name, read in _KEYS.items() if (value := read(fields, name, moments)) is not None
    }
    day = fields.text("day")
    if day is not None:
        period = day_period(moments.day(day, fields.at("day")))
        facts |= {"first": period.start, "last": period.end}
    return facts


def differences(expected: Sequence[Mapping[str, Any]], came: Sequence[PayloadFacts]) -> Iterator[str]:
    """Yield the differences between the payloads that are expected and those that came; their order does not matter."""
    left = list(came)
    for facts in expected:
        match = next((one for one in left if not _wrong(facts, one)), None)
        if match is not None:
            left.remove(match)
            continue
        near = max(left, key=lambda one: -len(_wrong(facts, one)), default=None)
        words = ", ".join(f"{name} {_shown(value)}" for name, value in facts.items())
        if near is None:
            yield f"no payload with {words}"
        else:
            left.remove(near)
            yield f"a payload with {'; '.join(_wrong(facts, near))}"
    yield from (f"a payload more: {each}" for each in left)


def _wrong(facts: Mapping[str, Any], one: PayloadFacts) -> list[str]:
    return [
        f"{name} {_shown(getattr(one, name))} instead of {_shown(value)}"
        for name, value in facts.items()
        if getattr(one, name) != value
    ]


def _shown(value: Any) -> str:
    if isinstance(value, dt.datetime):
        local = value.astimezone(OSLO)
        return f"{local:%Y-%m-%d}" if is_local_midnight(value) else f"{local:%Y-%m-%d %H:%M}"
    if isinstance(value, tuple):
        listed = [str(each) for each in value]
        return ", ".join(listed if len(listed) <= 8 else [*listed[:8], "..."]) or "none"
    return "none" if value is None or value == "" else str(value)
