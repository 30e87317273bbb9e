"""Valid messages of EMIF: of every kind, process, role and version, by a seed."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

import attrs

from edielkit.codes import code_list
from edielkit.emif.build import context, header
from edielkit.emif.declare import Declaration, Message, declarations
from edielkit.emif.messages import AGGREGATES, MESSAGES
from edielkit.emif.simple_types import CURRENT_VERSION
from edielkit.emif.values import Code
from edielkit.emif.write.document import serialize_document
from edielkit.errors import BuildError
from edielkit.generate.drawn_points import TestPoint, context_of, draw_point
from edielkit.generate.drawn_values import draw_day
from edielkit.generate.emif_parts import Filler
from edielkit.generate.emif_presets import COUNTS, FORMS, PRESETS
from edielkit.generate.generated import Generated, require_years
from edielkit.generate.numbers import Numbers
from edielkit.generate.people import draw_customer, draw_place
from edielkit.generate.shapes import shape_of
from edielkit.hub.core.config import Config
from edielkit.market_time import OSLO, Period, day_period, local_day
from edielkit.process_rules.data import every_combination
from edielkit.process_rules.headers import may_ask_for_answer
from edielkit.process_rules.windows import window_of
from edielkit.suggest import one_of

__all__ = ("HeaderChoice", "draw_message", "emif_message", "heads")

_CANCELLATION = "E02"
# the only document type that is public for NotifyMeteringPointCharacteristics, see edielkit.hub.core.hub_messages
_PUBLIC_TYPE = ("21", "6")
_ANY_ROLE, _ANY_BRS, _UNKNOWN = "*", "*", "?"
_ELHUB = Config().gln
# processes whose values are sums of a grid area
_SUMS = frozenset({"321", "324", "502"})


@attrs.frozen(kw_only=True)
class HeaderChoice:
    """What tells one message of a kind from another.

    Attributes:
        kind: The standard's name of the message.
        brs: Process without ``BRS-NO-``, or ``POLL``.
        document_type: Code of the document.
        agency: Agency of the code.
        role: Role in the process context.
        to_elhub: Sent to Elhub, not by it.
    """

    kind: str
    brs: str
    document_type: str
    agency: str
    role: str
    to_elhub: bool

    @property
    def process(self) -> str:
        """The code of the process, such as ``BRS-NO-313``."""
        return self.brs if self.brs == "POLL" else f"BRS-NO-{self.brs}"

    def is_in(self, version: str) -> bool:
        """Tell whether a version of EMIF has the process."""
        code = code_list("BRSIdentification").codes.get(self.process)
        return code is not None and version in code.versions


@cache
def heads(kind: str, version: str = CURRENT_VERSION) -> tuple[HeaderChoice, ...]:
    """Return every head that a message of *kind* may have, each process with each of its roles.

    >>> [(head.brs, head.document_type) for head in heads("CollectedData")][:3]
    [('313', 'E13'), ('312', 'E30'), ('332', 'E30')]
    """
    return tuple(dict.fromkeys(head for head in _heads(kind) if head.is_in(version)))


def _heads(kind: str) -> Iterator[HeaderChoice]:
    for (name, brs), combinations in every_combination().items():
        if name != kind:
            continue
        for combination in combinations:
            code, agency = combination.document_type, combination.agency
            if code == _UNKNOWN:
                code, agency = _PUBLIC_TYPE
            for process, role in _processes_and_roles(kind, brs, combination.roles):
                for to_elhub in _ways(kind, combination.way, process, role):
                    yield HeaderChoice(
                        kind=kind,
                        brs=process,
                        document_type=code,
                        agency=agency,
                        role=role,
                        to_elhub=to_elhub,
                    )


def _processes_and_roles(kind: str, brs: str, roles: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield the processes and roles that a row of headers means, where it says any."""
    if brs == _ANY_BRS:
        # an answer stands in the process and role of what it answers
        for (name, process), combinations in every_combination().items():
            if name != kind and any(combination.way == "in" for combination in combinations):
                yield from ((process, role) for role in _roles(process, ("*",)))
        return
    yield from ((brs, role) for role in _roles(brs, roles))


def _roles(brs: str, roles: tuple[str, ...]) -> tuple[str, ...]:
    if roles != (_ANY_ROLE,):
        return roles
    own = [
        role
        for (_, process), combinations in every_combination().items()
        for combination in combinations
        if process == brs
        for role in combination.roles
        if role != _ANY_ROLE
    ]
    return tuple(dict.fromkeys(own)) or ("DDQ", "DDM")


def _ways(kind: str, way: str, brs: str, role: str) -> tuple[bool, ...]:
    if way != "both":
        return (way == "in",)
    if kind == "Acknowledgement":
        # a metered data responsible refuses a reading: BRS-NO-311
        return (True,) if (brs, role) == ("311", "MDR") else (False,)
    return (True, False)


def emif_message(
    kind: str,
    *,
    seed: str,
    now: dt.datetime,
    process: str | None = None,
    role: str | None = None,
    version: str | None = None,
    full: bool = False,
) -> Generated:
    """Return a valid message of EMIF.

    Args:
        kind: The standard's name of the message.
        seed: The same seed gives the same message.
        now: Aware instant of its creation.
        process: Process, ``BRS-NO-313`` or ``313``; one of the message's by chance if None.
        role: Role in the process context; one of the process's by chance if None.
        version: EMIF version; the current one if None.
        full: With all optional parts; without it some are there by chance.

    Raises:
        BuildError: There is no such message (the error says what there is), or *now* lies at the ends of the calendar.

    >>> generated = emif_message("PollForData", seed="1", now=dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC))
    >>> generated.process, generated.data.count(b"7080003824349")
    ('POLL', 1)
    """
    require_years(now)
    rng = random.Random(f"{kind} {seed}")  # noqa: S311  (test data, the same for a seed)
    chosen_version = version or _version_of(kind)
    head, filler, message = draw_message(
        kind, rng, now=now, process=process, role=role, version=chosen_version, full=full
    )
    return Generated(
        kind=kind,
        process=head.brs,
        role=head.role,
        version=chosen_version,
        data=serialize_document(message, version=chosen_version),
        now=now,
        context=_context(head, filler, message),
    )


def draw_message(
    kind: str,
    rng: random.Random,
    *,
    now: dt.datetime,
    process: str | None,
    role: str | None,
    version: str | None,
    full: bool,
) -> tuple[HeaderChoice, Filler, Message]:
    """Return a message with what tells it from others of its kind, and its market.

    Args:
        kind: The standard's name of the message.
        rng: Where chance comes from.
        now: Aware instant of its creation.
        process: Process, or None.
        role: Role, or None.
        version: EMIF version; the current one if None.
        full: With all optional parts.

    Raises:
        BuildError: There is no such message.
    """
    chosen_version = version or _version_of(kind)
    head = _head(kind, process, role, chosen_version, rng)
    filler = _filler(head, rng, now.astimezone(OSLO), chosen_version, full=full)
    return head, filler, _message(head, filler)


def _version_of(kind: str) -> str:
    versions = MESSAGES[kind].versions()
    return CURRENT_VERSION if CURRENT_VERSION in versions else versions[-1]


def _head(kind: str, process: str | None, role: str | None, version: str, rng: random.Random) -> HeaderChoice:
    if version not in MESSAGES[kind].versions():
        raise BuildError(f"version {version} has no message {kind}", "version")
    wanted = None if process is None else process.removeprefix("BRS-NO-")
    every = heads(kind, version)
    of_process = [head for head in every if wanted in {None, head.brs}]
    if not of_process:
        raise BuildError(
            f"expected a process of {kind}: {one_of(dict.fromkeys(head.brs for head in every))}; found {process}",
            "process",
        )
    of_role = [head for head in of_process if role in {None, head.role}]
    if not of_role:
        raise BuildError(
            f"expected a role of {kind}: {one_of(dict.fromkeys(head.role for head in of_process))}; found {role}",
            "role",
        )
    # a process with many roles is not drawn more often than one with few
    brs = rng.choice(list(dict.fromkeys(head.brs for head in of_role)))
    return rng.choice([head for head in of_role if head.brs == brs])


# -- the market of the message


def _filler(head: HeaderChoice, rng: random.Random, now: dt.datetime, version: str, *, full: bool) -> Filler:
    numbers = Numbers(rng)
    shape = shape_of(head.kind, head.brs, head.document_type, head.role, rng)
    area = numbers.area()
    form = rng.choice(shape.forms) if shape.forms else ""
    points = _points(head, rng, numbers, area, form, full=full)
    channels = _channels(head, points)
    place, _, _ = FORMS[form] if form else ("", None, None)
    day = draw_day(rng, now)
    return Filler(
        rng=rng,
        numbers=numbers,
        now=now,
        version=version,
        full=full,
        shape=shape,
        parties=_parties(head, numbers),
        role=head.role,
        area=area,
        point=channels[0][0],
        direction=channels[0][1],
        form=form,
        day=_day_asked(head, points[0], rng, now),
        customer=draw_customer(rng, numbers),
        place=draw_place(rng),
        period=_period(rng, day, now, form),
        channels=channels,
        is_sum=head.brs in _SUMS,
        formula=rng.choice(list(code_list("FormulaTypeType").codes)),
        presets=PRESETS,
        counts=COUNTS,
        needs=frozenset({place} if place else ()),
    )


def _parties(head: HeaderChoice, numbers: Numbers) -> dict[str, str]:
    """Return the GLN of each role; a grid company has its three roles itself."""
    grid = numbers.gln()
    parties = {"DDM": grid, "DDE": grid, "MDR": grid}
    parties.setdefault(head.role, numbers.gln())
    if "DDQ" not in parties:
        # a supplier of last resort and a balance supplier by itself are suppliers too
        parties["DDQ"] = parties[head.role] if head.role in {"SLR", "BSL"} else numbers.gln()
    return parties


# status of the point that a process is about: BRS-NO-122, 213, 224
_STATUS = MappingProxyType({"121": "E23", "122": "E23", "213": "E23", "223": "E23", "224": "E31"})
_MANY = frozenset(
    {
        "CollectedData",
        "NotifyMeteringPointCharacteristics",
        "NotifyValidatedDataForBillingEnergy",
        "PriceVolumeCombinationForReconciliation",
        "RequestCollectedData",
        "ResponseUpfrontMeteringPointCharacteristics",
    }
)
_OF_AREAS = frozenset({"PriceVolumeCombinationForReconciliation"})
_SHARED = frozenset({"NotifySharedProduction", "RequestUpdateSharedProduction"})
_PROFILED_PROCESSES = frozenset({"311", "312", "332"})


def _points(
    head: HeaderChoice, rng: random.Random, numbers: Numbers, area: str, form: str, *, full: bool
) -> tuple[TestPoint, ...]:
    if head.kind in _SHARED:
        shared = ["E18"] * rng.randint(1, 2) + ["E17"] * rng.randint(1, 4)
        return tuple(draw_point(rng, numbers, area=area, types=(point_type,)) for point_type in shared)
    several = (head.kind in _MANY and head.kind not in _OF_AREAS and head.brs not in _SUMS) or (
        head.kind,
        head.brs,
    ) == (
        "RequestUpdateMasterDataMeteringPoint",
        "317",
    )
    exchange = head.kind in {"CollectedData", "NotifyMeteringPointCharacteristics"} or (
        head.kind == "NotifyValidatedDataForBillingEnergy" and head.brs == "313"
    )
    profiled = True if head.brs in _PROFILED_PROCESSES else False if form == "series" else None
    types = ("E17", "E17", "E18", "E19", *(["E20"] if exchange else []))
    return tuple(
        draw_point(
            rng,
            numbers,
            area=area,
            types=types,
            profiled=profiled,
            status=_STATUS.get(head.brs, "E22"),
        )
        for _ in range((3 if full else rng.randint(1, 2)) if several else 1)
    )


def _channels(head: HeaderChoice, points: tuple[TestPoint, ...]) -> tuple[tuple[TestPoint, str], ...]:
    """Return the point and direction of each payload: one for each channel where values are told."""
    if head.kind in _OF_AREAS or head.brs in _SUMS:
        # sums of one area: each direction once
        return tuple((points[0], direction) for direction in ("Out", "In"))
    if head.kind in {"CollectedData", "NotifyValidatedDataForBillingEnergy"}:
        return tuple((point, direction) for point in points for direction in point.directions)
    return tuple((point, point.directions[0]) for point in points)


_TRIES = 400


def _day_asked(head: HeaderChoice, point: TestPoint, rng: random.Random, now: dt.datetime) -> dt.datetime:
    """Return the midnight of a day that the process may ask for."""
    today = local_day(now)
    window = window_of(head.brs, point.settlement_method)
    for _ in range(_TRIES):
        day = today + dt.timedelta(days=rng.randint(-45, 45))
        if head.document_type == _CANCELLATION or window.holds(today, day):
            return day_period(day).start.astimezone(OSLO)
    # a window of one day alone
    day = next(
        today + dt.timedelta(days=n)
        for n in range(-60, 60)
        if window.holds(today, today + dt.timedelta(days=n))
    )
    return day_period(day).start.astimezone(OSLO)


def _period(rng: random.Random, day: dt.date, now: dt.datetime, form: str) -> Period:
    """Return what the values cover: a day or two for a series, some weeks for a volume."""
    longest = 2 if form in {"series", ""} else 60
    last = min(local_day(now) - dt.timedelta(days=1), day + dt.timedelta(days=rng.randint(0, longest - 1)))
    return Period(day_period(day).start, day_period(last).end)


# -- the message


def _message(head: HeaderChoice, filler: Filler) -> Message:
    cls = MESSAGES[head.kind]
    own = filler.party(head.role)
    sender, recipient = (own, _ELHUB) if head.to_elhub else (_ELHUB, own)
    physical = filler.numbers.gln() if head.to_elhub and filler.rng.random() < 0.3 else None
    asks = may_ask_for_answer(head.kind, head.brs) and (filler.full or filler.rng.random() < 0.5)
    parts: dict[str, Any] = {
        "header": header(
            identification=filler.numbers.uuid(),
            document_type=Code(head.document_type, head.agency),
            created=filler.now,
            sender=sender,
            recipient=recipient,
            physical_sender=physical,
            request_positive_acknowledgement=filler.rng.random() < 0.5 if asks else None,
        ),
        "process_energy_context": context(head.process, head.role),
    }
    payload = declarations(cls)[-1]
    return cls(**parts, **{payload.field: _payloads(payload, filler)})


def _payloads(declared: Declaration, filler: Filler) -> Any:
    payload = AGGREGATES[declared.type]
    if not declared.many:
        return filler.aggregate(payload, "")
    counted = COUNTS.get(declared.type)
    count = 1 if counted is None else counted(filler)
    return tuple(filler.aggregate(payload, "", number) for number in range(count))


# -- what is known of its market


def _context(head: HeaderChoice, filler: Filler, message: Message) -> Mapping[str, Any]:
    points = dict.fromkeys(point for point, _ in filler.channels)
    sender = filler.party(head.role)
    payload: Any = getattr(message, declarations(type(message))[-1].field)
    has_access = head.kind == "UpdateThirdPartyAccess" and payload.update_indicator != "Add"
    contracts = [("DDQ", filler.party("DDQ")), *([("AG", sender)] if has_access else [])]
    states = [point.state(contracts) for point in points]
    approvals = [
        {"metering_point": point.identification, "third_party": sender, "approved": True}
        for point in points
        if head.kind == "UpdateThirdPartyAccess"
    ]
    return context_of(
        [] if head.brs == "121" else states,
        owner=(filler.area, filler.party("DDM")),
        approvals=approvals,
    )
