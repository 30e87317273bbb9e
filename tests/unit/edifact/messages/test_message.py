"""Typed messages: read, changed and written back."""

import json

import attrs
import pytest

from edielkit.edifact.as_dict import message_to_dict
from edielkit.edifact.from_dict import message_from_dict
from edielkit.edifact.messages import Mscons, read_message
from edielkit.edifact.messages.message import Other, Time
from edielkit.edifact.messages.mscons import Delivery, Line, Point
from edielkit.edifact.messages.parts import Document, number
from edielkit.edifact.read.tokenizer import tokenize
from edielkit.edifact.segments import Segment
from edielkit.edifact.write.writer import to_bytes

MSCONS = (
    b"UNH+1+MSCONS:D:96A:ZZ:EDIEL2'BGM+7+D1+9+AB'DTM+137:202406050715:203'DTM+ZZZ:1:805'"
    b"NAD+FR+7080000000012::9'NAD+DO+7080000000029::9'UNS+D'NAD+XX'LOC+90+707057500000000008::9'"
    b"LIN+1++1501'MEA+AAZ++KWH'QTY+136:1.50'DTM+324:202406032300202406040000:Z13'QTY+136:2'"
    b"DTM+324:202406040000202406040100:Z13'CCI+++Z04'MEA+SV++ZZ:1'CNT+1:3.5'UNT+19+1'"
)


def segments(data):
    return tokenize(data).segments


def read(data):
    return read_message(segments(data))


def change(message, line):
    point = attrs.evolve(message.deliveries[0].points[0], lines=(line,))
    return attrs.evolve(message, deliveries=(attrs.evolve(message.deliveries[0], points=(point,)),))


def test_fields_in_market_words():
    """The header, the parties, the point, its line and the values are fields."""
    message = read(MSCONS)
    line = message.deliveries[0].points[0].lines[0]

    assert Document(code="7", number="D1", function="9", answer="AB") == message.document
    assert ("7080000000012", "9") == (message.sender.identification, message.sender.agency)
    assert message.recipient.identification == "7080000000029"
    assert message.deliveries[0].points[0].identification == "707057500000000008"
    assert ("1501", "KWH") == (line.product, line.measurements[0].unit)
    assert [number("1.5"), number("2")] == [value.number for value in line.values]
    assert line.characteristics[0].measurements[0].value == "1"
    assert [line] == [below for _, below in message.lines]


def test_an_unchanged_message_is_written_as_it_came():
    """The raw bytes come back, the value with a zero behind it and all."""
    message = read(MSCONS)

    assert to_bytes(message.segments()) == MSCONS


def test_a_changed_value_changes_its_segment_alone():
    """An evolved value is written anew; every other segment keeps its bytes."""
    message = read(MSCONS)
    line = message.deliveries[0].points[0].lines[0]
    values = (attrs.evolve(line.values[0], amount="7"), *line.values[1:])
    changed = change(message, attrs.evolve(line, values=values))

    assert MSCONS.replace(b"136:1.50", b"136:7") == to_bytes(changed.segments())


def test_a_shorter_message_is_counted_anew():
    """The trailer counts what is written, not what was read."""
    message = read(MSCONS)
    line = message.deliveries[0].points[0].lines[0]
    changed = change(message, attrs.evolve(line, values=line.values[:1]))

    assert b"UNT+17+1'" == to_bytes(changed.segments())[-9:]


def test_a_wrong_count_stays_as_long_as_nothing_changes():
    """A message with a wrong UNT is written back as it was; a changed one is right."""
    wrong = MSCONS.replace(b"UNT+19", b"UNT+99")
    message = read(wrong)

    assert wrong == to_bytes(message.segments())
    assert b"UNT+19+2'" == to_bytes(attrs.evolve(message, reference="2").segments())[-9:]


UNUSUAL = [
    b"UNH+1+MSCONS:D:96A:ZZ:EDIEL2'BGM+7+D1+9'XXX+a:b+c'DTM+137:202406050715:203'UNT+5+1'",
    b"UNH+1+MSCONS:D:96A:ZZ:EDIEL2'QTY+136:1'BGM+7+D1+9'UNT+4+1'",
    b"UNH+1+MSCONS:D:96A:ZZ:EDIEL2'BGM+7+D1+9++'DTM+137:1:203:'NAD+FR+a:::b+c:d:e'UNT+5+1'",
    b"UNH+1+MSCONS:D:96A:ZZ:EDIEL2+a+1:C+zz'BGM'UNS'LOC+172'UNT+5+1'UNT+5+1'",
    b"UNH+1+MSCONS:D:96A:ZZ:EDIEL2'UNS+D'NAD+XX'LOC+90+1'LIN+1'CCI+++Z04'QTY+136:1'XXX'DTM+163:1:203'MEA+AAZ'UNT+11+1'",
    b"UNH+1+MSCONS'UNS+D'NAD+XX'LOC+90+1'RFF+MG:1'DTM+1:2:203'YYY'RFF+MG:2'DTM+137:1:203'LIN'BGM+7'UNT+12+1'",
    b"UNH+1+APERAK:D:96A:UN:EDIEL2'ERC+1'BGM+++29'FTX+AAO+++a:b:c:d:e:f'FTX+AAO'RFF+ACW:1'UNT+7+1'",
    b"UNH+1+CONTRL:D:3:UN'UCM+1'UCI+1'UCD+1+1:1'UCS+1'UNT+6+1'",
    b"UNH+1+UTILTS:D:02B:UN:E5SE5A'IDE+24+1'PRC+1'AGR+9'SEQ++1'PCD+1'QTY+136:1'SEQ++2'UNT+9+1'",
    b"UNH+1+PRODAT:D:97A:UN:E2SE6A'LIN+1'HYN+1'RFF+a:b'PAC+1'NAD+UD'LIN+2'UNT+8+1'",
]


@pytest.mark.parametrize("data", UNUSUAL)
def test_what_no_field_holds_is_kept_in_place(data):
    """Unknown segments, wrong orders and surplus separators survive reading, plain data and writing."""
    message = read(data)
    plain = json.loads(json.dumps(message_to_dict(message)))

    assert segments(data) == tuple(message.write())
    assert data == to_bytes(message.segments())
    assert message == message_from_dict(plain)
    assert segments(data) == tuple(message_from_dict(plain).write())


def test_others_say_where_they_stand():
    """A segment without a field is kept with the number of fields and parts before it."""
    message = read(UNUSUAL[0])

    assert (Other(tag="XXX", elements=(("a", "b"), ("c",)), slot=1, after=1),) == message.others


def test_others_stay_near_when_the_message_changes():
    """A stray segment is not lost when the parts around it go."""
    message = attrs.evolve(read(UNUSUAL[0]), document=None, times=())

    assert ["UNH", "XXX", "UNT"] == [segment.tag for segment in message.segments()]


def test_read_refuses_other_types():
    """A reader of MSCONS takes no other message, and nothing that does not begin with UNH."""
    with pytest.raises(ValueError, match="APERAK"):
        Mscons.read(segments(b"UNH+1+APERAK:D:96A:UN'UNT+2+1'"))
    with pytest.raises(ValueError, match="UNH"):
        Mscons.read((Segment.of("BGM"),))
    with pytest.raises(ValueError, match="UNH"):
        Mscons.read(())


def test_a_message_without_values_is_written():
    """A bare value has its header and trailer."""
    assert b"UNH+1+MSCONS:D'UNT+2+1'" == to_bytes(
        Mscons(reference="1", type="MSCONS", version="D").segments()
    )


def test_header_times_as_instants():
    """A time of the header is an instant of the message's clock, or None when it is absent or none."""
    message = read(MSCONS)

    assert message.instant("137").isoformat() == "2024-06-05T06:15:00+00:00"
    assert message.instant("163") is None
    assert attrs.evolve(message, times=(Time(function="137", text="x", format="203"),)).instant("137") is None
    assert message.time("ZZZ").text == "1"


def test_nested_values_can_be_built():
    """A message built from values is written in the standard's order whatever order they were given in."""
    message = Mscons(
        deliveries=(Delivery(role="XX", points=(Point(function="90", lines=(Line(number="1"),)),)),),
        document=Document(code="7"),
        reference="9",
        type="MSCONS",
    )

    assert ["UNH", "BGM", "NAD", "LOC", "LIN", "UNT"] == [segment.tag for segment in message.segments()]


def test_times_are_made_from_instants_and_periods():
    """A DTM is written from an instant or a period, in the message's clock."""
    import datetime as dt

    from edielkit.edifact.timestamps import CLOCKS
    from edielkit.market_time import day_period

    day = day_period(dt.date(2024, 3, 31))
    clock = CLOCKS["no"]
    assert Time(function="163", text="202403310000", format="203") == Time.of("163", day.start, "203", clock)
    assert day == Time.of_period("324", day, "Z13", clock).period(clock)
    with pytest.raises(ValueError, match="zone"):
        Time(text="202403", format="610").period(None)


def test_what_no_field_holds_can_be_left_out():
    """A message that is only looked at for its fields has all of them, and none of the segments that fit nowhere."""
    segments = tokenize(b"UNB+UNOC:3'" + MSCONS.replace(b"LIN+1", b"XYZ+1'QTY+9:9'LIN+1")).segments[1:]
    whole, fields = Mscons.read(segments), Mscons.read(segments, with_others=False)
    line = whole.deliveries[0].points[0].lines[0]

    assert whole.deliveries[0].points[0].others
    assert not fields.deliveries[0].points[0].others
    assert (line, whole.times) == (fields.deliveries[0].points[0].lines[0], fields.times)
