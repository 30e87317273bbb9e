"""What a file of values must say, as rules, and the findings of a file as they are gathered: a bounded number of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from edielkit.findings import Finding, Position, Rule, Severity, Trust

__all__ = ("MOST_FINDINGS", "RULES", "FileFindings")

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO
_SOURCE = "edielkit: what it can read without a guess"
# code, title, severity, text
_ROWS: tuple[tuple[str, str, Severity, str], ...] = (
    ("TAB001", "a text in UTF-8", _I, "Spreadsheets of a Norwegian Windows save in Windows-1252 or UTF-16, which are read too. Wrong: bytes of neither. Right: UTF-8."),
    ("TAB002", "the columns that values need", _E, "Each value has its time, its quantity and its place. Wrong: no column of quantities, or two of them. Right: one of each, or its name in an option."),
    ("TAB003", "columns that are read", _I, "A column of another name is left out, and said so: it may hold what is missing elsewhere. Wrong: a misspelt name. Right: a name of the form, or an option that names the column."),
    ("TAB004", "as many cells as the head has columns", _E, "A row of another width has its values in the wrong columns. Wrong: a decimal comma in a file with commas between its columns. Right: semicolons between, or quotes around the number."),
    ("TAB005", "an identification with all its digits", _E, "A spreadsheet makes a number of a long identification and keeps fifteen digits of it: the others are lost. Wrong: 7.07057E+17. Right: the column as text."),
    ("TAB006", "an identification with its leading zeros", _E, "A spreadsheet drops the zeros before a number. Wrong: 17 digits whose check digit fits with a zero before them. Right: the column as text."),
    ("TAB007", "a metering point of 18 digits", _W, "A metering point of Elhub has 18 digits; partners may have names of their own. Wrong: 12 digits. Right: 707057500000000008."),
    ("TAB010", "a quantity that is a number", _E, "Wrong: 1,2E-05; abc. Right: 1,25, or nothing where the value is missing."),
    ("TAB011", "no separators of thousands", _E, "Whether 1.234 is one or a thousand nobody can tell. Wrong: 1 234,5; 1.234,5. Right: 1234,5."),
    ("TAB012", "one decimal sign in a file", _E, "A file with both has been through two spreadsheets, and one of its signs may part thousands. Wrong: 1,5 and 1.5. Right: 1,5 and 2,5."),
    ("TAB013", "at most three decimals", _E, "Quantities are exact in thousandths of their unit; nothing is rounded. Wrong: 1,2345. Right: 1,234."),
    ("TAB020", "a time that can be read", _E, "Wrong: 03/04/2026, which is a day of March or of April; 46113,5, a spreadsheet's own count of days. Right: 04.03.2026 13:00, 2026-03-04T13:00+01:00."),
    ("TAB021", "a time that there was", _E, "When the clocks go forward an hour is left out: a file that has it counts by another clock. Wrong: 29.03.2026 02:30 in Norwegian time. Right: 29.03.2026 03:30, or the option that names the clock."),
    ("TAB022", "which of two hours is meant", _E, "When the clocks go back an hour comes twice. Wrong: 25.10.2026 02:00 once, without offset. Right: an offset (+02:00), the end of each interval, or the option that says how the file counts."),
    ("TAB023", "each interval once", _E, "Of two values for one time nothing says which one counts. Wrong: two rows that begin alike, or an hour over a quarter. Right: one."),
    ("TAB024", "intervals of a length that is said", _E, "Values belong to quarters, hours or other steps of the market. Wrong: an end before its start, a step of 7 minutes, a single row without an end. Right: an end an hour after its start, or the option that names the resolution."),
    ("TAB025", "words of the form", _E, "Wrong: a direction North. Right: In or Out; a word of the form's own list."),
    ("TAB030", "an answer of the energy-data API as it is described", _E, "Wrong: a row without startTime. Right: the fields that public clients have seen."),
    ("TAB040", "a table that edielkit wrote", _E, "Its own tables are read back without a guess. Wrong: a time without a zone. Right: what docs/reference/series.md describes."),
    ("TAB090", "all findings are listed", _W, "A file of many faults has them listed up to a limit; the others are not looked for."),
)  # fmt: skip

RULES: Mapping[str, Rule] = MappingProxyType(
    {
        code: Rule(code=code, title=title, severity=severity, source=_SOURCE, trust=Trust.LIMIT, text=text)
        for code, title, severity, text in _ROWS
    }
)

MOST_FINDINGS = 1000


class FileFindings:
    """The findings of one file, in the order in which they come up.

    >>> findings = FileFindings()
    >>> findings.add("TAB010", "expected a number", line=7)
    >>> [(finding.code, finding.position.line) for finding in findings], findings.is_full
    ([('TAB010', 7)], False)
    """

    def __init__(self) -> None:
        self._findings: list[Finding] = []

    def __iter__(self) -> Iterator[Finding]:
        return iter(self._findings)

    @property
    def is_full(self) -> bool:
        """As many are there as are listed: who reads on finds more for nobody."""
        return len(self._findings) > MOST_FINDINGS

    def add(self, code: str, message: str, *, line: int | None = None, path: str = "") -> None:
        """Keep a finding of the rule *code* at a line or a path; after `MOST_FINDINGS` one says that there are more."""
        if len(self._findings) == MOST_FINDINGS:
            code, message = (
                "TAB090",
                f"there are more findings than {MOST_FINDINGS}; the others are not listed",
            )
        if not self.is_full:
            self._findings.append(RULES[code].finding(message, Position(line=line, path=path)))

    @property
    def has_errors(self) -> bool:
        """Whether a finding is an error: then the values are not to be used."""
        return any(finding.severity is Severity.ERROR for finding in self._findings)
