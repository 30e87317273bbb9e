"""The constraint on the places of values: checked from the columns, or by the schema where they cannot tell."""

from __future__ import annotations

import re

import pytest
from lxml import etree
from tests.support.paths import ROOT

import edielkit
from edielkit.emif.check.schemas import schema

DATA = (ROOT / "fixtures/emif/metering/CollectedData.xml").read_bytes()


def test_the_constraint_on_rows_alone_is_left_out():
    """Without it two values may have one place; payloads are still compared."""
    row = DATA.replace(b'Sequence="2"', b'Sequence="1"', 1)
    first, second = re.findall(rb"<rsm:PayloadEnergyTimeSeries>\s*<abie:Identification>([^<]+)", DATA)[:2]
    verdicts = [
        [
            schema("CollectedData", "2.4.3", rows=rows).validate(etree.fromstring(data))
            for rows in (True, False)
        ]
        for data in (DATA, row, DATA.replace(second, first))
    ]

    assert [[True, True], [False, True], [False, False]] == verdicts


@pytest.mark.parametrize(
    ("places", "codes"),
    [
        ((b"1", b"2", b"3"), set()),
        ((b"3", b"2", b"1"), set()),
        ((b"1", b"1", b"2"), {"XSD040"}),
        ((b"2", b"1", b"2"), {"XSD040"}),
        ((b"1", b"01", b"2"), {"XSD040"}),
        ((b"1", b" 1 ", b"2"), {"XSD040"}),
        ((b"1", b"x", b"3"), {"XSD020"}),
        ((b"1", b"x", b"1"), {"XSD020", "XSD040"}),
    ],
)
def test_rows_in_any_order_are_checked_as_the_schema_does(places, codes):
    """A place that stands twice is found wherever its twin is; the verdict is that of the whole schema."""
    parts = re.split(rb'(?<=Sequence=")[123](?=")', DATA, maxsplit=3)
    data = b"".join(part for pair in zip(parts, (*places, b""), strict=True) for part in pair)
    whole = schema("CollectedData", "2.4.3").validate(etree.fromstring(data))
    reported = {finding.code for finding in edielkit.validate(data, level="schema").errors}

    assert (not codes, codes) == (whole, reported)
