"""CONTRL says each error once, at its lowest level, in order, in the service segments of its level, and never of a CONTRL."""

from tests.support.paths import FIXTURES
from tests.unit.edifact.check.test_responses import UCM, findings

from edielkit import validate

MESSAGE = "UCM+1+MSCONS:D:04B:UN:2.4c"
WARNS, REFUSES = "warning", "error"

# action and error of UCI, segments after it, what is told
CASES = [
    # a place in a service segment of the level
    ("4+2+UNB+2:2", (), []),
    ("4+2+UNZ", (), []),
    ("4+2+UNT", (), [("EDI072", "UCI/6/1", WARNS)]),
    ("4+12+XXX", (), [("EDI072", "UCI/6/1", WARNS)]),
    ("4+12++3:2", (), [("EDI072", "UCI/6/1", WARNS)]),
    ("4++UNB", (), [("EDI072", "UCI/5/1", WARNS)]),
    ("7", (f"{UCM}+29+UNT+2:1",), []),
    ("7", (f"{UCM}+12+UNB",), [("EDI072", "UCM/5/1", WARNS)]),
    ("7", ("UCF+G1+A+B+4+29+UNE",), []),
    ("7", ("UCF+G1+A+B+4+29+UNT",), [("EDI072", "UCF/6/1", WARNS)]),
    # an error that was accepted: only one that is not fatal can be; a receipt judges nothing
    ("7+13", (), [("EDI069", "UCI/4/1", WARNS)]),
    ("8+13", (), [("EDI069", "UCI/4/1", WARNS)]),
    ("7", (f"{MESSAGE}+7+12",), [("EDI069", "UCM/3/1", WARNS)]),
    ("7", (f"{MESSAGE}+8",), [("EDI069", "UCM/3/1", WARNS)]),
    # one error of each part, at its lowest level, in order
    ("7", (UCM, "UCS+3+12", "UCS+5", "UCD+12+2:1", "UCD+37+2:2", "UCD+13+3:1"), []),
    ("7", (UCM, "UCS+5+13", "UCS+5+13"), [("EDI069", "UCS/1/1", REFUSES)]),
    ("7", (UCM, "UCS+5+13", "UCS+5+12"), [("EDI069", "UCS/1/1", REFUSES)]),
    ("7", (UCM, "UCS+5", "UCD+12+2:1", "UCD+37+2:1"), [("EDI069", "UCD/2/1", REFUSES)]),
    ("7", (UCM, "UCS+5+13", "UCS+3+13"), [("EDI069", "UCS/1/1", WARNS)]),
    ("7", (UCM, "UCS+5", "UCD+12+3:1", "UCD+37+2:1"), [("EDI069", "UCD/2/1", WARNS)]),
    # the next segment, and the next message, begin anew
    ("7", (UCM, "UCS+5", "UCD+12+3:1", "UCS+6", "UCD+12+2:1"), []),
    ("7", (UCM, "UCS+5+13", "UCM+2+MSCONS:D:04B:UN:2.4c+4", "UCS+3+13"), []),
    ("7", (UCM, "UCS+5"), [("EDI069", "UCS/2/1", WARNS)]),
    ("7", (UCM, "UCS+5+13", "UCD+12+3:2"), [("EDI069", "UCS/2/1", WARNS)]),
    ("7", (f"{UCM}+12", "UCS+5+13"), [("EDI069", "UCM/4/1", WARNS)]),
    # never of a CONTRL
    ("7", ("UCM+1+CONTRL:D:3:UN+4+12",), [("EDI073", "UCM/2/1", WARNS)]),
]  # fmt: skip


def test_errors_stand_where_they_belong():
    """Each case by itself: rule, place and weight, and nothing else."""
    codes = ("EDI069", "EDI072", "EDI073")
    for uci, body, expected in CASES:
        assert expected == findings(*body, uci=uci, codes=codes), (uci, body)


def test_a_contrl_that_judges_nothing():
    """No level at all is a fault of the message, and of no check."""
    data = (FIXTURES / "edifact" / "contrl-un-places.edi").read_bytes()
    for tags in ((b"UCI", b"UC"), (b"'UC", b"'XC")):
        codes = {finding.code for finding in validate(data.replace(*tags)).errors}
        assert "SYS001" not in codes
        assert "EDI042" in codes
