"""The same message gives the same report, however it comes."""

from __future__ import annotations

import datetime as dt
import json
import random
import re
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.paths import FIXTURES

import edielkit
from edielkit.generate.faults import rule_messages
from edielkit.generate.faults.rule_cases import CASES, NOW
from edielkit.generate.faults.rule_messages import BASES, changed, written
from edielkit.market_time import OSLO, Period, day_period
from edielkit.process_rules import MemoryContext

CONTEXT = MemoryContext.from_dict(rule_messages.CONTEXT)


def _said(report):
    # the encoding is a fault of the bytes alone
    findings = [
        (f.code, f.severity, f.message, f.position.path, str(f.reason), f.payload)
        for f in report.findings
        if f.code != "SYS013"
    ]
    return findings, report.not_checked, report.kind, report.version


def _report(data):
    return edielkit.validate(data, now=NOW, context=CONTEXT)


def _other_prefixes(data):
    text = data.decode()
    return (
        text.replace("rsm:", "a1:")
        .replace("xmlns:rsm", "xmlns:a1")
        .replace("abie:", "ns-2:")
        .replace("xmlns:abie", "xmlns:ns-2")
    )


def _default_namespace(data):
    text = data.decode()
    return re.sub(r"(</?)rsm:", r"\1", text).replace("xmlns:rsm=", "xmlns=")


def _enveloped(data):
    body = data.decode().partition("?>")[2]
    return (
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header/>'
        f"<s:Body>{body}</s:Body></s:Envelope>"
    )


def _utf16(data):
    return data.decode().replace("UTF-8", "UTF-16").encode("utf-16")


FORMS = {
    "parsed": edielkit.parse,
    "plain data": lambda data: edielkit.from_dict(
        edielkit.parse(data).kind(), edielkit.to_dict(edielkit.parse(data))
    ),
    "other prefixes": lambda data: _other_prefixes(data).encode(),
    "default namespace": lambda data: _default_namespace(data).encode(),
    "envelope": lambda data: _enveloped(data).encode(),
    "UTF-16": _utf16,
    "one line": lambda data: b"".join(data.splitlines()),
}


def _sorted_said(data):
    findings, *details = _said(_report(data))
    return sorted(findings, key=str), details


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.code)
def test_the_form_does_not_change_the_report(case):
    """Bytes, value, plain data, prefixes, encoding and envelope: the same findings with words and paths."""
    expected = _sorted_said(case.wrong)
    reports = {name: _sorted_said(form(case.wrong)) for name, form in FORMS.items()}

    assert dict.fromkeys(FORMS, expected) == reports


def test_the_service_wrapper_does_not_change_the_report():
    """A message in the wrapper of its service has the paths of the bare message."""
    kind, data = BASES["series"]
    message = edielkit.parse(
        written(kind, changed(data, {"PayloadEnergyTimeSeries[2]/Observation": rule_messages.values(3)}))
    )
    from edielkit.emif.soap import SoapDocument

    wrapped = SoapDocument(service="MeteringValues", element="CollectedDataRequest", messages=(message,))

    assert _said(_report(message)) == _said(_report(edielkit.serialize(wrapped)))


@settings(max_examples=60, deadline=None)
@given(
    day=st.dates(dt.date(2025, 1, 1), dt.date(2026, 2, 27)),
    days=st.integers(1, 3),
    resolution=st.sampled_from(["PT15M", "PT1H", "PT60M"]),
    short=st.integers(-2, 2),
    written_in=st.sampled_from([dt.UTC, OSLO, dt.timezone(dt.timedelta(hours=5))]),
)
def test_the_count_follows_the_clock(day, days, resolution, short, written_in):
    """As many values as time passes, whatever the clock change and the offset that the times are written in."""
    start = day_period(day).start
    end = day_period(day + dt.timedelta(days=days)).start
    count = (end - start) // dt.timedelta(minutes=15 if resolution == "PT15M" else 60)
    kind, data = BASES["series"]
    first = "PayloadEnergyTimeSeries[1]"
    changes = {
        f"{first}/ObservationPeriodTimeSeriesPeriod": {
            "ResolutionDuration": resolution,
            "Start": start.astimezone(written_in).isoformat(),
            "End": end.astimezone(written_in).isoformat(),
        },
        f"{first}/Observation": rule_messages.values(count + short),
        f"{first}/RegistrationDateTime": NOW.isoformat(),
        "Header/Creation": NOW.isoformat(),
    }
    report = edielkit.validate(written(kind, changed(data, changes)), now=NOW, level="process")

    assert (["SER105"] if short else []) == [f.code for f in report]


@settings(max_examples=100, deadline=None)
@given(st.randoms(use_true_random=False))
def test_no_mutation_crashes_a_rule(rng: random.Random):
    """Whatever is cut out of a message, every rule runs to its end."""
    data = written(*BASES[rng.choice(list(BASES))]).decode()
    leaves = re.findall(r"<abie:(\w+)[^>]*>[^<]*</abie:\1>", data)
    for name in rng.sample(leaves, min(3, len(leaves))):
        how = rng.choice(["", rf"<abie:{name}/>", rf"<abie:{name}>x,y</abie:{name}>"])
        data = re.sub(rf"<abie:{name}[^>]*>[^<]*</abie:{name}>", how, data, count=1)
    report = _report(data.encode())

    assert "SYS001" not in {f.code for f in report}


@pytest.mark.slow
def test_many_values_are_checked_in_little_time():
    """The rules themselves take a small part of the time that reading takes: no work for each value in Python."""
    import attrs

    from edielkit.process_rules import check_messages
    from edielkit.series import Observations

    message = edielkit.parse(written(*BASES["series"]))
    payload = message.payload_energy_time_series[0]
    # January: 31 whole days without a clock change
    january = Period(day_period(dt.date(2026, 1, 1)).start, day_period(dt.date(2026, 1, 31)).end)
    count = 31 * 96
    block = Observations(
        position=np.arange(1, count + 1, dtype=np.int32),
        quantity=np.arange(count, dtype=np.int64),
        status=np.zeros(count, np.uint8),
        validation=np.zeros(count, np.uint8),
        estimation=np.zeros(count, np.uint8),
    )
    period = attrs.evolve(
        payload.observation_period_time_series_period,
        resolution_duration="PT15M",
        start=january.start,
        end=january.end,
    )
    place = payload.metering_point_used_domain_location
    many = tuple(
        attrs.evolve(
            payload,
            identification=rule_messages.uuid(1000 + n),
            observation=block,
            observation_period_time_series_period=period,
            metering_point_used_domain_location=attrs.evolve(
                place, identification=attrs.evolve(place.identification, value=f"70705759{n:010}")
            ),
        )
        for n in range(336)
    )
    large = attrs.evolve(message, payload_energy_time_series=many)
    check_messages([message], now=NOW)
    began = time.perf_counter()
    checked = check_messages([large], now=NOW, level="process")
    spent = time.perf_counter() - began

    assert [] == [*checked.findings]
    # reading a million values takes some seconds; this takes some hundredths of one
    assert spent < 2


WIRES = sorted(
    path
    for path in FIXTURES.rglob("*")
    if path.suffix in {".xml", ".edi"}
    and path.name != "two-interchanges.edi"  # two values, which are checked one by one
)
# Faults of the bytes alone: a value is written in order, with true, with an empty part, with a terminator after each
# segment; and plain data with a character that the declared set lacks cannot be written at all, which is another finding.
ONLY_IN_BYTES = {
    "emif-boolean-as-number.xml",
    "emif-wrong-order.xml",
    "emif-poll-result-without-id.xml",
    "edifact-release-at-the-end.edi",
    "edifact-truncated.edi",
    "edifact-character-outside-unoa.edi",
}


def _plain(document):
    kind = type(document).__name__
    return edielkit.from_dict(kind, json.loads(json.dumps(edielkit.to_dict(document))))


def _forms(data):
    """Yield the forms of an input that holds one document: a value, plain data, and of bare XML the ways to write it."""
    document = edielkit.parse(data)
    yield "parsed", document
    yield "plain data", _plain(document)
    is_bare = data.startswith(b"<?xml") and hasattr(document, "kind")
    try:
        data.decode()
    except UnicodeDecodeError:
        return
    if is_bare:
        for name in ("other prefixes", "default namespace", "envelope", "UTF-16"):
            yield name, FORMS[name](data)


@pytest.mark.parametrize("path", WIRES, ids=lambda p: p.name)
def test_every_fixture_gets_one_report_in_every_form(path):
    """Over both wires, good and broken: the same findings, in words and paths, and the same list of what was not checked."""
    data = path.read_bytes()
    expected, *details = _said(_report(data))
    try:
        forms = dict(_forms(data))
    except edielkit.EdielError:
        assert {"XSD", "EDI", "SYS"} & {code[:3] for code, *_ in expected}
        return
    if path.name in ONLY_IN_BYTES:
        del forms["parsed"], forms["plain data"]

    for form in forms.values():
        findings_of_form, *others = _said(_report(form))
        assert sorted(expected, key=str) == sorted(findings_of_form, key=str)
        assert details == others
