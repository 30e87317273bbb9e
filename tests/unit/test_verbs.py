"""The verbs that need no page of their own: one message as a value of its kind, series as a table, creation."""

from __future__ import annotations

import datetime as dt
import gzip
import sys
from decimal import Decimal

import pytest
from tests.support.paths import FIXTURES

import edielkit
from edielkit.edifact.interchange import Interchange
from edielkit.edifact.messages import Contrl, Mscons, Utilts
from edielkit.emif.messages import Acknowledgement, CollectedData, PollForData
from edielkit.emif.soap import SoapDocument
from edielkit.errors import MissingExtraError, ParseError
from edielkit.tables import arrow_schema, from_arrow
from edielkit.verbs import as_bytes, creation_time, parse_all

COLLECTED = (FIXTURES / "emif/metering/CollectedData.xml").read_bytes()
MSCONS = next((FIXTURES / "edifact").glob("*mscons*.edi")).read_bytes()
WRAPPED = edielkit.serialize(
    SoapDocument(
        service="MeteringValues", element="CollectedDataRequest", messages=(edielkit.parse(COLLECTED),)
    )
)


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (CollectedData, COLLECTED),
        (CollectedData, WRAPPED),
        (SoapDocument, WRAPPED),
        (Mscons, MSCONS),
        (Interchange, MSCONS),
    ],
)
def test_the_only_message_comes_as_its_kind(kind, data):
    """Out of a wrapper or an interchange, unless the whole is asked for."""
    assert isinstance(edielkit.parse_message(data, kind), kind)


def test_the_message_is_the_one_that_parse_gives():
    """The kind chooses; it changes nothing."""
    assert edielkit.parse(COLLECTED) == edielkit.parse_message(COLLECTED, CollectedData)
    assert edielkit.parse(COLLECTED) == edielkit.parse_message(WRAPPED, CollectedData)


@pytest.mark.parametrize(
    ("words", "kind", "data"),
    [
        ("expected one Acknowledgement, found CollectedData", Acknowledgement, COLLECTED),
        ("expected one PollForData, found CollectedData", PollForData, WRAPPED),
        ("expected one Utilts, found MSCONS", Utilts, MSCONS),
        ("expected one CollectedData, found MSCONS", CollectedData, MSCONS),
        ("expected one Contrl, found CollectedData", Contrl, COLLECTED),
        ("expected one Contrl, found no message", Contrl, b"UNB+UNOC:3+A+B+260101:0000+R'UNZ+0+R'"),
    ],
)
def test_another_kind_is_a_parse_error(words, kind, data):
    """It says what was asked for and what came."""
    with pytest.raises(ParseError, match=words):
        edielkit.parse_message(data, kind)


def test_several_messages_are_a_parse_error():
    """There is not the one that was asked for."""
    several = (FIXTURES / "broken/edifact-three-messages-one-wrong.edi").read_bytes()

    with pytest.raises(ParseError, match="expected one Mscons, found 3 messages: MSCONS"):
        edielkit.parse_message(several, Mscons)


@pytest.mark.parametrize("kind", ["CollectedData", None, bytes, int])
def test_what_is_no_class_of_messages_is_a_type_error(kind):
    """A name is no class, and not every class is one of messages."""
    with pytest.raises(TypeError, match="expected a class"):
        edielkit.parse_message(COLLECTED, kind)


@pytest.mark.parametrize("verb", [edielkit.serialize, edielkit.to_dict])
def test_what_is_no_message_cannot_be_written(verb):
    """Bytes are no message yet."""
    with pytest.raises(TypeError, match=r"such as edielkit\.parse gives, found bytes"):
        verb(COLLECTED)


def test_bytes_stay_and_values_are_written():
    """A value becomes the bytes that are validated in its stead."""
    assert COLLECTED == as_bytes(memoryview(COLLECTED))
    assert COLLECTED == as_bytes(edielkit.parse(COLLECTED))
    assert MSCONS == as_bytes(edielkit.parse(MSCONS))


# -- creation


CREATED = dt.datetime(2026, 2, 2, 5, 31, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize("data", [COLLECTED, WRAPPED, gzip.compress(COLLECTED, mtime=0)])
def test_the_header_says_when_a_message_was_made(data):
    """Bare, wrapped, packed."""
    assert CREATED == creation_time(data)


def test_what_follows_the_header_is_not_read():
    """A document that is broken below still says when it was made."""
    head, _, _ = COLLECTED.partition(b"</rsm:Header>")

    assert head != COLLECTED
    assert CREATED == creation_time(head + b"</rsm:Header><cut")
    assert creation_time(head) is None


def test_the_first_message_that_says_so_counts_in_edifact():
    """It may stand far behind the head: the rest is read then."""
    data = b"UNB+UNOC:3+A+B+260101:0000+R'"
    silent = b"UNH+%d+CONTRL:2:2:UN:EDIEL2'UCI+R+A:14+B:14+1'UNT+3+%d'"
    data += b"".join(silent % (n, n) for n in range(2000))
    said = b"UNH+2000+MSCONS:D:96A:ZZ:EDIEL2'DTM+137:202602020631:203'UNT+3+2000'"

    assert creation_time(data) is None
    assert dt.datetime(2026, 2, 2, 5, 31, tzinfo=dt.UTC) == creation_time(data + said)


@pytest.mark.parametrize(
    "data", [b"", b"no message", b"<a/>", b"<a>", b"\x1f\x8bcut", b"UNB+UNOC:3+A+B+1:1+R'"]
)
def test_what_says_nothing_was_made_at_no_known_time(data):
    """Nothing is raised for any bytes."""
    assert creation_time(data) is None


def test_every_good_message_says_the_same_as_its_value():
    """The head alone gives what the whole would."""
    for path in sorted((FIXTURES / "emif").rglob("*.xml")):
        document = parse_all(path.read_bytes())[0]
        first = next(iter(getattr(document, "messages", (document,))), None)
        header = getattr(first, "header", None)

        assert (path.name, header and header.creation) == (path.name, creation_time(path.read_bytes()))


# -- detect


@pytest.mark.parametrize(
    ("seems", "data"),
    [("a PDF document", b"%PDF-1.7"), ("a web page (HTML)", b"<!doctype html><p>"), ("", b"abc")],
)
def test_an_unknown_input_says_what_it_seems_to_be(seems, data):
    """As far as its first bytes show."""
    kind = edielkit.detect(data)

    assert ("unknown", None, seems) == (kind.wire, kind.message, kind.seems)


def test_a_message_seems_to_be_nothing_else():
    """The hint is for what is unknown."""
    assert ("emif", "") == (edielkit.detect(COLLECTED).wire, edielkit.detect(COLLECTED).seems)


# -- tables


SERIES = (
    "emif/metering/CollectedData.xml",
    "edifact/mscons-de-coupling-point-comma.edi",
    "edifact/utilts-se-quarters.edi",
)


@pytest.mark.parametrize("name", SERIES)
def test_the_table_holds_the_series(name):
    """Every field and value of the series of either wire is in the table, exact."""
    data = (FIXTURES / name).read_bytes()
    series = list(edielkit.read_series(data))
    table = edielkit.read_table(gzip.compress(data))

    assert arrow_schema() == table.schema
    assert sum(len(one_series.observations) for one_series in series) == table.num_rows > 0
    assert series == list(from_arrow(table))


def test_quantities_are_decimals_and_instants_have_a_zone():
    """A value is a decimal of three places, its start an instant in UTC."""
    row = edielkit.read_table((FIXTURES / SERIES[0]).read_bytes()).slice(0, 1).to_pylist()[0]

    assert isinstance(row["quantity"], Decimal)
    assert -3 == row["quantity"].as_tuple().exponent
    assert "2026-01-31T23:00:00+00:00" == row["start"].isoformat()


def test_a_message_without_series_gives_an_empty_table():
    """The columns are there, the rows are not."""
    table = edielkit.read_table((FIXTURES / "emif/common/PollForData.xml").read_bytes())

    assert (0, arrow_schema()) == (table.num_rows, table.schema)


def test_what_is_no_message_is_refused():
    """Bytes that are no message raise with their place."""
    with pytest.raises(ParseError):
        edielkit.read_table(b"nonsense")


def test_without_pyarrow_the_extra_is_named(monkeypatch):
    """The error says what to install."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    with pytest.raises(MissingExtraError, match=r"edielkit\[arrow\]"):
        edielkit.read_table((FIXTURES / SERIES[0]).read_bytes())
