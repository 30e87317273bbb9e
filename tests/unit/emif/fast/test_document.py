"""The fast path gives the value and the findings of the exact path, or leaves a document to it."""

from __future__ import annotations

import gzip
import re
import tracemalloc
from unittest.mock import patch
from uuid import UUID

import pytest
from tests.support.fast_agreement import fast_report, reads_alike, reports_alike
from tests.support.fast_documents import SENT, SPELLINGS, message, notify, text, wrapped
from tests.support.paths import FIXTURES, REFERENCE

import edielkit
from edielkit.emif.fast import LEAST
from edielkit.emif.fast.document import read_fast
from edielkit.emif.fast.rows import Scanner
from edielkit.emif.read.document import parse_document
from edielkit.emif.read.xml import parse_tree
from edielkit.findings import Report
from edielkit.series import Status

CODED = (Status.METERED, Status.ESTIMATED, Status.FINAL_ESTIMATED, Status.TEMPORARY)
CALCULATED = (Status.CALCULATED, Status.CALCULATED_FOR_SETTLEMENT, Status.METERED)

DOCUMENTS = {
    "metered": message(),
    "all forms": message(kinds=CODED, per=30),
    "estimated first": message(kinds=(Status.ESTIMATED,)),
    "quarters": message(resolution="PT15M", per=8),
    "two directions": message(both=True),
    "one value each": message(per=1),
    "one payload": message(count=1, per=30),
    "from Elhub": notify(message()),
    "calculated by Elhub": notify(message(kinds=CALCULATED, per=20)),
    "in a wrapper": wrapped(message()),
}


@pytest.mark.parametrize("spelling", SPELLINGS.values(), ids=SPELLINGS)
@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
def test_plain_documents_are_read_alike(document, spelling):
    """Whatever the prefixes and the white space between elements, plain documents go through the fast path."""
    assert reads_alike(spelling(text(document)))


PLAIN = text(message())
ODD = {
    "a comment between rows": (b"</abie:Observation>\n", b"</abie:Observation><!-- a -->\n"),
    "a comment in a value": (b"<abie:Metered>", b"<abie:Metered><!-- a -->"),
    "a comment between payloads": (b"</rsm:PayloadEnergyTimeSeries>\n", b"</rsm:PayloadEnergyTimeSeries><!---->\n"),
    "a section in an identification": (b"<abie:Direction>Out", b"<abie:Direction><![CDATA[Out]]>"),
    "a reference": (b">Out<", b">&#79;ut<"),
    "an instruction": (b"    <abie:Observation", b"    <?a b?><abie:Observation"),
    "single quotes": (b'Sequence="2"', b"Sequence='2'"),
    "white space in a tag": (b'<abie:Observation Sequence="2">', b'<abie:Observation  Sequence="2">'),
    "white space in a value": (b"</abie:Metered>", b" </abie:Metered>"),
    "white space in a place": (b'Sequence="2"', b'Sequence=" 2"'),
    "a sign of a place": (b'Sequence="2"', b'Sequence="+2"'),
    "another attribute": (b'Sequence="2"', b'Sequence="2" Other="1"'),
    "text between rows": (b"</abie:Observation>\n", b"</abie:Observation>a\n"),
    "text in the white space after the rows": (b"</abie:Observation>\n  </rsm:", b"</abie:Observation>\na </rsm:"),
    "text between payloads": (b"</rsm:PayloadEnergyTimeSeries>\n", b"</rsm:PayloadEnergyTimeSeries>a\n"),
    "another order": (b"    <abie:Observation", b"    <abie:Other/><abie:Observation"),
    "no number": (b"<abie:Metered>", b"<abie:Metered>a"),
    "two points": (b"<abie:Metered>", b"<abie:Metered>1.1."),
    "four decimals": (b"</abie:Metered>", b".1234</abie:Metered>"),
    "an exponent": (b"</abie:Metered>", b"E1</abie:Metered>"),
    "a payload in a payload": (b"<abie:Identification>", b"<rsm:PayloadEnergyTimeSeries></rsm:PayloadEnergyTimeSeries><abie:Identification>"),
    "a negative value": (b"<abie:Metered>", b"<abie:Metered>-1"),
    "no value": (b"<abie:Metered>", b"<abie:Metered></abie:Metered><abie:Metered>"),
    "an unknown form": (b"<abie:Metered>", b"<abie:Measured/><abie:Metered>"),
    "a form of another message": (b"<abie:Metered>", b"<abie:Calculated>1</abie:Calculated><abie:Metered>"),
    "a place twice": (b'Sequence="2"', b'Sequence="1"'),
    "a place of five digits": (b'Sequence="2"', b'Sequence="00002"'),
    "capital letters in an identification": (b"-4", b"-A4"),
    "a metering point of 17 digits": (b'"9">7070575', b'"9">070575'),
    "a point in time without a zone": (b"Z</abie:RegistrationDateTime>", b"</abie:RegistrationDateTime>"),
}  # fmt: skip


# what the fast path has no words for: no document of EMIF, or one that only a parser can read
LEFT = {
    "a comment around payloads": (b"<rsm:PayloadEnergyTimeSeries>", b"<!--<rsm:PayloadEnergyTimeSeries>-->"),
    "no end": (b"</rsm:CollectedData>", b""),
    "something behind": (b"</rsm:CollectedData>", b"</rsm:CollectedData><a/>"),
    "an encoding of one byte": (b'"UTF-8"', b'"ISO-8859-1"'),
    "a document type": (b"<rsm:CollectedData ", b"<!DOCTYPE a><rsm:CollectedData "),
    "a word of the schema": (b'Sequence="2"', b'xsi:type="a" Sequence="2"'),
    "an undeclared prefix": (b"<abie:Metered>", b"<a:Metered>"),
    "a section around payloads": (b"<rsm:PayloadEnergyTimeSeries>", b"<![CDATA[<rsm:PayloadEnergyTimeSeries>"),
    "a tag that is not closed": (b"</rsm:PayloadEnergyTimeSeries>", b""),
}  # fmt: skip


@pytest.mark.parametrize("prefix", [b"q", b"Pq", b"qqP"])
def test_prefixes_may_have_the_letters_that_are_looked_for(prefix):
    """Rows are found by a letter of Sequence, and payloads by one of their own: prefixes have them too."""
    data = PLAIN.replace(b"abie:", prefix + b":").replace(b":abie=", b":" + prefix + b"=")
    data = data.replace(b"rsm:", prefix + b".r:").replace(b":rsm=", b":" + prefix + b".r=")

    assert reads_alike(data, now=SENT)
    assert read_fast(data, least=0).kinds == read_fast(PLAIN, least=0).kinds


@pytest.mark.parametrize("places", [(9, 10, 11), (99, 100, 1000), (1, 3, 4), (0, 1, 2), (1, 2, 9999)])
def test_places_that_are_not_counted_from_one(places):
    """Whatever the places are, they are read as they stand."""
    data = PLAIN
    for number, place in enumerate(places, 1):
        data = data.replace(b'Sequence="%d"' % number, b'Sequence="p%d"' % place)

    assert reads_alike(data.replace(b'"p', b'"'), now=SENT)


def _changed(change: tuple[bytes, bytes], *, every: bool) -> bytes:
    old, new = change
    place = PLAIN.rindex(old)
    data = PLAIN.replace(old, new) if every else PLAIN[:place] + new + PLAIN[place + len(old) :]
    assert data != PLAIN
    return data


@pytest.mark.parametrize("change", ODD.values(), ids=ODD)
def test_odd_places_cost_their_payload(change):
    """What is not written in the plain way sends its payload to the exact path, and findings have the same places."""
    assert reads_alike(_changed(change, every=False), now=SENT)
    reads_alike(_changed(change, every=True), now=SENT)


@pytest.mark.parametrize("every", [False, True], ids=["once", "everywhere"])
@pytest.mark.parametrize("change", LEFT.values(), ids=LEFT)
def test_some_documents_are_left_to_the_exact_path(change, every):
    """What is no well-formed document with payloads in a row is not read here, wherever it is so."""
    assert read_fast(_changed(change, every=every), least=0) is None


@pytest.mark.parametrize("number", ["0", "0.5", "000.125", ".5", "12345678", "1234567.8", "12345.678", "999999999999.999", "100000000", "00000001.10"])  # fmt: skip
def test_numbers_of_all_lengths(number):
    """Numbers with and without a point, shorter and longer than eight characters, are read exactly."""
    data = PLAIN.replace(b"<abie:Metered>", b"<abie:Metered>" + number.encode() + b"</abie:Metered><!")
    data = b"".join(
        part if not n else part.partition(b"</abie:Metered>")[2] for n, part in enumerate(data.split(b"<!"))
    )

    assert number.encode() + b"</abie:Metered></abie:Observation>" in data
    assert reads_alike(data)


HOSTILE = {
    "tags and nothing else": b"<" * 6_000_000,
    "rows that begin and never end": b'<abie:Observation Sequence="1"><abie:Metered>' * 100_000,
    "white space": b" " * 6_000_000,
    "a form of a megabyte": b'<abie:Observation Sequence="4"><abie:Estimated A="' + b"a" * 1_000_000 + b'">',
    "ever new forms": b"".join(b'<abie:Observation Sequence="%d"><abie:Metered A="%d">1</abie:Metered></abie:Observation>' % (n, n) for n in range(4, 5000)),
}  # fmt: skip


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_hostile_documents_cost_little(content):
    """What nobody writes is given up soon, in bounded memory."""
    place = PLAIN.index(b"</abie:Observation>") + len(b"</abie:Observation>")
    data = PLAIN[:place] + content + PLAIN[place:]
    tracemalloc.start()
    try:
        assert read_fast(data) is None
        assert tracemalloc.get_traced_memory()[1] < 100_000_000
    finally:
        tracemalloc.stop()


def test_an_identification_twice():
    """The schema has a constraint on identifications: both payloads are told apart from the others."""
    first, second = (p.identification for p in message().payload_energy_time_series[:2])
    data = PLAIN.replace(first.encode(), second.encode())

    assert reads_alike(data)
    assert ["XSD040"] == [finding.code for finding in fast_report(data, level="schema")]
    assert reads_alike(text(notify(message())).replace(first.encode(), second.encode()))


def test_an_identification_of_an_odd_payload_twice():
    """An odd payload may have the identification of a plain one."""
    first, second = (p.identification for p in message().payload_energy_time_series[:2])

    assert reads_alike(PLAIN.replace(first.encode(), f"<!-- -->{second}".encode()))
    assert reads_alike(PLAIN.replace(second.encode(), f"{first}<!-- -->".encode()))


def test_a_document_without_a_plain_payload_is_left_to_the_exact_path():
    """A payload whose value is not as the schema has it, and one that is written with another prefix: nothing is left."""
    first, opening, second = text(message(count=2, per=1)).rpartition(b"<rsm:PayloadEnergyTimeSeries>")
    first = re.sub(
        rb"<abie:Metered>(.*?)</abie:Metered>", rb'<abie:Estimated Quality="99">\1</abie:Estimated>', first
    )
    data = first + (opening + second).replace(b"rsm:Payload", b"Payload")

    assert read_fast(data, least=0) is None
    assert b"Estimated" in data


def test_payloads_of_another_namespace_are_told_as_the_exact_path_tells_them():
    """Elements that are named as a payload and are none have findings of their own, more of them than there are payloads."""
    data = text(message(count=3, per=1)).replace(b"xmlns:abie=", b"xmlns=").replace(b"abie:", b"")
    before, opening, first = data.partition(b"<rsm:PayloadEnergyTimeSeries>")
    payload, closing, others = first.partition(b"</rsm:PayloadEnergyTimeSeries>")
    data = before + opening + payload + closing + others.replace(b"rsm:Payload", b"Payload")

    reads_alike(data)
    reports_alike(data)


def test_a_payload_of_another_kind():
    """Payloads may differ in more than identifications; each kind is read once by the exact path."""
    data = PLAIN.replace(b"<abie:Direction>Out", b"<abie:Direction>In", 2)

    assert reads_alike(data)
    assert read_fast(data, least=0).kinds == (0,) * 2 + (1,) * 10
    assert reads_alike(PLAIN.replace(b">Out<", b">Up<", 1))
    assert reads_alike(PLAIN.replace(b">Out<", b">Up<"))


@pytest.mark.parametrize("document", [PLAIN, text(notify(message(per=30)))], ids=["to Elhub", "from Elhub"])
def test_lines_of_a_long_document(document):
    """Beyond 65535 lines libxml2 tells lines in another way: those of findings are its own all the same."""
    before, first, others = document.partition(b"</rsm:PayloadEnergyTimeSeries>")
    for breaks in (65_500, 70_000):
        data = before + first + b"\n" * breaks + others
        data = data.replace(b'Sequence="3"', b'Sequence="7"').replace(b'"9">70705750', b'"9">70705751', 3)
        assert reads_alike(data)


def test_more_findings_than_anybody_reads(monkeypatch):
    """Of very many faults as many are told as the exact path tells."""
    monkeypatch.setattr("edielkit.emif.check.documents.MOST_FINDINGS", 10)
    monkeypatch.setattr("edielkit.emif.fast.document._ENOUGH", 11)
    data = text(message(count=30, per=1)).replace(b'"9">7070575', b'"9">7070574')

    assert reports_alike(data, level="codes")
    assert reports_alike(data.replace(b">Out<", b">Up<"), level="codes")
    assert reports_alike(data.replace(b">Out<", b">Up<", 12), level="codes")


def test_small_documents_are_not_looked_at():
    """A small document costs nothing here."""
    assert read_fast(PLAIN) is None


def test_the_verbs_use_the_fast_path(monkeypatch):
    """A large message is parsed and validated without the exact path, gzip or plain."""
    data = text(message(count=40, per=24))
    exact = parse_document(data)
    assert len(data) > LEAST

    def only_small(document: bytes, **options):
        assert len(document) < LEAST
        return parse_tree(document, **options)

    monkeypatch.setattr("edielkit.emif.check.documents.parse_tree", only_small)
    monkeypatch.setattr("edielkit.emif.read.document.parse_document", None)

    assert edielkit.parse(data) == exact
    assert edielkit.parse(gzip.compress(data)) == exact
    assert len(list(edielkit.read_series(data))) == 40
    assert edielkit.validate(data, level="codes") == Report(kind="CollectedData", version="2.4.3")


@pytest.mark.parametrize("path", sorted(FIXTURES.rglob("*.xml")), ids=lambda p: p.name)
def test_fixtures(path):
    """Each fixture reads alike, or not here."""
    reads_alike(path.read_bytes())


def test_reference_examples():
    """Each published example reads alike, or not here."""
    if not REFERENCE.is_dir():
        pytest.skip("the published examples are not at hand")
    for path in REFERENCE.rglob("*.xml"):
        reads_alike(path.read_bytes())


def test_values_of_many_forms_are_compared_with_their_own():
    """Every other payload has a form of its own, more than are told apart: none is compared with all before it."""
    first, *pieces = text(message(count=600, per=1)).split(b"<abie:Metered>")
    tags = (b'<abie:Metered Quality="%d">' % n if n % 2 else b"<abie:Metered>" for n in range(600))
    data = first + b"".join(tag + piece for tag, piece in zip(tags, pieces, strict=True))
    with patch.object(Scanner, "_fits", autospec=True, side_effect=Scanner._fits) as fits:
        assert read_fast(data) is not None
    assert fits.call_count < 3 * 600
    assert reports_alike(data)


MOST = 9999
TOO_MANY = "expected PayloadEnergyTimeSeries at most 9999 times, found one more"


def _payloads(count: int) -> bytes:
    """Return a message of so many payloads, whatever the writer says of it."""
    front, payload, back = re.split(
        rb"(\s*<rsm:PayloadEnergyTimeSeries>.*</rsm:PayloadEnergyTimeSeries>)",
        text(message(count=1, per=1)),
        flags=re.DOTALL,
    )
    before, behind = re.split(rb"(?<=<abie:Identification>)[0-9a-f-]{36}", payload, maxsplit=1)
    return (
        front + b"".join(b"%s%s%s" % (before, str(UUID(int=n)).encode(), behind) for n in range(count)) + back
    )


def test_more_payloads_than_the_schema_allows(monkeypatch):
    """The first one too many has the finding; no more of them are shown to the exact path than of fewer payloads."""
    data = _payloads(MOST + 3)
    shown = []

    def small(document: bytes, **options):
        shown.append(document.count(b"<rsm:PayloadEnergyTimeSeries>"))
        return parse_tree(document, **options)

    monkeypatch.setattr("edielkit.emif.check.documents.parse_tree", small)
    (finding,) = edielkit.validate(data, level="schema")

    assert max(shown) < 9
    assert (TOO_MANY, "XSD013") == (finding.message, finding.code)
    assert finding.position.path == "/rsm:CollectedData/rsm:PayloadEnergyTimeSeries[10000]"
    assert finding.payload == edielkit.parse(data).payload_energy_time_series[MOST].identification


def _nth(data: bytes, part: bytes, number: int) -> int:
    return [match.start() for match in re.finditer(re.escape(part), data)][number]


@pytest.mark.slow
@pytest.mark.parametrize("place", [None, 3, MOST - 1, MOST, MOST + 1])
def test_payloads_that_are_too_many_are_counted_alike(place):
    """Whatever stands between them and wherever they are odd."""
    data = _payloads(MOST + 3)
    if place is not None:
        at = _nth(data, b"<rsm:PayloadEnergyTimeSeries>", place)
        data = (
            data[:at]
            + b"<abie:Remark/><!-- a -->"
            + data[at:].replace(b"</abie:Metered>", b"<!----></abie:Metered>", 1)
        )
    assert reports_alike(data, level="codes")
