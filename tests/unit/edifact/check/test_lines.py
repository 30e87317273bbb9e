"""Installation, product and days ahead of the lines of PRODAT, UTILTS and MSCONS."""

import pytest
from tests.support.edifact_checks import MSCONS, UTILTS, changed

from edielkit.edifact.check.interchanges import check

UNB = "UNB+UNOC:3+10001:ZZ+20002:ZZ+240605:0700+R9++23-DDQ-PRODAT'"
Z03 = (
    "UNH+1+PRODAT:D:97A:UN:E2SE6A'BGM+Z03+P1+9+AB'DTM+137:202406050600:203'DTM+ZZZ:1:805'NAD+FR+10001:160:SVK'"
    "NAD+DO+20002:160:SVK'LIN+1++735999000000001232:::9'DTM+92:202407010000:203'CCI++Z04'CAV+Z04'CCI++Z13'CAV+Z22'"
    "RFF+LI:C1'RFF+Z05:ABC'RFF+ANJ:M1'NAD+IT+735999000000001232::9'UNT+16+1'"
)
NO = changed(MSCONS, ("04B:UN", "96A:ZZ"), ("1501", "8716867000030:::9"))
LATE, OTHER, DIGIT, CANCELLED = (
    ("GDE013", "error", "DTM/1/2", "42/260", "210"),
    ("GDE012", "warning", "NAD/2/1", "42/260", "233"),
    ("GDE014", "warning", "LIN/3/1", "42/260", "506"),
    ("GDE015", "warning", "DTM/1/2", "42/260", "210"),
)


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (Z03, []),
        (changed(Z03, ("IT+735999000000001232", "IT+735999000000001249")), [OTHER]),
        # a number of another list, or none, is no other point
        (changed(Z03, ("IT+735999000000001232::9", "IT+4711::89")), []),
        (changed(Z03, ("IT+735999000000001232::9", "IT")), []),
        # Z03L: from 14 days to 14 months before the start
        (changed(Z03, ("20240701", "20240619")), []),
        (changed(Z03, ("20240701", "20240618")), [LATE]),
        (changed(Z03, ("20240701", "20250805")), []),
        (changed(Z03, ("20240701", "20250806")), [LATE]),
        # Z03LK: at latest on the day itself
        (changed(Z03, ("CAV+Z22", "CAV+Z23"), ("20240701", "20240605")), []),
        (changed(Z03, ("CAV+Z22", "CAV+Z23"), ("20240701", "20240604")), [LATE]),
        # a cancellation: at latest 4 days before; that of a move may be nearer, so it warns
        (changed(Z03, ("CAV+Z22", "CAV+Z24"), ("20240701", "20240609")), []),
        (changed(Z03, ("CAV+Z22", "CAV+Z24"), ("20240701", "20240608")), [CANCELLED]),
        (changed(Z03, ("CAV+Z22", "CAV+Z24"), ("20240701", "20240604")), [CANCELLED]),
        # another message, and a day that is none, have rules of their own
        (changed(Z03, ("BGM+Z03", "BGM+Z01"), ("20240701", "20240606")), []),
        (changed(Z03, ("20240701", "20240731")), []),
        (changed(Z03, ("20240701", "20241399")), []),
        (UTILTS, []),
        (changed(UTILTS, ("8716867000030", "8716867000031")), [DIGIT]),
        (changed(UTILTS, ("8716867000030:::9", "8716867000031:::89")), []),
        # of MSCONS no partner's code is known
        (NO, []),
        (changed(NO, ("8716867000030", "8716867000031")), [("GDE014", "warning", "LIN/3/1", "None", "")]),
        (changed(NO, ("8716867000030:::9", "8716867000031")), []),
        (changed(NO, ("8716867000030:::9", "1501")), []),
    ],
)
def test_what_a_line_says(message, expected):
    """Object and installation agree, the product has its check digit, the start is near enough."""
    report = check((UNB + message + "UNZ+1+R9'").encode())
    told = [
        (f.code, f.severity.value, f.position.segment, str(f.reason), f.rule.field)
        for f in report
        if f.code in {"GDE012", "GDE013", "GDE014", "GDE015"}
    ]
    assert expected == told
