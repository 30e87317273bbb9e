"""Faults planted by the tables themselves: each row of each guide is broken once, and found where it is."""

from __future__ import annotations

import pytest

from edielkit.edifact.check.directory.layouts import layout
from edielkit.edifact.check.guides import Guide, GuideRow, check_guide, guide_names
from edielkit.edifact.check.guides.guide import ENVELOPE, Requirement
from edielkit.edifact.check.interchanges import check
from edielkit.edifact.check.totals_and_codes import walk
from edielkit.edifact.collector import Collector
from edielkit.edifact.segments import Segment
from edielkit.findings import Finding, Severity
from edielkit.generate.guide_edits import WRONG, double, drop, met, put, put_at, scope_of
from edielkit.generate.guide_messages import Node, build, first, guides, interchange_bytes, raw, tree_of, unb

GUIDES = guides()
# the directory's own rule, where it requires the same
MISSING_PART = "EDI047"


def wrong_value(row: GuideRow) -> str:
    """Return a value that a row does not allow."""
    return next(
        value
        for value in (WRONG, "9", "WRONGVALUE", "W" * 26)
        if row.values is None or not row.values.allow(value)
    )


def name_of(guide: Guide) -> str:
    return "-".join(filter(None, (guide.profile, guide.message_type, guide.directory, guide.process)))


def checked(message: Node, guide: Guide) -> list[Finding]:
    """Return what its guide says of a message."""
    return list(check_guide(tree_of(message, guide), guide))


def is_unused(row: GuideRow, guide: Guide) -> bool:
    """Tell whether a row is about something that the process does not use at all."""
    return any(
        other.status is Requirement.UNUSED
        and not other.element
        and other.step.item in {row.step.item, row.within}
        and other.step.pattern.tag
        in {row.step.pattern.tag, row.trigger.tag if row.trigger else row.step.pattern.tag}
        and set(other.step.pattern.tests) <= set((row.trigger or row.step.pattern).tests)
        for other in guide.rows
    )


def rows_of(guide: Guide, wanted) -> list[tuple[GuideRow, Node]]:
    """Return the rows of a kind, each with a message that is right and has what the row is about."""
    cases = []
    for row in guide.rows:
        if row.within == ENVELOPE or not wanted(row) or is_unused(row, guide):
            continue
        cases.append((row, build(guide, row)))
    return cases


def places(message: Node, guide: Guide) -> dict[int, str]:
    """Return the path of each segment of a message, by the segment's identity."""
    paths = {segment.offset: path for path, segment in tree_of(message, guide).paths()}
    return {
        id(built): paths[placed.offset]
        for built, placed in zip(message.segments(), raw(message).segments, strict=True)
    }


def path_of(message: Node, row: GuideRow, n: int, guide: Guide) -> str:
    """Return the path of the segment at a place in the group that a row is about."""
    return places(message, guide)[id(first(scope_of(message, row).items[n]))]


def missing_path(message: Node, row: GuideRow, guide: Guide) -> str:
    """Return the path that says where what a row is about would stand."""
    group = places(message, guide)[id(scope_of(message, row).items[0])].rpartition("/")[0]
    return f"{group}/{row.step.item}" if group else row.step.item


def spot_of(row: GuideRow) -> str:
    return f"{row.step.pattern.tag}/{row.element}/{row.component}"


def own(findings: list[Finding], code: str, row: GuideRow, segment: str, path: str) -> Finding:
    """Return the finding of a row at its place."""
    hits = [
        f
        for f in findings
        if (f.code, f.position.segment, f.position.path) == (code, segment, path)
        and f.rule.field == row.field
        and f.message.count(row.name)
    ]
    assert hits, (row.place, row.within, code, segment, path, [(f.code, str(f.position)) for f in findings])
    return hits[0]


@pytest.mark.parametrize("guide", GUIDES, ids=name_of)
def test_a_message_that_has_what_its_guide_requires_gives_no_finding(guide):
    """The smallest right message of each guide and process passes guide and structure."""
    collector = Collector()
    tree = tree_of(build(guide), guide, collector)

    assert [] == [(f.code, f.message) for f in check_guide(tree, guide, unb=unb(guide))]
    assert () == collector.result()


@pytest.mark.parametrize("guide", GUIDES, ids=name_of)
def test_a_message_that_has_what_its_guide_requires_is_accepted(guide):
    """Nothing else refuses it either: envelope, formats, codes, series."""
    report = check(interchange_bytes(build(guide), guide), profile=guide.profile)

    assert [] == [(finding.code, finding.message) for finding in report.errors]


@pytest.mark.parametrize("guide", GUIDES, ids=name_of)
def test_what_is_required_is_missed(guide):
    """Each required segment or group, taken away: the group that it is missing from, and the partner's code."""
    for row, message in rows_of(guide, lambda row: row.status is Requirement.REQUIRED and not row.element):
        path = missing_path(message, row, guide)
        drop(message, row)
        finding = own(checked(message, guide), "GDE001", row, row.step.pattern.tag, path)
        assert (row.severity, row.trust, guide.reasons.missing) == (
            finding.severity,
            finding.rule.trust,
            finding.reason,
        )


@pytest.mark.parametrize("guide", GUIDES, ids=name_of)
def test_what_is_required_is_missed_under_another_qualifier(guide):
    """A required segment whose qualifier is falsified is missing."""
    for row, message in rows_of(guide, lambda row: row.status is Requirement.REQUIRED and not row.element):
        if not row.step.pattern.tests:
            continue
        path = missing_path(message, row, guide)
        element, component, _ = row.step.pattern.tests[0]
        scope = scope_of(message, row)
        for n in met(scope, row):
            put_at(scope, n, element, component, WRONG)
        assert own(checked(message, guide), "GDE001", row, row.step.pattern.tag, path)


@pytest.mark.parametrize("guide", GUIDES, ids=name_of)
def test_an_empty_component_is_missed(guide):
    """Each required component, emptied: one finding, the directory's own where that requires it too."""
    for row, message in rows_of(guide, lambda row: row.status is Requirement.REQUIRED and row.element):
        path = path_of(message, row, met(scope_of(message, row), row)[0], guide)
        put(message, row, "")
        tree, structure = walk(raw(message), layout(guide.message_type, guide.directory))
        codes = [
            f.code
            for f in check_guide(tree, guide)
            if (f.position.path, f.position.segment) == (path, spot_of(row))
        ]
        codes += [
            f.code
            for f in structure
            if f.code == MISSING_PART
            and f.position.path == path
            and spot_of(row).startswith(f.position.segment)
        ]
        assert codes in (["GDE001"], [MISSING_PART]), (row.place, row.within, codes)


@pytest.mark.parametrize("guide", GUIDES, ids=name_of)
def test_a_value_that_is_not_allowed_is_found(guide):
    """Each list of values: another value is found at its component, with the code for wrong values."""
    for row, message in rows_of(
        guide, lambda row: row.values and not row.values.is_open and row.status is not Requirement.UNUSED
    ):
        path = path_of(message, row, met(scope_of(message, row), row)[0], guide)
        put(message, row, wrong_value(row))
        finding = own(checked(message, guide), "GDE002", row, spot_of(row), path)
        assert (row.reason or guide.reasons.value) == finding.reason


@pytest.mark.parametrize("guide", GUIDES, ids=name_of)
def test_what_stands_once_too_often_is_found(guide):
    """Each row with a bound: the first segment beyond it is found."""
    for row, message in rows_of(guide, lambda row: row.most):
        double(message, row)
        path = path_of(message, row, met(scope_of(message, row), row)[row.most], guide)
        finding = own(checked(message, guide), "GDE005", row, row.step.pattern.tag, path)
        assert (Severity.WARNING, guide.reasons.repeated) == (finding.severity, finding.reason)


@pytest.mark.parametrize("guide", GUIDES, ids=name_of)
def test_what_is_not_used_is_found(guide):
    """Each element that the process does not use: a warning at it."""
    for row in guide.rows:
        if row.status is not Requirement.UNUSED or row.within == ENVELOPE:
            continue
        message = build(guide, row)
        path = path_of(message, row, met(scope_of(message, row), row)[0], guide)
        segment = spot_of(row) if row.element else row.step.pattern.tag
        finding = own(checked(message, guide), "GDE003", row, segment, path)
        assert Severity.WARNING is finding.severity


def with_value(header: Segment, row: GuideRow, value: str) -> Segment:
    """Return an interchange header with another value where a row is about, and with what its pattern asks for."""
    elements = [list(parts) for parts in header.elements]
    tests = [(e, c, min(codes)) for e, c, codes in row.step.pattern.tests]
    for element, component, text in (*tests, (row.element, row.component, value)):
        while len(elements) < element:
            elements.append([""])
        while len(elements[element - 1]) < component:
            elements[element - 1].append("")
        elements[element - 1][component - 1] = text
    return Segment.of(header.tag, *elements)


@pytest.mark.parametrize("guide", GUIDES, ids=name_of)
def test_the_header_of_the_interchange_is_broken_too(guide):
    """Each row about UNB: what it requires is emptied, a list gets another value, what is not used is there."""
    tree, header = tree_of(build(guide), guide), unb(guide)
    for row in guide.rows:
        if row.within != ENVELOPE:
            continue
        cases = []
        if row.status is Requirement.REQUIRED:
            cases.append(("GDE001", ""))
        if row.status is Requirement.UNUSED:
            cases.append(("GDE003", "1"))
        elif row.values and not row.values.is_open:
            cases.append(("GDE002", wrong_value(row)))
        for code, value in cases:
            findings = list(check_guide(tree, guide, unb=with_value(header, row, value)))
            assert own(findings, code, row, spot_of(row), ENVELOPE)


def test_every_guide_is_broken():
    """No guide is left out, and each has something to break."""
    assert set(guide_names()) == {(guide.profile, guide.message_type, guide.directory) for guide in GUIDES}
    assert all(guide.rows for guide in GUIDES)
