"""What the checking service answers: each verb in each form and language, with its options and without, and what it refuses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tests.support.door_recorder import same_numbers
from tests.support.kept_answers import Answer, assert_kept
from tests.support.kept_digests import digest
from tests.support.paths import FIXTURES

import edielkit
from edielkit.server.checking.verbs import VERBS
from edielkit.server.checking.work import HTML, JSON, TEXT, Task, refused, work

NOW = "2026-06-01T08:00:00+00:00"
MESSAGES = {
    "values": "pairs/no-march-hours.edi",
    "collected": "pairs/no-march-hours.xml",
    "acknowledgement": "emif/common/Acknowledgement.xml",
    "decimal comma": "broken/emif-decimal-comma.xml",
}
OTHERS = {
    "nothing": b"",
    "words": b"no message",
    "half": b"UNB+UNOC:3+7080000000012:14+7080003824349:14+260601:0800+1'UNH+1+MSCONS:D:04B:UN'",
    "gzip of nothing": b"\x1f\x8b\x08\x00",
}
ACCEPTED = ("", JSON, TEXT, HTML, "image/png", "application/xml;q=0.5, application/edifact", "*/*;q=0.1")
GLN, OTHER = "7080009995012", "7080009995036"
# options of each verb: what they are written as, right or wrong
OPTIONS: Mapping[str, tuple[Mapping[str, str], ...]] = {
    "validate": (
        {"level": "structure"},
        {"level": "schema"},
        {"level": "odd"},
        {"version": "2.3"},
        {"version": "9"},
        {"profile": "no"},
        {"profile": "de"},
        {"language": "nb"},
        {"language": "sv"},
        {"now": "yesterday"},
        {"now": "2026-06-01T08:00:00"},
        {"leve": "schema"},
    ),
    "show": ({"now": NOW}, {"to": "csv"}),
    "convert": (
        {"to": "json"},
        {"to": "csv"},
        {"to": "xml"},
        {"to": "mscons"},
        {"to": "utilts"},
        {"to": "collected-data"},
        {"to": "notify-validated-data"},
        {"to": "mscons", "sender": GLN, "recipient": OTHER},
        {"to": "mscons", "sender": GLN, "recipient": OTHER, "unit": "MWH", "test": "yes", "join": "1"},
        {"to": "mscons", "sender": "12", "recipient": OTHER},
        {"to": "mscons", "carrier": "obis", "reference": "X1", "by_agreement": "true", "answer": "no"},
        {"to": "mscons", "carrier": "wrong"},
        {"to": "collected-data", "process": "BRS-NO-313", "role": "MDR", "document_type": "E13"},
        {"to": "collected-data", "sender": GLN, "direction": "Out", "product": "8716867000030"},
        {
            "to": "collected-data",
            "registered": NOW,
            "validation": "V001",
            "estimation": "E001",
            "gather": "yes",
        },
        {"to": "collected-data", "channel": "A=8716867000030/In,B=8716867000030/Out"},
        {"to": "collected-data", "channel": "A"},
        {"to": "collected-data", "parties": f"{GLN}={OTHER}", "points": "a=b, c=d"},
        {"to": "collected-data", "parties": "=x"},
        {"to": "csv", "sender": "x" * 300},
        {"to": "utilts", "point_type": "E17", "reason": "E02", "scope": "1", "sign": "in"},
    ),
    "acknowledge": (
        {"positive": "yes"},
        {"positive": "no"},
        {"positive": "maybe"},
        {"level": "schema"},
        {"profile": "de", "positive": "yes"},
    ),
    "explain": ({"language": "nb"}, {"level": "schema"}, {"odd": "1"}),
    "anonymise": (
        {"key": "eight chars"},
        {"key": "short"},
        {"key": "eight chars", "values": "scale"},
        {"key": "eight chars", "values": "reshape", "shift_weeks": "3"},
        {"key": "eight chars", "shift_weeks": "-2"},
        {"key": "eight chars", "shift_weeks": "many"},
        {"key": "eight chars", "values": "odd"},
    ),
}


def outcome(**task: Any) -> Iterator[str]:
    """Yield what the service answers to a task."""
    with same_numbers():
        answer = work(Task(**{"now": NOW, **task}))
    body = answer.body.replace(edielkit.__version__.encode(), b"VERSION")
    text = " ".join(body[:90].decode("utf-8", "replace").split())
    yield f"{answer.status} {answer.media} {len(body)} {digest(body)} {text}"


def answers() -> Iterator[Answer]:
    """Yield what the service answers to each message, verb, form and option."""
    messages = {name: (FIXTURES / path).read_bytes() for name, path in MESSAGES.items()} | OTHERS
    for verb in VERBS:
        usual = {"convert": {"to": "csv"}, "anonymise": {"key": "eight chars"}}.get(verb, {})
        for name, data in messages.items():
            for accept in ACCEPTED:
                for language in ("en", "nb") if accept in {TEXT, HTML} else ("en",):
                    answer = outcome(verb=verb, data=data, accept=accept, language=language, texts=usual)
                    yield Answer(f"{verb} {name} {accept or 'any'} {language}", answer)
        for texts in OPTIONS[verb]:
            for name, data in (*list(messages.items())[:3], ("words", OTHERS["words"])):
                accept = TEXT if len(name) % 2 else JSON
                answer = outcome(verb=verb, data=data, accept=accept, texts={**usual, **texts})
                yield Answer(f"{verb} {name} with {texts}", answer)
    for original in ("collected", "values", "decimal comma", "words"):
        for accept in (JSON, TEXT, HTML):
            answer = outcome(
                verb="explain", data=messages["acknowledgement"], original=messages[original], accept=accept
            )
            yield Answer(f"explain with {original} {accept}", answer)
    for accept in ACCEPTED:
        for language in ("en", "nb"):
            said = refused(accept, 413, "the message is too large", language)
            yield Answer(
                f"refused {accept or 'any'} {language}", [f"{said.status} {said.media} {said.body!r}"]
            )


def test_the_service_answers_what_is_kept():
    """Status, media type and body of every answer."""
    assert_kept(__file__, answers())
