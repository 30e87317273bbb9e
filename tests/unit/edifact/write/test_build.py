"""Interchanges around messages: always right, or a BuildError with the field."""

import attrs
import pytest
from tests.support.edifact_build import A, B, build, day, wrap

from edielkit.edifact.fast.read import read_columns
from edielkit.edifact.interchange import RawMessage
from edielkit.edifact.messages import Mscons
from edielkit.edifact.messages.contrl import Contrl, InterchangeResponse
from edielkit.edifact.messages.parts import Control, Document
from edielkit.edifact.read.assembler import parse_interchanges
from edielkit.edifact.segments import Segment, Separators
from edielkit.edifact.write.build import recounted
from edielkit.edifact.write.writer import interchange_to_bytes
from edielkit.errors import BuildError


def test_messages_of_an_interchange_are_told_apart():
    """References are there, short enough and used once; an interchange is never empty."""
    message = build([day()])
    for messages in (
        (message, message),
        (attrs.evolve(message, reference=""),),
        (attrs.evolve(message, reference="x" * 15),),
        (),
    ):
        with pytest.raises(BuildError, match=r"messages|twice|characters|message message"):
            wrap(*messages)
    assert len(wrap(message, attrs.evolve(message, reference="2")).messages) == 2


def test_characters_outside_the_set_are_refused():
    """Small letters are no UNOA; a Danish letter is no UNOB; UNOC holds it and releases separators."""
    message = attrs.evolve(build([day()]), document=Document(code="7", number="måler+'?:1", function="9"))
    for syntax in ("UNOA", "UNOB"):
        with pytest.raises(BuildError) as caught:
            wrap(message, syntax=syntax)
        assert caught.value.field.startswith("BGM/2")
    data = interchange_to_bytes(wrap(message))
    assert b"BGM+7+m\xe5ler?+?'???:1+9'" in data
    read = Mscons.read(parse_interchanges(data)[0][0].messages[0])
    assert read.document.number == "måler+'?:1"


def test_too_long_values_are_refused_with_their_place():
    """What no field of the builder caught is found by the directory."""
    message = attrs.evolve(build([day()]), document=Document(code="7", number="x" * 36, function="9"))
    with pytest.raises(BuildError, match=r"an\.\.35") as caught:
        wrap(message)
    assert "BGM/2" in caught.value.field
    assert b"x" * 36 in interchange_to_bytes(wrap(message, checked=False))


def test_service_characters():
    """A decimal comma is used throughout; UNA may be left out when nothing needs it."""
    comma = interchange_to_bytes(wrap(build([day()]), una=Separators(decimal=",", explicit=True)))
    assert comma.startswith(b"UNA:+,? 'UNB")
    assert b"QTY+136:1,001'" in comma
    assert b"CNT+1:276,276'" in comma
    assert list(read_columns(comma)) == list(read_columns(interchange_to_bytes(wrap(build([day()])))))
    assert interchange_to_bytes(wrap(build([day()]), una=False)).startswith(b"UNB")
    other = interchange_to_bytes(
        wrap(build([day()]), una=Separators(component="|", element="*", terminator="~"))
    )
    assert b"LOC*90*707057500000000008||9~" in other


def test_wrong_counts_are_made_right():
    """A message that was read with wrong counts, totals and separators leaves with right ones."""
    data = interchange_to_bytes(wrap(build([day()])))
    wrong = (
        data.replace(b"UNT+", b"UNT+9")
        .replace(b"CNT+1:", b"CNT+1:9")
        .replace(b"136:1.001'", b"136:001.00100'")
    )
    wrong = wrong.replace(b"UNS+D'", b"UNS+D++'")
    raw = parse_interchanges(wrong)[0][0].messages[0]

    assert data == interchange_to_bytes(wrap(raw))
    assert data == interchange_to_bytes(wrap(Mscons.read(raw)))


def test_messages_of_other_types_are_carried():
    """A CONTRL and a type without a typed value keep their segments and get their count."""
    answer = Contrl(
        reference="1", type="CONTRL", version="2", release="2", agency="UN", association="EDIEL2",
        interchange=InterchangeResponse(reference="R", sender=A, recipient=B, action="1"),
    )  # fmt: skip
    assert b"UCI+R+7080000000012+7080000000029+1'UNT+3+1'" in interchange_to_bytes(wrap(answer))
    other = RawMessage((Segment.of("UNH", "7", ("INVOIC", "D", "96A", "UN")), Segment.of("BGM", "380")))
    assert b"UNH+7+INVOIC:D:96A:UN'BGM+380'UNT+3+7'" in interchange_to_bytes(wrap(other, checked=False))


def test_control_totals():
    """CNT+1 is the exact sum, CNT+2 the lines, any other stays; a sum needs numbers."""
    message = build([day(), day(product="2")])
    controls = (Control(kind="1", value="0"), Control(kind="2", value="0"), Control(kind="Z9", value="0"))
    right = recounted(attrs.evolve(message, controls=controls))

    assert ["552.552", "2", "0"] == [control.value for control in right.controls]
    delivery = message.deliveries[0]
    point = delivery.points[0]
    line = point.lines[0]
    values = (attrs.evolve(line.values[0], amount="x"), attrs.evolve(line.values[0], amount="0.00001"))

    def with_values(chosen):
        changed = attrs.evolve(point, lines=(attrs.evolve(line, values=chosen),))
        return attrs.evolve(message, deliveries=(attrs.evolve(delivery, points=(changed,)),))

    with pytest.raises(BuildError) as caught:
        recounted(with_values(values))
    assert caught.value.field == "LOC 707057500000000008/LIN 1/QTY[1]"
    assert recounted(with_values(values[1:])).controls[0].value == "0.00001"
