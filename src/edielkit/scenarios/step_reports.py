"""Reports of a hub in a scenario: what is asked for, the plain data that come, and the same in words."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from edielkit.scenarios.access_reports import ACCESS_REPORTS
from edielkit.scenarios.public_reports import PUBLIC_REPORTS
from edielkit.scenarios.report_query import ReportQuery, StepReport, describe

__all__ = ("REPORTS", "ReportQuery", "StepReport")

_ROWS = 3
_WIDEST = 84
_PASSED = "done"
_USES = {
    "interval": "consumption",
    "hourly": "consumption by the hour",
    "profiled": "profiled consumption",
}


# -- settlement


def _settlement(query: ReportQuery) -> Any:
    return query.hub.settlement_report(query.area(), query.day())


def _describe_settlement(query: ReportQuery, plain: Any) -> Iterator[str]:
    if not plain:
        yield "the day has not been calculated"
        return
    newest = plain[-1]
    more = " and locked" if newest["locked"] else ""
    more += ", released by a person" if newest["released"] else ""
    yield f"{newest['version']}: {newest['state']}{more}"
    yield from (f"{check['rule']}: {check['text']}" for check in newest["checks"])
    yield from (
        f"suspect: {query.shown(suspect['point'])}, {suspect['text']}" for suspect in newest["suspects"]
    )
    if newest["sums"]:
        yield _equation({name: Decimal(text) for name, text in newest["sums"].items()})
    if newest["state"] == _PASSED:
        yield from (
            f"{query.shown(share['supplier']) or 'nobody'}: {_USES.get(share['use'], share['use'])} {share['quantityKwh']} kWh"
            for share in newest["suppliers"]
            if share["use"] not in {"import", "export"}
        )


def _equation(sums: Mapping[str, Decimal]) -> str:
    used = sums["interval"] + sums["hourly"] + sums["profiled"]
    left, right = sums["production"] + sums["incoming"], sums["outgoing"] + used + sums["loss"]
    sign, end = ("=", "") if left == right else ("≠", f", {left - right} apart")
    return (
        f"production {sums['production']} + in {sums['incoming']} {sign} out {sums['outgoing']}"
        f" + consumption {used} + loss {sums['loss']} kWh{end}"
    )


def _price_area(query: ReportQuery) -> Any:
    return query.hub.price_area_sums(query.fields.needed("price area"), query.day())


def _describe_price_area(query: ReportQuery, plain: Any) -> Iterator[str]:
    yield f"areas: {', '.join(map(query.shown, plain['areas'])) or 'none'}"
    if plain["without"]:
        yield f"without: {', '.join(map(query.shown, plain['without']))}"
    columns = {name: [Decimal(text) for text in column] for name, column in plain["columns"].items()}
    if not columns:
        return
    yield _equation({name: sum(column, Decimal()) for name, column in columns.items()})
    rows = zip(*(columns[name] for name in _FLOWS), strict=True)
    closed = sum(produced + incoming == gone + sum(used) for produced, incoming, gone, *used in rows)
    count = len(columns["loss"])
    yield f"{closed} of {count} intervals close to the thousandth of a kWh"


_FLOWS = ("production", "incoming", "outgoing", "interval", "hourly", "profiled", "loss")


def _loss(query: ReportQuery) -> Any:
    first, last = query.days()
    by = query.fields.text("by", "area") or "area"
    if by not in {"area", "price area"}:
        raise query.fields.wrong(f"expected area or price area, found {by!r}", "by")
    return query.hub.physical_loss(
        first, last, price_areas=by == "price area", hourly=query.fields.yes("hourly") or False
    )


def _describe_loss(query: ReportQuery, plain: Any) -> Iterator[str]:
    sums: dict[str, Decimal] = {}
    for row in plain["rows"]:
        name = query.shown(row.get("gridArea") or row.get("priceArea"))
        sums[name] = sums.get(name, Decimal()) + Decimal(row["calculatedLossQuantityKwh"])
    yield from (f"{name}: {total} kWh lost" for name, total in sums.items())
    yield from (
        f"{query.shown(missing['gridArea'])}: {missing['day']} has not passed" for missing in plain["without"]
    )


# -- the others


def _exchange(query: ReportQuery) -> Any:
    return query.hub.exchange_report(query.day(), query.maybe_area())


def _describe_exchange(query: ReportQuery, plain: Any) -> Iterator[str]:
    if plain is None:
        yield "the day has not been checked"
        return
    yield from (
        f"{finding['code']} {query.shown(finding['point'])} {finding['direction']}: {finding['message']}"
        for finding in plain["findings"]
    )
    if not plain["findings"]:
        yield "nothing is wrong that a single point shows"


def _suspects(query: ReportQuery) -> Any:
    return query.hub.exchange_suspects(query.day(), query.area())


def _describe_suspects(query: ReportQuery, plain: Any) -> Iterator[str]:
    yield from (f"{query.shown(suspect['point'])}: {suspect['reason']}" for suspect in plain)
    if not plain:
        yield "no exchange point is suspected"


def _completeness(query: ReportQuery) -> Any:
    return query.hub.completeness(*query.days(), query.maybe_area())


def _describe_completeness(query: ReportQuery, plain: Any) -> Iterator[str]:
    for row in plain:
        ready = Decimal(row["billingReadyShare"]) * 100
        yield (
            f"{query.shown(row['gridArea'])}, {row['day']}: {row['pointsComplete']} of {row['pointsExpected']} points"
            f" complete, {ready.normalize():f} % of the values ready for billing"
        )


def _reconciliation(query: ReportQuery) -> Any:
    number = query.fields.number("number")
    if number is None:
        return list(query.hub.reconciliations())
    return query.hub.reconciliation(number)


def _describe_reconciliation(query: ReportQuery, plain: Any) -> Iterator[str]:
    if not plain or isinstance(plain, list):
        yield from (
            f"run {run['run']}: {run['corrections']} corrections" + (", annulled" if run["annulled"] else "")
            for run in plain or ()
        )
        return
    yield f"{plain['corrections']} corrections" + (", annulled" if plain["annulled"] else "")
    for row in plain["rows"]:
        yield (
            f"{query.shown(row['gridArea'])}, {row['day']}, {query.shown(row['supplier'])}: {row['businessType']}"
            f" {row['direction']} {row['volume']} kWh, {row['amount']} NOK"
        )
    for party in plain["parties"]:
        pays, amount = (
            ("gets", party["pays"][1:]) if party["pays"].startswith("-") else ("pays", party["pays"])
        )
        yield f"{query.shown(party['party'])} ({party['role']}) {pays} {amount} NOK in {query.shown(party['gridArea'])}"
    yield from (f"waits: {query.shown(entry['gridArea'])}, {entry['reason']}" for entry in plain["waiting"])


def _final_loss(query: ReportQuery) -> Any:
    return query.hub.final_loss(query.area(), query.day())


# -- mass extraction


def _extraction(query: ReportQuery) -> Any:
    """Return a job of a party with the first rows of each of its files; only gzip is opened."""
    fields = query.fields
    name, party = fields.needed("job"), query.names.gln(fields.needed("from"), fields.at("from"))
    job, count = query.ids.get(name, name), fields.number("rows")
    files = query.hub.extract(job, party=party)
    rows = {file: _first_rows(file, pieces, _ROWS if count is None else count) for file, pieces in files}
    plain = next(order.to_dict() for order in query.hub.jobs(party) if order.identification == job)
    return {**plain, "files": [{**part, "rows": rows[part["name"]]} for part in plain["files"]]}


def _first_rows(name: str, pieces: Iterator[bytes], count: int) -> list[str]:
    if not name.endswith(".gz"):
        return []
    return gzip.decompress(b"".join(pieces)).decode("utf-8").splitlines()[: count + 1]


def _describe_extraction(query: ReportQuery, plain: Any) -> Iterator[str]:
    old, new = query.shown(plain["old_supplier"]), query.shown(plain["new_supplier"])
    yield f"{plain['points']} metering points from {old} to {new} on {plain['change_date']}"
    for file in plain["files"]:
        yield f"{file['name']}: {file['points']} points, {file['values']} values"
        yield from (row if len(row) <= _WIDEST else f"{row[:_WIDEST]}..." for row in file["rows"])


# What a step may ask for.
REPORTS: Mapping[str, StepReport] = MappingProxyType(
    {
        "settlement": StepReport(_settlement, _describe_settlement),
        "price area": StepReport(_price_area, _describe_price_area),
        "loss": StepReport(_loss, _describe_loss),
        "exchange": StepReport(_exchange, _describe_exchange),
        "suspects": StepReport(_suspects, _describe_suspects),
        "completeness": StepReport(_completeness, _describe_completeness),
        "reconciliation": StepReport(_reconciliation, _describe_reconciliation),
        "final loss": StepReport(_final_loss, describe),
        "extraction": StepReport(_extraction, _describe_extraction),
        **ACCESS_REPORTS,
        **PUBLIC_REPORTS,
    }
)
