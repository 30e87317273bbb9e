"""The tree of groups that the walker makes."""

import pytest
from tests.support.edifact_messages import BODY, VALUE, interchange, message

from edielkit.edifact.check.directory.layouts import layout
from edielkit.edifact.check.directory.walker import UnlikeValuesError, walk_structure
from edielkit.edifact.check.totals_and_codes import walk
from edielkit.edifact.collector import Collector
from edielkit.edifact.read.assembler import parse_interchanges


def raw(text: bytes):
    return parse_interchanges(text)[0][0].messages[0]


def test_tree_has_groups_by_name_and_path():
    """The tree gives groups and segments in order, with paths that count repetitions."""
    second = "LIN+2++1502:::SVK'" + VALUE + VALUE
    tree, findings = walk(
        raw(interchange(message(BODY.replace("CNT+1:1.5", second + "CNT+1:4.5")))), layout("MSCONS", "D.96A")
    )
    assert () == findings
    (sg5,) = tree.groups("SG5")
    (sg6,) = sg5.groups("SG6")
    assert ["SG5[1]/SG6[1]/SG9[1]", "SG5[1]/SG6[1]/SG9[2]"] == [g.path for g in sg6.groups("SG9")]
    last = sg6.groups("SG9")[1].groups("SG10")[1]
    assert ("SG10", 2, "QTY") == (last.name, last.index, last.items[0].tag)
    assert "1.5" == last.first("QTY").get(1, 2)
    assert 2 == len(tree.segments("DTM"))
    assert last.first("CCI") is None
    assert [s for _, s in tree.paths()] == list(
        raw(interchange(message(BODY.replace("CNT+1:1.5", second + "CNT+1:4.5")))).segments
    )


def test_unplaced_segments_stay_with_their_group():
    """What fits nowhere is kept where it was met."""
    tree, _ = walk(raw(interchange(message(BODY.replace("QTY", "XXX+1'QTY")))), layout("MSCONS", "D.96A"))
    lin = tree.groups("SG5")[0].groups("SG6")[0].groups("SG9")[0]
    assert ["XXX"] == [s.tag for s in lin.unplaced]


def test_groups_that_are_left_out_are_counted():
    """The number of a group counts those before it that are not there; one too many is said where it stands."""
    short = raw(interchange(message(BODY.replace(VALUE, VALUE * 3))))
    quantities = [segment.offset for segment in short.segments if segment.tag == "QTY"]
    findings = Collector()
    tree = walk_structure(short, layout("MSCONS", "D.96A"), findings, {quantities[1]: 9997})

    assert [path for path, s in tree.paths() if s.tag == "QTY"] == [
        f"SG5[1]/SG6[1]/SG9[1]/SG10[{number}]/QTY[1]" for number in (1, 9999, 10_000)
    ]
    assert [(f.code, f.position.offset) for f in findings.result()] == [("EDI046", quantities[2])]


@pytest.mark.parametrize(
    "body", [BODY, BODY.replace("LIN+1++1501:::SVK'", ""), BODY.replace("LOC+90", "XXX+90")]
)
def test_groups_are_left_out_behind_one_of_their_kind_alone(body):
    """What stands nowhere, or first, cannot stand for others."""
    short = raw(interchange(message(body)))
    quantity = next(segment.offset for segment in short.segments if segment.tag == "QTY")

    with pytest.raises(UnlikeValuesError):
        walk_structure(short, layout("MSCONS", "D.96A"), Collector(), {quantity: 1})
