"""What holds for every EDIFACT message: written trees read back equal, and both ways to series agree."""

import datetime as dt
import json

import attrs
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from edielkit.edifact.as_dict import message_to_dict
from edielkit.edifact.check.series import check_series
from edielkit.edifact.fast.read import read_columns
from edielkit.edifact.from_dict import message_from_dict
from edielkit.edifact.messages import MESSAGES, read_message
from edielkit.edifact.messages.aperak import AperakParty
from edielkit.edifact.messages.message import Part
from edielkit.edifact.messages.mscons import Line, Mscons
from edielkit.edifact.messages.parts import SectionControl
from edielkit.edifact.messages.utilts import Utilts
from edielkit.edifact.read.assembler import parse_interchanges
from edielkit.edifact.read.tokenizer import tokenize
from edielkit.edifact.segments import Segment
from edielkit.edifact.series.blocks import quantity_of
from edielkit.edifact.series.typed import series
from edielkit.edifact.timestamps import CLOCKS, read_instant, read_period, write_instant, write_period
from edielkit.edifact.write.build import build_interchange
from edielkit.edifact.write.mscons import mscons
from edielkit.edifact.write.references import compact_uuid, expand_uuid
from edielkit.edifact.write.writer import interchange_to_bytes, to_bytes
from edielkit.errors import ParseError
from edielkit.market_time import Period
from edielkit.series import Observations, TimeSeries, decimal

UTC = dt.UTC
few = settings(max_examples=60, deadline=None)

texts = st.text(st.sampled_from("AZ09 .,-+:?'æØ"), max_size=6).filter(lambda t: t == t.strip() or not t)
filled = texts.filter(bool)


def parts(kind: type[Part], depth: int = 0) -> st.SearchStrategy[Part]:
    """Values of a class with some of its fields, and the first one always, so that it is a segment."""
    fields = attrs.fields(kind)
    names = [f.name for f in fields if "at" in f.metadata]
    children = [f for f in fields if "child" in f.metadata and f.name != "trailer"]
    values = {name: filled if n == 0 else texts for n, name in enumerate(names)}
    for f in children:
        below = parts(f.metadata["child"], depth + 1) if depth < 7 else st.nothing()
        if f.metadata["single"]:
            values[f.name] = st.one_of(st.none(), below)
        else:
            values[f.name] = st.lists(below, max_size=1 if depth else 2).map(tuple)
    if kind in MESSAGES.values():
        values["type"] = st.just(kind.TYPE)
    # where the standard itself cannot tell two neighbours apart: a NAD of header or details without UNS, the NAD of a line
    # without values and that of the next delivery, a COM after a CTA, an STS of the header after one of a currency
    if kind is Mscons:
        values["section"] = st.just(SectionControl(code="D"))
    if kind is Line:
        values["parties"] = st.just(())
    if kind is AperakParty:
        values["communications"] = st.just(())
    if kind is Utilts:
        values["statuses"] = st.just(())
    return st.builds(kind, **values)


trees = st.one_of(*(st.deferred(lambda k=k: parts(k)) for k in MESSAGES.values()))


@few
@given(trees)
def test_any_tree_written_reads_back_equal(tree):
    """Whatever tree of values we write, reading the bytes gives an equal one, and the same bytes again."""
    data = to_bytes(tree.segments())
    read = read_message(tokenize(data).segments)

    assert tree == attrs.evolve(read, trailer=None)
    assert data == to_bytes(read.segments())
    assert tree.segments() == read.segments()


@few
@given(trees)
def test_plain_data_is_lossless(tree):
    """A tree as JSON and back is the same tree."""
    assert tree == message_from_dict(json.loads(json.dumps(message_to_dict(tree))))


TAGS = ["BGM", "DTM", "RFF", "NAD", "UNS", "LOC", "LIN", "PIA", "MEA", "QTY", "STS", "CCI", "CAV", "IDE", "SEQ", "XXX", "ERC", "FTX", "UCM", "UCS", "UNT"]  # fmt: skip
stray = st.lists(
    st.builds(
        lambda tag, rows: Segment(tag, tuple(tuple(row) for row in rows)),
        st.sampled_from(TAGS),
        st.lists(st.lists(texts, min_size=1, max_size=3), max_size=3),
    ),
    max_size=25,
)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(MESSAGES)), stray)
def test_any_segments_survive(name, body):
    """Segments in any order, known or not, are all there when a message is written, in their order."""
    segments = (Segment.of("UNH", "1", (name, "D", "04B", "UN", "2.4c")), *body)
    message = read_message(segments)

    assert segments == tuple(message.write())
    assert message == message_from_dict(json.loads(json.dumps(message_to_dict(message))))
    assert segments == tuple(message_from_dict(message_to_dict(message)).write())
    assert all(finding.code.startswith("SER") for finding in check_series(message))
    list(series(message))


amounts = st.one_of(
    st.integers(0, 10**7).map(lambda n: f"{decimal(n):f}"),
    st.sampled_from(["0", "1.5", "1,25", "-3", "007", "1.5000", ".5", "5.", "", "x", "1.2345", "9" * 15, "9" * 16, "1 "]),
)  # fmt: skip
steps = st.sampled_from([0, 5, 15, 30, 60, 1440, -15])
layouts = st.sampled_from(["163", "303", "Z13", "719", "none", "extra", "swap"])


@st.composite
def bodies(draw):
    """Lines of values with times of all sorts, mostly plain."""
    at = dt.datetime(2024, 3, 30, 22, 0) + dt.timedelta(minutes=15 * draw(st.integers(0, 20)))
    out = ""
    for line in range(draw(st.integers(1, 3))):
        out += f"LIN+{line + 1}++1501'" + draw(
            st.sampled_from(["", "MEA+AAZ++KWH'", "PIA+5+1-1?:1.29.0:SRW'"])
        )
        step, layout = draw(steps), draw(layouts)
        for _ in range(draw(st.integers(0, 8))):
            if draw(st.integers(0, 12)) == 0:
                step, layout = draw(steps), draw(layouts)
            end = at + dt.timedelta(minutes=step)
            a, b = f"{at:%Y%m%d%H%M}", f"{end:%Y%m%d%H%M}"
            unit = draw(st.sampled_from(["", "", "", ":KWH", ":K3"]))
            out += f"QTY+{draw(st.sampled_from(['136', '220', '67', '7']))}:{draw(amounts)}{unit}'"
            out += {
                "163": f"DTM+163:{a}:203'DTM+164:{b}:203'",
                "303": f"DTM+163:{a}?+01:303'DTM+164:{b}?+02:303'",
                "Z13": f"DTM+324:{a}{b}:Z13'",
                "719": f"DTM+324:{a}{b}:719'",
                "none": "",
                "extra": f"DTM+163:{a}:203'DTM+164:{b}:203'DTM+9:{a}:203'",
                "swap": f"DTM+164:{b}:203'DTM+163:{a}:203'",
            }[layout]
            at = end
        out += draw(st.sampled_from(["", "", "CCI+++Z04'MEA+SV++ZZ:1'", "NAD+XX'LOC+90+2'", "FTX+a?'b'"]))
    return out


@settings(max_examples=200, deadline=None)
@given(
    bodies(),
    st.sampled_from(["EDIEL2", "2.4c", "2.2e", "?"]),
    st.booleans(),
    st.sampled_from([80, 300, 1 << 19]),
)
def test_both_ways_give_equal_series(body, guide, stated, chunk):
    """The fast way and the exact way give the same series, plain or not, however the input is cut."""
    offset = "DTM+ZZZ:1:805'" if stated else ""
    text = f"UNB+UNOC:3+A:14+B:14+240605:0715+R'UNH+1+MSCONS:D:04B:UN:{guide}'BGM+7'{offset}UNS+D'NAD+XX'LOC+90+1'"
    data = (text + body + "UNT+1+1'UNZ+1+R'").encode()
    interchanges, _ = parse_interchanges(data)
    expected = [s for interchange in interchanges for m in interchange.messages for s in series(m)]

    assert expected == list(read_columns(data, chunk=chunk))


@settings(max_examples=200, deadline=None)
@given(bodies(), st.sampled_from(["96A", "04B"]), st.booleans(), st.sampled_from([None, "no", "de", "ch"]))
def test_columns_and_typed_values_give_equal_findings(body, release, stated, profile):
    """The rules about series say the same of bytes, read as columns, and of typed values, read one by one."""
    offset = "DTM+ZZZ:1:805'" if stated else ""
    text = f"UNB+UNOC:3+A:14+B:14+240605:0715+R'UNH+1+MSCONS:D:{release}:UN:EDIEL2'BGM+7'{offset}"
    text += "DTM+163:202403302300:203'DTM+164:202403312300:203'UNS+D'NAD+XX'LOC+90+1'"
    (interchange,), _ = parse_interchanges((text + body + "UNT+1+1'UNZ+1+R'").encode())
    (raw,) = interchange.messages
    expected = sorted(map(repr, check_series(Mscons.read(raw), profile)))

    assert expected == sorted(map(repr, check_series(raw, profile)))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.booleans())
def test_any_bytes_give_a_result_or_a_parse_error(data, framed):
    """Whatever the bytes, series come or a ParseError; never another exception."""
    if framed:
        data = b"UNB+UNOC:3+A+B+1:1+R'UNH+1+MSCONS:D:96A:UN:EDIEL2'" + data
    try:
        list(read_columns(data, chunk=64))
    except ParseError:
        assert not framed


starts = st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2060, 1, 1)).map(
    lambda t: t.replace(minute=t.minute // 15 * 15, second=0, microsecond=0, tzinfo=UTC)
)


@few
@given(
    starts,
    st.lists(st.integers(-(10**11), 10**11), min_size=1, max_size=30),
    st.sampled_from(["no", "se", "dk"]),
)
def test_built_series_come_back(start, quantities, profile):
    """Any values from any quarter on are built, validate and come back exact."""
    end = start + dt.timedelta(minutes=15 * len(quantities))
    count = np.zeros(len(quantities), np.uint8)
    stretch = TimeSeries(
        metering_point="707057500000000008", product="1501", unit="KWH", resolution="PT15M",
        period=Period(start, end),
        observations=Observations(
            position=np.arange(1, len(quantities) + 1), quantity=np.array(quantities, np.int64),
            status=count, validation=count, estimation=count,
        ),
    )  # fmt: skip
    message = mscons(
        [stretch],
        profile=profile,
        document="D",
        sender="7080000000012",
        recipient="7080000000029",
        created=start,
    )
    data = interchange_to_bytes(
        build_interchange(
            [message], sender="7080000000012", recipient="7080000000029", reference="R", prepared=start
        )
    )

    assert [stretch] == list(read_columns(data))
    assert sum(quantities) == quantity_of(message.controls[0].value)[0]


@few
@given(starts, starts, st.sampled_from(sorted(set(CLOCKS) - {"ch"})))
def test_times_survive(start, end, profile):
    """Instants and periods to the minute are written and read back in every fixed offset."""
    clock = CLOCKS[profile]
    for notation in ("203", "204", "303", "304"):
        assert start == read_instant(write_instant(start, notation, clock.zone), notation, clock.zone)
    for notation in ("719", "Z13"):
        period = Period(start, end)
        assert period == read_period(write_period(period, notation, clock), notation, clock)


@few
@given(st.uuids())
def test_uuids_survive(value):
    """A UUID is the same after its hyphens went and came."""
    assert str(value) == expand_uuid(compact_uuid(str(value)))


@few
@given(st.lists(st.tuples(st.sampled_from(TAGS), st.lists(texts, max_size=3)), max_size=5))
def test_written_segments_are_read_again(rows):
    """Releases are right for every character that separates."""
    segments = [Segment.of("UNH", "1"), *(Segment.of(tag, *row) for tag, row in rows)]

    assert tuple(segments) == tokenize(to_bytes(segments)).segments
