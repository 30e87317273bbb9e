"""What a source lacks is an error that names the option, never a guess; what an option gives is named."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.support.conversion_pairs import ACTIVE, BY_NAME, COLLECTED, codes, ids

from edielkit.conversion import (
    Carrier,
    Channel,
    Options,
    PartyId,
    Sign,
    convert,
)
from edielkit.errors import BuildError
from edielkit.series import Status

NOON = dt.datetime(2026, 6, 5, 10, tzinfo=dt.UTC)
GERMAN = BY_NAME["de-quality-quarters"]
MARCH = BY_NAME["no-march-hours"]


def without(data, *texts):
    """Return EDIFACT without the segments that begin with one of *texts*."""
    kept = [
        segment for segment in data.split(b"\n") if not segment.startswith(tuple(t.encode() for t in texts))
    ]
    return b"".join(kept)


TO_XML = [
    # option, source, options that are there
    ("document_type", MARCH.edi, Options(process="BRS-NO-313", role="DDE")),
    ("process", MARCH.edi, Options(document_type="E13", role="DDE")),
    ("role", MARCH.edi, Options(document_type="E13", process="BRS-NO-313")),
    ("registered", without(MARCH.edi, "DTM+293"), Options(**COLLECTED)),
    ("new_id", without(MARCH.edi, "RFF+TN"), Options(**COLLECTED)),
    ("new_id", MARCH.edi.replace(b"00005eed00000000000000000000000b", b"D1"), Options(**COLLECTED)),
    ("sender", without(MARCH.edi, "NAD+FR"), Options(**COLLECTED)),
    ("now", without(MARCH.edi, "DTM+137"), Options(**COLLECTED)),
    ("validation", GERMAN.edi, Options(**COLLECTED)),
    ("estimation", GERMAN.edi, Options(**COLLECTED, validation="V001")),
    ("points", MARCH.edi.replace(b"LOC+90+707057500000000100", b"LOC+90+59999999999"), Options(**COLLECTED)),
    ("channels", MARCH.edi.replace(b"1-1?:2.29.0", b"1-1?:5.29.0"), Options(**COLLECTED)),
    ("direction", BY_NAME["no-lines-two-days"].edi, Options(**COLLECTED)),
    ("sign", BY_NAME["no-signed-october-quarters"].edi, Options(**COLLECTED, registered=NOON, new_id=ids(1))),
]


TO_EDIFACT = [
    ("profile", "mscons", Options()),
    ("profile", "mscons", Options(profile="xx")),
    ("process_id", "mscons", Options(profile="de")),
    ("role", "utilts", Options(reason="E88", scope="E02", answer=False)),
    ("reason", "utilts", Options(role="MDR", scope="E02", answer=False)),
    ("scope", "utilts", Options(role="MDR", reason="E88", answer=False)),
    ("answer", "utilts", Options(role="MDR", reason="E88", scope="E02")),
    ("profile", "utilts", Options(profile="no", role="MDR", reason="E88", scope="E02", answer=False)),
    ("unit", "utilts", Options(unit="MWH")),
    ("sign", "mscons", Options(profile="no", join=True)),
    ("recipient", "mscons", Options(profile="no", carrier=Carrier.OBIS, recipient=PartyId("X", "", "86"))),
]


SIGNED = BY_NAME["no-signed-october-quarters"]


@pytest.mark.parametrize(("option", "data", "options"), TO_XML)
def test_xml_needs(option, data, options):
    """The error for a mandatory part of XML names its option."""
    with pytest.raises(BuildError) as caught:
        convert(data, "collected-data", options=options)

    assert caught.value.field.startswith(f"options.{option}")


@pytest.mark.parametrize(("option", "target", "options"), TO_EDIFACT)
def test_edifact_needs(option, target, options):
    """The error for a mandatory part of EDIFACT names its option."""
    with pytest.raises(BuildError) as caught:
        convert(MARCH.xml, target, options=options)

    assert f"options.{option}" == caught.value.field


def test_options_are_checked_when_made():
    """Codes that do not exist and times without a zone are refused at once."""
    with pytest.raises(ValueError, match="validation"):
        Options(validation="V777")
    with pytest.raises(ValueError, match="aware"):
        Options(now=dt.datetime(2026, 1, 1))
    with pytest.raises(ValueError, match="direction"):
        Channel("1", ACTIVE, "in")
    for qualifier in ("", "Z001", "Z+1", "ø"):
        with pytest.raises(ValueError, match="qualifiers"):
            Options(qualifiers={Status.ESTIMATED: qualifier})


@pytest.mark.parametrize(
    ("code", "source", "target", "changes"),
    [
        ("CNV105", BY_NAME["no-lines-two-days"].edi, "collected-data", {"line_directions": ("In", "Out"), "registered": NOON, "new_id": ids(1)}),
        ("CNV105", BY_NAME["no-lines-two-days"].edi, "collected-data", {"direction": "Out", "registered": NOON, "new_id": ids(1)}),
        ("CNV109", MARCH.edi, "collected-data", {"recipient": "7080000009039"}),
        ("CNV110", GERMAN.edi, "collected-data", {"validation": "V001", "estimation": "E001"}),
        ("CNV112", MARCH.edi.replace(b"1-1?:2.29.0", b"ABC"), "collected-data", {"channels": (Channel("ABC", ACTIVE, "In"),)}),
        ("CNV113", MARCH.edi, "collected-data", {"points": {"707057500000000100": "707057500000000117"}}),
    ],
)  # fmt: skip
def test_what_an_option_gives_is_named(code, source, target, changes):
    """Each option that speaks for the source leaves its note; a source that says it leaves none."""
    converted = convert(source, target, options=Options(**COLLECTED | changes))

    assert code in codes(converted.supplied)
    assert code not in codes(convert(MARCH.edi, "collected-data", options=MARCH.back).supplied)


def test_time_of_creation_and_name_of_a_message_are_supplied():
    """A source without either takes them from the options."""
    source = b"".join(
        segment for segment in SIGNED.edi.split(b"\n") if not segment.startswith(b"DTM+137")
    ).replace(b"BGM+7+", b"BGM+7++9'BGX+", 1)
    source = source[: source.index(b"BGX+")] + source[source.index(b"'", source.index(b"BGX+")) + 1 :]
    converted = convert(
        source,
        "collected-data",
        options=Options(**COLLECTED, sign=Sign.IN, now=NOON, registered=NOON, new_id=ids(1)),
    )

    assert "2026-06-05T10:00:00+00:00 was given (now)" == codes(converted.supplied)["CNV108"]
    assert "identification of the document" in {loss.what for loss in converted.supplied}


def test_signs_have_their_names():
    """The command line takes them by value."""
    assert ["in", "out"] == [sign.value for sign in Sign]
