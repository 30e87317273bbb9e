"""What is said in bokmål: sentences with values, findings of reports, rules, names of codes, comments, and how catalogues are read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from tests.support.kept_answers import Answer, assert_kept
from tests.support.kept_digests import digest
from tests.support.kept_values import called

from edielkit import translation
from edielkit.catalogue import rules
from edielkit.codes import code_list, lists
from edielkit.findings import Finding, Position, Report, Severity
from edielkit.generate import faults, template
from edielkit.translation import Catalogue, catalogue
from edielkit.translation.code_names import code_name_in, code_names, names_in_sentences
from edielkit.translation.po_files import read_po, write_entry
from edielkit.translation.templates import Template

SENTENCES = (
    "", "x", "error", "expected 24 values, found 23 values", "expected 24 values", "expected a, found b", "nothing waits, grid company",
    "line 5, column 7", "line 5", "segment 3 of MSCONS 1, byte 99, DTM/1/2", "whole input", "1 value", "2 values", "2 values of 3",
    "no command 'validat'; did you mean validate?", "no rule 'error'; edielkit rules lists them", "expected an instant such as 2026-02-02T06:00:00Z, found 'expected'",
    "expected a code of list EndReasonType: Z42; found 'Z99'", "E13 (Metered data, profiled)", "E17 (Consumption)", "E17", "DDQ (Balance supplier)",
    "written: a.xml", "written: 3 files in out", "x: no such file or folder; did you mean y?", "PART: expected 1, found 2; write 1",
    "a" * 5000, "expected " * 300, "expected {1}, found {2}", "the message; write {1}", "nothing, nothing and nothing", "accepted, rejected, unreadable",
    "Metering point", "metering point", "METERING POINT", "In less Out", "value is error: error", "and 3 more", "and 3 more; --all lists them",
    "accepted: nothing; rejected", "http://x.example/expected", "'expected'", "expected 'the line', found 'nothing'", "12 34", "--all", "in 5",
)  # fmt: skip
NAMES = ((), ("grid company",), ("expected", "line"), ("nothing",), ("error", "a"))
CATALOGUES = (
    'msgid "a"\nmsgstr "b"', 'msgid ""\nmsgstr "head"\n\nmsgid "a"\nmsgstr ""\n', 'msgid "a"\n"b"\nmsgstr "c"\n"d\\n"\n# note\n\nmsgid "e"\nmsgstr "f"',
    "msgid a", "nonsense", 'msgctxt "x"', 'msgid "a', 'msgstr "b"\nmsgid "a"', "", "# only",
)  # fmt: skip
TEMPLATES = (
    ("expected {1}, found {2}", "ventet {1}, fant {2}"), ("{1} value{2}", "{1} verdier"), ("; write {1}", "; skriv {1}"), ("no '{1}', {2}", "{2}, ikke '{1}'"),
    ("{1}", "{1}"), ("{1}{2}", "{2}{1}"), ("a {1} b {2} c", "c {2}"),
)  # fmt: skip
TEXTS = (
    "expected a, found b",
    "expected , found ",
    "2 values",
    "1 value",
    "2 valuesx",
    "x; write y",
    "no 'a', b",
    "plain",
    "",
    "a x b y c",
    "a b c",
    "a  b  c",
)


def answers() -> Iterator[Answer]:
    """Yield translations, from the smallest parts up."""
    for original, translated in TEMPLATES:
        pattern = Template(original, translated)
        behind = pattern.behind()
        head = f"{pattern.pieces} {pattern.weight} {pattern.quoted} | {behind.original} {behind.translated} {behind.weight}"
        values = [pattern.values(text) for text in TEXTS]
        filled = [pattern.filled(parts) for parts in values if parts is not None]
        yield Answer(
            f"template {original}",
            [head, f"{values}", f"{filled}", f"{[behind.values(text) for text in TEXTS]}"],
        )
    for text in CATALOGUES:
        yield Answer(f"catalogue {text!r}", [called(lambda text=text: list(read_po(text)))])
    yield Answer("entries", [write_entry("a"), write_entry('a "b"\n', "ø")])
    for language in ("en", "nb", "sv", ""):
        yield Answer(f"language {language}", [called(lambda language=language: catalogue(language).language)])
    yield from _sentences()
    yield from _languages()
    yield from _findings()
    yield from _names()


def _sentences() -> Iterator[Answer]:
    own = Catalogue(
        "nb",
        {
            "{1} of {2}": "{1} av {2}",
            "a": "b",
            "; write {1}": "; skriv {1}",
            "a, {1}": "b, {1}",
            "x '{1}'": "y '{1}'",
        },
        {"E17": "Forbruk"},
    )
    for language in ("nb", "en"):
        texts = catalogue(language)
        for sentence in SENTENCES:
            lines = []
            for names in NAMES:
                translated = texts.sentence(sentence, names)
                lines.append(f"{translated.text} {translated.complete} {translated.own}")
            yield Answer(f"{language} {sentence!r}", [texts(sentence), *dict.fromkeys(lines)])
    for sentence in (
        "a",
        "a of a",
        "a of c",
        "c; write a",
        "a, a",
        "a, c; write a of a",
        "x 'a'",
        "x 'a' of a",
        "a of a of a of a",
        "E17 (a)",
        "3 of a",
    ):
        translated = own.sentence(sentence)
        yield Answer(f"own {sentence}", [f"{translated} {len(own.fitting(sentence))}"])
    for label in (
        "value",
        "given name",
        "GivenName",
        "metering_point",
        "E17",
        "nothing known",
        "",
        "MeteringPoint",
    ):
        yield Answer(
            f"label {label}", [f"{translation.label_in(label, 'nb')} {translation.label_in(label, 'en')}"]
        )


def _languages() -> Iterator[Answer]:
    for environment in (
        {}, {"LANG": "nb_NO.UTF-8"}, {"LANG": "no"}, {"LANG": "nn_NO"}, {"LANG": "C"}, {"LC_ALL": "en_US", "LANG": "nb_NO"}, {"LC_MESSAGES": "nb", "LANG": "en"},
        {"LANGUAGE": "nb:en", "LANG": "en_US"}, {"LANGUAGE": "nb", "LANG": "C"}, {"LANG": "sv_SE"}, {"LC_ALL": "", "LANG": "nb"}, {"LANGUAGE": "sv:nb"},
    ):  # fmt: skip
        yield Answer(f"locale {environment}", [translation.language_of(environment)])
    for accepted in (
        "",
        "nb",
        "nb-NO,en;q=0.5",
        "en,nb",
        "en;q=0.1,nb;q=0.9",
        "no",
        "nn;q=1",
        "sv,de",
        "*",
        "nb;q=0,en",
        "nb;q=x",
        ";;,",
        "NB",
    ):
        yield Answer(f"accepted {accepted}", [translation.accepted_language(accepted)])


def _findings() -> Iterator[Answer]:
    for code, fault in islice(faults().items(), 0, None, 4):
        report = fault.report()
        spoken = translation.report_in(report, "nb")
        yield Answer(
            f"report {code}",
            [f"{finding.message} | {finding.position}" for finding in spoken]
            + [f"{spoken.not_checked} {translation.report_in(report, 'en') == report}"],
        )
    for code, rule in rules().items():
        spoken = translation.rule_in(rule, "nb")
        yield Answer(
            f"rule {code}",
            [
                spoken.title,
                digest([spoken.text, spoken.source]),
                f"{translation.rule_in(rule, 'en') is rule}",
            ],
        )
    odd = Finding(
        code="XXX",
        severity=Severity.ERROR,
        message="expected 24 values, found 23 values",
        position=Position(line=3),
    )
    for language in ("en", "nb"):
        yield Answer(
            f"finding {language}",
            [
                f"{translation.finding_in(odd, language)}",
                f"{translation.report_in(Report(findings=(odd,), not_checked=('nothing',)), language).not_checked}",
            ],
        )
    for text in ("", "one", "one\n\ntwo", "- a\n- b\n\n  code\n", "a:\n  b\n"):
        yield Answer(f"parts {text!r}", [f"{list(translation.text_parts(text))}"])


def _names() -> Iterator[Answer]:
    names, within = code_names("nb"), names_in_sentences("nb")
    yield Answer(
        "names",
        [
            f"{len(names)} {len(within)} {digest(dict(names))} {digest(within)}",
            f"{dict(code_names('en'))} {names_in_sentences('en')}",
        ],
    )
    for wire in ("emif", "edifact"):
        for name in lists(wire):
            codes = code_list(name, wire=wire)
            yield Answer(
                f"codes {wire} {name}",
                [
                    digest([code_name_in(code, "nb") for code in codes]),
                    " | ".join(code_name_in(code, "nb") for code in islice(codes, 4)),
                ],
            )
    for kind in ("PollForData", "CollectedData", "MSCONS"):
        plain = template(kind)
        yield Answer(
            f"comments {kind}",
            [
                digest(translation.comments_in(plain, "nb")),
                f"{translation.comments_in(plain, 'en') == plain}",
                f"{translation.comments_in(plain, 'nb')}",
            ],
        )
    for message in (
        "expected text, found a number",
        "X is mandatory",
        "no such argument; expected a or b",
        "expected at most 40 characters, found 41",
        "unheard of",
    ):
        yield Answer(
            f"fault {message}", [translation.fault_in(message, "nb"), translation.fault_in(message, "en")]
        )


def test_sentences_are_the_kept_ones():
    """Every word, and whether anything of it is left in English."""
    assert_kept(__file__, answers())
