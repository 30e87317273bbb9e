"""What stands in the way of an acceptance in EDIFACT: warnings, and what nobody could check.

An acceptance (CONTRL 1 or 7, APERAK 100) says that nothing is wrong; where a guide is not public, or a rule could not be
run, that is not known. Whoever has decided it all the same says ``positive=True``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from edielkit.answers.contrl import is_syntax
from edielkit.answers.message_parts import MessagePart, part_at
from edielkit.edifact.check.directory.layouts import layout
from edielkit.edifact.check.directory.walker import walk_structure
from edielkit.edifact.check.guides import guide_gap, process_of
from edielkit.edifact.check.notes import content_gaps, syntax_gaps
from edielkit.edifact.collector import Collector
from edielkit.edifact.interchange import RawMessage
from edielkit.findings import Finding

__all__ = ("Doubts",)

# rules on parts that contradict each other: the one that is told is no more in doubt than the other
_OF_SEVERAL = frozenset({"SER044"})
# the first ones say enough
_MOST_NAMED = 5


@attrs.frozen(kw_only=True)
class Doubts:
    """The warnings of one interchange, and what the report says that was not checked.

    Attributes:
        warnings: Warnings, with the message that each is about by its index, None for none, and the number of the segment
            (0096) there, 0 for none.
        notes: What was not checked.
        profile: Code of the market, empty when none is known.
    """

    warnings: tuple[tuple[int | None, int, Finding], ...] = ()
    notes: tuple[str, ...] = ()
    profile: str = ""

    def about_syntax(self) -> tuple[str, ...]:
        """Return in words why the syntax of the interchange may be wrong."""
        warnings = [finding for _, _, finding in self.warnings if is_syntax(finding)]
        return (*_named(warnings), *syntax_gaps(self.notes))

    def about_message(self, message: RawMessage) -> tuple[str, ...]:
        """Return in words why the content of a message may be wrong, or why nobody knows that it is right."""
        return (*_named([finding for _, finding in self._placed(message)]), *self._gaps(message))

    def about_head(self, message: RawMessage, parts: Sequence[MessagePart]) -> tuple[str, ...]:
        """Return in words what is doubtful of a message as a whole: outside of its parts, or of all of them."""
        outside = [finding for n, finding in self._placed(message) if part_at(parts, n) is None]
        return (*_named(outside), *self._gaps(message))

    def places(self, message: RawMessage) -> tuple[int, ...]:
        """Return the numbers of the segments of a message that have warnings, 0 for those of no segment of it."""
        return tuple(number for number, _ in self._placed(message))

    def _placed(self, message: RawMessage) -> list[tuple[int, Finding]]:
        at = {message.index, None}
        return [
            (0 if index is None or f.code in _OF_SEVERAL else n, f)
            for index, n, f in self.warnings
            if index in at
        ]

    def _gaps(self, message: RawMessage) -> tuple[str, ...]:
        return (*content_gaps(self.notes), *_of_guide(message, self.profile))


def _named(warnings: Sequence[Finding]) -> Iterable[str]:
    """Yield the first warnings in words; those that say the same stand once."""
    words = list(dict.fromkeys(map(_words, warnings)))
    yield from words[:_MOST_NAMED]
    if len(words) > _MOST_NAMED:
        yield f"{len(words) - _MOST_NAMED} more warnings"


def _words(finding: Finding) -> str:
    likely = f": likely refused with {finding.reason}" if finding.reason is not None else ""
    return f"{finding.code}, {finding.message}{likely}"


def _of_guide(message: RawMessage, profile: str) -> Iterable[str]:
    structure = layout(message.type, message.directory)
    process = ""
    if structure is not None:
        tree = walk_structure(message, structure, Collector())
        process = process_of(tree, profile, message.type, message.directory)
    gap = guide_gap(profile, message.type, message.directory, version=message.association, process=process)
    if gap:
        yield gap
