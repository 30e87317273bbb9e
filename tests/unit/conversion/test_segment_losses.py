"""What EDIFACT says beside its series, segment by segment: the kind of loss, its name, place and words."""

from __future__ import annotations

import pytest
from tests.support.conversion_pairs import BY_NAME, POINT

from edielkit.conversion import Options, source_losses
from edielkit.conversion.segment_losses import quantity_losses

MSCONS = BY_NAME["no-march-hours"].edi
UTILTS = BY_NAME["se-utilts-e66-notify"].edi
LINE = f"message 1, LOC {POINT}, LIN 1"


def losses(data):
    """Return code, name, place and words of what the message holds beside its series."""
    return {
        (loss.code, loss.what, loss.where, loss.message)
        for loss in source_losses(data, "collected-data", options=Options())
        if loss.code != "CNV111"  # what values do not say of themselves
    }


def behind(data, segment, addition):
    """Return *data* with a segment behind the first that begins with *segment*."""
    head, start, tail = data.partition(segment)
    assert start
    end, terminator, tail = tail.partition(b"'")
    return head + start + end + terminator + addition + tail


@pytest.mark.parametrize(
    ("after", "segment", "loss"),
    [
        (b"DTM+137", b"RFF+Z13:13025'", ("CNV007", "RFF+Z13", "message 1", "'RFF+Z13:13025' is left out")),
        (b"DTM+137", b"RFF+AGI:7'", ("CNV011", "RFF+AGI", "message 1", "'RFF+AGI:7' is left out")),
        (b"NAD+DO", b"CTA+IC+:Ola Nordmann'", ("CNV012", "CTA+IC", "message 1", "the segment is left out")),
        (b"NAD+DO", b"COM+12345678:TE'", ("CNV012", "COM+12345678", "message 1", "the segment is left out")),
        (b"NAD+DO", b"NAD+Z05+7080000009015::9'", ("CNV012", "NAD+Z05", "message 1", "the party is left out")),
        (b"LOC+90", b"RFF+MG:7'", ("CNV011", "RFF+MG", f"message 1, LOC {POINT}", "'RFF+MG:7' is left out")),
        (b"LOC+90", b"CCI+15++A'", ("CNV030", "CCI+15", f"message 1, LOC {POINT}", "'CCI+15++A' is left out")),
        (b"LIN+1", b"PIA+1+ABC:Z01'", ("CNV019", "PIA+1", LINE, "'PIA+1+ABC:Z01' is left out")),
        (b"MEA+AAZ", b"NAD+Z05+7080000009015::9'", ("CNV012", "NAD+Z05", LINE, "the party is left out")),
        (b"MEA+AAZ", b"CCI+15++A'", ("CNV030", "CCI+15", LINE, "'CCI+15++A' is left out")),
        (b"LIN+1", b"IMD+++X'", ("CNV031", "IMD", LINE, "the segment is left out")),
        (b"DTM+324", b"STS+Z32'", ("CNV023", "STS+Z32", LINE, "'STS+Z32' is left out")),
        (b"DTM+324", b"STS+8+113'", ("CNV020", "STS+8+113", LINE, "the value is incomplete")),
        (b"DTM+324", b"STS+8+125'", ("CNV020", "STS+8+125", LINE, "the value is adjusted")),
    ],
)  # fmt: skip
def test_a_segment_of_mscons_is_told_where_it_stands(after, segment, loss):
    """In the header, at the point, at the line and at a value; personal text is not repeated."""
    told = losses(behind(MSCONS, after, segment)) - losses(MSCONS)

    assert {loss} == told


@pytest.mark.parametrize(
    ("after", "segment"),
    [(b"DTM+324", b"STS+8+39'"), (b"NAD+DO", b"NAD+Z05+'"), (b"LIN+1", b"PIA+5+1-1?:1.29.0:SRW'")],
)
def test_a_segment_without_a_word_of_its_own_is_no_loss(after, segment):
    """An approved value, a role without a party, a further product."""
    assert losses(MSCONS) == losses(behind(MSCONS, after, segment))


def test_a_long_segment_is_cut():
    """At most sixty characters of it are shown."""
    told = losses(behind(MSCONS, b"DTM+137", b"RFF+AGI:" + b"7" * 70 + b"'")) - losses(MSCONS)

    assert {("CNV011", "RFF+AGI", "message 1", f"'RFF+AGI:{'7' * 52}...' is left out")} == told


@pytest.mark.parametrize(
    ("old", "new", "loss"),
    [
        (b"BGM+7+", b"BGM+8+", ("CNV004", "BGM 1001", "message 1", "'8' is left out")),
        (b"+9'\nDTM+137", b"+5'\nDTM+137", ("CNV010", "BGM 1225", "message 1", "'5' is left out")),
        (b"EDIEL2'", b"EDIEL2+ABC'", ("CNV007", "UNH 0068", "message 1", "'ABC' is left out")),
        (b"EDIEL2'", b"EDIEL2++1:C'", ("CNV009", "UNH S010", "message 1", "the part of a divided message is left out")),
        (b"7080000000012:14+", b"7080000000012:14:SUB+", ("CNV009", "UNB 0008", "message 1", "'SUB' is left out")),
        (b"7080003824349:14+", b"7080003824349:14:SUB+", ("CNV009", "UNB 0014", "message 1", "'SUB' is left out")),
        (b"NAD+DO+7080003824349::9'", b"NAD+DO+7080003824349::9++Name'", ("CNV012", "NAD+DO", "message 1", "name and address are left out")),
    ],
)  # fmt: skip
def test_a_changed_header_is_told(old, new, loss):
    """Kind, function and envelope of a message have no place in XML."""
    assert old in MSCONS
    assert {loss} == losses(MSCONS.replace(old, new, 1)) - losses(MSCONS)


@pytest.mark.parametrize(("number", "name"), [(7, "0026"), (9, "0031"), (10, "0032"), (11, "0035")])
def test_the_end_of_unb_is_told(number, name):
    """Application reference, acknowledgement, agreement and test mark."""
    head, _, tail = MSCONS.partition(b"'\nUNH")
    elements = head.rsplit(b"UNB", 1)[1].split(b"+")
    elements += [b""] * (number + 1 - len(elements))
    elements[number] = b"1"
    data = head.rsplit(b"UNB", 1)[0] + b"UNB" + b"+".join(elements) + b"'\nUNH" + tail

    assert {("CNV009", f"UNB {name}", "message 1", "'1' is left out")} == losses(data) - losses(MSCONS)


def test_utilts_names_what_elhub_does_not_know():
    """A role, the kind of point, readings, and what stands in a transaction."""
    place = "message 1, IDE 00005eed00000000000000000000008d"
    reading = b"SEQ++2'QTY+220:5'"
    changed = (
        behind(UTILTS, b"QTY+136", reading)
        .replace(b"NAD+MDR'", b"NAD+PQ'")
        .replace(b"STS+7::260+E88", b"STS+7::260+E88", 1)
    )

    assert ("CNV034", "CCI E12", place, "the kind of point is left out; the direction is kept") in losses(
        UTILTS
    )
    assert ("CNV025", "QTY+220", place, "the reading is left out") in losses(changed) - losses(UTILTS)


def test_a_role_of_a_party_that_elhub_does_not_have_is_told():
    """The third NAD of UTILTS is a role alone."""
    role = next(
        segment
        for segment in UTILTS.split(b"'")
        if segment.strip().startswith(b"NAD+") and segment.count(b"+") == 1
    )
    changed = UTILTS.replace(role + b"'", b"NAD+ZZZ'", 1)

    assert ("CNV008", "NAD+ZZZ", "message 1", "Elhub has no such role") in losses(changed)
    assert not {loss for loss in losses(UTILTS) if loss[0] == "CNV008"}


def test_the_neighbour_of_a_pair_of_areas_is_left_out():
    """With a main area its own code is kept as the direction, without one both are lost."""
    danish = BY_NAME["dk-areas-in-utc"]
    told = {
        loss.message
        for loss in source_losses(danish.edi, "collected-data", options=danish.back)
        if loss.code == "CNV017"
    }
    both = {
        loss.message
        for loss in source_losses(danish.edi, "collected-data", options=Options())
        if loss.code == "CNV017"
    }

    assert {"area 'NO-AREA-B' is left out"} == told
    assert {"area 'NO-AREA-A' is left out", "area 'NO-AREA-B' is left out"} == both


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("135", "planned quantity"),
        ("187", "forecast"),
        ("201", "proposed value"),
        ("20", "value that is not usable"),
    ],
)
def test_a_qualifier_that_says_more_is_counted(code, words):
    """The values get the nearest status, and their number is told."""
    told = list(quantity_losses(MSCONS.replace(b"QTY+136:", f"QTY+{code}:".encode(), 2)))

    assert [("CNV020", f"QTY+{code}", "interchange", f"2 values are marked {words}")] == [
        (loss.code, loss.what, loss.where, loss.message) for loss in told
    ]
    assert [] == list(quantity_losses(MSCONS))


@pytest.mark.parametrize("code", ["324", "354", "597", "368"])
def test_the_times_of_a_transaction_are_kept(code):
    """Period, resolution, registration and storage."""
    added = behind(UTILTS, b"DTM+354", b"DTM+" + code.encode() + b":202610260700:203'")

    assert losses(UTILTS) == losses(added)
    assert losses(UTILTS) != losses(behind(UTILTS, b"DTM+354", b"DTM+999:202610260700:203'"))
