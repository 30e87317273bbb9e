"""Which profile a message follows."""

import pytest
from tests.support.edifact_messages import BODY, interchange, message

import edielkit
from edielkit.edifact.check.interchanges import check
from edielkit.edifact.profiles import PROFILES, detect_profile, profile, profiles
from edielkit.edifact.read.assembler import parse_interchanges


@pytest.mark.parametrize(
    ("unb", "unh", "expected"),
    [
        ("7080000000012:14+7080000000029:14", "MSCONS:D:96A:ZZ:EDIEL2", "no"),
        ("987654325:82+7080000000029:14", "MSCONS:D:96A:ZZ:6A", "no"),
        ("12345:ZZ+54321:ZZ", "CONTRL:2:2:UN:EDIEL2", "se"),
        ("12345:ZZ+54321:ZZ", "UTILTS:D:02B:UN:E5SE5A", "se"),
        ("A:14+B:14", "MSCONS:D:96A:ZZ:E2DK02", "dk"),
        ("9900000020001:500+9900000010002:500", "MSCONS:D:04B:UN:2.4c", "de"),
        ("12X-EDIELKIT---A:500+12X-EDIELKIT---B:500", "MSCONS:D:04B:UN:2.2e", "ch"),
        ("A:14+B:14", "MSCONS:D:96A:UN", None),
        ("7080000000012:14+5790000000005:14", "MSCONS:D:96A:UN:EDIEL2", "no"),
    ],
)
def test_profile_is_detected(unb, unh, expected):
    """The version code tells, where it is common to several the parties, and in doubt it is Norway's."""
    data = interchange(message(unh=f"UNH+1+{unh}'"), unb=f"UNB+UNOC:3+{unb}+260201:0500+R1'")
    detected = detect_profile(parse_interchanges(data)[0][0])
    assert expected == (detected.code if detected else None)


def test_profiles_are_data():
    """All five are there, each with versions, and with parties that it knows."""
    assert list(PROFILES) == list(profiles())
    for market in profiles().values():
        assert market.versions
        assert market.qualifiers
        assert market.parties
    assert profile("de").knows_party("9900000010002")


@pytest.mark.parametrize(
    ("parties", "guide", "expected", "quantity"),
    [
        ("5790000000012:14+5790000000029:14", "EDIEL2", "dk", "2026-02-01T00:00:00+00:00"),
        ("7080000000012:14+7080000000029:14", "EDIEL2", "no", "2026-01-31T23:00:00+00:00"),
        ("12345:ZZ+54321:ZZ", "EDIEL2", "se", "2026-01-31T23:00:00+00:00"),
    ],
)
def test_one_message_has_one_profile(parties, guide, expected, quantity):
    """Detection, the series of bytes and the report give a message the same profile: its clock tells."""
    body = BODY.replace("DTM+ZZZ:1:805'", "")
    data = interchange(
        message(body, unh=f"UNH+1+MSCONS:D:96A:ZZ:{guide}'"),
        unb=f"UNB+UNOC:3+{parties}+260201:0500+R1'",
    )
    (series,) = edielkit.read_series(data)

    assert expected == edielkit.detect(data).profile
    assert quantity == series.period.start.isoformat()
    assert [expected] == [kind.profile for kind in check(data).kinds]
