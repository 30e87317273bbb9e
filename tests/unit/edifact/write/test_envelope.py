"""The header of an interchange that is written."""

import datetime as dt

import pytest
from tests.support.edifact_build import build, day, wrap

from edielkit.edifact.write.envelope import Address
from edielkit.edifact.write.writer import interchange_to_bytes
from edielkit.errors import BuildError

ENVELOPE = [
    ("UNB/0001", {"syntax": "UNOZ"}),
    ("UNB/0002", {"version": 5}),
    ("prepared", {"prepared": dt.datetime(2024, 1, 1)}),
    ("prepared", {"prepared": dt.datetime.max.replace(tzinfo=dt.UTC)}),
    ("prepared", {"prepared": dt.datetime.min.replace(tzinfo=dt.timezone(dt.timedelta(hours=2)))}),
    ("UNB/0020", {"reference": "x" * 15}),
    ("UNB/0020", {"reference": ""}),
    ("UNB/0004", {"sender": "123"}),
    ("UNB/0004", {"sender": Address("")}),
    ("UNB/0010", {"recipient": Address("x" * 36)}),
    ("UNB/0007", {"recipient": Address("x", "12345")}),
    ("UNB/0014", {"recipient": Address("x", "ZZ", "y" * 15)}),
    ("UNB/0026", {"application_reference": "x" * 15}),
    ("UNB/0032", {"agreement": "x" * 36}),
]


@pytest.mark.parametrize(("field", "options"), ENVELOPE)
def test_what_an_envelope_cannot_hold_is_refused(field, options):
    """Each field of UNB names itself."""
    with pytest.raises(BuildError) as caught:
        wrap(build([day()]), **options)

    assert field == caught.value.field


def test_version_four_writes_the_century():
    """Syntax 4 has eight digits for the date."""
    assert b"+20240605:0815+" in interchange_to_bytes(wrap(build([day()]), version=4, checked=False))
