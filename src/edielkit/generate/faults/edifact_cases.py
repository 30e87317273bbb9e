"""For each rule of EDIFACT a message that breaks it, as a few changes of the text of another."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

import attrs

from edielkit.edifact.segments import Limits
from edielkit.generate.faults.fault import Fault
from edielkit.generate.faults.rule_cases import NOW

__all__ = ("edifact_faults",)

_SENDER, _RECIPIENT = "7080009800026", "7080009800019"
_POINT, _OTHER_POINT = "707057599600000016", "707057599600000023"
_UNA = "UNA:+.? "
_UNB = f"UNB+UNOC:3+{_SENDER}:14+{_RECIPIENT}:14+260302:1000+TEST1"
_HOUR = dt.timedelta(hours=1)


def _minute(instant: dt.datetime) -> str:
    return f"{instant:%Y%m%d%H%M}"


def _hours(first: dt.datetime, count: int) -> list[tuple[int, str, str]]:
    """Return number, start and end of so many hours."""
    return [(n + 1, _minute(first + n * _HOUR), _minute(first + (n + 1) * _HOUR)) for n in range(count)]


def _nordic(first: dt.datetime, count: int) -> list[str]:
    return [
        segment
        for n, start, end in _hours(first, count)
        for segment in (f"QTY+136:{n}.25", f"DTM+324:{start}{end}:Z13")
    ]


def _german(first: dt.datetime, count: int) -> list[str]:
    return [
        segment
        for n, start, end in _hours(first, count)
        for segment in (
            f"QTY+220:{n}.25",
            f"DTM+163:{start}?+00:303",
            f"DTM+164:{end}?+00:303",
        )
    ]


def _text(*segments: str) -> str:
    return "".join(f"{segment}'" for segment in segments)


def _counted(text: str) -> str:
    """Return an interchange in which each UNT counts its segments."""
    counted, count = [], 0
    for segment in re.split(r"(?<!\?)'", text)[:-1]:
        count = 1 if segment.startswith("UNH") else count + 1
        counted.append(re.sub(r"^UNT\+\d*", f"UNT+{count}", segment))
    return _text(*counted)


def _wrapped(text: str) -> str:
    return "\n".join(text[at : at + 80] for at in range(0, len(text), 80))


def _norwegian(first: dt.datetime = dt.datetime(2026, 2, 28), count: int = 24, total: str = "306") -> str:
    return _counted(_text(
        _UNA, _UNB, "UNH+1+MSCONS:D:96A:ZZ:EDIEL2", "BGM+7+TESTDOC1+9", "DTM+137:202603021000:203",
        f"DTM+163:{_minute(first)}:203", f"DTM+164:{_minute(first + count * _HOUR)}:203", "DTM+ZZZ:1:805",
        f"NAD+FR+{_SENDER}::9", f"NAD+DO+{_RECIPIENT}::9", "UNS+D", "NAD+XX", f"LOC+90+{_POINT}::9",
        "LIN+1++1501", "MEA+AAZ++KWH", *_nordic(first, count), f"CNT+1:{total}", "UNT+0+1", "UNZ+1+TEST1",
    ))  # fmt: skip


def _single_values(*segments: str) -> str:
    """Return a German message whose values may stand alone and need not fill its period (case 13028)."""
    german = _german_day().replace("13018", "13028").replace("BGM+7", "BGM+Z85").replace("++TL", "++VL")
    return _counted(german[: german.index("QTY")] + _text(*segments, "UNT+0+1", "UNZ+1+TEST1"))


def _german_day() -> str:
    return _counted(_text(
        _UNA, "UNB+UNOC:3+9999900000015:500+9999900000023:500+260302:1000+TEST1++TL", "UNH+1+MSCONS:D:04B:UN:2.4c",
        "BGM+7+TESTDOC1+9", "DTM+137:202603020900?+00:303", "RFF+Z13:13018", "NAD+MS+9999900000015::293",
        "NAD+MR+9999900000023::293", "UNS+D", "NAD+DP", "LOC+172+99000000011", "DTM+163:202602272300?+00:303",
        "DTM+164:202602282300?+00:303", "LIN+1", "PIA+5+1-1?:1.29.0:SRW", *_german(dt.datetime(2026, 2, 27, 23), 24),
        "UNT+0+1", "UNZ+1+TEST1",
    ))  # fmt: skip


def _cancellation() -> str:
    """Return a German message that takes another one back (case 13006): a point, and no values."""
    german = (
        _german_day().replace("13018", "13006").replace("++TL", "++VL").replace("TESTDOC1+9", "TESTDOC1+1")
    )
    named = german.replace("RFF+Z13", "RFF+ACW:TESTDOC0'RFF+Z13")
    return _counted(named[: named.index("DTM+163")] + _text("UNT+0+1", "UNZ+1+TEST1"))


def _swiss() -> str:
    return _counted(_text(
        _UNA, "UNB+UNOC:3+12XTEST-A------7:500+12XTEST-C------S:500+260302:1000+TEST1", "UNH+1+MSCONS:D:99A:UN:1.6",
        "BGM+7+TESTDOC1+9", "DTM+137:202603021000:203", "NAD+MS+12XTEST-A------7::293", "NAD+MR+12XTEST-C------S::293",
        "UNS+D", "NAD+DP", "LOC+172+CH00000000000TEST0000000000000001", "DTM+163:202602280000:203", "DTM+164:202603010000:203",
        "DTM+672:60:806", "LIN+1", "PIA+5+1-1?:1.29.0:SRW", *(f"QTY+46:{n}.5:KWH" for n in range(1, 25)),
        "UNT+0+1", "UNZ+1+TEST1",
    ))  # fmt: skip


def _swedish() -> str:
    observations = [segment for n in range(1, 25) for segment in (f"SEQ++{n}", f"QTY+136:{n}.5")]
    return _counted(_text(
        _UNA, "UNB+UNOC:3+99001:ZZ+99002:ZZ+260302:1000+TEST1++23-DDQ-E66-T", "UNH+1+UTILTS:D:02B:UN:E5SE5A",
        "BGM+E66::260+TESTDOC1+9+AB", "DTM+137:202603020900:203", "DTM+735:?+0100:406", "MKS+23+E02::260",
        "NAD+MS+99001:SVK:260", "NAD+MR+99002:SVK:260", "NAD+DDQ", "IDE+24+TESTTS1", "LOC+239+ABC:SVK:260",
        "LOC+172+735999000000001232::9", "LIN+++8716867000030:::9", "DTM+324:202602280000202603010000:719",
        "DTM+597:202603010100:203", "DTM+354:60:806", "STS+7++E88::260", "MEA+AAZ++KWH", "CCI+++E12::260",
        "CAV+E17::260", *observations, "UNT+0+1", "UNZ+1+TEST1",
    ))  # fmt: skip


def _swedish_month() -> str:
    """Return the Swedish message with one value of a month."""
    day = (
        _swedish()
        .replace("202602280000202603010000", "202602010000202603010000")
        .replace("60:806", "1:802")
        .replace("E66-T", "E66-S")
    )
    return _counted(day[: day.index("SEQ")] + _text("SEQ++1", "QTY+136:812", "UNT+0+1", "UNZ+1+TEST1"))


def _without_guide() -> str:
    """Return the Swedish message in the form of a market whose guide is not public."""
    text = _swedish()
    for old, new in (
        ("99001:ZZ", f"{_SENDER}:14"), ("99002:ZZ", f"{_RECIPIENT}:14"), ("E5SE5A", "8A"),
        ("NAD+MS+99001:SVK:260", f"NAD+MS+{_SENDER}::9"), ("NAD+MR+99002:SVK:260", f"NAD+MR+{_RECIPIENT}::9"),
        ("735999000000001232", _POINT), ("23-DDQ-E66-T", "TEST"),
    ):  # fmt: skip
        text = text.replace(old, new)
    return text


_APERAK = _text(
    "UNH+2+APERAK:D:96A:UN:EDIEL2", "BGM++TESTDOC2+29", "DTM+137:202603021000:203", "DTM+178:202603021000:203",
    "RFF+ACW:TESTDOC9", f"NAD+FR+{_SENDER}::9", f"NAD+DO+{_RECIPIENT}::9", "UNT+8+2",
)  # fmt: skip
_CONTRL = _text(
    _UNA, _UNB, "UNH+1+CONTRL:2:2:UN:EDIEL2", f"UCI+R1+{_RECIPIENT}:14+{_SENDER}:14+4", "UNT+3+1", "UNZ+1+TEST1"
)  # fmt: skip
_UN_CONTRL = _CONTRL.replace("2:2:UN:EDIEL2", "D:3:UN").replace(
    "14+4'UNT+3", "14+7'UCM+1+MSCONS:D:96A:ZZ:EDIEL2+4'UCS+5+13'UNT+5"
)
# its version is in force from April 2026 on
_OF_PRODAT = NOW + dt.timedelta(days=92)
_PRODAT = _text(
    _UNA, "UNB+UNOC:3+99001:ZZ+99002:ZZ+260602:1000+TEST1++23-DDQ-PRODAT", "UNH+1+PRODAT:D:97A:UN:E2SE6A",
    "BGM+Z05+TESTDOC1+9+AB", "DTM+137:202606020900:203", "DTM+ZZZ:1:805", "NAD+FR+99001:160:SVK",
    "NAD+DO+99002:160:SVK", "LIN+1++735999000000001232:::9", "DTM+93:202606010000:203", "CCI++Z13", "CAV+Z22",
    "RFF+Z05:ABC", "RFF+MG:TESTMETER1", "RFF+LI:TESTREF1", "NAD+Z02+99001:160:SVK",
    "NAD+UD+5560000000:SE1:260", "NAD+IT+735999000000001232::9",
    "UNT+10+1", "UNZ+1+TEST1",
)  # fmt: skip
_UNG = f"UNG+MSCONS+{_SENDER}:14+{_RECIPIENT}:14+260302:1000+G1+UN+D:96A'"
_UNE = "UNE+1+G1'"
_FIRST_QUARTER, _SECOND_QUARTER = (
    _text("QTY+220:1.25", f"DTM+163:20260228{start}?+00:303", f"DTM+164:20260228{end}?+00:303")
    for start, end in (("0100", "0115"), ("0500", "0515"))
)


@cache
def _bases() -> Mapping[str, str]:
    """Return the messages that are changed, by name."""
    norwegian = _norwegian()
    return MappingProxyType(
        {
            "no": norwegian,
            "grouped": norwegian.replace("UNH", f"{_UNG}UNH").replace("UNZ", f"{_UNE}UNZ"),
            # the day of 23 hours, in normal time
            "spring": _norwegian(dt.datetime(2025, 3, 30), 23, "281.75"),
            "contrl": _CONTRL,
            "contrl with places": _UN_CONTRL,
            "prodat": _counted(_PRODAT),
            "prodat start": _counted(
                _PRODAT.replace("+Z05+", "+Z03+")
                .replace("DTM+93:202606010000", "DTM+92:202607010000")
                .replace("CCI++Z13", "CCI++Z04'CAV+Z04'CCI++Z13")
                .replace("RFF+MG:TESTMETER1", "RFF+ANJ:TESTREF2")
            ),
            "de": _german_day(),
            "de location": _german_day().replace("99000000011", "DE00000000000TEST0000000000000001"),
            "de single": _single_values(_FIRST_QUARTER[:-1], _SECOND_QUARTER[:-1]),
            "cancellation": _cancellation(),
            "ch": _swiss(),
            "se": _swedish(),
            "se month": _swedish_month(),
            "no guide": _without_guide(),
        }
    )


@attrs.frozen
class _Change:
    """What makes a message wrong: texts and what stands there instead; then the segments are counted anew or not."""

    code: str
    base: str
    changes: tuple[tuple[str, str], ...]
    counted: bool = True


def _change(code: str, base: str, *changes: tuple[str, str], counted: bool = True) -> _Change:
    return _Change(code, base, changes, counted)


def _hour(number: int, first: dt.datetime = dt.datetime(2026, 2, 28)) -> str:
    """Return the segments of the value of that hour in the Norwegian message."""
    return _text(*_nordic(first, number)[-2:])


def _quarters(hour: int) -> str:
    """Return the values of four quarters of an hour."""
    first = dt.datetime(2026, 2, 28, hour)
    return "".join(
        _text(
            "QTY+136:1.3125",
            f"DTM+324:{_minute(first + n * _HOUR / 4)}{_minute(first + (n + 1) * _HOUR / 4)}:Z13",
        )
        for n in range(4)
    )


_UNT, _UNZ = "UNT+63+1'", "UNZ+1+TEST1'"
_DOCUMENT = "BGM+7+TESTDOC1+9'"
_SYNTAX: tuple[_Change, ...] = (
    _change("EDI001", "no", (f"{_UNA}'", "hello "), ("UNB", "XNB"), counted=False),
    # a segment of more parts than are read, in which nothing is mandatory
    _change("EDI002", "no", ("UNS+D'", f"CTA+{':' * Limits().max_parts}'UNS+D'")),
    _change("EDI004", "no", (f"{_UNA}'", "UNA:+.+ '"), counted=False),
    _change("EDI005", "no", (_UNZ, _UNZ[:-1]), counted=False),
    _change("EDI006", "no", (_UNZ, f"{_UNZ[:-1]}?"), counted=False),
    _change("EDI007", "no", (_UNZ, f"'{_UNZ}"), counted=False),
    _change("EDI009", "no", (_UNZ, f"{_UNZ[:-1]}´"), counted=False),
    _change("EDI010", "no", ("UNA", "\xef\xbb\xbfUNA"), counted=False),
    _change("EDI011", "no", ("TESTDOC1", "TESTDØC1"), ("UNOC", "UNOB")),
    _change("EDI012", "no", ("UNOC:3", "UNOQ:3")),
    _change("EDI013", "no", ("UNOC:3", "UNOC:7")),
    _change("EDI014", "no", ("UNS+D'", "UNS+D+'")),
    _change("EDI015", "no", ("TESTDOC1", "  ")),
    _change("EDI016", "no", ("TESTDOC1", "TEST\x07OC1")),
    _change("EDI018", "no", (_UNZ, f"{_UNZ}the end"), counted=False),
    _change("EDI020", "no", (f"{_UNB}'", "")),
    _change("EDI021", "no", (_UNZ, "")),
    _change("EDI022", "no", (_UNZ, "UNZ+1+TEST2'")),
    _change("EDI023", "no", (_UNZ, "UNZ+2+TEST1'")),
    _change("EDI024", "no", (_norwegian(), _text(_UNA, _UNB, "UNZ+0+TEST1")), counted=False),
    _change("EDI025", "no", (_UNT, "")),
    _change("EDI026", "no", (_UNT, "UNT+63+2'")),
    _change("EDI027", "no", (_UNT, "UNT+9+1'"), counted=False),
    _change("EDI028", "no", ("UNZ+1", f"{_APERAK.replace('UNH+2', 'UNH+1').replace('+8+2', '+8+1')}UNZ+2")),
    _change("EDI029", "no", (_UNZ, f"BGM+7+TEST+9'{_UNZ}"), counted=False),
    _change("EDI030", "grouped", (_UNZ, f"{_APERAK}{_UNZ}"), counted=False),
    _change("EDI031", "grouped", (_UNE, "")),
    _change("EDI032", "grouped", (_UNE, "UNE+1+G2'")),
    _change("EDI033", "grouped", (_UNE, "UNE+2+G1'")),
    _change("EDI034", "no", (_norwegian(), _norwegian() * 2), counted=False),
    _change("EDI035", "no", ("ZZ:EDIEL2'", "ZZ:EDIEL2++2'")),
    _change("EDI036", "grouped", (_UNE, f"{_APERAK}UNE+2+G1'"), counted=False),
    _change("EDI037", "no", (f"{_UNB}'", f"{_UNB}+++++23-DDQ-E66-S'")),
    _change("EDI041", "contrl", ("CONTRL:2:2:UN", "CONTRL:D:96A:UN")),
    _change("EDI042", "no", (_DOCUMENT, "")),
    _change("EDI043", "no", ("UNS+D'", "TAX+7'UNS+D'")),
    _change("EDI044", "no", (f"{_DOCUMENT}DTM+137:202603021000:203'", f"DTM+137:202603021000:203'{_DOCUMENT}")),
    _change("EDI045", "no", ("UNS+D'", "UNS+D'UNS+D'")),
    _change("EDI046", "no", ("UNS+D'", "".join(f"CTA+IC+:TEST {n}'" for n in range(10)) + "UNS+D'")),
    _change("EDI047", "no", ("NAD+XX'", "NAD'")),
    _change("EDI048", "no", ("UNS+D'", "UNS+D+X'")),
    _change("EDI049", "no", ("LIN+1+", "LIN+A+")),
    _change("EDI050", "no", ("TESTDOC1", "TEST" * 9)),
    _change("EDI051", "no", ("260302:1000", "26032:1000")),
    _change("EDI052", "no", ("QTY+136:1.25", "QTY+136:.25"), ("CNT+1:306", "CNT+1:305")),
    _change("EDI053", "no", ("QTY+136:1.25", "QTY+136:1.2.5")),
    _change("EDI054", "no", ("QTY+136:1.25", "QTY+136:1,25")),
    _change("EDI055", "no", (f"{_UNB}'", f"{_UNB}++++++5'")),
    _change("EDI056", "no", ("LOC+90", "LOC+172")),
    _change("EDI059", "no", ("CNT+1:306", "CNT+1:305")),
    _change("EDI060", "no", ("CNT+1:306", "CNT+2:3")),
    _change("EDI061", "no", (f"NAD+FR+{_SENDER}", "NAD+FR+7080009800033")),
    _change("EDI062", "contrl", ("UNA:+.?", "UNA:+5?")),
    _change("EDI063", "no", ("260302:1000", "260230:1000")),
    _change("EDI064", "no", ("UNH+1+MSCONS", "UNH+1+MSCOMS")),
    _change("EDI065", "no", (_norwegian(), _wrapped(_norwegian())), counted=False),
    _change("EDI071", "contrl", (f"UCI+R1+{_RECIPIENT}:14+{_SENDER}:14", f"UCI+R1+{_SENDER}:14+{_RECIPIENT}:14")),
    _change("EDI066", "contrl", (_UNB, _UNB.replace(_RECIPIENT, _SENDER)), (f"UCI+R1+{_RECIPIENT}", f"UCI+R1+{_SENDER}")),
    _change("EDI067", "contrl with places", ("UCS+5", "UCS+0")),
    _change("EDI068", "contrl with places", ("UCS+5+13", "UCS+5+23")),
    _change("EDI069", "contrl with places", ("14+7'", "14+8'")),
    _change("EDI072", "contrl with places", ("EDIEL2+4'UCS+5+13'", "EDIEL2+4+12+XXX'")),
    _change("EDI073", "contrl with places", ("MSCONS:D:96A:ZZ:EDIEL2", "CONTRL:D:3:UN")),
    _change("EDI070", "contrl with places", ("CONTRL:D:3", "CONTRL:4:1")),
)  # fmt: skip
_SERIES: tuple[_Change, ...] = (
    _change("SER001", "no", ("QTY+136:1.25", "QTY+136:1.2505"), ("CNT+1:306", "CNT+1:306.0005")),
    _change("SER003", "no", ("DTM+324:202602280000", "DTM+324:202602300000")),
    _change("SER004", "no", ("DTM+ZZZ:1:805'", "")),
    _change("SER005", "no", ("DTM+164:202603010000", "DTM+164:202602270000")),
    _change("SER006", "no", (_hour(5), ""), ("CNT+1:306", "CNT+1:300.75")),
    _change("SER007", "no", ("202602280400202602280500", "202602280400202602280600")),
    _change("SER008", "no", (_hour(5), _hour(5) * 2), ("CNT+1:306", "CNT+1:311.25")),
    _change("SER009", "no", (_hour(5) + _hour(6), _hour(6) + _hour(5))),
    _change("SER010", "no", (_hour(24), ""), ("CNT+1:306", "CNT+1:281.75")),
    _change("SER011", "no", (_hour(5), _quarters(4).replace("1.3125", "1.3")), ("CNT+1:306", "CNT+1:305.95")),
    _change("SER012", "de single", ("202602280500", "202603010500"), ("202602280515", "202603010515")),
    _change("SER013", "de single", ("202602280500", "202602280507"), ("202602280515", "202602280522")),
    _change("SER015", "no", ("DTM+324:202602280400202602280500:Z13", "DTM+163:202602280400:203")),
    _change("SER016", "ch", ("QTY+46:2.5:KWH", "QTY+46:2.5:KVR")),
    _change("SER017", "no", ("QTY+136:1.25", "QTY+999:1.25")),
    _change("SER018", "spring", ("202503302300:203", "202503310000:203"), ("CNT+1:281.75", f"{_hour(24, dt.datetime(2025, 3, 30))}CNT+1:306")),
    _change("SER019", "se", ("SEQ++3", "SEQ++x")),
    _change("SER020", "no", (_hour(24), f"{_hour(24)}QTY+136:1'"), ("CNT+1:306", "CNT+1:307")),
    _change("SER021", "no guide", ("QTY+136:2.5", "QTY+67:2.5")),
    _change("SER022", "no", (_hour(24), f"{_hour(24)}DTM+163:202602282200:203'")),
    _change("SER023", "se", ("QTY+136:1.5'", "QTY+136:1.5'DTM+597:202602280300:203'")),
    _change("SER024", "no guide", ("DTM+354:60:806'", "DTM+354:7:806'")),
    _change("SER025", "de single", ("DTM+164:202602282300", "DTM+164:202602282259")),
    _change("SER026", "no", ("LIN+1++1501", "LIN+1++8716867000047")),
    _change("SER040", "no", ("DTM+137:202603021000", "DTM+137:202603031000")),
    _change("SER041", "no guide", ("202602280000202603010000", "202603020000202603030000"), ("DTM+137:202603020900:203'", ""), ("DTM+597:202603010100:203'", "")),
    _change("SER042", "no", ("DTM+137:202603021000", "DTM+137:202602281000")),
    _change("SER043", "se", ("DTM+597:202603010100", "DTM+597:202602281200")),
    _change("SER044", "no", ("CNT+1:306", f"LIN+2++1501'MEA+AAZ++KWH'{_text(*_nordic(dt.datetime(2026, 2, 28), 24))}CNT+1:612")),
    _change("SER045", "no", ("260302:1000", "260302:0859")),
    _change("SER027", "no", ("MEA+AAZ++KWH", "MEA+AAZ++CEL")),
    _change("SER028", "no", ("LOC+90+", "LOC+9+")),
    _change("SER029", "de", ("PIA+5+1-", "PIA+5+x-")),
    _change("SER030", "no", ("QTY+136:1.25", "QTY+135:1.25")),
    _change("SER032", "no", ("CNT+1", f"LOC+90+{_OTHER_POINT}::9'CNT+1")),
    _change("SER033", "se month", ("QTY+136:812'", "QTY+136:812.5'")),
    _change("SER034", "de", ("QTY+220:1.25", "QTY+220:-1.25")),
    _change("SER035", "no", ("QTY+136:1.25", "QTY+136:01.25")),
    _change("SER036", "de", ("QTY+220:1.25", "QTY+Z30:1.25")),
    _change("SER037", "se", ("LOC+239+ABC:SVK:260'", "LOC+232+ABC:SVK:260'LOC+233+ABC:SVK:260'"), ("CAV+E17", "CAV+E20")),
    _change("SER038", "se", ("LOC+239+ABC:SVK:260'", "LOC+239+DEF:SVK:260'LOC+232+ABC:SVK:260'LOC+233+XYZ:SVK:260'"), ("CAV+E17", "CAV+E20")),
    _change("SER039", "se", ("LOC+239+ABC:SVK:260'", "LOC+239+ABC:SVK:260'LOC+232+ABC:SVK:260'LOC+233+XYZ:SVK:260'")),
    _change("SER046", "se", ("DTM+597:202603010100", "DTM+597:202603020930"), ("260302:1000", "260302:1100")),
    _change("SER031", "no guide", ("QTY+136:2.5'", "QTY+136:2.5'STS+8+99'")),
)  # fmt: skip
_OTHERS: tuple[_Change, ...] = (
    _change("IDN014", "de", ("99000000011", "9900000001")),
    _change("IDN015", "de", ("99000000011", "99000000012")),
    _change("IDN016", "de location", ("TEST0000000000000001", "TEST000000000000001")),
    # UNB names another party by another code list, so that one place alone is wrong
    _change("IDN017", "de", ("9999900000015:500", f"{_SENDER}:14"), ("NAD+MS+9999900000015", "NAD+MS+999990000001")),
    _change("IDN018", "de", ("9999900000015:500", f"{_SENDER}:14"), ("NAD+MS+9999900000015", "NAD+MS+9999900000016")),
    _change("GDE001", "no", ("DTM+137:202603021000:203'", "")),
    _change("GDE002", "se", ("TESTDOC1+9", "TESTDOC1+7")),
    _change("GDE003", "de", ("LIN+1'", "LIN+1++1501'")),
    _change("GDE004", "de", ("TESTDOC1+9", "TESTDOC1+1"), ("RFF+Z13:13018", "RFF+ACW:TESTDOC0'RFF+Z13:13006")),
    _change("GDE006", "no", (_UNZ, f"{_APERAK.replace('TESTDOC2', 'TESTDOC1')}UNZ+2+TEST1'"), counted=False),
    _change("GDE007", "prodat", ("LIN+1+", "LIN+2+")),
    _change("GDE008", "no", ("ZZ:EDIEL2", "ZZ:EDIEL9")),
    _change("GDE009", "se", ("MKS+23", "MKS+27")),
    _change("GDE010", "de", (":500+9999900000023", ":502+9999900000023")),
    _change("GDE011", "se", ("UTILTS:D:02B", "UTILTS:D:04A")),
    _change("GDE012", "prodat", ("NAD+IT+735999000000001232", "NAD+IT+735999000000001249")),
    _change("GDE013", "prodat start", ("DTM+92:20260701", "DTM+92:20260610")),
    _change("GDE015", "prodat start", ("CAV+Z22", "CAV+Z24"), ("DTM+92:20260701", "DTM+92:20260605")),
    _change("GDE014", "se", ("8716867000030", "8716867000031")),
    _change("GDE016", "se", ("E5SE5A", "E5SE1B")),
    _change("GDE017", "cancellation", ("TESTDOC0", "TESTDOC1")),
    _change("GDE005", "no", (f"NAD+FR+{_SENDER}::9'", f"NAD+FR+{_SENDER}::9'" * 2)),
)  # fmt: skip


def edifact_faults() -> Iterator[Fault]:
    """Yield a fault for each rule of EDIFACT."""
    for change in (*_SYNTAX, *_SERIES, *_OTHERS):
        base = _bases()[change.base]
        text = base
        for old, new in change.changes:
            if old not in text:
                raise ValueError(f"{change.code}: the message {change.base!r} has no {old!r}")
            text = text.replace(old, new, 1)
        yield Fault(
            code=change.code,
            kind=re.findall(r"UNH\+1\+([A-Z]{6})", base)[0],
            valid=base.encode("latin-1"),
            faulty=(_counted(text) if change.counted else text).encode("latin-1"),
            suffix=".edi",
            now=_OF_PRODAT if change.base.startswith("prodat") else NOW,
        )
