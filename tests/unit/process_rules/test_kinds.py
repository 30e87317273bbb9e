"""What is said of payloads kind by kind is what is said of each of them."""

from __future__ import annotations

import datetime as dt
import random
from contextlib import suppress

import attrs
import pytest
from tests.support.fast_documents import message, notify

from edielkit.emif.build import context
from edielkit.emif.values import Identifier, XmlDateTime
from edielkit.process_rules import check_messages
from edielkit.process_rules.batch import check_kinds, kinds_of
from edielkit.series import Observations

NOW = dt.datetime(2026, 4, 2, tzinfo=dt.UTC)
VERSION = "2.4.3"


def _period(payload, **changes):
    period = attrs.evolve(payload.observation_period_time_series_period, **changes)
    return attrs.evolve(payload, observation_period_time_series_period=period)


def _with_rows(payload, change):
    block = payload.observation
    columns = {
        name: getattr(block, name).copy()
        for name in ("position", "quantity", "status", "validation", "estimation")
    }
    change(columns)
    return attrs.evolve(payload, observation=Observations(**columns))


def _shifted(columns):
    columns["position"] += 1


def _shorter(columns):
    for name, column in columns.items():
        columns[name] = column[:-1]


def _negative(columns):
    columns["quantity"] -= 10**9


CHANGES = {
    "nothing": lambda payload: payload,
    "no registration": lambda payload: attrs.evolve(payload, registration_date_time=None),
    "another point": lambda payload: attrs.evolve(
        payload,
        metering_point_used_domain_location=attrs.evolve(
            payload.metering_point_used_domain_location, identification=Identifier("707057500000000000", "9")
        ),
    ),
    "no point": lambda payload: attrs.evolve(payload, metering_point_used_domain_location=None),
    "no period": lambda payload: attrs.evolve(payload, observation_period_time_series_period=None),
    "another start": lambda payload: _period(payload, start=XmlDateTime.from_text("2026-01-01T00:30:00+01:00")),
    "the same start in another zone": lambda payload: _period(
        payload, start=XmlDateTime.of(payload.observation_period_time_series_period.start.astimezone(dt.UTC))
    ),
    "another resolution": lambda payload: _period(payload, resolution_duration="PT15M"),
    "no resolution": lambda payload: _period(payload, resolution_duration=None),
    "no product": lambda payload: attrs.evolve(payload, product_included_product_characteristics=None),
    "no values": lambda payload: attrs.evolve(payload, observation=None),
    "other places": lambda payload: _with_rows(payload, _shifted),
    "a value less": lambda payload: _with_rows(payload, _shorter),
    "negative values": lambda payload: _with_rows(payload, _negative),
    "an odd row": lambda payload: attrs.evolve(
        payload, observation=attrs.evolve(payload.observation, unparsed=((0, "<a/>"),))
    ),
}  # fmt: skip


def _alike(sent):
    payloads = kinds_of(sent, VERSION, None)
    by_kind = check_kinds(payloads, now=NOW)
    one_by_one = check_messages([sent], version=VERSION, now=NOW, schema_checked=True)
    assert one_by_one == by_kind
    return payloads


@pytest.mark.parametrize("brs", ["311", "312", "313", "332"])
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_rules_say_the_same(change, brs):
    """Whatever one payload of a message has, and two of them."""
    collected = message(count=4, per=24)
    for sent in (collected, notify(collected)):
        changed = attrs.evolve(sent, process_energy_context=context(f"BRS-NO-{brs}", "DDQ"))
        first, *others, last = changed.payload_energy_time_series
        for payloads in (
            (change(first), *others, last),
            (first, *others, change(last)),
            (change(first), *others, change(last)),
        ):
            _alike(attrs.evolve(changed, payload_energy_time_series=payloads))  # fmt: skip


def test_the_rules_say_the_same_of_many_changes():
    """Payloads changed at random, several at a time."""
    for seed in range(60):
        rng = random.Random(seed)
        sent = message(count=5, per=rng.choice((24, 96)), seed=seed)
        payloads = []
        for payload in sent.payload_energy_time_series:
            changed = payload
            for name in rng.sample(sorted(CHANGES), rng.choice((0, 0, 1, 2))):
                # what an earlier change has taken away stays away
                with suppress(AttributeError, ValueError):
                    changed = CHANGES[name](changed)
            payloads.append(changed)
        _alike(attrs.evolve(sent, payload_energy_time_series=tuple(payloads)))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("nothing", 1),
        ("another point", 1),
        ("no registration", 1),
        ("no product", 2),
        ("other places", 2),
        ("an odd row", 2),
        ("the same start in another zone", 2),
    ],
)
def test_kinds_are_told_apart_by_what_is_written(name, expected):
    """But for what differs between any two payloads."""
    sent = message(count=3, per=24)
    first, *others = sent.payload_energy_time_series
    payloads = kinds_of(
        attrs.evolve(sent, payload_energy_time_series=(CHANGES[name](first), *others)), VERSION, None
    )

    assert expected == len(set(payloads.kinds))


def test_one_payload_has_no_kinds():
    """It is like nothing else."""
    assert kinds_of(message(count=1), VERSION, None) is None
