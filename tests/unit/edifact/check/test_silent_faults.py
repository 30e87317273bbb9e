"""What a partner of a market would not take, and no directory forbids: one change of a right message each, and what is said."""

from __future__ import annotations

import re

from tests.support.paths import FIXTURES

from edielkit import validate
from edielkit.generate.faults import fault_of
from edielkit.generate.faults.rule_cases import NOW

NO, DE, CH, CONTRL, SE = (
    fault_of(code).valid.decode("latin-1") for code in ("EDI061", "SER034", "SER016", "EDI071", "SER019")
)
READINGS = (
    (FIXTURES / "edifact" / "utilts-se-month-readings.edi").read_text(encoding="ascii").replace("\n", "")
)
UNZ = "UNZ+1+TEST1'"
NO_ANSWER = (
    "UNB+UNOC:3+7080009800026:14+7080009800019:14+260302:1000+TEST1'UNH+1+APERAK:D:96A:UN:EDIEL2'BGM+++29'"
    "DTM+137:202603021000:203'DTM+178:202603021000:203'RFF+ACW:D1'NAD+FR+7080009800026::9'NAD+DO+7080009800019::9'UNT+8+1'"
    + UNZ
)
SE_ANSWER = (
    "UNB+UNOC:3+99001:ZZ+99002:ZZ+260302:1000+TEST1++23-DDQ-E66-T'UNH+1+APERAK:D:04A:UN:E5SE5A'BGM+312+A1+9'"
    "DTM+137:202603020900:203'DTM+735:?+0100:406'DOC+E66::260+D1'NAD+MS+99001:SVK:260'NAD+MR+99002:SVK:260'NAD+DDQ'"
    "ERC+100::260'FTX+AAO+++OK'RFF+DM:R1'RFF+ACW:T1'UNT+13+1'" + UNZ
)
DE_ANSWER = (
    "UNB+UNOC:3+9999900000015:500+9999900000023:500+260302:1000+TEST1'UNH+1+APERAK:D:07B:UN:2.1i'BGM+312+A1'"
    "DTM+137:202603020900?+00:303'RFF+ACE:I1'DTM+171:202603020800?+00:303'RFF+AGO:D1'NAD+MS+9999900000015::293'"
    "NAD+MR+9999900000023::293'UNT+9+1'" + UNZ
)
DE_CONTRL = (
    "UNB+UNOC:3+9999900000015:500+9999900000023:500+260302:1000+TEST1'UNH+1+CONTRL:D:3:UN:2.0b'"
    "UCI+R1+9999900000023:500+9999900000015:500+7'UNT+3+1'" + UNZ
)
SE_CONTRL = (
    "UNB+UNOC:3+99001:ZZ+99002:ZZ+260302:1000+TEST1'UNH+1+CONTRL:2:2:UN:EDIEL2'UCI+R1+99002:ZZ+99001:ZZ+1'UNT+3+1'"
    + UNZ
)
ERROR = "ERC+42::260'FTX+AAO++42::260'UNT"
FIRST = "QTY+136:1.25'DTM+324:202602280000202602280100:Z13'"
POINT = "LOC+172+99000000011'"
CANCELLATION = (
    DE[: DE.index("LIN")]
    .replace("++TL", "++VL")
    .replace("TESTDOC1+9", "TESTDOC1+1")
    .replace("RFF+Z13:13018", "RFF+ACW:TESTDOC0'RFF+Z13:13006")
    + "UNT+0+1'"
    + UNZ
)

# message, change, findings as code, weight, place, partner's code
CASES = [
    # codes of other messages, of other letters, of no list
    (NO, ("BGM+7", "BGM+z01"), ["GDE002 warning BGM/1/1 None"]),
    (NO, ("BGM+7", "BGM+312"), ["GDE002 warning BGM/1/1 None"]),
    (NO, ("BGM+7", "BGM+Z01"), []),
    (NO, ("BGM+7", "BGM+7::261"), ["GDE002 warning BGM/1/3 None"]),
    (CH, ("BGM+7", "BGM+312"), ["GDE002 warning BGM/1/1 None"]),
    (NO, ("DOC1+9", "DOC1+9+XX"), ["GDE002 warning BGM/4/1 None"]),
    (NO, ("DOC1+9", "DOC1+9+NA"), []),
    (DE, ("DOC1+9", "DOC1+9+AB"), ["GDE003 warning BGM/4/1 None"]),
    (NO, ("DTM+ZZZ", "DTM+XX:202603021000:203'DTM+ZZZ"), ["GDE002 warning DTM/1/1 None"]),
    (NO, (FIRST, f"{FIRST}DTM+XX:202603021000:203'"), ["GDE002 warning DTM/1/1 None"]),
    (NO, ("CNT+1:306'", "CNT+1:306'CNT+1:306'"), ["GDE005 warning CNT None"]),
    (NO, ("CNT+1:306'", "CNT+1:306'CNT+3:1'"), ["GDE002 warning CNT/1/1 None"]),
    (NO, ("CNT+1:306'", "CNT+ZZZ:306'"), ["GDE002 warning CNT/1/1 None"]),
    (NO, ("MEA+AAZ++KWH", "MEA+AAZ++KWH:5"), ["GDE003 warning MEA/3/2 None"]),
    (NO, ("MEA+AAZ++KWH", "MEA+AAZ+TN+KWH"), ["GDE003 warning MEA/2/1 None"]),
    # quantities that the directory itself calls something else
    (NO, (FIRST, FIRST.replace("136", "79")), ["SER030 error QTY/1/1 None"]),
    (NO, (FIRST, FIRST.replace("136", "66")), ["SER030 error QTY/1/1 None"]),
    # a reading is of one register and one meter
    (READINGS, ("RFF+AES:1'", ""), ["GDE004 warning RFF 41/260"]),
    (READINGS, ("RFF+AES:1'", "RFF+AES:1'RFF+AES:2'"), ["GDE005 warning RFF 42/260", "SER022 warning RFF/1/2 42/260"]),
    (READINGS, ("RFF+MG:M-77'", "RFF+MG:M-77'RFF+MG:M-78'"), ["GDE005 warning RFF 42/260", "SER022 warning RFF/1/2 42/260"]),
    (READINGS, ("QTY+220:1000", "QTY+220:-1000"), ["SER034 warning QTY/1/2 E98/260"]),
    # one meter, with a number
    (DE, ("LIN+1", "RFF+MG:123'LIN+1"), []),
    (DE, ("LIN+1", "RFF+MG'LIN+1"), ["GDE001 warning RFF/1/2 Z29/293"]),
    (DE, ("LIN+1", "RFF+MG:123'RFF+MG:124'LIN+1"), ["GDE005 warning RFF Z40/293"]),
    # months and versions beside the values
    (DE, ("LIN+1", "DTM+492:202602:610'LIN+1"), []),
    (DE, ("LIN+1", "DTM+492:202603:610'LIN+1"), ["SER022 warning DTM/1/2 Z41/293"]),
    (DE, ("LIN+1", "DTM+157:202601:610'LIN+1"), []),
    (DE, ("LIN+1", "DTM+157:202604:610'LIN+1"), ["SER022 warning DTM/1/2 Z41/293"]),
    (DE, ("LIN+1", "DTM+492:202602:610'DTM+492:202603:610'LIN+1"), ["SER022 error DTM/1/2 Z41/293", "SER022 warning DTM/1/2 Z41/293"]),
    (DE, ("LIN+1", "DTM+293:20260228230000?+00:304'LIN+1"), []),
    (DE, ("LIN+1", "DTM+293:20270101000000?+00:304'LIN+1"), ["SER041 warning DTM/1/2 Z41/293"]),
    (DE, ("LIN+1", "DTM+293:20260302093000?+00:304'LIN+1"), ["SER046 warning DTM/1/2 Z41/293"]),
    # what is taken back is another message
    (CANCELLATION, ("TESTDOC0", "TESTDOC0"), []),
    (CANCELLATION, ("TESTDOC0", "TESTDOC1"), ["GDE017 error RFF/1/2 Z21/293"]),
    # a load profile is of whole days
    (DE, ("DTM+163:202602272300?+00:303'DTM+164:202602282300", "DTM+163:202602272200?+00:303'DTM+164:202602282200"),
     ["SER018 error DTM/1/2 Z41/293", "SER012 error QTY Z41/293"]),
    # the resolution of a Swiss point
    (CH, ("672:60:806", "672:7:806"), ["SER024 error DTM/1/2 None"]),
    (CH, ("672:60:806", "672:60:999"), ["SER003 error DTM/1/2 None"]),
    # an answer that says two things
    (NO_ANSWER, ("+++29", "+++29"), []),
    (NO_ANSWER, ("UNT", "ERC+::999'FTX+AAO+++OK'UNT"), ["EDI047 warning ERC/1/1 13/UN"]),
    (NO_ANSWER, ("+++29", "+313++29"), ["GDE003 warning BGM/1/1 None"]),
    (NO_ANSWER.replace("UNT", ERROR), ("+++29", "+++27"), []),
    (NO_ANSWER.replace("UNT", ERROR.replace("42::260'F", "100::260'F", 1)), ("+++29", "+++27"), ["GDE002 warning ERC/1/1 None"]),
    (NO_ANSWER.replace("UNT", ERROR.replace("42::260'F", "XX::260'F", 1)), ("+++29", "+++34"), ["GDE002 warning ERC/1/1 None"]),
    (SE_ANSWER, ("DOC+E66", "DOC+E66"), []),
    (SE_ANSWER, ("DOC+E66", "DOC+E31"), ["GDE009 warning UNB/7 None"]),
    (SE_ANSWER, ("DOC+E66", "DOC+ERR"), []),
    (SE_ANSWER, ("NAD+DDQ", "NAD+DDK"), ["GDE009 warning UNB/7 None"]),
    (SE_ANSWER, ("A1+9", "A1+27"), ["GDE002 warning BGM/3/1 None"]),
    (DE_ANSWER, ("A1'", "A1'"), []),
    (DE_ANSWER, ("RFF+AGO:D1'", "RFF+AGO:D1'RFF+AGO:D2'"), ["GDE005 warning RFF None"]),
    (DE_ANSWER, ("A1'", "A1+29'"), ["GDE003 warning BGM/3/1 None"]),
    (DE_ANSWER, ("DTM+137:202603020900?+00:303", "DTM+137:202603020900:203"), ["GDE002 warning DTM/1/3 None"]),
    (DE_ANSWER, ("DTM+137:202603020900?+00", "DTM+137:202603021000?+01"), ["GDE002 warning DTM/1/2 None"]),
    (SE_ANSWER, ("RFF+DM:R1", "RFF+DM"), ["GDE001 warning RFF/1/2 None"]),
    (SE_ANSWER, ("RFF+ACW:T1", "RFF+ACW"), ["GDE001 warning RFF/1/2 None"]),
    (SE_ANSWER, ("99001:SVK:260", "99001:QQQ:260"), ["GDE002 warning NAD/2/2 None"]),
    (SE_ANSWER, ("DOC+E66", "DOC+QQQ"), ["GDE009 warning UNB/7 None", "GDE002 warning DOC/1/1 None"]),
    (NO_ANSWER, ("DTM+178:202603021000:203", "DTM+178::203"), ["GDE001 warning DTM/1/2 None"]),
    (DE_ANSWER, ("RFF+AGO:D1", "RFF+AGO"), ["GDE001 warning RFF/1/2 None"]),
    # one product, one place, one reason, one register, one meter
    (DE, ("1-1?:1.29.0:SRW", "1-1?:1.29.0:SRW+1-1?:2.29.0:SRW"), ["SER022 error PIA/3/1 Z39/293"]),
    (DE, (POINT, f"{POINT[:-1]}+99000000011'"), ["GDE003 warning LOC/3/1 None"]),
    (SE, ("STS+7++E88::260", "STS+7++E88::260+E23::260"), ["SER022 warning STS/4/1 42/260"]),
    (SE, ("'LIN", "+735999000000001249::9'LIN"), ["SER022 error LOC/3/1 42/260"]),
    (SE, ("SEQ++1'", "SEQ++1'RFF+AES:1'RFF+AES:2'"), ["GDE005 warning RFF 42/260", "SER022 warning RFF/1/2 42/260"]),
    (SE, ("SEQ++1'", "SEQ++1'RFF+MG:1'RFF+SE:2'"), ["GDE005 warning RFF 42/260", "SER022 warning RFF/1/2 42/260"]),
    # whom CONTRL answers, and that nobody answers it
    (SE_CONTRL, ("TEST1'UNH", "TEST1++++1'UNH"), ["GDE003 warning UNB/9/1 None"]),
    (SE_CONTRL, ("UCI+R1+99002:ZZ", "UCI+R1+99002"), ["GDE001 error UCI/2/2 None"]),
    (DE_CONTRL, ("UCI+R1+9999900000023:500", "UCI+R1+9999900000023"), ["GDE001 warning UCI/2/2 None"]),
    (CONTRL, ("7080009800026:14+4", "7080009800026+4"), ["GDE001 warning UCI/3/2 None"]),
]  # fmt: skip


def counted(text: str) -> bytes:
    count = text[text.index("UNH") : text.index("UNT")].count("'") + 1
    return re.sub(r"UNT\+\d+", f"UNT+{count}", text).encode("latin-1")


def test_each_is_told():
    """Each change by itself is told at its place, and nothing else is; what is right is not."""
    for message, (old, new), expected in CASES:
        assert old in message, old
        report = validate(counted(message.replace(old, new, 1)), now=NOW)
        told = [f"{f.code} {f.severity.value} {f.position.segment} {f.reason}" for f in report]
        assert expected == told, (old, new)
