"""Codes and segments that a guide or a list does not have."""

from tests.support.edifact_messages import interchange, message

from edielkit.codes import code_list
from edielkit.edifact.check.validate import check


def test_a_guide_is_checked_from_the_level_of_processes_on():
    """A German message with a CNT, and with a qualifier that the guide has not, is warned about."""
    body = (
        "BGM+7+M1+9'DTM+137:202602010500?+00:303'RFF+Z13:13019'NAD+MS+9900000020001::293'NAD+MR+9900000010002::293'UNS+D'"
        "NAD+DP'LOC+172+51000000003'LIN+1'PIA+5+1-1?:1.29.0:SRW'QTY+136:1'CNT+1:1'"
    )
    data = interchange(message(body, unh="UNH+1+MSCONS:D:04B:UN:2.4c'"))
    assert () == check(data, level="codes").findings
    assert [("GDE002", "QTY/1/1", "warning"), ("GDE003", "CNT", "warning")] == [
        (f.code, f.position.segment, f.severity.value)
        for f in check(data, level="process").findings
        if f.code.startswith("GDE")
    ]


def test_code_lists_are_read():
    """The lists that are complete, and the later codes, are in the data file."""
    assert {"D", "S"} == set(code_list("0081", wire="edifact").codes)
    assert ("D.97A",) == code_list("6063", wire="edifact")["220"].versions
    assert "algebraic total of quantities" == code_list("6069", wire="edifact")["1"].name
