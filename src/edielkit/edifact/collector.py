"""What findings go into: of one rule no more than a bound are kept, and those of a message can be said of another one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from edielkit.edifact.rules import RULES, reason
from edielkit.edifact.segments import Segment, place
from edielkit.findings import CRASHED, Finding, Position, Severity, payload_name

__all__ = (
    "MAX_PER_RULE",
    "Collector",
    "CollectorState",
    "RepeatedFinding",
    "Surplus",
    "never_full",
)

MAX_PER_RULE = 10_000

# what a finding says wherever it stands: text, severity, error code, payload
_Said = tuple[str, Severity | None, str, str | None]


@attrs.define(eq=False)
class _Kept:
    """What collectors that work together have gathered."""

    bound: int
    findings: list[Finding] = attrs.field(factory=list)
    counts: dict[str, int] = attrs.field(factory=dict)
    # of each rule with more findings than the bound, the place of the first that is not kept
    beyond: dict[str, Position] = attrs.field(factory=dict)
    dropped: set[int] = attrs.field(factory=set)
    # where each finding stands, kept or not, less those of checks that look at all values as columns
    offsets: list[int | None] = attrs.field(factory=list)
    crashes: int = 0
    # of each rule what was said last, and the finding that says it
    last: dict[str, tuple[_Said, Finding]] = attrs.field(factory=dict)


@attrs.frozen
class Surplus:
    """A finding of a rule of which no more are kept: it is only counted, so it costs no words and no place.

    Attributes:
        code: The rule.
        offset: Where it stands.
    """

    code: str
    offset: int | None


@attrs.frozen
class RepeatedFinding:
    """A finding of a message, to be said of another one.

    Attributes:
        finding: The finding.
        distance: How many bytes behind the beginning of its message it stands; None wherever the message stands.
        is_about: It is about the message by its reference.
    """

    finding: Finding
    distance: int | None
    is_about: bool

    @classmethod
    def of(cls, findings: Sequence[Finding], begin: int, reference: str) -> tuple[RepeatedFinding, ...]:
        """Return what was said of a message for others.

        Args:
            findings: All that was said of it.
            begin: Its first byte.
            reference: Its reference (0062).
        """
        return tuple(
            cls(finding, None if at is None or at < begin else at - begin, finding.is_about(reference))
            for finding in findings
            for at in [finding.position.offset]
        )


@attrs.frozen
class CollectorState:
    """What a collector held at a time."""

    findings: int
    offsets: int
    crashes: int
    counts: dict[str, int]
    beyond: dict[str, Position]
    dropped: frozenset[int]


def never_full(code: str) -> bool:
    """Tell, where nothing is bounded, whether further findings of a rule are only counted: they never are.

    Args:
        code: The rule.
    """
    del code
    return False


class Collector:
    """Gathers findings; of one rule no more than a bound, so that hostile input cannot fill the memory.

    Args:
        bound: How many findings of one rule are kept; the others are counted.
        payload: Payload of the findings that are added here.
        within: A collector to gather together with, under one bound.
    """

    def __init__(
        self, bound: int = MAX_PER_RULE, *, payload: str | None = None, within: Collector | None = None
    ) -> None:
        self.kept: _Kept = within.kept if within else _Kept(bound)
        self._payload = payload

    @property
    def findings(self) -> list[Finding]:
        """What was kept so far."""
        return self.kept.findings

    def add(
        self,
        code: str,
        message: str,
        position: Position,
        *,
        reason_code: str = "",
        severity: Severity | None = None,
        by_columns: bool = False,
    ) -> int:
        """Keep a finding of rule *code*, or only count it when there are too many; return its index or -1."""
        if not by_columns:
            self.kept.offsets.append(position.offset)
        if not self._room(code):
            self.kept.beyond.setdefault(code, position)
            return -1
        text = (message, severity, reason_code, self._payload)
        last = self.kept.last.get(code)
        # many findings of a rule say the same, at one place and the next
        if last is not None and last[0] == text:
            finding = last[1].at(position)
        else:
            finding = RULES[code].finding(
                message,
                position,
                severity=severity,
                reason=reason(reason_code) if reason_code else None,
                payload=self._payload,
            )
            self.kept.last[code] = (text, finding)
        findings = self.kept.findings
        findings.append(finding)
        return len(findings) - 1

    def at(
        self,
        segment: Segment,
        element: int,
        component: int,
        code: str,
        message: str,
        *,
        path: str = "",
        reason_code: str = "",
        severity: Severity | None = None,
        by_columns: bool = False,
    ) -> int:
        """Do as `add` does, at an element of a segment; the place is sought only for what is kept."""
        if self.is_full(code):
            return self.count(code, segment.offset, by_columns=by_columns)
        position = place(segment, element, component, path=path)
        return self.add(
            code, message, position, reason_code=reason_code, severity=severity, by_columns=by_columns
        )

    def count(self, code: str, offset: int | None, *, by_columns: bool = False) -> int:
        """Count a finding of rule *code*, of which no more are kept, without words; return -1 as `add` does."""
        self.kept.counts[code] += 1
        if not by_columns:
            self.kept.offsets.append(offset)
        return -1

    def drop(self, code: str, index: int) -> None:
        """Take back the finding of rule *code* that `add` gave *index* for."""
        self.kept.counts[code] -= 1
        self.kept.dropped.add(index)

    def is_full(self, code: str) -> bool:
        """Tell whether further findings of a rule are only counted, so that `Surplus` is enough for one.

        Args:
            code: The rule.
        """
        # one that was taken back makes room again
        return code in self.kept.beyond and self.kept.counts[code] >= self.kept.bound

    def extend(self, findings: Iterable[Finding | Surplus], *, by_columns: bool = False) -> None:
        """Keep findings that others made, within the same bound.

        Args:
            findings: The findings.
            by_columns: The check that made them looks at all values as columns.
        """
        for finding in findings:
            if isinstance(finding, Surplus):
                self.count(finding.code, finding.offset, by_columns=by_columns)
                continue
            if not by_columns:
                self.kept.offsets.append(finding.position.offset)
            self.kept.crashes += finding.code == CRASHED.code
            if self._room(finding.code):
                self.findings.append(finding)
            else:
                self.kept.beyond.setdefault(finding.code, finding.position)

    def repeat(self, findings: Iterable[RepeatedFinding], begin: int, payload: str) -> None:
        """Keep findings of another message as those of one that has the same faults.

        Args:
            findings: What was said of the other one.
            begin: First byte of this one.
            payload: Its name, empty when it has none.
        """
        kept, name = self.kept, payload_name(payload) if payload else None
        counts, bound = kept.counts, kept.bound
        for repeated in findings:
            finding, distance = repeated.finding, repeated.distance
            at = finding.position.offset if distance is None else begin + distance
            kept.offsets.append(at)
            code = finding.code
            count = counts[code] = counts.get(code, 0) + 1
            if count <= bound:
                kept.findings.append(finding.elsewhere(at, name if repeated.is_about else finding.payload))
            elif code not in kept.beyond:
                kept.beyond[code] = attrs.evolve(finding.position, offset=at)

    def state(self) -> CollectorState:
        """Return what is held now, for `restore`."""
        kept = self.kept
        return CollectorState(
            len(kept.findings),
            len(kept.offsets),
            kept.crashes,
            dict(kept.counts),
            dict(kept.beyond),
            frozenset(kept.dropped),
        )

    def restore(self, state: CollectorState) -> None:
        """Forget what came since.

        Args:
            state: What was held.
        """
        kept = self.kept
        del kept.findings[state.findings :], kept.offsets[state.offsets :]
        kept.crashes = state.crashes
        kept.counts, kept.beyond, kept.dropped = dict(state.counts), dict(state.beyond), set(state.dropped)

    def since(self, state: CollectorState) -> list[Finding] | None:
        """Return what was added since then, None when a rule had more findings than are kept.

        Args:
            state: What was held.
        """
        kept = self.kept
        findings = [
            finding
            for number, finding in enumerate(kept.findings[state.findings :], state.findings)
            if number not in kept.dropped
        ]
        # what was counted is kept too, unless a rule had more findings than that
        is_all = not kept.beyond or sum(kept.counts.values()) - sum(state.counts.values()) == len(findings)
        return findings if is_all else None

    def offsets_since(self, state: CollectorState) -> list[int | None]:
        """Return where each finding since then stands, less those of checks that look at all values as columns.

        Args:
            state: What was held.
        """
        return self.kept.offsets[state.offsets :]

    def has_crashed_since(self, state: CollectorState) -> bool:
        """Tell whether a check could not be run to its end since then.

        Args:
            state: What was held.
        """
        return self.kept.crashes > state.crashes

    def _room(self, code: str) -> bool:
        count = self.kept.counts[code] = self.kept.counts.get(code, 0) + 1
        return count <= self.kept.bound

    def result(self) -> tuple[Finding, ...]:
        """Return what was gathered, with one line for each rule that had more than the bound."""
        more = [
            RULES["EDI003"].finding(
                f"{self.kept.counts[code] - self.kept.bound} more findings of {code} from here on are not listed",
                position,
            )
            for code, position in self.kept.beyond.items()
            if self.kept.counts[code] > self.kept.bound
        ]
        kept = (finding for i, finding in enumerate(self.findings) if i not in self.kept.dropped)
        return (*kept, *more)
