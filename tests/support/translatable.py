"""Every text of the package that a person may be shown, by the catalogue of translations that it belongs to.

``python -m tests.support.translatable`` prints what has no bokmål yet, as entries for the catalogues.
"""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import attrs
import click
from tests.support.paths import ROOT

from edielkit.catalogue import rules
from edielkit.cli.app import cli
from edielkit.cli.help_pages import prepared
from edielkit.cli.output.code_text import SEGMENT_NAMES
from edielkit.cli.output.show_emif import _LABELS
from edielkit.codes import WIRES, Code, CodeTrust, code_list, lists
from edielkit.edifact.messages import MESSAGES as EDIFACT_MESSAGES
from edielkit.edifact.messages.message import Part, plan_of
from edielkit.edifact.write.plain_fields import (
    INTERCHANGE_FIELDS,
    MESSAGE_FIELDS,
    PARTNER_FIELDS,
    SERIES_FIELDS,
    VALUE_FIELDS,
)
from edielkit.emif.declare import declarations
from edielkit.emif.messages import AGGREGATES, MESSAGES
from edielkit.emif.quantities import PriceObservation
from edielkit.findings import Trust
from edielkit.generate.docstrings import lowered, meanings_of
from edielkit.generate.template import template
from edielkit.generate.template_edifact import TEMPLATE_KINDS as EDIFACT_TEMPLATES
from edielkit.plain_values import COMMENT
from edielkit.series import Observation
from edielkit.server.checking.verbs import _UNDECIDED, VERBS
from edielkit.translation import catalogue, code_names, text_parts
from edielkit.translation.languages import DOMAINS
from edielkit.translation.po_files import read_po, write_entry

__all__ = (
    "SOURCE",
    "missing_labels",
    "missing_names",
    "missing_texts",
    "texts_of_codes",
    "texts_of_commands",
    "texts_of_findings",
    "texts_of_hub",
    "texts_of_labels",
    "texts_of_pages",
    "texts_of_plain_data",
    "texts_of_rules",
    "texts_of_tables",
    "texts_printed",
)

SOURCE = ROOT / "src" / "edielkit"
# the rooms whose sentences become findings, losses and answers
_ROOMS = (
    "answers", "building", "bundled.py", "codes", "comparison", "compressed.py", "conversion", "detected.py", "edifact", "emif",
    "exchange", "findings.py", "generate", "identifiers", "inputs.py", "market_time.py", "os_errors.py", "plain_values.py", "process_rules",
    "series", "tables", "upgrading.py", "validation.py", "value_files", "verbs.py",
)  # fmt: skip
# those whose sentences a hub answers with, and a story tells
_ROOMS_OF_THE_HUB = ("hub", "scenarios")
# modules there whose texts nobody is told as a sentence: rules (their titles and texts are listed by themselves, the rest are
# sources), tables, and what stands in generated messages and markets as data
_NO_FINDINGS = (
    "edifact/check/series/rules.py", "edifact/rules.py", "exchange/exchange_rules.py", "identifiers/rules.py",
    "process_rules/process_rows.py",
    # a message in a corpus is for programs, and its page is written for readers of every language in English
    "generate/corpus.py",
    # names of cases and of what is drawn: keys of tables, seeds of identities, invented people and companies
    "generate/faults/edifact_cases.py", "generate/faults/rule_cases.py", "generate/faults/rule_messages.py",
    "generate/faults/xml_cases.py", "generate/market/day_run.py", "generate/market/identities.py",
    "generate/market/market_structure.py", "generate/market/message_files.py", "generate/market/profiled_volumes.py",
    "generate/market/scenario.py", "generate/people.py",
    # lines of Python
    "generate/template_snippet.py",
    # the names of parties and points of the ready markets
    "scenarios/presets.py",
)  # fmt: skip
# keys of scenarios and names of their reports, and keys of plain data: nobody is told them as a sentence
_KEYS = frozenset({
    "area of a query", "config.values since", "confirmed before", "consumption by the hour", "consumption code",
    "customer of a start", "customer of an end", "customer of an update", "extended storage", "family name", "given name",
    "house number", "imbalance deliveries", "imbalance documents", "installed capacity", "last resort", "letter to the hub",
    "loss supplier", "market report", "no distance contract", "open consumption", "open production", "out point", "post code",
    "price area", "production code", "profiled consumption", "quarters since", "read reason", "resolution status",
    "return address", "start reading", "supplied since", "today +1", "today -1", "waiting requests",
    "half even", "half up", "hourly consumption", "quarter-hourly consumption", "payload values {1} {2}",
})  # fmt: skip
# markup, patterns and types are no sentences, nor is what a table of the package is told of itself
_NO_SENTENCE = re.compile(
    r"^\s*<|^[^a-z]*$|[a-z]+=\"|\(\\|^Callable\[|^(?:segments|messages)\.txt: |%\(version\)|\(\?P<"
    # patterns of days and of invented numbers, and addresses of pages
    r"|\?\)|^count\(|^%s: |^begins with \d|^80 is added|brs-no-\d|sys-ddq|^default-src |^accept, |^crossing processes: "
)
# functions of the command line that say a text in the language that is spoken
_TRANSLATING = frozenset({"dim", "good", "strong", "translate", "warm", "wrong"})
_WORD_ALONE = re.compile(r"[a-z-]+")
_RULE_MAKERS = frozenset({"Rule", "RowTest", "rule"})


def texts_of_rules() -> Iterator[str]:
    """Yield the title of each rule, and the parts of its text."""
    for rule in rules().values():
        yield rule.title
        yield from (part for _, part in text_parts(rule.text))
    yield from ("Why", "Wrong", "Right")


def texts_of_findings() -> Iterator[str]:
    """Yield the sentences of findings, losses and answers: templates where values stand in them."""
    yield from _sentences(_ROOMS)


def texts_of_hub() -> Iterator[str]:
    """Yield the sentences that a hub answers with, and those of a story that is told to it."""
    yield from _sentences(_ROOMS_OF_THE_HUB)


def _sentences(rooms: Iterable[str]) -> Iterator[str]:
    told = {" ".join(text.split()) for rule in rules().values() for text in (rule.title, rule.text)}
    sources = "\n".join(rule.source for rule in rules().values())
    for room in rooms:
        home = SOURCE / room
        for path in sorted(home.rglob("*.py")) if home.is_dir() else [home]:
            if str(path.relative_to(SOURCE)).startswith(_NO_FINDINGS):
                continue
            for text in _texts(path):
                if " ".join(text.split()) not in told and text not in sources and text not in _KEYS:
                    yield text


def texts_of_tables() -> Iterator[str]:
    """Yield the words that stand in tables: what guides call their fields and conditions, what no page says."""
    for path in sorted((SOURCE / "edifact" / "check" / "guides" / "data").glob("*.csv")):
        for row in _rows(path):
            yield from (
                row[column]
                for column in ("name", "words", "otherwise")
                if row.get("segment") and row.get(column)
            )
    for row in _rows(SOURCE / "codes" / "data" / "changes.csv"):
        yield from (row[column] for column in ("state", "effect", "what", "instead") if row[column])
    yield from (
        row["unknown"] for row in _rows(SOURCE / "process_rules" / "data" / "processes.csv") if row["unknown"]
    )


def _rows(path: Path) -> Iterator[dict[str, str]]:
    lines = path.read_text("utf-8").splitlines()
    return csv.DictReader(line for line in lines if not line.startswith("#"))


def texts_of_plain_data() -> Iterator[str]:
    """Yield what templates say of the fields of plain data, part by part, and what their generators put around it."""
    for cls in (*AGGREGATES.values(), PriceObservation, Observation):
        yield from (
            part for field, words in meanings_of(cls).items() if field != "extra" for part in _parts(words)
        )
    for fields in (INTERCHANGE_FIELDS, MESSAGE_FIELDS, SERIES_FIELDS, PARTNER_FIELDS, VALUE_FIELDS):
        yield from (
            part for field in fields for words in (field.words, field.meaning) for part in _parts(words)
        )
    for kind in EDIFACT_TEMPLATES:
        for full in (False, True):
            yield from _comments(template(kind, full=full))
    yield from ("required", "usual", "optional")


def texts_of_codes() -> Iterator[str]:
    """Yield the names of codes that the standards have in English alone, and the titles of the lists."""
    for wire in WIRES:
        for codes in (code_list(name, wire=wire) for name in lists(wire)):
            yield from (text for text in (codes.title, *(_name_of(code) for code in codes)) if text)


def _name_of(code: Code) -> str:
    return "" if code.name_no else code.name


def missing_names() -> list[str]:
    """Return the names of codes and titles of lists that have no bokmål, each once; they are looked up as a whole."""
    return [text for text in dict.fromkeys(texts_of_codes()) if text not in code_names("nb")]


def texts_of_labels() -> Iterator[str]:
    """Yield the names that `show` writes before values: of fields of both wires and of segments, and what else is a label."""
    for cls in (*AGGREGATES.values(), *MESSAGES.values()):
        for declared in declarations(cls):
            yield _LABELS.get(declared.field, declared.field.replace("_", " "))
    for kind in EDIFACT_MESSAGES.values():
        yield from _part_labels(kind)
    yield from SEGMENT_NAMES.values()
    for path in sorted((SOURCE / "cli").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "label":
                yield from (
                    str(part.value)
                    for argument in node.args
                    for part in ast.walk(argument)
                    if isinstance(part, ast.Constant) and re.search("[a-z]", str(part.value))
                )


def _part_labels(kind: type[Part]) -> Iterator[str]:
    yield from (field.name.replace("_", " ") for field in attrs.fields(kind) if field.metadata.get("at"))
    for child in plan_of(kind).children:
        yield from _part_labels(child.kind)


def _parts(words: str) -> list[str]:
    return lowered(words).split("; ")


def _comments(plain: object) -> Iterator[str]:
    if isinstance(plain, dict):
        for key, value in plain.items():
            yield from str(value).split("; ") if key.startswith(COMMENT) else _comments(value)
    elif isinstance(plain, list):
        for item in plain:
            yield from _comments(item)


def texts_of_commands() -> Iterator[str]:
    """Yield the help of each command and option, and the sentences of the command line's modules."""
    context = click.Context(cli)
    commands: list[click.Command] = [prepared(cli)]
    while commands:
        command = commands.pop(0)
        if isinstance(command, click.Group):
            commands.extend(
                filter(None, (command.get_command(context, name) for name in command.list_commands(context)))
            )
        yield from (text for text in (command.short_help, command.epilog) if text)
        if command.help:
            yield from (" ".join(paragraph.split()) for paragraph in command.help.split("\n\n"))
        yield from (
            parameter.help
            for parameter in command.params
            if isinstance(parameter, click.Option) and parameter.help
        )


def texts_printed() -> Iterator[str]:
    """Yield the sentences of the command line's modules: errors, headings, lines, and words alone that are printed."""
    for path in sorted((SOURCE / "cli").rglob("*.py")):
        yield from _texts(path)
        yield from _words_printed(path)
    yield from (trust.value for trust in (*Trust, *CodeTrust))


def _words_printed(path: Path) -> Iterator[str]:
    """Yield the texts that a module gives to what translates: the words before values are one word each, most of them."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
            argument = node.args[0]
            if node.func.id in _TRANSLATING:
                yield from _plain(argument)
            elif node.func.id == "pairs":
                rows = argument.elts if isinstance(argument, ast.List) else []
                yield from (
                    text for row in rows if isinstance(row, ast.Tuple) for text in _plain(row.elts[0])
                )


def _plain(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and re.search("[a-z]", str(node.value)):
        yield str(node.value)


def texts_of_pages() -> Iterator[str]:
    """Yield the words of the pages, of files, a served hub and the checking service: what templates and modules call `_` with."""
    for home in (SOURCE / "pages", SOURCE / "server" / "pages", SOURCE / "server" / "checking"):
        for page in sorted((home / "templates").glob("*.html")):
            yield from (call[2] for call in re.finditer(r"""\b_\((["'])(.+?)\1\)""", page.read_text("utf-8")))
        for path in sorted(home.glob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_":
                    text = _template(node.args[0])
                    if text:
                        yield text
    # the words of refusals and headings, which its templates translate
    for path in sorted((SOURCE / "server" / "pages").glob("*.py")):
        yield from _texts(path)
    for name in ("checker", "door", "forms", "pages", "verb_options", "work"):
        yield from _texts(SOURCE / "server" / "checking" / f"{name}.py")
    for name in ("bodies.py", "problems.py", "running.py", "workspaces.py"):
        yield from _texts(SOURCE / "server" / name)
    # what the SOAP door refuses by, which the page of the call shows
    for name in ("calls", "door", "envelopes", "protection", "security"):
        yield from _texts(SOURCE / "server" / "soap" / f"{name}.py")
    yield _UNDECIDED
    for verb in VERBS.values():
        yield from (verb.button, verb.title)


def _texts(path: Path) -> Iterator[str]:
    """Yield the sentences of a module that are no documentation and no part of a rule."""
    tree = ast.parse(path.read_text("utf-8"))
    skipped: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skipped.add(id(node.value))
        elif isinstance(node, ast.JoinedStr):
            skipped.update(id(part) for part in ast.walk(node) if isinstance(part, ast.Constant))
            skipped.difference_update(
                id(part)
                for value in node.values
                if isinstance(value, ast.FormattedValue)
                for part in ast.walk(value.value)
            )
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _RULE_MAKERS:
            skipped.update(map(id, ast.walk(node)))
    for node in ast.walk(tree):
        text = None if id(node) in skipped else _template(node)
        if text and " " in text.strip() and not _NO_SENTENCE.search(text):
            yield text


def _template(node: ast.AST) -> str | None:
    """Return a text, an f-string with its values numbered."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if not isinstance(node, ast.JoinedStr):
        return None
    number, pieces = 0, []
    for value in node.values:
        if isinstance(value, ast.Constant):
            pieces.append(str(value.value))
        else:
            number += 1
            pieces.append(f"{{{number}}}")
    return "".join(pieces)


def missing_texts(texts: Iterable[str]) -> list[str]:
    """Return those of *texts* that have no bokmål, each once."""
    there = _texts_of_catalogues()
    return [text for text in dict.fromkeys(texts) if text not in there and not _is_known(text)]


@cache
def _texts_of_catalogues() -> frozenset[str]:
    """Return the texts that the files of sentences have: a name of a code is none, though it may be the same word."""
    folder = SOURCE / "locale" / "nb" / "LC_MESSAGES"
    files = (folder / f"{domain}.po" for domain in DOMAINS)
    return frozenset(text for file in files for text, _ in read_po(file.read_text("utf-8")))


def missing_labels() -> list[str]:
    """Return the labels that have no bokmål, each once; they are looked up as a whole, in a file of their own too."""
    labels = read_po((SOURCE / "locale" / "nb" / "LC_MESSAGES" / "labels.po").read_text("utf-8"))
    there = {*dict(labels), *code_names("nb"), *catalogue("nb").texts}
    return [text for text in dict.fromkeys(texts_of_labels()) if text not in there]


def _is_known(text: str) -> bool:
    """Tell whether *text* needs no entry of its own: it has no words, or a template says it."""
    return "{1}" not in text and not _WORD_ALONE.fullmatch(text) and catalogue("nb").sentence(text).complete


if __name__ == "__main__":
    for name, texts in (
        ("rules", texts_of_rules()),
        ("findings", (*texts_of_findings(), *texts_of_tables())),
        ("plain_data", texts_of_plain_data()),
        ("hub", texts_of_hub()),
        ("command_line", (*texts_of_commands(), *texts_printed())),
        ("pages", texts_of_pages()),
    ):
        print(f"# {name}")
        for missing in missing_texts(texts):
            print(f"\n{write_entry(missing)}")
    print("# labels")
    for missing in missing_labels():
        print(f"\n{write_entry(missing)}")
    print("# codes")
    for missing in missing_names():
        print(f"\n{write_entry(missing)}")
