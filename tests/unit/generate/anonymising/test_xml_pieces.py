"""XML is walked as it stands: markup stays, and what is not known to be harmless does not."""

from __future__ import annotations

import re

import pytest

from edielkit.generate.anonymise import Anonymiser
from edielkit.generate.anonymising.replacing import Tally
from edielkit.inputs import open_input

ANONYMISER = Anonymiser(b"a key of the tests")
SECRETS = re.compile(rb"(?i)ola|nordmann|storgata|01819010043|707057500012345671")


def anonymised(text, **kwargs):
    return Anonymiser(b"a key of the tests", **kwargs).anonymise(text.encode()).data.decode()


@pytest.mark.parametrize(
    "document",
    [
        "<a>Ola Nordmann</a>",
        "<Name>Ola <![CDATA[Nordmann & 01819010043]]></Name>",
        "<a><!-- Ola Nordmann, Storgata --></a>",
        "<a><?app Ola Nordmann?></a>",
        "<a b='Ola Nordmann' c=\"01819010043\"/>",
        "<a xmlns:o='http://ola-nordmann.example'/>",
        "<a>x</a> Ola Nordmann",
        "<DocumentType>Nordmann</DocumentType>",
        "<Quantity>01819010043</Quantity>",
        "<Metered>01819010043</Metered>",
        "<Metered>707057500012345671</Metered>",
        "<Creation>01819010043</Creation>",
        "<a01819010043/>",
        "<!DOCTYPE a [<!ENTITY x 'Ola Nordmann'>]><a/>",
        "<?xml version='1.0' Ola Nordmann?><a/>",
        "<a>Ola &amp; Nordmann</a>",
        "<a b=Ola>Nordmann",
        "<a>01819010043",
        "<Name>Ola<Name>Nordmann</Name></Name>",
        "<Identification schemeAgencyIdentifier='Ola Nordmann'>x</Identification>",
        '<Observation Sequence="1"><Metered>01819010043</Metered></Observation>',
        '<Observation Sequence="1"><Nordmann>1</Nordmann><Metered>1</Metered> Ola</Observation>',
    ],
)  # fmt: skip
def test_nothing_of_anybody_is_left(document):
    """Wherever it stands; names of elements are markup."""
    other = ANONYMISER.anonymise(document.encode()).data

    assert not SECRETS.search(re.sub(rb"</?[A-Za-z]+>", b"", other)), other
    assert len(document.encode()) == len(other)


@pytest.mark.parametrize(
    "document",
    [
        "<?xml version='1.0' encoding='UTF-8'?>\n<a xmlns='urn:no:elhub:emif:x:v2'/>",
        '<DocumentType listAgencyIdentifier="260">E13</DocumentType>',
        "<Creation>2026-02-02T05:31:12.123456789Z</Creation>",
        '<Observation Sequence="1">\n<Metered>1.247</Metered></Observation>',
        "<Identification schemeAgencyIdentifier='9'>8716867000030</Identification>",
        "<Share>0,25</Share><Total>16500</Total><Version> 3 </Version>",
        "<x xsi:nil='true' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'/>",
        "<a>\n \t</a><b></b>",
        "<soap:Fault><faultcode>soap:Client</faultcode><CodeGroup>XSD</CodeGroup></soap:Fault>",
    ],
)  # fmt: skip
def test_what_is_harmless_stays(document):
    """Byte for byte."""
    assert document == anonymised(document)


def test_references_stay_references():
    """A letter that is written as a number is written so again."""
    before = "<Name>Bj&#248;rn &#xE6;v &amp; &lt;co&gt; &unknown;</Name>"
    after = anonymised(before)

    assert re.fullmatch(
        r"<Name>\w\w&#2\d\d;\w\w &#x[CDEF][0-9A-F];\w &amp; &lt;\w\w&gt; &unknown;</Name>", after
    ), after
    # the word is the one that it would be without references
    plain = anonymised("<Name>Bjørn</Name>")
    assert plain[6:8] == after[6:8]
    assert ord(plain[8]) == int(after[10:13])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "iso-8859-1", "utf-16", "utf-32", "iso-8859-2"])
def test_every_encoding_stays(encoding):
    """With its byte order mark; letters that it lacks are not written."""
    declared = "utf-8" if encoding == "utf-8-sig" else encoding
    text = f"<?xml version='1.0' encoding='{declared}'?><Name>Bj\u00f6rn O\u00fc\u00e1</Name>"
    data = text.encode(encoding)

    other = ANONYMISER.anonymise(data).data

    assert len(data) == len(other)
    assert len(text) == len(other.decode(encoding))
    assert "rn" not in other.decode(encoding)[40:]


def test_bytes_that_are_no_text_stay_where_they_are():
    """Half a character, in one byte or two."""
    for data in (
        b"<Name>Bj\xf8rn\xff</Name>",
        b"<?xml version='1.0' encoding='ascii'?><Name>Bj\xf8rn</Name>",
    ):
        other = ANONYMISER.anonymise(data).data
        assert len(data) == len(other)
        assert data.index(b"\xf8") == other.index(b"\xf8")
    wide = "<Name>Ola</Name>".encode("utf-16") + b"\x00"
    other = ANONYMISER.anonymise(wide).data
    assert (len(wide), wide[-1:]) == (len(other), other[-1:])


PAYLOAD = """
<p:Payload>
  <p:Identification>{uuid}</p:Identification><p:Start>2026-01-31T23:00:00Z</p:Start><p:End>2026-02-01T23:00:00Z</p:End>
  <p:Identification schemeAgencyIdentifier="9">{point}</p:Identification>{more}
  <p:Observation Sequence="1"><p:Metered>1.5</p:Metered></p:Observation>
  <p:Observation Sequence="2"><p:Estimated Quality="56" ValidationCode="V001">12</p:Estimated></p:Observation>
</p:Payload>"""


def payloads(*more):
    return (
        "<d xmlns:p='urn:no:elhub:p'>"
        + "".join(
            PAYLOAD.format(
                uuid=f"b76dc0c3-b078-42db-b03e-53cf192f{number:04x}",
                point=f"70705750001234{number:04d}",
                more=text,
            )
            for number, text in enumerate(more)
        )
        + "</d>"
    )


@pytest.mark.parametrize(
    "document",
    [
        payloads("", "", "", ""),
        payloads("", "<p:Direction>In</p:Direction>", "<p:Direction>Out</p:Direction>", "", ""),
        payloads("", "", "<Name>Ola</Name>", "", "<!-- Ola -->", ""),
        payloads("<Name>Ola</Name>", "<Name>Kari</Name>", "<Name>Per</Name>", ""),
        payloads("", "", "").replace(">1.5<", "> 1.5<", 1),
        payloads("", "", "").replace("70705750001234", "Ola Nordmann 1"),
        payloads("", "", "").replace('<p:Observation Sequence="2"', 'Nordmann<p:Observation Sequence="2"'),
        payloads("", "", "").replace('Sequence="2"', 'Sequence="Ola"'),
        payloads("", "", "", "", "").replace("<p:Start>2026", "<p:Start>x2026", 2),
    ],
    ids=range(9),
)  # fmt: skip
@pytest.mark.parametrize(
    "options",
    [{}, {"values": "scale"}, {"values": "reshape", "shift_weeks": 1}],
    ids=["keep", "scale", "reshape"],
)
def test_fast_equals_slow(document, options):
    """Rows and heads that pass as a whole become what they become one by one, and are counted so."""
    anonymiser = Anonymiser(b"a key of the tests", **options)
    fast, slow = Tally(), Tally()
    opened = open_input(document.encode())

    assert b"".join(anonymiser.pieces(opened, slow, is_fast=False)) == b"".join(
        anonymiser.pieces(opened, fast)
    )
    assert slow.replaced == fast.replaced
    assert slow.remarks == fast.remarks


def test_a_birth_number_where_none_is_expected_is_told():
    """With its line, in a text, in another element, in a comment; the one of an end user is expected."""
    document = (
        "<d>\n<Description>ring 018190 10043</Description>\n<Metered>01819010043</Metered>\n"
        "<!-- 01819010043 -->\n<Identification>01819010043</Identification></d>"
    )
    result = ANONYMISER.anonymise(document.encode())

    caught = [(r.place, r.number) for r in result.remarks if r.what == "birth number"]
    assert [("Description", 2), ("Metered", 3), ("comment", 4)] == caught
    assert "01819010043" not in result.data.decode().replace(" ", "")


def test_texts_are_listed_to_be_looked_at():
    """Free text, unknown elements and comments; not names."""
    document = "<d>\n<Subject>Hei</Subject>\n<u>hei</u>\n<Name>Ola</Name><!-- hei --></d>"

    assert [
        "free text in Subject, line 2", "unknown element in u, line 3", "comment in comment, line 4",
    ] == list(map(str, ANONYMISER.anonymise(document.encode()).remarks))  # fmt: skip


def test_remarks_are_bounded():
    """Two hundred are kept, the others counted."""
    tally = Tally()
    document = b"<d>" + b"<Subject>Hei</Subject>" * 300 + b"</d>"
    b"".join(ANONYMISER.pieces(open_input(document), tally))

    assert (200, 100, 300) == (len(tally.remarks), tally.more, tally.replaced["free text"])


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("<Metered>0</Metered>", {"values": "scale"}),
        ("<Creation>9999-12-31T23:00:00Z</Creation>", {"shift_weeks": 1}),
        (
            "UNB+UNOC:3+A:ZZ+B:ZZ'UNH+1+MSCONS:D:96A:UN'QTY+136:0'DTM+7:x:203'",
            {"values": "scale", "shift_weeks": 1},
        ),
    ],
)
def test_what_stays_is_in_no_count(text, options):
    """Neither as none: whoever reads the counts looks for what there is."""
    replaced = Anonymiser(b"a key of the tests", **options).anonymise(text.encode()).replaced

    assert not {"time", "amount"} & {what for what, count in replaced.items() if not count}
