"""Messages made harmless: nobody is left in them, they fit together as before, and they have the faults that they had."""

from __future__ import annotations

import base64
import datetime as dt
import gzip

import pytest
from tests.support.identities import identities, leaks
from tests.support.paths import FIXTURES

import edielkit
from edielkit.generate import generate_message, message_kinds
from edielkit.generate.anonymise import Anonymiser, anonymise
from edielkit.generate.anonymising.replacing import Tally
from edielkit.inputs import open_input

KEY = b"a key of the tests"
ANONYMISER = Anonymiser(KEY)
NOW = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)
MESSAGES = sorted(
    path
    for folder in ("emif", "edifact", "broken", "exchange", "pairs")
    for path in (FIXTURES / folder).rglob("*")
    if path.suffix in {".xml", ".edi", ".gz"}
    and path.name not in {"emif-gzip-cut-off.xml.gz", "no-message-empty.xml", "no-message-text.edi"}
)


def findings(data, now=NOW):
    report = edielkit.validate(data, now=now)
    return report.verdict, [(f.code, f.severity, f.position, f.reason) for f in report]


@pytest.mark.parametrize("path", MESSAGES, ids=lambda path: path.name)
def test_findings_of_the_fixtures_stay(path):
    """Code, weight, line, column, byte and segment of each, in good messages and broken ones."""
    data = path.read_bytes()

    result = ANONYMISER.anonymise(data)

    assert findings(data) == findings(result.data)
    assert len(open_input(data).content) == len(open_input(result.data).content)


def check(kind, count):
    """Compare *count* generated messages of a kind with what becomes of them."""
    for seed in range(count):
        generated = generate_message(kind, seed=seed, now=NOW, full=seed % 2 == 0)
        result = ANONYMISER.anonymise(generated.data)

        assert findings(generated.data, generated.now) == findings(result.data, generated.now)
        own = identities(generated.data)
        assert own
        assert set() == leaks(own, result.data)
        opened = open_input(generated.data)
        assert result.data == b"".join(ANONYMISER.pieces(opened, Tally(), is_fast=False))


@pytest.mark.parametrize("kind", message_kinds())
def test_nobody_is_left_in_generated_messages(kind):
    """Byte for byte, in any case, in base64; and the findings are none, as before."""
    check(kind, 3)


@pytest.mark.slow
@pytest.mark.parametrize("kind", message_kinds())
def test_nobody_is_left_in_a_thousand_generated_messages(kind):
    """The same for many."""
    check(kind, 30)


def test_the_search_for_leaks_sees_them():
    """In capitals, as another character set, in base64 at any place, inside of gzip."""
    own = {"Nordmann", "707057500012345671"}
    for data in (b"x NORDMANN", "x nordmann".encode("utf-16-le"), gzip.compress(b"Nordmann")):
        assert {"Nordmann"} == leaks(own, data)
    for shift in range(3):
        assert {"Nordmann"} == leaks(own, base64.b64encode(b"x" * shift + b"Nordmann and more"))
    assert set() == leaks(own, b"Nord mann 70705750001234567")


def test_identities_of_one_folder_are_apart_and_fit_together():
    """What two messages share they still share, what differed still differs."""
    data = [generate_message(kind, seed=1, now=NOW, full=True).data for kind in message_kinds()]
    again = [ANONYMISER.anonymise(message).data for message in data]
    before, after = ([identities(message) for message in messages] for messages in (data, again))

    assert list(map(len, before)) == list(map(len, after))
    shared = [len(texts & others) for texts in before for others in before]
    assert shared == [len(texts & others) for texts in after for others in after]


def test_an_answer_still_names_its_original():
    """The rejection of a message, made harmless apart from it, is about it."""
    original = (FIXTURES / "broken/emif-decimal-comma.xml").read_bytes()
    answers = edielkit.acknowledge(
        original,
        edielkit.validate(original, now=NOW),
        now=NOW,
        new_id=lambda: "b76dc0c3-b078-42db-b03e-53cf192f09a9",
    )
    mscons = (FIXTURES / "broken/edifact-control-total.edi").read_bytes()
    more = edielkit.acknowledge(mscons, edielkit.validate(mscons, now=NOW), now=NOW, new_id=lambda: "C1")
    for data, messages in ((original, answers), (mscons, more)):
        assert messages
        for message in messages:
            answer = edielkit.serialize(message)
            before = edielkit.explain(answer, original=data)
            after = edielkit.explain(
                ANONYMISER.anonymise(answer).data, original=Anonymiser(KEY).anonymise(data).data
            )
            assert [a.original_found for a in before.answers] == [a.original_found for a in after.answers]


def test_both_wires_name_the_same_point():
    """A message and its conversion have one pseudonym for what they share."""
    xml = (FIXTURES / "emif/metering/CollectedData.xml").read_bytes()
    point, party = "707057599900010012", "7080009990116"
    edifact = (FIXTURES / "edifact/mscons-no-four-hours.edi").read_bytes()
    assert all(identifier.encode() in data for identifier in (point, party) for data in (xml, edifact))

    shared = identities(ANONYMISER.anonymise(xml).data) & identities(ANONYMISER.anonymise(edifact).data)

    assert {18, 13} == {len(identifier) for identifier in shared}


def test_gzip_stays_gzip():
    """The same bytes each time."""
    data = (FIXTURES / "emif/encodings/collected-data.xml.gz").read_bytes()
    result = ANONYMISER.anonymise(data)

    assert result.data == ANONYMISER.anonymise(data).data
    assert set() == leaks(identities(data), result.data)


def test_the_same_key_gives_the_same_bytes():
    """In another run too; another key gives others."""
    data = (FIXTURES / "emif/market/NotifyStartOfSupply.xml").read_bytes()

    assert ANONYMISER.anonymise(data) == anonymise(data, key=KEY)
    assert set() == identities(ANONYMISER.anonymise(data).data) & identities(
        anonymise(data, key=b"another key").data
    )


@pytest.mark.parametrize("values", ["scale", "reshape"])
@pytest.mark.parametrize("name", ["emif/metering/CollectedData.xml", "edifact/mscons-no-four-hours.edi"])
def test_amounts_become_others(values, name):
    """With the findings that were there, and as many of them."""
    data = (FIXTURES / name).read_bytes()
    result = anonymise(data, key=KEY, values=values)
    before, after = (
        [list(series.observations.quantity) for series in edielkit.read_series(message)]
        for message in (data, result.data)
    )

    assert [len(series) for series in before] == [len(series) for series in after]
    pairs = [pair for both in zip(before, after, strict=True) for pair in zip(*both, strict=True)]
    assert all((own == 0) == (new == 0) for own, new in pairs)
    assert not any(own == new for own, new in pairs if own)
    assert result.replaced["amount"] >= len(pairs)
    codes = [[code for code, *_ in findings(message)[1]] for message in (data, result.data)]
    assert codes[0] == codes[1]


@pytest.mark.parametrize("weeks", [52, -52, 1])
def test_times_are_moved(weeks):
    """All of them, so that the message is as right at its own time as it was."""
    for name in (
        "emif/metering/CollectedData.xml",
        "edifact/mscons-no-four-hours.edi",
        "emif/metering/CollectedData-meter-index.xml",
    ):
        data = (FIXTURES / name).read_bytes()
        result = anonymise(data, key=KEY, shift_weeks=weeks)
        created, moved = (edielkit.verbs.creation_time(message) for message in (data, result.data))

        assert dt.timedelta(weeks=weeks) == moved - created
        assert findings(data, created) == findings(result.data, moved)


@pytest.mark.parametrize(
    ("words", "arguments"),
    [
        ("a key of at least 8 bytes, found 7", {"key": b"1234567"}),
        ("expected one of keep, scale, reshape, found 'drop'", {"key": KEY, "values": "drop"}),
    ],
)
def test_what_cannot_be(words, arguments):
    """A key that is guessed, and values that nobody knows."""
    with pytest.raises(ValueError, match=words):
        Anonymiser(**arguments)


def test_the_least_that_is_asked_for_is_enough():
    """A key of eight bytes, and a move of as many weeks as may be, are taken; one more week is refused."""
    assert isinstance(Anonymiser(b"12345678", shift_weeks=10_400), Anonymiser)
    assert isinstance(Anonymiser(b"12345678", shift_weeks=-10_400), Anonymiser)
    with pytest.raises(ValueError, match="a move of at most 10400 weeks"):
        Anonymiser(KEY, shift_weeks=-10_400 - 1)


@pytest.mark.parametrize("data", [b"%PDF-1.7 Ola", b"Ola Nordmann", b"", b"\x1f\x8b\x08cut"])
def test_what_is_no_message_is_refused(data):
    """Nothing of it is given back."""
    with pytest.raises(edielkit.ParseError) as caught:
        ANONYMISER.anonymise(data)
    assert "Ola" not in str(caught.value)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7 Ola", "expected XML or EDIFACT, found a PDF document"),
        (b"Ola Nordmann", "expected XML or EDIFACT"),
        (b" UNB+UNO", None),
        (b"\xef\xbb\xbf\r\nUNA:+.? '", None),
    ],
)
def test_what_no_message_is_may_be_something_else(data, words):
    """What is seen is said, and where nothing is seen nothing is; white space before the first segment is no fault."""
    if words is None:
        assert ANONYMISER.anonymise(data)
        return
    with pytest.raises(edielkit.ParseError) as caught:
        ANONYMISER.anonymise(data)
    assert ("SYS011", words, 0) == (caught.value.code, caught.value.message, caught.value.position.offset)


@pytest.mark.parametrize(
    ("kept", "name"),
    [
        ("CollectedData", "CollectedData-707057500012345671.xml"),
        ("MSCONS", "MSCONS_ola_nordmann.edi.gz"),
        ("xml", "b76dc0c3-b078-42db-b03e-53cf192f09a9.xml"),
        ("zip", "Nordmann 01819010043.zip"),
    ],
)
def test_names_of_files_have_pseudonyms(kept, name):
    """Those that the content has; what kind of message it is stays."""
    other = ANONYMISER.name(name)

    assert kept in other
    assert len(name) == len(other)
    assert set() == leaks({"707057500012345671", "nordmann", "b76dc0c3-b078", "01819010043"}, other.encode())
    point = anonymise(b"<Identification>707057500012345671</Identification>", key=KEY).data.decode()[16:34]
    assert ("707057500012345671" in name) == (point in other)


@pytest.mark.parametrize(
    ("text", "harmless"),
    [
        (b"NAD+UD+++Kari O'Testesen'", b"NAD+UD+++Pici A'Lavgiruh'"),
        (b"Testesen:Kari+1'", b"Lavgiruh:Pici+1'"),
        (b"Kari?'s Testesen'", b"Pici?'n Lavgiruh'"),
        (b"01819010043'", b"26457947058'"),
        (b"NAD7080009800026::9'", b"NAD7081680394743::9'"),
        (b"unt+2'", b"unt+2'"),
    ],
)
def test_what_stands_where_a_tag_is_due_is_replaced(text, harmless):
    """A name that a terminator tore apart, or a number; a tag in lower case, or one without its separator, stays a tag."""
    head = b"UNB+UNOC:3+A+B+260302:1000+1'UNH+1+MSCONS:D:96A:ZZ:EDIEL2'"
    data = anonymise(head + text, key=b"correct horse battery staple").data

    assert harmless == data[len(head) :]


@pytest.mark.parametrize("count", [1, 2, 5])
def test_what_comes_again_is_counted_again(count):
    """A segment that is written alike is replaced alike; the tally says how often."""
    segment = b"NAD+UD+++Kari Testesen'"
    head = b"UNB+UNOC:3+A+B+260302:1000+1'UNH+1+MSCONS:D:96A:ZZ:EDIEL2'"
    none, result = (anonymise(head + segment * times, key=KEY) for times in (0, count))

    assert 1 == len(set(result.data[len(head) :].rstrip(b"'").split(b"'")))
    assert count == sum(result.replaced.values()) - sum(none.replaced.values())


@pytest.mark.parametrize(
    ("text", "harmless"),
    [
        (b"<<b>Kari</b>", b"<<b>Pici</b>"),
        (b"<<<b>Kari</b>", b"<<<b>Pici</b>"),
        (b"x<<Kari Testesen<b>y</b>", b"l<<Pici Lavgiruh<b>o</b>"),
    ],
)
def test_what_begins_as_a_tag_ends_where_the_next_one_begins(text, harmless):
    """Neither a tag behind it nor the content of that is taken for a part of it."""
    head = b'<?xml version="1.0"?><a xmlns="urn:no:elhub:emif:metering:CollectedData:v2">'

    assert harmless == anonymise(head + text, key=b"correct horse battery staple").data[len(head) :]
