"""The language of scenarios: what it understands, what it refuses, and how a story tells what went wrong."""

from __future__ import annotations

import datetime as dt

import pytest

from edielkit.scenarios import ScenarioError, play, read_scenario, small_market
from edielkit.scenarios.clock import ScenarioClock

NOW = dt.datetime(2026, 2, 4, 8, tzinfo=dt.UTC)
SWITCH = {
    "send": "RequestStartOfSupply",
    "process": "101",
    "from": "new supplier",
    "point": "house",
    "customer": "anna",
    "day": "day 10",
    "as": "switch",
}
CONFIRMED = {"sent": [{"to": "new supplier", "message": "ConfirmStartOfSupply", "type": "414"}]}


def play_steps(*steps, **head):
    """Play steps and return their story."""
    return play(read_scenario({"scenario": "A test", "steps": list(steps), **head}))


def wrong(*steps, **head):
    """Return what a story has to say against the expectations."""
    return "\n".join(play_steps(*steps, **head).differences)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-02-12", dt.date(2026, 2, 12)),
        ("day 0", dt.date(2026, 2, 2)),
        ("day", dt.date(2026, 2, 2)),
        ("day -10", dt.date(2026, 1, 23)),
        ("today", dt.date(2026, 2, 4)),
        ("yesterday", dt.date(2026, 2, 3)),
        ("tomorrow", dt.date(2026, 2, 5)),
        ("today +3", dt.date(2026, 2, 7)),
        ("today +3 working days", dt.date(2026, 2, 9)),
        ("today -1 working day", dt.date(2026, 2, 3)),
    ],
)
def test_days(text, day):
    """Absolute, from the first day, from today, in days and in working days."""
    assert day == ScenarioClock(dt.date(2026, 2, 2), NOW).day(text)


@pytest.mark.parametrize("text", ["", "soon", "2026-02-30", "day 999999", "today +3 weeks", "day ten"])
def test_no_days(text):
    """What is no day is refused, with its place."""
    with pytest.raises(ScenarioError, match=r"steps\[0\].day: expected a day"):
        ScenarioClock(dt.date(2026, 2, 2), NOW).day(text, "steps[0].day")


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("day 1 00:00", dt.datetime(2026, 2, 2, 23, tzinfo=dt.UTC)),
        ("tomorrow 06:30:15", dt.datetime(2026, 2, 5, 5, 30, 15, tzinfo=dt.UTC)),
        ("2026-07-01 12:00", dt.datetime(2026, 7, 1, 10, tzinfo=dt.UTC)),
        ("2026-07-01T12:00:00Z", dt.datetime(2026, 7, 1, 12, tzinfo=dt.UTC)),
    ],
)
def test_instants(text, instant):
    """Hours are those of Norway; an instant with its zone is itself."""
    assert instant == ScenarioClock(dt.date(2026, 2, 2), NOW).instant(text)


@pytest.mark.parametrize("text", ["noon", "day 1", "day 1 25:00", "06:00", "2026-07-01"])
def test_no_instants(text):
    """A day alone is no instant."""
    with pytest.raises(ScenarioError, match="expected a"):
        ScenarioClock(dt.date(2026, 2, 2), NOW).instant(text)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ([], "expected names with values, found a list"),
        ({}, "expected 'steps'"),
        ({"steps": []}, "expected 'scenario'"),
        ({"scenario": "x", "steps": [], "stpes": 1}, "unknown 'stpes', did you mean 'steps'"),
        ({"scenario": "x", "steps": ["go"]}, r"steps\[0\]: expected names with values, found the text 'go'"),
        (
            {"scenario": "x", "steps": [], "market": "big"},
            "market: expected one of small, two areas, empty; found 'big'",
        ),
        ({"scenario": "x", "steps": [], "trust": "sure"}, "trust: expected one of"),
        (
            {"scenario": "x", "steps": [], "config": {"poll limit": "many"}},
            "config.poll limit: expected a whole number",
        ),
        (
            {
                "scenario": "x",
                "steps": [],
                "parties": {"x": {"gln": 123}},
                "customers": {"a": {"number": 12}},
            },
            r"parties.x.gln: expected a GLN: 13 digits.*\n?customers.a.number: expected the number of a business",
        ),
        ({"scenario": "x", "steps": [], "config": {"colour": "red"}}, "config: unknown 'colour'"),
        (
            {"scenario": "x", "steps": [], "parties": {"x": {"gln": "7080009995012", "roles": ["XX"]}}},
            "parties.x.roles: expected roles",
        ),
        ({"scenario": "x", "steps": [], "parties": {"x": {}}}, "parties.x: expected 'gln'"),
        (
            {"scenario": "x", "steps": [], "points": {"house": {"user": "nobody"}}},
            "points.house.user: expected a customer",
        ),
        (
            {"scenario": "x", "steps": [], "points": {"house": {"area": "nowhere"}}},
            "points.house.area: expected an area",
        ),
        (
            {"scenario": "x", "steps": [], "points": {"house": {"since": "then"}}},
            "points.house.since: expected a day",
        ),
        (
            {"scenario": "x", "steps": [], "points": {"house": {"kind": "x"}}},
            "points.house.kind: expected one of",
        ),
        (
            {"scenario": "x", "steps": [], "points": {"house": {"colour": "red"}}},
            "points.house: unknown 'colour'",
        ),
        (
            {"scenario": "x", "steps": [], "points": {"empty flat": {"supplier": "old supplier"}}},
            "without user has no supplier",
        ),
        (
            {"scenario": "x", "steps": [], "points": {"house": {"access": {"third party": "some"}}}},
            "expected limited or full",
        ),
        (
            {"scenario": "x", "steps": [], "areas": {"home": {"neighbours": ["far"]}}},
            "areas.home.neighbours: expected",
        ),
    ],
)
def test_heads_that_are_none(data, message):
    """What is missing, unknown or of another shape is said with its place."""
    with pytest.raises(ScenarioError, match=message):
        read_scenario(data)


@pytest.mark.parametrize(
    ("step", "message"),
    [
        ({}, r"steps\[0\]: expected one of send, .*; found nothing"),
        ({"wait": "day 1 00:00", "poll": "x"}, "found poll and wait|found wait and poll"),
        ({**SWITCH, "send": "Nonsense"}, "steps.0..send: expected one of"),
        ({**SWITCH, "from": "nobody"}, r"steps\[0\].from: expected a party"),
        ({**SWITCH, "point": "moon"}, r"steps\[0\].point: expected a metering point"),
        ({**SWITCH, "customer": "dora"}, r"steps\[0\].customer: expected a customer"),
        ({**SWITCH, "day": "soon"}, r"steps\[0\].day: expected a day"),
        ({**SWITCH, "reference": "first"}, r"steps\[0\].reference: expected one of none yet"),
        ({**SWITCH, "positve": "no"}, r"steps\[0\]: unknown 'positve', did you mean 'positive'"),
        ({**SWITCH, "expect": {"snt": []}}, r"steps\[0\].expect: unknown 'snt'"),
        ({**SWITCH, "expect": {"sent": [{"too": "x"}]}}, r"expect.sent\[0\]: unknown 'too'"),
        ({**SWITCH, "expect": {"process": {"other": "done"}}}, "no message 'other' has been sent"),
        (
            {**SWITCH, "set": {"header.creation.year": "1"}},
            "set.header.creation.year: expected the path of a field",
        ),
        ({**SWITCH, "set": {"header": "none"}}, "steps.0.*set"),
        ({**SWITCH, "set": {"payload_mp_event.9.x": "1"}}, "steps.0"),
        ({k: v for k, v in SWITCH.items() if k != "point"}, "RequestStartOfSupply needs '"),
        ({"again": "switch"}, "expected one of none yet"),
        ({"acknowledge": "new supplier"}, "has polled nothing yet"),
        ({"poll": "new supplier", "queue": "mail"}, "expected one of market, metering"),
        ({"wait": "2026-01-01 00:00"}, "time goes forward only"),
        ({"file": "a.xml"}, "no file 'a.xml' is there"),
    ],
)
def test_steps_that_are_none(step, message):
    """A step without meaning is an error with its place, and no difference."""
    with pytest.raises(ScenarioError, match=message):
        play_steps(step)


def test_a_name_is_given_once():
    """Two messages cannot have one name."""
    with pytest.raises(ScenarioError, match="'switch' is taken"):
        play_steps({**SWITCH, "expect": CONFIRMED}, {**SWITCH, "expect": {"sent": "any"}})


def test_a_story_that_goes_as_expected():
    """It is told step by step, and has no differences."""
    story = play_steps({**SWITCH, "expect": CONFIRMED})

    assert story.ok
    assert () == story.differences
    assert [
        "✓ A test",
        "  1. Mon 2026-02-02 09:00  new supplier sends RequestStartOfSupply 392, process 101, for house, day 2026-02-12",
        "       the hub takes it in",
        "       -> ConfirmStartOfSupply 414 to new supplier (DDQ), process 101, for house, day 2026-02-12",
    ] == str(story).splitlines()
    assert "switch" == story.to_dict()["steps"][0]["sent"][0]["reference"]


def test_a_later_step_answers_the_message_that_is_given_a_name():
    """Of two messages to the grid company the one that is as expected, whichever comes first."""
    move_in = {**SWITCH, "process": "102", "point": "cut-off flat", "customer": "berit", "day": "today"}
    told = {"to": "grid company", "message": "NotifyStartOfSupply", "as": "told"}
    confirmed = {"to": "new supplier", "message": "ConfirmStartOfSupply", "as": "confirmed"}
    refusal = {
        "send": "RejectStartOfSupply",
        "process": "102",
        "from": "grid company",
        "point": "cut-off flat",
        "reference": "told",
        "reasons": ["EH095"],
    }
    rejected = {"sent": [{"to": "new supplier", "message": "RejectStartOfSupply", "reference": "switch"}]}
    for sent in ([told, confirmed], [confirmed, told]):
        story = play_steps(
            {**move_in, "expect": {"sent": sent}},
            {**refusal, "expect": {**rejected, "process": {"switch": "rejected"}}},
        )
        assert () == story.differences


@pytest.mark.parametrize(
    ("expect", "words"),
    [
        ({}, "did not expect ConfirmStartOfSupply 414 to new supplier"),
        (
            {"sent": [*CONFIRMED["sent"], {"to": "grid company"}]},
            "expected a message to grid company; it was not sent",
        ),
        ({"sent": [{"to": "new supplier", "type": "406"}]}, "type 414 instead of 406"),
        ({"sent": [{"to": "new supplier", "reasons": ["EH003"]}]}, "reasons none instead of EH003"),
        ({"sent": [{"to": "new supplier", "day": "today"}]}, "day 2026-02-12 instead of 2026-02-02"),
        ({"sent": [{"to": "new supplier", "has": ["header.nothing"]}]}, "no header.nothing"),
        ({"sent": [{"to": "new supplier", "lacks": ["header.creation"]}]}, "header.creation is there"),
        (
            {"sent": [{"to": "new supplier", "fields": {"header.document_type": "415"}}]},
            "header.document_type 414 instead of 415",
        ),
        ({**CONFIRMED, "fault": "Security"}, "expected a SOAP fault of group Security; came none"),
        ({**CONFIRMED, "reasons": ["EH003"]}, "expected the reasons EH003; came none"),
        (
            {**CONFIRMED, "process": {"switch": "done"}},
            "to be 'done'; it is 'waiting for the cancellation deadline'",
        ),
        (
            {**CONFIRMED, "state": [{"point": "house", "supplier": "new supplier"}]},
            "expected supplier new supplier of house",
        ),
        (
            {**CONFIRMED, "state": [{"point": "house", "registered": "no"}]},
            "expected house not to be registered",
        ),
        (
            {**CONFIRMED, "state": [{"point": "new plot", "status": "active"}]},
            "expected new plot to be registered",
        ),
        ({**CONFIRMED, "refused": "never"}, "expected a refusal with 'never'; came 'none'"),
        (
            {**CONFIRMED, "answer": [{"point": "house"}]},
            "expected a message, point house; it was not answered",
        ),
    ],
)
def test_what_is_not_as_expected_is_told(expect, words):
    """Each difference says what was expected and what came."""
    assert words in wrong({**SWITCH, "expect": expect})


def test_a_fault_that_is_not_expected_is_told():
    """A refused call where none is expected, and the call's words."""
    story = play_steps({**SWITCH, "role": "SLR"})

    assert ("step 1: expected no SOAP fault; came one of group Security",) == story.differences
    assert "the juridical sender does not hold role 'SLR'" in str(story)


def test_a_rejection_is_told_in_plain_words():
    """The market's code, what it means, and what the hub found."""
    story = play_steps({**SWITCH, "day": "today", "expect": {"sent": "any"}})

    assert "why: E17 (Requested switch date not within time limits), BRS101-B01" in str(story)


def test_a_portal_that_refuses_is_told():
    """A call that cannot be done is a difference, unless its words are expected."""
    step = {"call": "grant_consent", "with": {"identification": "none"}}

    assert "it refuses: expected a consent that is Pending" in wrong(step)
    assert play_steps({**step, "expect": {"refused": "Pending"}}).ok
    assert "expected a refusal with 'other'" in wrong({**step, "expect": {"refused": "other"}})


def test_files_come_from_the_caller():
    """A step sends the bytes that the caller gives under a name."""
    scenario = read_scenario(
        {"scenario": "A file", "steps": [{"file": "a.xml", "expect": {"fault": "XSD"}}]},
        files={"a.xml": b"<a/>"},
    )

    assert play(scenario).ok


def test_no_number_of_a_person_is_told():
    """Customers go by their names in a story, whatever goes wrong."""
    market = small_market()
    story = play_steps(
        {**SWITCH, "customer": "berit", "expect": {"state": [{"point": "house", "user": "berit"}]}},
    )

    assert not story.ok
    for name in market.customers:
        assert str(market.customer(name).identification) not in str(story)
        assert str(market.customer(name).identification) not in str(story.to_dict())


def test_an_empty_market():
    """A scenario may bring everybody itself."""
    story = play_steps(
        {
            "send": "RequestStartOfSupply",
            "process": "101",
            "from": "shop",
            "point": "flat",
            "customer": "eva",
            "day": "today +5",
            "expect": {"sent": [{"to": "shop", "message": "ConfirmStartOfSupply"}]},
        },
        market="empty",
        parties={
            "shop": {"gln": "7080009993001", "roles": ["DDQ"]},
            "grid": {"gln": "7080009993049", "roles": ["DDM"]},
        },
        areas={"north": {"eic": "50YHUBAREA-000AG", "owner": "grid"}},
        customers={"eva": {"number": "999999018"}},
        points={"flat": {"number": "707057599800000014", "area": "north", "user": "eva"}},
    )

    assert story.ok, str(story)
