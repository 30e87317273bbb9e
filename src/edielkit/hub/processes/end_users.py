"""The end user's side: what it is told, which requests wait for it, and whether it can answer them (Min Side).

Source: EI-1120 (a message to the end user of requests that wait), EI-1363 (digital end users alone), EI-995 and EI-1145 (who
has access, for either side). How Elhub tells an end user is NOT FOUND: here it is a list that can be asked for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import attrs

from edielkit.hub.core.market_records import Point, ProcessPhase
from edielkit.hub.core.state_tables import POINTS, PROCESSES
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.processes.access_records import (
    ACCESS_GRANTS,
    CONSENTS,
    END_USER_NOTICES,
    NOT_DIGITAL,
    ConsentStatus,
    EndUserNotice,
)
from edielkit.market_time import local_day

__all__ = ("accesses", "is_digital", "notices", "set_digital_end_user", "tell", "waiting_requests")


def tell(
    transaction: Transaction, customer: str, *, about: str, party: str, point: str, identification: str
) -> None:
    """Tell an end user of something that concerns it.

    Args:
        transaction: The step.
        customer: Identification of the end user.
        about: ``access requested``, ``access ended`` or ``consent requested``.
        party: GLN of the party that it is about.
        point: GSRN; empty for all metering points.
        identification: Identification of the request or the access.
    """
    notice = EndUserNotice(
        when=transaction.now, about=about, party=party, point=point, identification=identification
    )
    told = transaction.get(END_USER_NOTICES, customer) or ()
    transaction.put(END_USER_NOTICES, customer, (*told, notice))


def notices(transaction: Transaction, customer: str) -> tuple[dict[str, Any], ...]:
    """Return what an end user has been told, as plain data, oldest first.

    Args:
        transaction: The step.
        customer: Identification of the end user.

    Returns:
        ``when``, ``about``, ``party`` (GLN), ``point`` (GSRN, empty for all) and ``identification`` of each.
    """
    told = transaction.get(END_USER_NOTICES, customer) or ()
    return tuple({**attrs.asdict(notice), "when": notice.when.isoformat()} for notice in told)


def waiting_requests(transaction: Transaction, customer: str) -> tuple[dict[str, Any], ...]:
    """Return what waits for an end user's word: third parties' requests (BRS-NO-622) and suppliers' (EI-1363).

    Args:
        transaction: The step.
        customer: Identification of the end user.

    Returns:
        Plain data: ``identification``, ``kind`` (``access`` or a kind of consent), ``party`` (GLN), ``point`` (GSRN) and
        ``until``, the instant at which it is refused without a word.
    """
    return (*_accesses_asked(transaction, customer), *_consents_asked(transaction, customer))


def _accesses_asked(transaction: Transaction, customer: str) -> Iterator[dict[str, Any]]:
    today = local_day(transaction.now)
    for process in transaction.records(PROCESSES):
        if process.phase is ProcessPhase.AWAITING_APPROVAL and _lives(
            transaction.point(process.point), today, customer
        ):
            yield _asked(process.identification, "access", process.initiator, process.point, process.deadline)


def _consents_asked(transaction: Transaction, customer: str) -> Iterator[dict[str, Any]]:
    for consent in transaction.records(CONSENTS):
        if consent.customer == customer and consent.status is ConsentStatus.PENDING:
            yield _asked(consent.identification, consent.kind, consent.supplier, consent.point, consent.until)


def _asked(identification: str, kind: str, party: str, point: str, until: dt.datetime) -> dict[str, Any]:
    return {
        "identification": identification,
        "kind": kind,
        "party": party,
        "point": point,
        "until": until.isoformat(),
    }


def _lives(point: Point | None, day: dt.date, customer: str) -> bool:
    occupancy = None if point is None else point.occupancy(day)
    return occupancy is not None and str(occupancy.customer.identification) == customer


def accesses(
    transaction: Transaction, *, customer: str | None = None, party: str | None = None
) -> tuple[dict[str, Any], ...]:
    """Return who may see what: all accesses that an end user has given, or that a third party has.

    Args:
        transaction: The step.
        customer: Identification of the end user; None for all.
        party: GLN of the third party; None for all.

    Returns:
        Plain data by point and day: ``point``, ``party``, ``start``, ``end`` (first day without, None for no end),
        ``full``, ``state`` (``active``, ``ended``, ``to come``); last, with an empty ``point``, what is given for metering
        points to come.

    Raises:
        ValueError: Neither is given.
    """
    if customer is None and party is None:
        raise ValueError("expected an end user or a third party")
    rows = [
        row
        for point in transaction.records(POINTS)
        for row in _of_point(point, local_day(transaction.now), customer, party)
    ]
    names = [customer] if customer is not None else transaction.keys(ACCESS_GRANTS)
    for name in names:
        rows += (
            _row("", grant.party, None, grant.end, full=grant.full, state="active")
            for grant in transaction.get(ACCESS_GRANTS, name) or ()
            if party in {None, grant.party}
        )
    return tuple(rows)


def _of_point(
    point: Point, today: dt.date, customer: str | None, party: str | None
) -> Iterator[dict[str, Any]]:
    for access in point.timeline.accesses:
        if party not in {None, access.party}:
            continue
        if customer is not None and not _lives(point, access.start, customer):
            continue
        state = "active"
        if access.end is not None and access.end <= today:
            state = "ended"
        elif access.start > today:
            state = "to come"
        yield _row(
            point.identification, access.party, access.start, access.end, full=access.full, state=state
        )


def _row(
    point: str, party: str, start: dt.date | None, end: dt.date | None, *, full: bool, state: str
) -> dict[str, Any]:
    return {
        "point": point,
        "party": party,
        "start": None if start is None else start.isoformat(),
        "end": None if end is None else end.isoformat(),
        "full": full,
        "state": state,
    }


def set_digital_end_user(transaction: Transaction, *, customer: str, digital: bool) -> None:
    """Say whether an end user can answer on the net; everybody can who is not said to be unable to.

    A supplier asks nobody for a consent who is not (EI-1363). Who is a digital end user is NOT FOUND.

    Args:
        transaction: The step.
        customer: Identification of the end user.
        digital: It can.
    """
    if digital:
        transaction.remove(NOT_DIGITAL, customer)
    else:
        transaction.put(NOT_DIGITAL, customer, True)


def is_digital(transaction: Transaction, customer: str) -> bool:
    """Tell whether an end user can answer on the net."""
    return not transaction.get(NOT_DIGITAL, customer)
