"""Reports of a scenario on what is read outside the messages: open data, overviews, deadlines, documents, an end user's file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from edielkit.scenarios.report_query import ReportQuery, StepReport, describe

__all__ = ("PUBLIC_REPORTS",)


def _by_price_area(query: ReportQuery) -> bool:
    """Tell whether sums are of price areas; of grid areas without ``by``."""
    by = query.fields.text("by", "area") or "area"
    if by not in {"area", "price area"}:
        raise query.fields.wrong(f"expected area or price area, found {by!r}", "by")
    return by == "price area"


def _consumption(query: ReportQuery) -> Any:
    return query.hub.open_consumption(
        *query.days(), price_areas=_by_price_area(query), group=query.fields.text("group")
    )


def _production(query: ReportQuery) -> Any:
    return query.hub.open_production(*query.days())


def _capacity(query: ReportQuery) -> Any:
    by = query.fields.text("by", "price area") or "price area"
    if by not in {"municipality", "price area"}:
        raise query.fields.wrong(f"expected price area or municipality, found {by!r}", "by")
    return query.hub.installed_capacity(*query.days(), municipalities=by == "municipality")


def _overview(query: ReportQuery) -> Any:
    return query.hub.volumes_overview(
        *query.days(), price_areas=_by_price_area(query), hourly=query.fields.yes("hourly") or False
    )


def _deadlines(query: ReportQuery) -> Any:
    return query.hub.settlement_deadlines(query.day())


def _availability(query: ReportQuery) -> Any:
    return query.hub.availability(*query.days())


def _deliveries(query: ReportQuery) -> Any:
    return query.hub.imbalance_deliveries(query.day())


def _documents(query: ReportQuery) -> Any:
    """Return name, kind and series of each document, read out of their text."""
    version, recipient = query.fields.number("version"), query.fields.needed("recipient")
    files = query.hub.imbalance_settlement(query.day(), version or 0, recipient=recipient)
    return [{"name": name, **_read(data.decode("utf-8"))} for name, data in files]


_EIC = re.compile(r'schemeAgencyIdentifier="305">([^<]*)<')


def _read(text: str) -> dict[str, Any]:
    head, *payloads = text.split("<PayloadEnergyTimeSeries>")
    name = re.search(r"^<(\w+)", head, re.MULTILINE)
    return {
        "document": name[1] if name else "",
        "series": [
            {
                "resolution": "".join(_texts(payload, "ResolutionDuration")),
                "business": "".join(_texts(payload, "BusinessType")),
                "areas": _EIC.findall(payload),
                "values": _texts(payload, "EnergyQuantity"),
            }
            for payload in payloads
        ],
    }


def _texts(payload: str, element: str) -> list[str]:
    return re.findall(rf"<{element}(?: [^>]*)?>([^<]*)<", payload)


def _download(query: ReportQuery) -> Any:
    """Return name and lines of an end user's file."""
    fields = query.fields
    customer = str(query.names.customer(fields.needed("customer"), fields.at("customer")).identification)
    point = query.names.gsrn(fields.needed("point"), fields.at("point"))
    generation = fields.text("generation", "offset") or "offset"
    name, data = query.hub.download(customer, point, *query.days(), generation=generation)
    return {"name": name, "lines": data.decode("utf-8").splitlines()}


def _resolutions(query: ReportQuery) -> Any:
    return query.hub.resolution_status(query.day())


def _market(query: ReportQuery) -> Any:
    return query.hub.market_report(query.day())


PUBLIC_REPORTS: Mapping[str, StepReport] = MappingProxyType(
    {
        "open consumption": StepReport(_consumption, describe),
        "open production": StepReport(_production, describe),
        "installed capacity": StepReport(_capacity, describe),
        "overview": StepReport(_overview, describe),
        "deadlines": StepReport(_deadlines, describe),
        "availability": StepReport(_availability, describe),
        "imbalance deliveries": StepReport(_deliveries, describe),
        "imbalance documents": StepReport(_documents, describe),
        "download": StepReport(_download, describe),
        "resolution status": StepReport(_resolutions, describe),
        "market report": StepReport(_market, describe),
    }
)
