"""The tables of the guides: each row speaks of a place that its message has, from a source that is named."""

from __future__ import annotations

import pytest

from edielkit.edifact.check.directory.layouts import GroupSpec, layout, segment_layout
from edielkit.edifact.check.guides import Requirement, guide_for, process_of
from edielkit.edifact.check.guides.guide import ENVELOPE, facts
from edielkit.edifact.check.guides.guide_files import fact_rows, guide_file, guide_names, without_rows
from edielkit.edifact.profiles import PROFILES
from edielkit.findings import Severity, Trust
from edielkit.generate.guide_messages import build, guides, tree_of

NAMES = guide_names()
GUIDES = guides()


def id_of(guide):
    return f"{guide.profile}-{guide.message_type}-{guide.directory}-{guide.process}"


def groups(spec: GroupSpec, above: tuple[str, ...] = ()) -> dict[str, tuple[str, ...]]:
    """Return each group with the groups that it stands in, itself first."""
    paths = {spec.name: (spec.name, *above)}
    for item in spec.items:
        if item.group is not None:
            paths |= groups(item.group, paths[spec.name])
    return paths


def specs(spec: GroupSpec) -> dict[str, GroupSpec]:
    members = {spec.name: spec}
    for item in spec.items:
        if item.group is not None:
            members |= specs(item.group)
    return members


def test_every_market_has_guides():
    """Norway, Sweden, Denmark, Germany and Switzerland have at least the guide of their values."""
    assert set(PROFILES) == {profile for profile, _, _ in NAMES}
    assert {"no", "se", "dk", "de", "ch"} == {profile for profile, kind, _ in NAMES if kind == "MSCONS"}


@pytest.mark.parametrize("name", NAMES, ids="-".join)
def test_the_head_names_title_versions_sources_and_gaps(name):
    """A guide says what it is, which versions it speaks of, and what was not found."""
    file = guide_file(*name)

    assert file.head_text("guide")
    assert file.head_text("versions")
    assert file.head_text("public") in {"yes", "no"}
    assert file.head["not found"]
    assert {row["source"] for row in file.rows} <= set(file.head)
    assert bool(file.head_text("missing")) <= bool(file.head_text("agency"))


@pytest.mark.parametrize("name", NAMES, ids="-".join)
def test_a_row_is_an_error_only_where_a_public_guide_says_so(name):
    """What is inferred, derived, or of a guide that is not public, only warns."""
    file = guide_file(*name)
    guide = guide_for(*name, version=file.head_text("versions").split()[0])
    other = guide_for(*name, version="OTHER")

    for row in guide.rows:
        assert row.severity is Severity.WARNING or (row.trust is Trust.SOURCED and guide.public), row.place
    assert {Severity.WARNING} == {row.severity for row in other.rows}


@pytest.mark.parametrize("name", NAMES, ids="-".join)
def test_a_sourced_row_that_only_warns_says_why(name):
    """A row that is sourced and no error has a note, but for lists that go on from the row before."""
    for row in guide_file(*name).rows:
        assert not row["weight"] or row["note"] or row["segment"] == "UNB", row


@pytest.mark.parametrize("guide", GUIDES, ids=id_of)
def test_rows_speak_of_places_that_the_message_has(guide):
    """Group, segment, element and component exist in the structure and the layout of the directory."""
    layout_specs = specs(layout(guide.message_type, guide.directory).root)
    for row in guide.rows:
        tag = row.step.pattern.tag
        if row.within != ENVELOPE:
            spec = layout_specs[row.within]
            item = next(item for item in spec.items if item.name == row.step.item)
            assert item.trigger == tag, row.place
            assert (item.group is not None) == bool(row.step.group), row.place
            if row.trigger is not None:
                assert spec.items[0].name == row.trigger.tag, row.within
        fields = segment_layout(tag, guide.directory if row.within != ENVELOPE else "S.3")
        spots = {(e, c) for e, c, _ in row.step.pattern.tests} | (
            {(row.element, row.component)} if row.element else set()
        )
        for element, component in spots:
            if fields is None or fields.elements[element - 1].open:
                continue
            assert component <= len(fields.elements[element - 1].parts), (row.place, element, component)


@pytest.mark.parametrize("guide", GUIDES, ids=id_of)
def test_conditions_ask_groups_that_are_open(guide):
    """A fact is said by the group that the row is about, or by one that this one stands in."""
    above = groups(layout(guide.message_type, guide.directory).root)
    for row in guide.rows:
        for condition in (row.when, row.only):
            for way in condition.ways if condition else ():
                for fact, _ in way:
                    assert fact.home in above[row.within], (row.place, fact.name)


def test_each_fact_is_used_and_says_both_ways():
    """A fact has words for when it holds and when not, and some guide asks for it."""
    asked = {
        word
        for name in NAMES
        for row in guide_file(*name).rows
        for key in ("when", "only")
        for word in row[key].split()
        if word not in {"and", "or", "not"}
    }
    for row in fact_rows():
        assert row["words"]
        assert row["otherwise"]
        assert row["name"] in asked, row["name"]
        for directory in row["directories"].split():
            assert row["name"] in facts(row["message"], directory)


@pytest.mark.parametrize("guide", [guide for guide in GUIDES if guide.process], ids=id_of)
def test_a_message_names_its_process(guide):
    """The process is read from where the guide says that it stands."""
    tree = tree_of(build(guide), guide)
    assert guide.process == process_of(tree, guide.profile, guide.message_type, guide.directory)


def test_an_unknown_process_has_the_rows_of_all():
    """A kind of message that no guide names is checked by the rows that hold for all."""
    some = guide_for("se", "UTILTS", "D.02B", version="E5SE5A", process="E99")
    assert "" == some.process
    assert "BGM/1/1" in [row.place for row in some.rows]
    assert "STS+7" not in [row.place for row in some.rows]


def test_no_guide_is_none():
    """A message of a market without public guide has none, and is named among those without."""
    assert guide_for("no", "PRODAT", "D.97A") is None
    assert not {(row["profile"], row["message"]) for row in without_rows()} & {name[:2] for name in NAMES}


def test_every_status_is_used():
    """Required, dependent, optional and not used: all four stand in the Swedish table."""
    rows = [
        row
        for guide in GUIDES
        for row in guide.rows
        if guide.message_type == "UTILTS" and guide.profile == "se"
    ]
    assert set(Requirement) == {row.status for row in rows}


# Identifications whose agency no source says, by market, message and place of the segment: each is named in the head of its guide.
WITHOUT_AGENCY = {
    ("se", "UTILTS", "LOC+175"),
    ("se", "PRODAT", "NAD+IV"),
    ("no", "MSCONS", "LIN"),
    ("se", "MSCONS", "LIN"),
    ("de", "MSCONS", "LOC+107"),
    ("de", "MSCONS", "LOC+237"),
}
# the element of the identification, and the component of its agency (3055)
AGENCIES = {"NAD": (2, 3), "LOC": (2, 3), "LIN": (3, 4)}


def test_an_identification_that_a_guide_asks_for_has_the_agencies_it_may_have():
    """Of each party, point, area and product a row says which agencies go with it, or a gap that none is known."""
    open_places = set()
    for guide in GUIDES:
        agencies = [
            row
            for row in guide.rows
            if AGENCIES.get(row.step.pattern.tag) == (row.element, row.component)
            and (row.values is not None or row.status is Requirement.UNUSED)
        ]
        for row in guide.rows:
            pattern, spot = row.step.pattern, AGENCIES.get(row.step.pattern.tag)
            is_wanted = row.status in {Requirement.REQUIRED, Requirement.DEPENDENT} and not row.values
            if not is_wanted or spot is None or (row.element, row.component) != (spot[0], 1):
                continue
            if not any(
                set(other.step.pattern.tests[:1]) >= set(pattern.tests[:1])
                for other in agencies
                if other.step.pattern.tag == pattern.tag
            ):
                open_places.add((guide.profile, guide.message_type, pattern.text))
    assert WITHOUT_AGENCY == open_places
