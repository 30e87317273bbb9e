"""All that a source does not say, found at once."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.support.paths import ROOT

from edielkit.conversion import Channel, Options, convert, missing_options

EDIFACT = ROOT / "fixtures" / "edifact"
REGISTERED = dt.datetime(2026, 6, 2, 4, tzinfo=dt.UTC)


def asked(name, **given_options):
    data = (EDIFACT / name).read_bytes()
    options = Options(new_id=lambda: "6a204bd8-9f4a-4f0c-8d2e-2f6a5b0c1d2e", **given_options)
    return [
        (error.option, error.subject) for error in missing_options(data, "collected-data", options=options)
    ]


@pytest.mark.parametrize(
    ("name", "options"),
    [
        (
            "mscons-no-quarters-two-products.edi",
            [("channels", "1009"), ("channels", "1010"), ("registered", ""), ("document_type", ""), ("process", ""), ("role", "")],
        ),
        (
            "mscons-de-coupling-point-comma.edi",
            [
                ("registered", ""), ("validation", ""), ("estimation", ""),
                ("points", "DE0001234567890123456789012345678"), ("document_type", ""), ("process", ""), ("role", ""),
            ],
        ),
    ],
)  # fmt: skip
def test_all_that_is_missing_is_named_once(name, options):
    """Every code of the partner, every point, and what the document needs."""
    assert options == asked(name)


def test_what_is_supplied_is_not_asked_for():
    """With all options the conversion works, and nothing is missing."""
    supplied = {
        "channels": (Channel("1009", "8716867000030", "Out"), Channel("1010", "8716867000030", "In")),
        "registered": REGISTERED, "document_type": "E13", "process": "BRS-NO-313", "role": "MDR",
    }  # fmt: skip
    data = (EDIFACT / "mscons-no-quarters-two-products.edi").read_bytes()

    assert [("role", "")] == asked("mscons-no-quarters-two-products.edi", **{**supplied, "role": None})
    assert [] == asked("mscons-no-quarters-two-products.edi", **supplied)
    convert(
        data,
        "collected-data",
        options=Options(new_id=lambda: "6a204bd8-9f4a-4f0c-8d2e-2f6a5b0c1d2e", **supplied),
    )


def test_another_trouble_ends_the_search():
    """A message without values needs no options; it cannot be converted at all."""
    assert [] == asked("aperak-no-accepted.edi")
