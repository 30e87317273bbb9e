"""Rules about channels (kanaler): product, direction and resolution by the kind of metering point."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

from edielkit.findings import Severity, Trust
from edielkit.process_rules.context_rules import point_of
from edielkit.process_rules.declare import BUSINESS, INTERVAL_VALUES, Need, Scope, rule
from edielkit.process_rules.subject import Breach, Payload, Subject, text

__all__ = ()

_ERROR, _WARNING = Severity.ERROR, Severity.WARNING
_CONTEXT = (Need.CONTEXT,)
_313 = "https://dok.elhub.no/Elhubstandard/brs-no-313-oversendelse-av-intervallvolum"
_15MIN = "https://dok.elhub.no/15min/---Innsending-av-m%C3%A5leverdier-p%C3%A5-avregningspunkt-ved-overgang-til-15-minutter.607281168.html"
_EXCHANGE = "http://elhub.no/nb/test-og-migrering/datamigrering/grunndata-som-skal-migreres/oppsett-av-utvekslingspunkter"
_SETUP = "https://dok.elhub.no/15min/brs-oversikt"

_ACTIVE_ENERGY = "8716867000030"
_REFUSED = frozenset({"PT30M", "P1D", "P1M", "P1Y"})
_SAME = MappingProxyType({"PT60M": "PT1H"})
# The directions of active energy by metering point type: _313, and _EXCHANGE for E20
_DIRECTIONS = MappingProxyType({"E17": ("Out",), "E18": ("In",), "E19": ("Out", "In"), "E20": ("In", "Out")})
_TYPES = MappingProxyType({"E17": "consumption", "E18": "production", "E19": "combined", "E20": "exchange"})
_PRODUCT = "ProductIncludedProductCharacteristics/Identification"
_DIRECTION = "MPDetailMeasurementMeteringPointCharacteristic/Direction"
_RESOLUTION = "ObservationPeriodTimeSeriesPeriod/ResolutionDuration"
_PERIOD = "ObservationPeriodTimeSeriesPeriod"


def _same(code: str) -> str:
    return _SAME.get(code, code)


def _is_active(payload: Payload) -> bool:
    return text(payload.get(_PRODUCT)) == _ACTIVE_ENERGY


@rule(
    "CHN001", title="the direction is one of the metering point's type", severity=_WARNING, source=_313,
    level=BUSINESS, scope=INTERVAL_VALUES, needs=_CONTEXT, processes=("BRS-NO-313",),
    reads=(_PRODUCT, _DIRECTION),
    state=("type",),
)  # fmt: skip
def direction_of_type(subject: Subject) -> Iterator[Breach]:
    """Say when active energy has a direction that the type of the metering point does not know.

    Why: consumption goes out of the grid and production into it; combined and exchange points have both.
    Wrong: In on a consumption point (E17).
    Right: Out on a consumption point.
    """
    for payload, state, _ in point_of(subject):
        expected = _DIRECTIONS.get(state.type or "")
        direction = text(payload.get(_DIRECTION))
        if expected and direction is not None and _is_active(payload) and direction not in expected:
            yield payload.breach(
                f"expected Direction {expected[0]} for a {_TYPES[str(state.type)]} point, found {direction[:20]}",
                _DIRECTION,
            )


@rule(
    "CHN002", title="the resolution is the metering point's reading resolution", severity=_ERROR, source=_15MIN,
    level=BUSINESS, scope=INTERVAL_VALUES, needs=_CONTEXT, processes=("BRS-NO-313",),
    reads=(_RESOLUTION,),
    state=("reading_resolution",),
)  # fmt: skip
def resolution_of_point(subject: Subject) -> Iterator[Breach]:
    """Say when the resolution is not the reading resolution (avlesningsoppløsning) of the point on that day.

    Why: Elhub rejects values of another resolution; no reason code is public.
    Wrong: PT1H for a point that is read by the quarter.
    Right: PT15M.
    """
    for payload, state, day in point_of(subject):
        resolution, expected = text(payload.get(_RESOLUTION)), state.reading_resolution
        # SER101 speaks of resolutions that no point has
        if resolution in _REFUSED or resolution is None or expected is None:
            continue
        if _same(resolution) != _same(expected):
            yield payload.breach(
                f"expected the reading resolution {expected} of {day}, found {resolution[:20]}", _RESOLUTION
            )


@rule(
    "CHN003", title="an exchange point has both directions", severity=_WARNING, source=_EXCHANGE,
    level=BUSINESS, scope=INTERVAL_VALUES, needs=_CONTEXT, processes=("BRS-NO-313",),
    may_find=lambda _, state: state is not None and state.type == "E20",
)  # fmt: skip
def both_directions(subject: Subject) -> Iterator[Breach]:
    """Say when an exchange point (E20) is sent in one direction only, for a product and period.

    Why: an exchange point has two channels; zeros are sent in the one without flow. Whether Elhub refuses a message
    with one of them is not public, since the other may come in another message.
    Wrong: Out alone.
    Right: Out and In, same period and number of values.
    """
    groups: dict[tuple[Any, ...], dict[str, Payload]] = {}
    for payload, state, _ in point_of(subject):
        if state.type == "E20":
            # the instants themselves: +02:00 and Z name the same one
            key = (
                state.identification,
                text(payload.get(_PRODUCT)),
                payload.get(f"{_PERIOD}/Start"),
                payload.get(f"{_PERIOD}/End"),
                _same(text(payload.get(_RESOLUTION)) or ""),
            )
            groups.setdefault(key, {})[text(payload.get(_DIRECTION)) or ""] = payload
    for by_direction in groups.values():
        for direction, opposite in (("In", "Out"), ("Out", "In")):
            if direction in by_direction and opposite not in by_direction:
                yield by_direction[direction].breach(
                    f"expected a series with Direction {opposite} for the same period", _DIRECTION
                )


@rule(
    "CHN004", title="interval values belong to points that are settled by intervals", severity=_WARNING,
    source="title and purpose of BRS-NO-313 (metering points that are not profiled)", trust=Trust.INFERRED,
    level=BUSINESS, scope=INTERVAL_VALUES, needs=_CONTEXT, processes=("BRS-NO-313",),
    reads=(),
    state=("settlement_method",),
)  # fmt: skip
def not_profiled(subject: Subject) -> Iterator[Breach]:
    """Say when interval values are sent for a profiled point (E01).

    Why: period volumes and readings of profiled points go in BRS-NO-312.
    Wrong: BRS-NO-313 for a point with settlement method E01.
    Right: BRS-NO-312.
    """
    for payload, state, _ in point_of(subject):
        if state.settlement_method == "E01":
            yield payload.breach(
                "expected a metering point that is not profiled, found settlement method E01",
                "MeteringPointUsedDomainLocation/Identification",
            )


@rule(
    "CHN005", title="the series has a channel", severity=_WARNING,
    source=f"{_313}; derived: what has no channel cannot be stored", trust=Trust.DERIVED, level=BUSINESS,
    scope=INTERVAL_VALUES, needs=_CONTEXT, processes=("BRS-NO-313",),
    reads=(_PRODUCT, _DIRECTION),
    state=("channels",),
)  # fmt: skip
def has_channel(subject: Subject) -> Iterator[Breach]:
    """Say when the metering point has no channel for the product and direction of a series.

    Why: values are kept by channel.
    Wrong: reactive energy for a point with active energy only.
    Right: a series of a channel that is set up.
    """
    for payload, state, _ in point_of(subject):
        product, direction = text(payload.get(_PRODUCT)), text(payload.get(_DIRECTION))
        if state.channels is None or product is None or direction is None:
            continue
        if not any((c.product, c.direction) == (product, direction) for c in state.channels):
            yield payload.breach(
                f"the metering point has no channel of product {product[:20]} and direction {direction[:20]}",
                _PRODUCT,
            )


_DETAIL = "MpDetailMeteringPointCharacteristic"


@rule(
    "CHN006", title="an active point read by the quarter has its quarter channels", severity=_WARNING,
    source=f"{_SETUP} (rules added to BRS-NO-122, 302 and 223; no reason code is public)", level=BUSINESS,
    scope=Scope(kinds=("RequestUpdateMasterDataMeteringPoint",), brs=("122", "223", "302")),
    needs=_CONTEXT, processes=("BRS-NO-122", "BRS-NO-223", "BRS-NO-302"),
)  # fmt: skip
def quarter_channels(subject: Subject) -> Iterator[Breach]:
    """Say when an active, interval-settled point with quarter readings lacks a channel of active energy in quarters.

    Why: E17 needs the channel Out, E18 the channel In, E19 both; the message and the context together must have them.
    Wrong: E19 with a quarter channel Out only.
    Right: E19 with quarter channels Out and In.
    """
    for payload, state, _ in point_of(subject):
        kind = text(payload.get(f"{_DETAIL}/MeteringPointType")) or state.type
        method = text(payload.get(f"{_DETAIL}/SettlementMethodType")) or state.settlement_method
        reading = text(payload.get(f"{_DETAIL}/MeterReadingOccurrence")) or state.reading_resolution
        active = subject.brs in {"122", "223"} or state.status == "E22"
        if kind not in {"E17", "E18", "E19"} or (method, reading) != ("E02", "PT15M") or not active:
            continue
        if state.channels is None:
            continue
        channels = {(c.product, c.direction, c.resolution) for c in state.channels} | _defined(payload)
        for direction in _DIRECTIONS[kind]:
            if (_ACTIVE_ENERGY, direction, "PT15M") not in channels:
                yield payload.breach(
                    f"expected a channel of active energy {direction} with PT15M", "MeasurementDefinition"
                )


def _defined(payload: Payload) -> set[tuple[str, str, str]]:
    channels = set()
    for _, part in payload.all("MeasurementDefinition"):
        product = part.product_included_product_characteristics
        if product is not None:
            channels.add((str(product.identification), str(part.direction), str(part.resolution)))
    return channels
