"""What is in a message of values: its payloads in the words of a scenario, held against those that are expected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any

import attrs

from edielkit.market_time import day_period, is_local_midnight, local_time
from edielkit.scenarios.clock import ScenarioClock
from edielkit.scenarios.names import MarketNames
from edielkit.scenarios.scenario_fields import Fields, ScenarioError
from edielkit.scenarios.series_values import PRODUCTS, QUALITIES, RESOLUTIONS
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
        values = attrs.asdict(self, recurse=False)
        return {name: _plain(value) for name, value in values.items() if value not in {None, "", ()}}

    def __str__(self) -> str:
        parts = [self.point or self.area or "values", self.supplier, self.kind, self.direction]
        if self.product != "active":
            parts.append(self.product)
        head = " ".join(part for part in parts if part)
        period = f"from {_shown(self.first)} to {_shown(self.last)}"
        tail = f"{self.count} values, {self.total} in all" if self.count else ""
        return ", ".join(part for part in (head, period, tail) if part)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [str(item) for item in value]
    return value.isoformat() if isinstance(value, dt.datetime) else value


def facts_of_payloads(
    message: Any, names: MarketNames, references: Mapping[str, str]
) -> tuple[PayloadFacts, ...]:
    """Return the facts of the payloads of values, or of the reminders, of *message*; none of other messages.

    Args:
        message: A message.
        names: Names of parties, points and areas.
        references: Names of messages by identification.
    """
    request = getattr(message, "payload_measured_data_request", None)
    if request is not None:
        return tuple(_of_reminder(reminder, request.reminder_type, names) for reminder in request.reminder)
    payloads = getattr(message, "payload_energy_time_series", None) or ()
    return tuple(_of_series(payload, names, references) for payload in payloads)


def facts_of_values(query: Mapping[str, Any], series: Sequence[Any]) -> PayloadFacts:
    """Return the facts of what a hub holds of a channel (`Hub.values`), as one.

    Args:
        query: What was asked for: point, product, direction, kind, first and last.
        series: The pieces.
    """
    parts = [_of_observations(piece.observations) for piece in series]
    keys = ("point", "product", "direction", "kind", "first", "last")
    return PayloadFacts(
        **{name: query[name] for name in keys if name in query},
        count=sum(part["count"] for part in parts),
        values=tuple(value for part in parts for value in part["values"]),
        quality=tuple(dict.fromkeys(word for part in parts for word in part["quality"])),
    )


def _of_reminder(reminder: Any, kind: str, names: MarketNames) -> PayloadFacts:
    return PayloadFacts(
        point=names.name_of(str(reminder.metering_point_used_domain_location.identification)),
        kind=kind,
        first=reminder.period.start,
        last=reminder.period.end,
    )


def _of_series(payload: Any, names: MarketNames, references: Mapping[str, str]) -> PayloadFacts:
    period = payload.observation_period_time_series_period
    product = payload.product_included_product_characteristics
    detail = payload.mp_detail_measurement_metering_point_characteristic
    observations = getattr(payload, "observation", None)
    resolution = getattr(period, "resolution_duration", None) or ""
    reference = getattr(payload, "request_reference", None) or ""
    columns = _of_observations(observations) if isinstance(observations, Observations) else {}
    return PayloadFacts(
        point=_named(payload, "metering_point_used_domain_location", names),
        area=_named(payload, "metering_grid_area_used_domain_location", names),
        supplier=_named(payload, "balance_supplier_involved_energy_party", names),
        responsible=_named(payload, "balance_responsible_involved_energy_party", names),
        kind=str(getattr(detail, "business_type", None) or ""),
        direction=getattr(detail, "direction", None) or "",
        product="" if product is None else _word(str(product.identification)),
        resolution=_word(resolution),
        first=getattr(period, "start", None),
        last=getattr(period, "end", None),
        registered=getattr(payload, "registration_date_time", None),
        inserted=getattr(payload, "insert_date_time", None),
        reference=references.get(reference, reference),
        **columns,
    )


def _of_observations(observations: Observations) -> dict[str, Any]:
    return {
        "count": len(observations),
        "values": tuple(decimal(quantity) for quantity in observations.quantity.tolist()),
        "quality": tuple(
            _STATUSES.get(status, str(status)) for status in dict.fromkeys(observations.status.tolist())
        ),
    }


def _word(code: str) -> str:
    return _WORDS.get(code, code)


def _named(payload: Any, field: str, names: MarketNames) -> str:
    identification = getattr(getattr(payload, field, None), "identification", None)
    return "" if identification is None else names.name_of(str(identification))


# -- what is expected


def _text(fields: Fields, key: str, _clock: ScenarioClock) -> Any:
    return fields.text(key)


def _number(fields: Fields, key: str, _clock: ScenarioClock) -> Any:
    text = fields.text(key)
    return None if text is None else _decimal(fields, key, text)


def _numbers(fields: Fields, key: str, _clock: ScenarioClock) -> Any:
    texts = fields.texts(key)
    return None if texts is None else tuple(_decimal(fields, key, text) for text in texts)


def _decimal(fields: Fields, key: str, text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise fields.wrong(f"expected a number, found {text!r}", key) from None


def _words(fields: Fields, key: str, _clock: ScenarioClock) -> Any:
    return fields.texts(key)


def _instant(fields: Fields, key: str, clock: ScenarioClock) -> Any:
    text = fields.text(key)
    if text is None:
        return None
    try:
        return day_period(clock.day(text, fields.at(key))).start
    except ScenarioError:
        return clock.instant(text, fields.at(key))


_KEYS: Mapping[str, Callable[[Fields, str, ScenarioClock], Any]] = MappingProxyType(
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


def expected_payloads(
    expectation: Fields, key: str, clock: ScenarioClock
) -> tuple[dict[str, Any], ...] | None:
    """Return what is expected of payloads under *key*: the facts that matter; None when nothing is said of them.

    ``day`` stands for ``first`` and ``last`` of a whole day.
    """
    items = expectation.items(key)
    return None if items is None else tuple(_expected(fields, clock) for fields in items)


def _expected(fields: Fields, clock: ScenarioClock) -> dict[str, Any]:
    facts = read_facts(fields, clock)
    fields.done()
    return facts


def read_facts(fields: Fields, clock: ScenarioClock) -> dict[str, Any]:
    """Return the facts that a mapping says of a payload, or of the values of a channel."""
    facts = {name: value for name, read in _KEYS.items() if (value := read(fields, name, clock)) is not None}
    day = fields.text("day")
    if day is not None:
        period = day_period(clock.day(day, fields.at("day")))
        facts |= {"first": period.start, "last": period.end}
    return facts


def differences(expected: Sequence[Mapping[str, Any]], actual: Sequence[PayloadFacts]) -> Iterator[str]:
    """Yield the differences between the payloads that are expected and those that came; their order does not matter."""
    left = list(actual)
    for facts in expected:
        match = next((candidate for candidate in left if not _wrong(facts, candidate)), None)
        if match is not None:
            left.remove(match)
            continue
        near = max(left, key=lambda candidate: -len(_wrong(facts, candidate)), default=None)
        words = ", ".join(f"{name} {_shown(value)}" for name, value in facts.items())
        if near is None:
            yield f"no payload with {words}"
        else:
            left.remove(near)
            yield f"a payload with {'; '.join(_wrong(facts, near))}"
    yield from (f"a payload more: {payload}" for payload in left)


def _wrong(facts: Mapping[str, Any], payload: PayloadFacts) -> list[str]:
    return [
        f"{name} {_shown(getattr(payload, name))} instead of {_shown(value)}"
        for name, value in facts.items()
        if getattr(payload, name) != value
    ]


def _shown(value: Any) -> str:
    if isinstance(value, dt.datetime):
        local = local_time(value)
        return f"{local:%Y-%m-%d}" if is_local_midnight(value) else f"{local:%Y-%m-%d %H:%M}"
    if isinstance(value, tuple):
        listed = [str(item) for item in value]
        return ", ".join(listed if len(listed) <= 8 else [*listed[:8], "..."]) or "none"
    return "none" if value is None or value == "" else str(value)
