"""The calendar of changes says what the declarations and code lists of the versions say, all of it and no more."""

from __future__ import annotations

import pytest

from edielkit.codes import code_list, lists
from edielkit.codes.changes import changes
from edielkit.emif.declare import declarations
from edielkit.emif.messages import AGGREGATES, MESSAGES
from edielkit.emif.simple_types import ANNOUNCED_VERSIONS, VERSIONS


def elements_below(cls, seen):
    """Yield the declarations of a message, to the bottom."""
    if cls not in seen:
        seen.add(cls)
        for declared in declarations(cls):
            yield declared
            for name in declared.types():
                if name in AGGREGATES:
                    yield from elements_below(AGGREGATES[name], seen)


def names_below(message):
    return {declared.name for declared in elements_below(MESSAGES[message], set())}


SHARED = {"RequestUpdateSharedProduction", "NotifySharedProduction"}


@pytest.mark.parametrize("message", sorted(set(MESSAGES) - SHARED))
def test_every_element_that_only_some_versions_have_is_in_the_calendar(message):
    """By the declarations, which the schemas are held against."""
    told = {change.element for change in changes() if message in change.messages}
    for declared in elements_below(MESSAGES[message], set()):
        if declared.versions != VERSIONS:
            assert declared.name in told
        types = {change.get("type", declared.type) for change in declared.changes.values()} | {declared.type}
        if len(types) > 1:
            assert "ExcludeFromSettlement" in told
        elif declared.changes:
            assert declared.name in told


def test_every_code_that_only_some_versions_have_is_in_the_calendar():
    """With its version; the lists of whole new messages come with these."""
    told = {(code, change.version) for change in changes() for code in change.codes}
    new_lists = {
        name
        for name in lists("emif")
        if code_list(name).codes and all("2.3" not in code.versions for code in code_list(name))
    }
    for name in lists("emif"):
        for code in code_list(name):
            if not code.versions or set(code.versions) == set(VERSIONS) or name in new_lists:
                continue
            if code.value == "BRS-NO-701":
                continue  # named with its messages
            version = "EI-1763" if "EI-1763" not in code.versions else "2.4.3"
            assert (code.value, version) in told, (name, code.value)


@pytest.mark.parametrize("change", changes(), ids=lambda change: f"{change.number} {change.element}")
def test_a_change_is_about_what_there_is(change):
    """Messages, elements, codes and versions have their names; what goes says what to write."""
    assert set(change.messages) <= set(MESSAGES)
    assert change.version in VERSIONS
    assert (change.state == "announced") == (change.version in ANNOUNCED_VERSIONS)
    if change.element != "the message":
        assert all(change.element in names_below(message) for message in change.messages)
    assert change.source
    assert change.effect in {"adds", "loosens", "removes"}
    assert bool(change.instead) == (change.effect == "removes")
