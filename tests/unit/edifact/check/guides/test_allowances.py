"""What guides allow in series: the rules about holes and whole days ask here."""

import pytest

from edielkit.edifact.check.guides import Allowance, allowance


@pytest.mark.parametrize(
    ("profile", "keys", "expected"),
    [
        ("de", {"process": "13028"}, (True, True)),
        ("de", {"document": "Z85"}, (True, True)),
        # the case counts before what only goes with it: one wrong code beside it switches no check off
        *(
            ("de", {"process": case, "document": document, "application": application}, (False, False))
            for case in ("13005", "13018", "13025")
            for document, application in (("Z85", "TL"), ("7", "VL"), ("Z85", "VL"))
        ),
        ("de", {"process": "13028", "document": "7", "application": "TL"}, (True, True)),
        ("de", {"application": "VL"}, (True, True)),
        ("de", {"process": "13025", "document": "Z48", "application": "TL"}, (False, False)),
        ("de", {}, (False, False)),
        ("no", {"process": "13028"}, (False, False)),
    ],
)
def test_single_values_and_parts_by_case(profile, keys, expected):
    """German single values (13028, Z85) and readings leave no holes; a load profile does, and Norway has no such case."""
    allowed = allowance(profile, "MSCONS", **keys)
    assert expected == (allowed.single_values, allowed.parts)


def test_a_quarter_of_a_day_is_sent_in_sweden():
    """E66 may cover a part of a day, but its values leave no holes."""
    allowed = allowance("se", "UTILTS", process="E66")
    assert (False, True) == (allowed.single_values, allowed.parts)


def test_what_is_allowed_names_its_source():
    """An allowance says where it is written, and how well that is known."""
    assert allowance("de", "MSCONS", process="13028").source
    assert Allowance() == allowance("ch", "MSCONS")
