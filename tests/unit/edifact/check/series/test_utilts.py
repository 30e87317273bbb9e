"""Rules about the series in UTILTS."""

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
        (b"202406040000202406040100:719", b"202406040000202406040200:719", "SER010"),
        (b"202406040000202406040100:719", b"202406040100202406040000:719", "SER005"),
        (b"202406040000202406040100:719", b"202406040000202406040160:719", "SER003"),
        (b"SEQ++1'QTY+136:", b"SEQ++1'QTY+194:", "SER017"),
    ):
        (finding,) = findings_of(data.replace(old, new, 1))
        assert (expected, "TS-1") == (finding.code, finding.payload)
