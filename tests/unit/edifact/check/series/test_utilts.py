"""Rules about the series in UTILTS."""

import pytest
from tests.support.edifact_checks import UTILTS, changed, codes_of, rows_of
from tests.support.paths import FIXTURES

from edielkit.edifact.check.series import check_series
from edielkit.edifact.read.assembler import parse_interchanges


def findings_of(data):
    interchanges, _ = parse_interchanges(data)
    return [
        finding
        for interchange in interchanges
        for message in interchange.messages
        for finding in check_series(message)
    ]


def test_utilts():
    """Transactions are checked with their identification as the payload."""
    data = (FIXTURES / "edifact" / "utilts-se-quarters.edi").read_bytes()
    for old, new, expected in (
        (b"QTY+136:", b"QTY+136:x", "SER002"),
        (b"QTY+136:0.", b"QTY+136:0.1234", "SER001"),
        (b"202506040000202506040100:719", b"202506040000202506040200:719", "SER010"),
        (b"202506040000202506040100:719", b"202506040100202506040000:719", "SER005"),
        (b"202506040000202506040100:719", b"202506040000202506040160:719", "SER003"),
        (b"SEQ++1'QTY+136:", b"SEQ++1'QTY+194:", "SER017"),
    ):
        (finding,) = findings_of(data.replace(old, new, 1))
        assert (expected, "TS-1") == (finding.code, finding.payload)


@pytest.mark.parametrize("qualifier", ["220", "42"])
def test_steps_without_any_value(qualifier):
    """Readings and maxima are of no step of a period: E66 with a resolution lacks its values, E30 collects readings."""
    message = UTILTS.replace("QTY+136:", f"QTY+{qualifier}:")

    assert ["SER010"] == codes_of(message)
    assert [] == codes_of(changed(message, ("BGM+E66", "BGM+E30")))
    assert [] == codes_of(changed(message, ("DTM+354:15:806'", "")))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        # a forecast is no energy, in whichever order
        ([("QTY+136:11", "QTY+135:11")], ["SER030"]),
        ([("QTY+136:10", "QTY+135:10")], ["SER030"]),
        # forecasts alone: E66 lacks its energy
        ([("QTY+136", "QTY+135")] * 4, ["SER010"]),
        # the value stands twice: there is none, and it is 10
        ([("QTY+136:10'", "QTY+136:10'STS+8+46'")], ["SER036"]),
        ([("QTY+136:10'", "QTY+136:0'STS+8+46'")], []),
        ([("QTY+136:10'", "QTY+136:10'STS+8+56'")], []),
    ],
)
def test_a_value_is_what_its_transaction_counts(changes, expected):
    """One kind of quantity in a series, and no amount of what is missing."""
    message = UTILTS
    for change in changes:
        message = changed(message, change)

    assert expected == codes_of(message)


@pytest.mark.parametrize("qualifier", ["220", "42"])
@pytest.mark.parametrize("place", [1, 2, 3, 4])
def test_a_reading_where_a_value_should_stand_moves_no_other(qualifier, place):
    """There are as many observations as steps: its place has no value, which is an error, and the others keep theirs."""
    message = changed(UTILTS, (f"QTY+136:{place + 9}'", f"QTY+{qualifier}:{place + 9}'"))
    assert ["SER010"] == codes_of(message)
    assert [(n, 1000 * (n + 9)) for n in range(1, 5) if n != place] == rows_of(message)
