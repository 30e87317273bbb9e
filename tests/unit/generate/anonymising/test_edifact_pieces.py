"""Interchanges are walked as they stand: what a component holds is said by the directories."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from edielkit.generate.anonymise import Anonymiser, ClockChangeError
from edielkit.generate.anonymising.replacing import Tally
from edielkit.inputs import open_input

ANONYMISER = Anonymiser(b"a key of the tests")
HEAD = "UNB+UNOC:3+7080009990116:14+7080003824349:14+260202:0631+R20260202'UNH+1+MSCONS:D:96A:ZZ:EDIEL2'"


def anonymised(text, encoding="latin-1", **options):
    anonymiser = Anonymiser(b"a key of the tests", **options)
    return anonymiser.anonymise(text.encode(encoding)).data.decode(encoding)


@pytest.mark.parametrize(
    "segment",
    [
        "NAD+UD+01819010043:Z01:89++Nordmann:Ola+Storgata 12+Oslo++0150+NO",
        "NAD+UD+++OLA NORDMANN++++NO",
        "CTA+MS+ONO:Ola Nordmann",
        "COM+ola.nordmann@firma.no:EM",
        "COM+?+47 22334455:TE",
        "FTX+AAO+++Ring Ola Nordmann:01819010043",
        "RFF+MG:NORDMANN-77",
        "RFF+Z13:Nordmann",
        "LOC+172+707057500012345671::9",
        "LOC+90+:::Storgata 12",
        "LIN+1++707057500012345671:::9",
        "BGM+7+ORDRE-NORDMANN-1+9+NA",
        "IDE+24+NORDMANN77",
        "QTY+136:01819010043:KWH",
        "DTM+137:01819010043:203",
        "ZZZ+OLA NORDMANN+01819010043",
        "CCI+++Nordmann",
        "CAV+Z22:::Ola Nordmann",
        "MEA+AAZ++KWH:01819010043",
        "NAD+UD+01819010043::9++Nord?+mann??:O?'la",
        "NAD+UD++++++++++++Ola Nordmann",
    ],
)
def test_nothing_of_anybody_is_left(segment):
    """Whatever the segment, known or not."""
    other = anonymised(f"{HEAD}{segment}'UNT+3+1'UNZ+1+R20260202'")
    after = other[len(HEAD) :].replace("?", "")

    assert not re.search("(?i)ola|nordmann|nord.mann|storgata|01819010043|707057500012345671|22334455", after)
    assert len(segment) == len(other[len(HEAD) :]) - len("'UNT+3+1'UNZ+1+R20260202'")
    assert [c for c in segment if not c.isalnum()] == [
        c for c in other[len(HEAD) :][: len(segment)] if not c.isalnum()
    ]


@pytest.mark.parametrize(
    "segment",
    [
        "BGM+7++9+NA", "DTM+137:202602020631:203", "DTM+ZZZ:1:805", "DTM+324:202602010000202602010100:Z13",
        "QTY+136:1.5:KWH", "QTY+220:NULL", "QTY+136:12,5", "CNT+1:7.50", "LIN+1++1001", "MEA+AAZ++KWH",
        "PIA+5+1-1?:1.29.0:SRW", "RFF+Z13:13025", "STS+7++E88::260", "CCI+++E22::260", "SEQ++2", "UNS+D",
        "LIN+1++8716867000030:::9", "NAD+XX", "LOC+107+SE3",
    ],
)  # fmt: skip
def test_what_is_harmless_stays(segment):
    """Byte for byte."""
    assert f"'{segment}'UNT" in anonymised(f"{HEAD}{segment}'UNT+3+1'UNZ+1+R20260202'")


def test_references_fit_together():
    """The interchange and its end, a document and its answer, the parties of both."""
    other = anonymised(
        f"{HEAD}BGM+7+DOC-2026-77+9'NAD+FR+7080009990116::9'RFF+ACW:DOC-2026-77'UNT+5+1'UNZ+1+R20260202'"
    )
    sender, recipient, reference = re.search(
        r"UNB\+UNOC:3\+(\d+):14\+(\d+):14\+260202:0631\+(\w+)'", other
    ).groups()

    assert f"NAD+FR+{sender}::9'" in other
    assert "7080003824349" == recipient
    assert other.endswith(f"UNZ+1+{reference}'")
    document = re.search(r"BGM\+7\+([^+]+)", other)[1]
    assert f"RFF+ACW:{document}'" in other
    assert document != "DOC-2026-77"


@pytest.mark.parametrize(
    ("una", "text"),
    [
        ("UNA|*,! ~", "UNB*UNOC|3*7080009990116|14*7080009990215|14*260202|0631*R20260202~NAD*UD***Ola!~ Nordmann~"),
        ("UNA:+.  '", "UNB+UNOC:3+7080009990116:14+7080009990215:14+260202:0631+R20260202'NAD+UD+++Ola? Nordmann'"),
        ("", "UNB\x1dUNOB\x1f1\x1d7080009990116\x1f14\x1d7080009990215\x1f14\x1d260202\x1f0631\x1dR20260202\x1cNAD\x1dUD\x1d\x1d\x1dOLA NORDMANN\x1c"),
        ("UNA:+.?*'", "UNB+UNOW:4+7080009990116:14+7080009990215:14+260202:0631+R20260202'NAD+UD+++Ola*Nordmann'"),
        ("UNA::.? '", "UNB+UNOC:3+7080009990116:14+7080009990215:14+260202:0631+R20260202'NAD+UD+++Ola Nordmann'"),
        ("UNA*!.? '", "UNB+UNOC:3+7080009990116:14+7080009990215:14+260202:0631+R20260202'NAD+UD+++Ola Nordmann'"),
    ],
    ids=["own", "no release", "level B", "repetition", "double", "unlike use"],
)  # fmt: skip
def test_service_characters_are_those_of_the_interchange(una, text):
    """Or the usual ones, where the advice is none."""
    other = anonymised(una + text)

    assert other.startswith(una)
    assert not re.search("(?i)ola|nordmann|7080009990", other)
    assert [c for c in una + text if not c.isalnum()] == [c for c in other if not c.isalnum()]
    assert "260202" in other


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [("UNOC", "latin-1"), ("UNOW", "utf-8"), ("UNOE", "iso8859-5"), ("XXXX", "latin-1")],
)
def test_character_sets_stay(charset, encoding):
    """A letter becomes one of the same set."""
    name = "Пётр" if encoding == "iso8859-5" else "Bjørn Åse"
    text = f"UNB+{charset}:3+A0001:ZZ+B0001:ZZ+260202:0631+R1'NAD+UD+++{name}'UNZ+0+R1'"
    other = anonymised(text, encoding)

    assert len(text.encode(encoding)) == len(other.encode(encoding))
    assert name not in other


def test_a_letter_that_the_set_lacks_is_written_all_the_same():
    """A neighbour in Unicode is not always in a set of a byte a character: whatever the key, the result can be read."""
    text = "UNB+UNOE:3+A0001:ZZ+B0001:ZZ+260202:0631+R1'NAD+UD+++Пётр Ѓорѓи'UNZ+0+R1'"
    for number in range(8):
        result = Anonymiser(b"key number %d" % number).anonymise(text.encode("iso8859-5")).data

        assert len(text) == len(result)
        assert "Пётр" not in result.decode("iso8859-5")


@pytest.mark.parametrize(
    "text",
    [
        HEAD
        + "QTY+136:1'" * 3
        + "QTY+136:Nordmann'"
        + "QTY+136:2'DTM+163:202602010000:203'" * 3
        + "UNT+9+1'",
        HEAD + "QTY+136:1?'" * 3 + "QTY+136:2'",
        HEAD + "LIN+1++1001'\r\nMEA+AAZ++KWH'\r\nQTY+136:1.5:KWH'\r\n" * 5,
        HEAD + "QTY+136:1'UNA:+.? '" + HEAD + "QTY+136:1'",
        HEAD + "QTY+136:1'QTY+136:1",
        HEAD + "SEQ++1'QTY+136:1'SEQ++2'QTY+136:2'CNT+1:3'UNT+7+1'UNZ+1+R20260202'",
        "'" * 5 + HEAD,
        "UNA:+.?",
    ],
    ids=range(8),
)
@pytest.mark.parametrize(
    "options", [{}, {"values": "scale"}, {"shift_weeks": 1}], ids=["keep", "scale", "shift"]
)
def test_fast_equals_slow(text, options):
    """Segments that pass as a whole become what they become one by one."""
    if not text.startswith("UN"):
        text = "UNA:+.? '" + text
    anonymiser = Anonymiser(b"a key of the tests", **options)
    fast, slow = Tally(), Tally()
    opened = open_input(text.encode())

    assert b"".join(anonymiser.pieces(opened, slow, is_fast=False)) == b"".join(
        anonymiser.pieces(opened, fast)
    )
    assert (slow.replaced, slow.remarks) == (fast.replaced, fast.remarks)


@pytest.mark.parametrize("values", ["scale", "reshape"])
def test_control_totals_stay_right_or_wrong(values):
    """The sum of a message is that of its values afterwards; a wrong sum is still wrong; each message counts for itself."""
    message = "UNH+1+MSCONS:D:96A:ZZ:EDIEL2'QTY+136:1.5'QTY+136:2.25'QTY+136:3'CNT+1:{}'CNT+2:3'UNT+7+1'"
    other = anonymised(HEAD.partition("UNH")[0] + message.format("6.75") + message.format("7"), values=values)

    right = []
    for part in other.split("UNH+")[1:]:
        amounts = re.findall(r"QTY\+136:([\d.]+)", part)
        assert "CNT+2:3'" in part
        assert not {"1.5", "2.25"} & set(amounts)
        right.append(sum(map(Decimal, amounts)) == Decimal(re.search(r"CNT\+1:([\d.]+)", part)[1]))
    assert [True, False] == right


def test_times_are_moved_in_the_clock_of_the_message():
    """Stated in the message, of the guide, or beside each time; the date of the interchange too."""
    no = anonymised(f"{HEAD}DTM+ZZZ:1:805'DTM+163:202601310000:203'DTM+164:202602010000:203'", shift_weeks=9)
    assert "+260406:0631+" in no
    assert "DTM+163:202604032300:203'DTM+164:202604042300:203'" in no

    se = HEAD.replace("EDIEL2", "E2SE5B") + "DTM+ZZZ:1:805'DTM+163:202601310000:203'"
    assert "DTM+163:202604040000:203'" in anonymised(se, shift_weeks=9)
    de = HEAD.replace("EDIEL2", "2.4c") + "DTM+163:202601302300?+00:303'"
    assert "DTM+163:202604032200?+00:303'" in anonymised(de, shift_weeks=9)


@pytest.mark.parametrize(
    "times",
    [
        "DTM+163:202603290000:203'DTM+164:202603292300:203'",
        "DTM+324:202603290000202603292300:Z13'",
    ],
)
def test_a_period_with_the_clock_change_is_not_moved_out_of_it(times):
    """Its hours would not fit; with 52 weeks they do."""
    text = f"{HEAD}DTM+ZZZ:1:805'{times}"
    with pytest.raises(ClockChangeError):
        anonymised(text, shift_weeks=1)
    assert "20270328" in anonymised(text, shift_weeks=52)


def test_a_birth_number_where_none_is_expected_is_told():
    """With its place and the number of the segment; the party's own is expected."""
    text = f"UNA:+.? '{HEAD}NAD+UD+01819010043::Z01'FTX+AAO+++018190 10043'QTY+136:01819010043'"
    result = ANONYMISER.anonymise(text.encode())

    assert [("FTX/4/1", 5), ("QTY/1/2", 6)] == [
        (remark.place, remark.number) for remark in result.remarks if remark.what == "birth number"
    ]
    assert "free text in FTX/4/1, segment 5" in map(str, result.remarks)
