"""The fast path gives what the exact path gives, on every shape of input."""

import pytest
from tests.support.edifact_series import (
    UNB,
    UNZ,
    interchange_of,
    mscons,
    value,
)

from edielkit.edifact.fast.read import read_columns, read_messages
from edielkit.edifact.read.assembler import parse_interchanges
from edielkit.edifact.series.typed import read_exactly, series
from edielkit.errors import ParseError

PLAIN = "LIN+1++1501'MEA+AAZ++KWH'" + value("32300", "40000") + value("40000", "40100")


NOT_PLAIN = [
    PLAIN.replace("QTY+136:1'DTM+163:202406040000", "QTY+136:1+X'DTM+163:202406040000"),
    PLAIN + "DTM+9:202406040100:203'",
    PLAIN + "STS+8+56'",
    PLAIN + "FTX+AAO+++it?'s'",
    PLAIN + "XXX+1'" + value("40100", "40200"),
    PLAIN + "CCI+++Z04'" + value("40100", "40200"),
    PLAIN + "CCI+++Z04'MEA+SV++ZZ:1'DTM+9:202406040100:203'",
    PLAIN.replace("'MEA+AAZ++KWH'", "'NAD+XX'MEA+AAZ++KWH'"),
    PLAIN.replace("'MEA+AAZ++KWH'", "'MEA+AAZ++KWH'NAD+XX'"),
    PLAIN.replace("DTM+164:202406040000:203'", ""),
    PLAIN.replace("DTM+163:202406032300:203'DTM+164:202406040000:203'", "DTM+164:202406040000:203'DTM+163:202406032300:203'"),
    PLAIN.replace("164:202406040000:203", "164:202406040060:203"),
    PLAIN.replace("164:202406040000:203", "164:202413040000:203"),
    PLAIN.replace("164:202406040000:203", "164:202306310000:203"),
    PLAIN.replace("164:202406040000:203", "164:000106310000:203"),
    PLAIN.replace("164:202406040000:203", "164:20240604 000:203"),
    PLAIN.replace("164:202406040000:203", "164:202406040000?+02:303"),
    PLAIN.replace("163:202406032300:203'DTM+164:202406040000:203", "163:202406032300?+01:303'DTM+164:202406040000?+01:303"),
    PLAIN.replace("163:202406032300:203'DTM+164:202406040000:203", "324:202406032300202406040000:719"),
    PLAIN.replace("163:202406032300:203'DTM+164:202406040000:203", "324:202406032300202406040000:719'DTM+9:1:2"),
    PLAIN.replace("163:202406032300:203", "163:202406032300?+01:303").replace("164:202406040000:203", "164:202406032300-01:303"),
    value("32300", "40000") + PLAIN,
    "LOC+90+9'" + PLAIN + "NAD+XX'" + PLAIN,
    PLAIN + "LIN+2++1502'QTY+136'QTY'LIN+3++1503'" + value("32300", "40000"),
    PLAIN.replace("'", "'\r\n"),
    PLAIN.replace("136:1'", "136:1:KWH'").replace("67", "x"),
    PLAIN.replace("136:1'", "136:1:K3'"),
    PLAIN.replace("136:1'", "136:1:'"),
    PLAIN.replace("136:1'", "1366:1'"),
    PLAIN.replace("136:1'", "7:1'"),
    PLAIN.replace("136:1'", "67:1'"),
    PLAIN + "UNS+S'" + value("40100", "40200"),
    # a segment is known as a whole, not by its first letters
    PLAIN.replace("QTY+136:1'DTM+163:202406040000", "QTY136:1'DTM+163:202406040000"),
    PLAIN.replace("QTY+", "QTY:", 1),
    PLAIN.replace("QTY+", "QTY +"),
    PLAIN.replace("QTY+", "QTY?+", 1),
    PLAIN.replace("LIN+1", "LINE+1"),
    PLAIN + "LINE+2'" + value("40100", "40200"),
    PLAIN + "UNTX+1'" + value("40100", "40200"),
    PLAIN + "CCIX+1'" + value("40100", "40200"),
    PLAIN.replace("QTY", "\x0bQTY", 1),
    PLAIN.replace("QTY", " " * 20 + "QTY", 1).replace("LIN", "\n" * 20 + "LIN"),
    # qualifiers and units are letters and digits
    PLAIN.replace("136:1'", "1+:5'"),
    PLAIN.replace("136:1'", "7:5:123'"),
    PLAIN.replace("136:1'", "1?6:1'"),
    PLAIN.replace("136:1'", "136:1:KW+'"),
    PLAIN.replace("136:1'", "136:1:?K'"),
    PLAIN.replace("136:1'", "31:1'"),
    # what stands behind the values is below the same segments
    PLAIN + "MEA+AAZ++MWH'",
    PLAIN.replace("MEA+AAZ++KWH'", "") + "MEA+AAZ++MWH'",
    PLAIN + "NAD+XX'LOC+90+8'" + PLAIN,
]  # fmt: skip


@pytest.mark.parametrize("body", NOT_PLAIN)
@pytest.mark.parametrize("chunk", [64, 200, 1 << 19])
def test_both_ways_agree_on_what_is_not_plain(body, chunk):
    """Whatever stands in a line, the fast way gives what the exact way gives, however the input is cut."""
    segments = mscons(body, release="04B")

    assert list(series(segments)) == list(read_columns(interchange_of(segments), chunk=chunk))


def test_inputs_of_other_shapes():
    """Other service characters, two interchanges, a byte order mark, missing ends: all as the exact way."""
    once = b"".join(segment.raw for segment in mscons(PLAIN))
    inputs = [
        b"UNA:+.? '" + UNB + once + UNZ,
        b"UNA:+,? '\r\n" + UNB + once + b"UNZ+1+R'\r\n",
        b"\xef\xbb\xbf" + UNB + once + once + b"UNZ+2+R'",
        (UNB + once + UNZ).replace(b"'", b"~").replace(b"UNB", b"UNA:+.? ~UNB", 1),
        UNB + once + UNZ + b"UNA:+.? '" + UNB + once + UNZ,
        b"UNA:+.? '" + UNB + once + UNZ + b"UNA:+.? ~" + (UNB + once + UNZ).replace(b"'", b"~"),
        UNB + once,
        UNB + once[:-8],
        UNB + once[:-8] + once + UNZ,
        UNB + once + b"UNZ+1+R",
        UNB + b"UNG+1'" + once + b"UNE+1'UNZ+1+R'",
        UNB + b"UNH'UNT'UNH+1+UTILTS:D:02B:UN:E5SE5A'UNT+2+1'UNZ+1+R'",
        UNB,
    ]  # fmt: skip
    for data in inputs:
        interchanges, _ = parse_interchanges(data)
        expected = [
            time_series
            for interchange in interchanges
            for raw in interchange.messages
            for time_series in series(raw)
        ]
        assert expected == list(read_columns(data)), data


@pytest.mark.parametrize(
    "head",
    [b"UNH", b"UNH ", b"UNH\n", b"UNH:", b"UNH?", b"UNHX", b"UN\nH", b"UNB", b"UNT", b"UNZ"],
)
def test_a_header_that_is_none_begins_no_message(head):
    """Whatever stands where UNH should, there is an empty list or the right one, and no other error."""
    once = b"".join(segment.raw for segment in mscons(PLAIN))
    for data in (UNB + head + once[3:] + UNZ, UNB + once + head + once[3:] + UNZ):
        expected = [series for columns in read_exactly(data) for _, series in columns.series]

        assert expected == list(read_columns(data))
        assert len(expected) == data.count(b"'UNH+")


def test_a_broken_line_in_a_header_gives_no_series():
    """An interchange in lines of 80 characters is read as far as it is one, by all verbs."""
    once = b"".join(segment.raw for segment in mscons(PLAIN))
    data = UNB + b"FTX" * 11 + b"UN\r\nH" + once[3:] + UNZ

    assert [] == list(read_columns(data))
    assert () == parse_interchanges(data)[0][0].messages


def test_the_parties_of_an_interchange_that_ended_are_not_those_of_the_next():
    """A message behind UNZ or UNA has no UNB, but still the character set that the last UNB named."""
    once = b"".join(segment.raw for segment in mscons(PLAIN.replace("1501", "15\xc3\xa6")))
    head = UNB.replace(b"UNOC", b"UNOW").replace(b"A:14", b"5790000000012:14")
    for between in (UNZ, b"UNA:+.? '", b""):
        data = b"UNA:+.? '" + head + once + between + once + UNZ
        fast, exact = list(read_messages(data)), list(read_exactly(data))

        assert [columns.unb for columns in exact] == [columns.unb for columns in fast]
        assert [s for columns in exact for _, s in columns.series] == [
            s for columns in fast for _, s in columns.series
        ]
        assert (between == b"") is (fast[1].unb is not None)


def test_no_edifact_is_a_parse_error():
    """Bytes that are no EDIFACT raise, as everywhere."""
    for data in (b"", b"<xml/>", b"UNA", b"UNB"):
        with pytest.raises(ParseError):
            list(read_columns(data))
