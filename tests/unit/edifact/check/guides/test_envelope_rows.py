"""What the guides say of UNB and of the agencies of parties: syntax, version, qualifiers, code lists."""

import pytest
from tests.support.edifact_checks import UTILTS, changed

from edielkit.edifact.check.interchanges import check

SWEDISH = "UNB+UNOC:3+10001:ZZ+20002:ZZ+260116:1811+R9++23-DDQ-E66-T++1'"
PRODAT = (
    "UNH+1+PRODAT:D:97A:UN:E2SE6A'BGM+Z03+P1+9+AB'DTM+137:202406050600:203'DTM+ZZZ:1:805'NAD+FR+10001:160:SVK'"
    "NAD+DO+20002:160:SVK'LIN+1++735999000000001232:::9'DTM+92:202407010000:203'CCI++Z04'CAV+Z04'CCI++Z13'CAV+Z22'"
    "RFF+LI:C1'RFF+Z05:ABC'RFF+ANJ:M1'NAD+UD+5560000000:SE1:260'NAD+Z02+30003:160:SVK'UNT+17+1'"
)
GERMAN = "UNB+UNOC:3+9900000000003:500+9900000000010:500+260201:0600+R9++TL'"
MSCONS = (
    "UNH+1+MSCONS:D:04B:UN:2.4c'BGM+7+M1+9'DTM+137:202602010500?+00:303'RFF+Z13:13025'NAD+MS+9900000000003::293'"
    "NAD+MR+9900000000010::293'UNS+D'NAD+DP'LOC+172+DE0001234567890123456789012345678'DTM+163:202601312300?+00:303'"
    "DTM+164:202602010000?+00:303'LIN+1'PIA+5+1-1?:1.29.0:SRW'QTY+220:1'DTM+163:202601312300?+00:303'"
    "DTM+164:202602010000?+00:303'UNT+17+1'"
)
NORWEGIAN = "UNB+UNOC:3+7080009990116:14+7080009990215:14+260202:0630+R9'"
NORDIC = "UNH+1+MSCONS:D:96A:ZZ:EDIEL2'BGM+7+M1+9'DTM+137:202602010500:203'UNT+4+1'"
SWEDISH_MSCONS = NORDIC.replace("ZZ:EDIEL2", "UN:E2SE5B")
WRONG = ("GDE001", "GDE002", "IDN006", "IDN002")


def guide_findings(unb: str, message: str) -> list[tuple[str, str, str, str]]:
    """Return rule, weight, place and the partner's code of what a message has in places of this file."""
    report = check((unb + message + "UNZ+1+R9'").encode())
    return [
        (f.code, f.severity.value, f.position.segment, str(f.reason))
        for f in report
        if f.code in WRONG and f.position.segment.partition("/")[0] in {"UNB", "NAD", "UNS", "STS", "PIA", "QTY", "DTM"}
        and "/" in f.position.segment
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("unb", "message"),
    [
        (SWEDISH, UTILTS),
        # a GLN, and an EIC, are party identifications of Sweden too
        (changed(SWEDISH, ("10001:ZZ", "7300009990004:14")), UTILTS),
        (changed(SWEDISH, ("10001:ZZ", "10XSE-TEST-----S:ZZZ")), UTILTS),
        (SWEDISH, changed(UTILTS, ("E88::260", "Z01::SVK"))),
        (SWEDISH, changed(UTILTS, ("E88::260", "Z01:SVK:260"))),
        (changed(SWEDISH, ("E66-T", "PRODAT")), PRODAT),
        # MSCONS may go with UNOB and version 2, as it does in older systems
        (changed(SWEDISH, ("UNOC:3", "UNOB:2")), SWEDISH_MSCONS),
        (GERMAN, MSCONS),
        (changed(GERMAN, ("03:500", "03:502")), changed(MSCONS, ("03::293", "03::332"))),
        (NORWEGIAN, NORDIC),
        (changed(NORWEGIAN, ("7080009990116:14", "980000006:82")), NORDIC),
    ],
)
def test_what_the_guides_allow_is_right(unb, message):
    """Each market's own qualifiers, syntax and agencies."""
    codes = [row for row in guide_findings(unb, message) if row[0] != "GDE001" or row[2].startswith("UNB")]
    assert [] == codes


E, W = "error", "warning"


@pytest.mark.parametrize(
    ("unb", "message", "expected"),
    [
        # syntax identifier and version: Svenska kraftnät 24-A-6, BDEW MIG 2.4c
        (changed(SWEDISH, ("UNOC:3", "UNOA:3")), UTILTS, ("GDE002", E, "UNB/1/1", "42/260")),
        (changed(SWEDISH, ("UNOC:3", "UNOW:3")), UTILTS, ("GDE002", E, "UNB/1/1", "42/260")),
        (changed(SWEDISH, ("UNOC:3", "UNOC:1")), UTILTS, ("GDE002", E, "UNB/1/2", "42/260")),
        (changed(SWEDISH, ("UNOC:3", "UNOB:2")), PRODAT, ("GDE002", E, "UNB/1/1", "42/260")),
        (changed(SWEDISH, ("UNOC:3", "UNOB:3")), SWEDISH_MSCONS, ("GDE002", W, "UNB/1/2", "None")),
        (changed(GERMAN, ("UNOC:3", "UNOD:3")), MSCONS, ("GDE002", E, "UNB/1/1", "Z39/293")),
        # qualifiers of UNB
        (changed(SWEDISH, ("10001:ZZ", "10001:0Z")), UTILTS, ("GDE002", E, "UNB/2/2", "42/260")),
        (changed(SWEDISH, ("10001:ZZ", "100010ZZ")), UTILTS, ("GDE001", E, "UNB/2/2", "41/260")),
        (changed(SWEDISH, ("20002:ZZ", "20002:500")), PRODAT, ("GDE002", E, "UNB/3/2", "42/260")),
        (changed(SWEDISH, ("10001:ZZ", "10XSE-TEST-----Q:ZZZ")), UTILTS, ("IDN006", W, "UNB/2/1", "42/260")),
        (changed(GERMAN, ("03:500", "03:ZZ")), MSCONS, ("GDE002", E, "UNB/2/2", "Z39/293")),
        (changed(NORWEGIAN, ("116:14", "116:04")), NORDIC, ("GDE002", W, "UNB/2/2", "None")),
        (changed(NORWEGIAN, ("116:14", "116014")), NORDIC, ("GDE001", W, "UNB/2/2", "None")),
        # code lists and agencies
        (SWEDISH, changed(UTILTS, ("10001:SVK:260", "10001:XYZ:260")), ("GDE002", E, "NAD/2/2", "42/260")),
        (SWEDISH, changed(UTILTS, ("10001:SVK:260", "10001::260")), ("GDE001", E, "NAD/2/2", "41/260")),
        (SWEDISH, changed(UTILTS, ("E88::260", "Z01::260")), ("GDE001", E, "STS/3/2", "41/260")),
        (SWEDISH, changed(UTILTS, ("E88::260", "E88::SVK")), ("GDE002", E, "STS/3/3", "42/260")),
        (SWEDISH, changed(PRODAT, ("10001:160:SVK", "10001:SVK:260")), ("GDE002", E, "NAD/2/3", "42/260")),
        (SWEDISH, changed(PRODAT, ("10001:160", "1000:160")), ("GDE002", E, "NAD/2/1", "42/260")),
        (SWEDISH, changed(PRODAT, ("10001:160", "10001:161")), ("GDE002", E, "NAD/2/2", "42/260")),
        (SWEDISH, changed(PRODAT, ("30003:160", "3000:160")), ("GDE002", E, "NAD/2/1", "42/260")),
        # what the German MIG says of section, quantity and the kind of OBIS
        (GERMAN, changed(MSCONS, ("UNS+D", "UNS+S")), ("GDE002", E, "UNS/1/1", "Z39/293")),
        (GERMAN, changed(MSCONS, ("QTY+220", "QTY+136")), ("GDE002", E, "QTY/1/1", "Z39/293")),
        (GERMAN, changed(MSCONS, ("QTY+220:1'DTM+163:202601312300?+00:303", "QTY+220:1'DTM+163:202601312300:203")), ("GDE002", E, "DTM/1/3", "Z39/293")),
        (GERMAN, changed(MSCONS, ("1.29.0:SRW", "1.29.0")), ("GDE001", E, "PIA/2/2", "Z29/293")),
    ],
)  # fmt: skip
def test_what_no_guide_allows_is_told(unb, message, expected):
    """A public guide refuses it; where the rows are inferred it warns."""
    assert expected in guide_findings(unb, message)
