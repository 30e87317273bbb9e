"""What a source lacks is an error that names the option, never a guess."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest
from tests.support.conversion_pairs import ACTIVE, BY_NAME, COLLECTED, collected, ids, series

from edielkit.conversion import Carrier, Channel, Options, PartyId, Sign, convert
from edielkit.errors import BuildError, ParseError
from edielkit.series import Status

NOON = dt.datetime(2026, 6, 5, 10, tzinfo=dt.UTC)
GERMAN = BY_NAME["de-quality-quarters"]
UTILTS = BY_NAME["se-utilts-e66-notify"]
MARCH = BY_NAME["no-march-hours"]


def without(data, *texts):
    """Return EDIFACT without the segments that begin with one of *texts*."""
    kept = [each for each in data.split(b"\n") if not each.startswith(tuple(t.encode() for t in texts))]
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


@pytest.mark.parametrize(("option", "data", "options"), TO_XML)
def test_xml_needs(option, data, options):
    """The error for a mandatory part of XML names its option."""
    with pytest.raises(BuildError) as caught:
        convert(data, "collected-data", options=options)

    assert caught.value.field.startswith(f"options.{option}")


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


@pytest.mark.parametrize(("option", "target", "options"), TO_EDIFACT)
def test_edifact_needs(option, target, options):
    """The error for a mandatory part of EDIFACT names its option."""
    with pytest.raises(BuildError) as caught:
        convert(MARCH.xml, target, options=options)

    assert f"options.{option}" == caught.value.field


def test_channels_are_needed_for_two_directions_of_one_code():
    """Both directions with one product code and no way to tell them apart are refused."""
    with pytest.raises(BuildError, match="both directions have the same code"):
        convert(MARCH.xml, "mscons", options=Options(profile="no"))


def test_join_needs_both_directions():
    """One direction alone cannot be joined."""
    message = collected([series("2026-06-04", "In")], 11)

    with pytest.raises(BuildError, match="expected both directions, found only In"):
        convert(message, "mscons", options=Options(profile="no", join=True, sign=Sign.IN))


@pytest.mark.parametrize(
    ("data", "error"), [(b"", ParseError), (b"hello", ParseError), (UTILTS.edi[:200], BuildError)]
)
def test_what_is_no_metering_message(data, error):
    """Bytes that are no message, and messages without series, are errors of the package."""
    with pytest.raises(error):
        convert(data, "collected-data", options=Options(**COLLECTED))


def test_unknown_target():
    """A target that does not exist is named with those that do."""
    with pytest.raises(ValueError, match="expected one of mscons, utilts"):
        convert(MARCH.xml, "pdf", options=Options())


def test_refused_loss_is_an_error():
    """A kind of loss that the caller refuses stops the conversion."""
    with pytest.raises(BuildError, match="CNV007"):
        convert(MARCH.xml, "mscons", options=attrs.evolve(MARCH.out, refuse=frozenset({"CNV007"})))


def test_options_are_checked_when_made():
    """Codes that do not exist and times without a zone are refused at once."""
    with pytest.raises(ValueError, match="validation"):
        Options(validation="V777")
    with pytest.raises(ValueError, match="aware"):
        Options(now=dt.datetime(2026, 1, 1))
    with pytest.raises(ValueError, match="direction"):
        Channel("1", ACTIVE, "in")


def test_parties_and_points_are_renamed_both_ways():
    """Ids that the other side does not know are mapped, whatever the direction."""
    out = attrs.evolve(
        MARCH.out,
        points={"707057500000000100": "DE0010647773100000000000000033612"},
        profile="de",
        process_id="13018",
        recipient=PartyId("9900000000001", "", "293"),
    )
    data = convert(MARCH.xml, "mscons", options=out).to_bytes()
    back = attrs.evolve(
        MARCH.back,
        points={"DE0010647773100000000000000033612": "707057500000000100"},
        parties={"9900000000001": "7080003824349"},
    )

    assert b"9900000000001:500" in data
    assert (
        convert(MARCH.xml, "collected-data", options=Options()).message
        == convert(data, "collected-data", options=back).message
    )


def test_agreed_qualifiers_go_both_ways():
    """A qualifier that the partners agreed on keeps the status in a profile that has none."""
    message = collected([series("2026-06-04", "Out", states=((2, Status.ESTIMATED),))], 11)
    agreed = {Status.ESTIMATED: "Z02"}
    out = convert(
        message,
        "mscons",
        options=Options(profile="no", carrier=Carrier.OBIS, by_agreement=True, qualifiers=agreed),
    )
    back = convert(
        out.to_bytes(),
        "collected-data",
        options=Options(**COLLECTED, qualifiers=agreed, validation="V001", estimation="E001"),
    )

    assert b"QTY+Z02:" in out.to_bytes()
    assert "CNV020" not in {each.code for each in out.losses}
    assert message == back.message
