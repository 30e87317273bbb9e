"""What the rules say they look at is what they look at: the validation of large messages counts on it."""

from __future__ import annotations

import attrs
import pytest
from tests.support.fast_documents import SENT, message, notify

from edielkit.emif.build import context
from edielkit.emif.fast.document import read_fast
from edielkit.process_rules import PointChannel, PointState, batch, check_messages, checks
from edielkit.process_rules.checked_messages import chosen_checks
from edielkit.process_rules.declare import COUNT, Need, Scope
from edielkit.process_rules.subject import OBSERVATION, PLACES, Payload, Subject
from edielkit.verbs import serialize


class _Seen(Payload):
    """A payload that remembers what was asked of it."""

    @property
    def identification(self):
        self.subject.asked.add("Identification")
        return super().identification

    def get(self, path):
        self.subject.asked.add(path)
        return super().get(path)

    def all(self, path):
        self.subject.asked.add(path)
        return super().all(path)


class _Subject(Subject):
    """A message of such payloads."""

    @property
    def payloads(self):
        return tuple(_Seen(subject=self, value=p.value, path=p.path) for p in super().payloads)


class _State:
    """A state of a point that remembers what was asked of it."""

    def __init__(self, asked, **fields):
        self.__dict__.update(asked=asked, state=PointState(**fields))

    def __getattr__(self, name):
        self.asked.add(name)
        return getattr(self.state, name)


class _Context:
    complete = True

    def __init__(self, **fields):
        self.asked: set[str] = set()
        self.fields = fields

    def metering_point(self, identification, day):
        return _State(self.asked, identification=identification, **self.fields)

    def grid_owner(self, grid_area, day):
        return None

    def approved(self, metering_point, third_party, day):
        return None


_CHANNELS = (PointChannel(product="8716867000030", direction="In", resolution="PT1H"),)
_POINTS = (
    {},
    {"type": "E18", "settlement_method": "E01", "reading_resolution": "PT15M", "channels": _CHANNELS},
)


def _in(sent, brs):
    return attrs.evolve(sent, process_energy_context=context(f"BRS-NO-{brs}", "DDQ"))


_MESSAGES = [
    _in(sent, brs)
    for resolution in ("PT1H", "PT15M")
    for brs in ("313", "311", "312", "332")
    for collected in (message(count=2, per=8, resolution=resolution),)
    for sent in (collected, notify(collected))
]


# the day that a rule on a point is about, and the point itself, are what the context was asked with
_ASKED = {"StartOfOccurrence", "EndOfOccurrence", "Period/Start", "ObservationPeriodTimeSeriesPeriod/Start", "MeteringPointUsedDomainLocation/Identification"}  # fmt: skip


@pytest.mark.parametrize("code", [code for code, check in checks().items() if check.reads is not None])
def test_rules_look_at_what_they_say(code):
    """A rule asks a payload for the parts that it names, and a point for the fields that it names."""
    check = checks()[code]
    for sent in _MESSAGES:
        for fields in _POINTS:
            market = _Context(**fields)
            subject = _Subject(message=sent, version="2.4.3", now=SENT, context=market)
            object.__setattr__(subject, "asked", set())
            if check not in chosen_checks(subject, "business", schema_checked=False):
                continue
            breaches = list(check.run(subject))
            asked = subject.asked - (_ASKED if Need.CONTEXT in check.needs else set())
            if breaches:
                # what is found is named after its payload
                asked -= {"Identification"}
            values = {COUNT, PLACES}.intersection(check.reads)
            allowed = tuple({OBSERVATION} if values else ()) + check.reads
            for path in asked:
                assert any(
                    path == allowed_path or path.startswith(f"{allowed_path}/") for allowed_path in allowed
                ), path
            assert market.asked <= set(check.state)


def test_rules_on_the_message_alone_say_so():
    """Every rule of a process table that is about payloads names their parts, but for the one that counts payloads."""
    titles = [
        check.rule.title
        for check in checks().values()
        if check.reads is None and check.rows and check.level == "process"
    ]

    assert all("one" in title for title in titles)


def test_rules_on_series_need_not_see_each_payload():
    """A rule that sees each payload of an hourly series would cost more than all others."""
    subject = Subject(message=message(), version="2.4.3", now=SENT, context=_Context())

    assert [
        check.rule.code
        for check in chosen_checks(subject, "business", schema_checked=True)
        if check.reads is None and check.certainly_clean is None and check.may_find is None
    ] == []


def test_a_rule_that_breaks_says_so(monkeypatch):
    """An exception in a rule is a finding, and one in what the context knows is that of the exact path."""

    class Failing(_Context):
        def metering_point(self, identification, day):
            raise RuntimeError

    sent = message(per=24)
    fast = read_fast(serialize(sent), least=0)

    def asked(context):
        mine = batch.check_kinds(fast, now=SENT, context=context)
        others = check_messages([sent], version="2.4.3", now=SENT, context=context, schema_checked=True)
        assert others.not_checked == mine.not_checked
        assert [f.code for f in others.findings] == [f.code for f in mine.findings]
        return mine

    assert not asked(None).findings
    assert {"SYS001"} == {finding.code for finding in asked(Failing()).findings}


@pytest.mark.parametrize(
    "path", ["MeteringPointUsedDomainLocation/Identification", "Observation/Metered/Quantity"]
)
def test_a_rule_on_what_differs_sees_each_payload(monkeypatch, path):
    """One payload may not stand for the others of its kind where the rule looks at what they differ in."""
    sent = message(count=5, per=2)
    last = sent.payload_energy_time_series[-1]

    def run(subject):
        return (f.breach("it is the last") for f in subject.payloads if f.value is last)

    own = attrs.evolve(checks()["SER104"], run=run, reads=(path,), scope=Scope())
    monkeypatch.setattr(batch, "chosen_checks", lambda *_, **__: [own])
    (finding,) = batch.check_kinds(batch.kinds_of(sent, "2.4.3", None), now=SENT).findings

    assert ("SER104", "it is the last") == (finding.code, finding.message)
