"""Reports of a hub in a scenario: what is asked for, the plain data that come, and the same in words."""

from __future__ import annotations

import datetime as dt
import gzip
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import attrs

from edielkit.hub.engine.hub import Hub
from edielkit.scenarios.clock import Moments
from edielkit.scenarios.names import Cast
from edielkit.scenarios.reading import Fields

__all__ = ("REPORTS", "Asking", "Report")

_MOST_LINES = 8
_ROWS = 3
_WIDEST = 84
_PASSED = "done"
_USES = {
    "interval": "consumption",
    "hourly": "consumption by the hour",
    "profiled": "profiled consumption",
}


@attrs.frozen(kw_only=True)
class Asking:
    """A step that asks for a report, and what it may speak of.

    Attributes:
        fields: The step.
        hub: The hub.
        cast: Names of parties, areas and points.
        moments: The clock.
        ids: Identifications of what earlier steps made, by name.
    """

    fields: Fields
    hub: Hub
    cast: Cast
    moments: Moments
    ids: Mapping[str, str]

    def area(self) -> str:
        """Return the EIC of the area, which must be there."""
        return self.cast.area(self.fields.needed("area"), self.fields.at("area"))

    def maybe_area(self) -> str | None:
        """Return the EIC of the area, None without one."""
        return self.area() if "area" in self.fields else None

    def day(self, key: str = "day") -> dt.date:
        """Return the day under *key*, which must be there."""
        return self.moments.day(self.fields.needed(key), self.fields.at(key))

    def days(self) -> tuple[dt.date, dt.date]:
        """Return first and last day, or the one day twice."""
        if "day" in self.fields:
            return self.day(), self.day()
        return self.day("first"), self.day("last")

    def shown(self, value: Any) -> str:
        """Return a plain value with a name in place of a number."""
        return self.cast.name_of(str(value))


@attrs.frozen
class Report:
    """A report of the hub.

    Attributes:
        ask: Gives its plain data.
        tell: Puts them into words.
    """

    ask: Callable[[Asking], Any]
    tell: Callable[[Asking, Any], Iterator[str]]


# -- any report


def _flat(value: Any, path: str = "") -> list[tuple[str, Any]]:
    """Return the values of plain data with their paths; the data come from the hub and are three levels deep."""
    if isinstance(value, Mapping):
        pairs: list[tuple[str, Any]] = [(str(key), each) for key, each in value.items()]
    elif isinstance(value, (list, tuple)):
        pairs = [(str(place), each) for place, each in enumerate(value)]
    else:
        return [(path, value)]
    return [one for key, each in pairs for one in _flat(each, f"{path}.{key}" if path else key)]


def _tell(asking: Asking, plain: Any) -> Iterator[str]:
    flat = _flat(plain)
    if plain is None or not flat:
        yield "there is nothing"
    yield from (f"{path} {asking.shown(value)}".strip() for path, value in flat[:_MOST_LINES] if plain)
    if len(flat) > _MOST_LINES:
        yield f"and {len(flat) - _MOST_LINES} more"


# -- settlement


def _settlement(asking: Asking) -> Any:
    return asking.hub.settlement_report(asking.area(), asking.day())


def _tell_settlement(asking: Asking, plain: Any) -> Iterator[str]:
    if not plain:
        yield "the day has not been calculated"
        return
    newest = plain[-1]
    more = " and locked" if newest["locked"] else ""
    more += ", released by a person" if newest["released"] else ""
    yield f"{newest['version']}: {newest['state']}{more}"
    yield from (f"{each['rule']}: {each['text']}" for each in newest["checks"])
    yield from (f"suspect: {asking.shown(each['point'])}, {each['text']}" for each in newest["suspects"])
    if newest["sums"]:
        yield _equation({name: Decimal(text) for name, text in newest["sums"].items()})
    if newest["state"] == _PASSED:
        yield from (
            f"{asking.shown(each['supplier']) or 'nobody'}: {_USES.get(each['use'], each['use'])} {each['quantityKwh']} kWh"
            for each in newest["suppliers"]
            if each["use"] not in {"import", "export"}
        )


def _equation(sums: Mapping[str, Decimal]) -> str:
    used = sums["interval"] + sums["hourly"] + sums["profiled"]
    left, right = sums["production"] + sums["incoming"], sums["outgoing"] + used + sums["loss"]
    sign, end = ("=", "") if left == right else ("≠", f", {left - right} apart")
    return (
        f"production {sums['production']} + in {sums['incoming']} {sign} out {sums['outgoing']}"
        f" + consumption {used} + loss {sums['loss']} kWh{end}"
    )


def _price_area(asking: Asking) -> Any:
    return asking.hub.price_area_sums(asking.fields.needed("price area"), asking.day())


def _tell_price_area(asking: Asking, plain: Any) -> Iterator[str]:
    yield f"areas: {', '.join(map(asking.shown, plain['areas'])) or 'none'}"
    if plain["without"]:
        yield f"without: {', '.join(map(asking.shown, plain['without']))}"
    columns = {name: [Decimal(each) for each in column] for name, column in plain["columns"].items()}
    if not columns:
        return
    yield _equation({name: sum(column, Decimal()) for name, column in columns.items()})
    rows = zip(*(columns[name] for name in _FLOWS), strict=True)
    closed = sum(made + came == gone + sum(used) for made, came, gone, *used in rows)
    count = len(columns["loss"])
    yield f"{closed} of {count} intervals close to the thousandth of a kWh"


_FLOWS = ("production", "incoming", "outgoing", "interval", "hourly", "profiled", "loss")


def _loss(asking: Asking) -> Any:
    first, last = asking.days()
    by = asking.fields.text("by", "area") or "area"
    if by not in {"area", "price area"}:
        raise asking.fields.wrong(f"expected area or price area, found {by!r}", "by")
    return asking.hub.physical_loss(
        first, last, price_areas=by == "price area", hourly=asking.fields.yes("hourly") or False
    )


def _tell_loss(asking: Asking, plain: Any) -> Iterator[str]:
    sums: dict[str, Decimal] = {}
    for row in plain["rows"]:
        name = asking.shown(row.get("gridArea") or row.get("priceArea"))
        sums[name] = sums.get(name, Decimal()) + Decimal(row["calculatedLossQuantityKwh"])
    yield from (f"{name}: {total} kWh lost" for name, total in sums.items())
    yield from (
        f"{asking.shown(each['gridArea'])}: {each['day']} has not passed" for each in plain["without"]
    )


# -- the others


def _exchange(asking: Asking) -> Any:
    return asking.hub.exchange_report(asking.day(), asking.maybe_area())


def _tell_exchange(asking: Asking, plain: Any) -> Iterator[str]:
    if plain is None:
        yield "the day has not been judged"
        return
    yield from (
        f"{each['code']} {asking.shown(each['point'])} {each['direction']}: {each['message']}"
        for each in plain["findings"]
    )
    if not plain["findings"]:
        yield "nothing is wrong that a single point shows"


def _suspects(asking: Asking) -> Any:
    return asking.hub.exchange_suspects(asking.day(), asking.area())


def _tell_suspects(asking: Asking, plain: Any) -> Iterator[str]:
    yield from (f"{asking.shown(each['point'])}: {each['reason']}" for each in plain)
    if not plain:
        yield "no exchange point is suspected"


def _completeness(asking: Asking) -> Any:
    return asking.hub.completeness(*asking.days(), asking.maybe_area())


def _tell_completeness(asking: Asking, plain: Any) -> Iterator[str]:
    for each in plain:
        ready = Decimal(each["billingReadyShare"]) * 100
        yield (
            f"{asking.shown(each['gridArea'])}, {each['day']}: {each['pointsComplete']} of {each['pointsExpected']} points"
            f" complete, {ready.normalize():f} % of the values ready for billing"
        )


def _reconciliation(asking: Asking) -> Any:
    number = asking.fields.number("number")
    if number is None:
        return list(asking.hub.reconciliations())
    return asking.hub.reconciliation(number)


def _tell_reconciliation(asking: Asking, plain: Any) -> Iterator[str]:
    if not plain or isinstance(plain, list):
        yield from (
            f"run {each['run']}: {each['corrections']} corrections"
            + (", annulled" if each["annulled"] else "")
            for each in plain or ()
        )
        return
    yield f"{plain['corrections']} corrections" + (", annulled" if plain["annulled"] else "")
    for row in plain["rows"]:
        yield (
            f"{asking.shown(row['gridArea'])}, {row['day']}, {asking.shown(row['supplier'])}: {row['businessType']}"
            f" {row['direction']} {row['volume']} kWh, {row['amount']} NOK"
        )
    for each in plain["parties"]:
        pays, amount = ("gets", each["pays"][1:]) if each["pays"].startswith("-") else ("pays", each["pays"])
        yield f"{asking.shown(each['party'])} ({each['role']}) {pays} {amount} NOK in {asking.shown(each['gridArea'])}"
    yield from (f"waits: {asking.shown(each['gridArea'])}, {each['reason']}" for each in plain["waiting"])


def _final_loss(asking: Asking) -> Any:
    return asking.hub.final_loss(asking.area(), asking.day())


# -- mass extraction


def _extraction(asking: Asking) -> Any:
    """Return a job of a party with the first rows of each of its files; only gzip is opened."""
    fields = asking.fields
    name, party = fields.needed("job"), asking.cast.gln(fields.needed("from"), fields.at("from"))
    job, count = asking.ids.get(name, name), fields.number("rows")
    found = asking.hub.extract(job, party=party)
    rows = {file: _first_rows(file, pieces, _ROWS if count is None else count) for file, pieces in found}
    plain = next(each.to_dict() for each in asking.hub.jobs(party) if each.identification == job)
    return {**plain, "files": [{**each, "rows": rows[each["name"]]} for each in plain["files"]]}


def _first_rows(name: str, pieces: Iterator[bytes], count: int) -> list[str]:
    if not name.endswith(".gz"):
        return []
    return gzip.decompress(b"".join(pieces)).decode("utf-8").splitlines()[: count + 1]


def _tell_extraction(asking: Asking, plain: Any) -> Iterator[str]:
    old, new = asking.shown(plain["old_supplier"]), asking.shown(plain["new_supplier"])
    yield f"{plain['points']} metering points from {old} to {new} on {plain['change_date']}"
    for each in plain["files"]:
        yield f"{each['name']}: {each['points']} points, {each['values']} values"
        yield from (row if len(row) <= _WIDEST else f"{row[:_WIDEST]}..." for row in each["rows"])


# What a step may ask for.
REPORTS: Mapping[str, Report] = MappingProxyType(
    {
        "settlement": Report(_settlement, _tell_settlement),
        "price area": Report(_price_area, _tell_price_area),
        "loss": Report(_loss, _tell_loss),
        "exchange": Report(_exchange, _tell_exchange),
        "suspects": Report(_suspects, _tell_suspects),
        "completeness": Report(_completeness, _tell_completeness),
        "reconciliation": Report(_reconciliation, _tell_reconciliation),
        "final loss": Report(_final_loss, _tell),
        "extraction": Report(_extraction, _tell_extraction),
    }
)
