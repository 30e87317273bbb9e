"""The forms of files that carry values and are no messages: what each looks like, and how it is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import attrs

from edielkit.errors import ParseError
from edielkit.findings import Finding, Severity
from edielkit.series import TimeSeries
from edielkit.tables import from_csv, from_parquet
from edielkit.value_files import end_user, extraction, spreadsheet
from edielkit.value_files.delimited import Sheet, head_of, open_sheet
from edielkit.value_files.energy_data import is_energy_data, rows_of_energy_data
from edielkit.value_files.file_value_rules import FileFindings
from edielkit.value_files.options import ReadOptions
from edielkit.value_files.sheet_rows import Layout, rows_of_sheet
from edielkit.value_files.value_rows import series_of_rows

__all__ = ("FORMS", "SUFFIXES", "Form", "ValueFile", "form_of", "read_file", "series_of")

# What the files are called; a file that is named is read whatever it is called.
SUFFIXES = (".csv", ".json", ".parquet", ".tsv", ".txt")
_PARQUET = b"PAR1"
_ROW = re.compile(r"row (\d+) ")
_Reader = Callable[[bytes, ReadOptions, FileFindings], Iterable[TimeSeries]]


@attrs.frozen
class Form:
    """A form of files that carry values.

    Attributes:
        name: What the form is called in options and output, such as ``end-user-csv``.
        title: The same in words.
    """

    name: str
    title: str
    _is_form: Callable[[bytes, ReadOptions], bool] = attrs.field(repr=False)
    _read: _Reader = attrs.field(repr=False)

    def is_form_of(self, data: bytes, options: ReadOptions) -> bool:
        """Tell by its first bytes whether a file has this form."""
        return self._is_form(data, options)

    def read(self, data: bytes, options: ReadOptions, findings: FileFindings) -> tuple[TimeSeries, ...]:
        """Return the series of a file, and add what is wrong with it to *findings*."""
        return tuple(self._read(data, options, findings))


@attrs.frozen(kw_only=True)
class ValueFile:
    """A file of values as it was read.

    Attributes:
        form: Its form.
        series: What could be read; not to be used where a finding is an error.
        findings: What is wrong with it, in the order of its lines where it has some.
    """

    form: Form
    series: tuple[TimeSeries, ...] = attrs.field(repr=False)
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that are errors."""
        return tuple(finding for finding in self.findings if finding.severity is Severity.ERROR)


# -- sheets


def _names(data: bytes) -> tuple[str, ...]:
    head = head_of(data)
    return () if head is None else head[1]


def _sheet_rows(
    layout_of: Callable[[Sheet, ReadOptions, FileFindings], Layout | None],
) -> _Reader:
    def read(data: bytes, options: ReadOptions, findings: FileFindings) -> Iterable[TimeSeries]:
        sheet = open_sheet(data, findings)
        layout = None if sheet is None else layout_of(sheet, options, findings)
        if sheet is None or layout is None:
            return ()
        return series_of_rows(rows_of_sheet(sheet, layout, options, findings), findings)

    return read


def _is_own(data: bytes, options: ReadOptions) -> bool:
    return not options.columns and {"position", "quantity"} <= {name.strip('"') for name in _names(data)}


def _read_own(data: bytes, _options: ReadOptions, findings: FileFindings) -> Iterable[TimeSeries]:
    try:
        return tuple(from_csv(data))
    except ValueError as error:
        row = _ROW.search(str(error))
        # the head is line 1 and row 0 the one below it; a text of several lines makes it a later one
        line = int(row[1]) + 2 if row and b'"' not in data else None
        findings.add("TAB040", str(error), line=line)
        return ()


def _read_parquet(data: bytes, _options: ReadOptions, findings: FileFindings) -> Iterable[TimeSeries]:
    try:
        return tuple(from_parquet(data))
    except ValueError as error:
        findings.add("TAB040", str(error))
        return ()


def _read_energy_data(data: bytes, _options: ReadOptions, findings: FileFindings) -> Iterable[TimeSeries]:
    return series_of_rows(rows_of_energy_data(data, findings), findings)


# In the order in which they are asked: a sheet by its own names of columns comes last.
FORMS: tuple[Form, ...] = (
    Form("parquet", "a Parquet file of edielkit", lambda data, _: data.startswith(_PARQUET), _read_parquet),
    Form(
        "energy-data-json",
        "JSON of Elhub's energy-data API",
        lambda data, _: is_energy_data(data),
        _read_energy_data,
    ),
    Form("edielkit-csv", "a CSV file of edielkit", _is_own, _read_own),
    Form(
        "extraction-csv",
        "the CSV of a mass extraction",
        lambda data, _: extraction.is_head(_names(data)),
        _sheet_rows(lambda _sheet, _options, _findings: extraction.layout_of()),
    ),
    Form(
        "end-user-csv",
        "the CSV that end users download from Elhub",
        lambda data, options: not options.columns and end_user.is_head(_names(data)),
        _sheet_rows(lambda sheet, options, _findings: end_user.layout_of(sheet.head, options)),
    ),
    Form(
        "spreadsheet-csv",
        "a spreadsheet's CSV of metering values",
        lambda data, options: bool(_names(data)) and spreadsheet.is_head(_names(data), options),
        _sheet_rows(
            lambda sheet, options, findings: spreadsheet.layout_of(sheet.head, options, findings, sheet.first)
        ),
    ),
)
_NO_OPTIONS = ReadOptions()


def form_of(data: bytes, options: ReadOptions | None = None) -> Form | None:
    r"""Return the form of a file that carries values and is no message; None for any other file.

    Args:
        data: The bytes, unpacked; no more than the first few thousand are looked at.
        options: Its reader's options: columns that are named make a spreadsheet of any table of text.

    >>> form_of(b"Fra,Til,KWH 60 Forbruk\n").name, form_of(b"UNB+UNOC:3+A+B'")
    ('end-user-csv', None)
    """
    chosen = options or _NO_OPTIONS
    if data.startswith((b"UNA", b"UNB", b"<")):
        return None
    return next((form for form in FORMS if form.is_form_of(data, chosen)), None)


def read_file(data: bytes, options: ReadOptions | None = None) -> ValueFile | None:
    r"""Return a file of values with its series and with all that is wrong with it; None for any other file.

    Args:
        data: The whole file, unpacked.
        options: What the file does not say.

    Raises:
        MissingExtraError: It is a Parquet file, and pyarrow is not installed.

    >>> file = read_file(b"M\xc3\xa5lepunkt;Fra;kWh\n7.07057E+17;02.03.2026 00:00;1,5\n")
    >>> [(finding.code, finding.position.line) for finding in file.findings]
    [('TAB005', 2)]
    """
    form = form_of(data, options)
    if form is None:
        return None
    findings = FileFindings()
    series = form.read(data, options or _NO_OPTIONS, findings)
    return ValueFile(form=form, series=series, findings=tuple(sorted(findings, key=_order)))


def _order(finding: Finding) -> tuple[int, int]:
    # the word that there are more of them comes last
    return (finding.code == "TAB090", finding.position.line or 0)


def series_of(file: ValueFile) -> tuple[TimeSeries, ...]:
    """Return the series of a file in which nothing is wrong.

    Raises:
        ParseError: Something is; the error has the first fault and says how many there are.
    """
    errors = file.errors
    if errors:
        first = errors[0]
        more = f"; and {len(errors) - 1} more" if len(errors) > 1 else ""
        raise ParseError(f"{first.message}{more}", first.position, first.code)
    return file.series
