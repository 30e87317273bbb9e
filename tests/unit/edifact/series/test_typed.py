"""The exact path to series."""

from tests.support.edifact_series import (
    both,
    mscons,
    utilts,
)

from edielkit.edifact.read.tokenizer import tokenize
from edielkit.edifact.series.typed import series


def test_other_messages_have_no_series():
    """CONTRL has none, a UTILTS without energy neither, MSCONS without values neither."""
    assert [] == list(series(tokenize(b"UNH+1+CONTRL:D:3:UN'UNT+2+1'").segments))
    assert [] == list(series(utilts("SEQ++1'QTY+220:1'")))
    assert [] == both(mscons("LIN+1++1501'"))
