"""One request from bytes to the bytes of its answer: what a process of its own does, which may be ended at any time."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs

from edielkit.errors import EdielError, ParseError
from edielkit.findings import Report
from edielkit.server.checking.media import chosen
from edielkit.server.checking.pages import result_page
from edielkit.server.checking.verb_options import OptionError, read_options
from edielkit.server.checking.verbs import VERBS, Checked
from edielkit.translation import Catalogue, catalogue

__all__ = ("HTML", "JSON", "TEXT", "Outcome", "Task", "refused", "work")

JSON, TEXT, HTML = "application/json", "text/plain", "text/html"
# how the page of a result calls what is said beside its documents
_BESIDE = {
    "losses": "not said any more",
    "supplied": "filled in",
    "unanswered": "said by no answer",
    "notes": "to be known",
    "replaced": "replaced there",
    "remarks": "to be known",
}
_NO_MESSAGE, _NO_OPTION, _NOT_ACCEPTABLE, _TOO_LARGE, _OWN_FAULT = 422, 400, 406, 413, 500


@attrs.frozen(kw_only=True)
class Task:
    """What a request asks of the service.

    Attributes:
        verb: Name of the verb.
        data: The message.
        original: The message that it answers, if one was given.
        report: What a hub said of the original, where one did: its own word counts before any guess.
        texts: Options as texts.
        accept: The head ``Accept``.
        language: ``en`` or ``nb``: what people are shown unless the options say otherwise.
        now: The clock, in ISO 8601.
        most_memory: Most bytes of memory of the process; 0 for no bound.
    """

    verb: str
    data: bytes = attrs.field(repr=False)
    original: bytes | None = attrs.field(default=None, repr=False)
    report: Report | None = attrs.field(default=None, repr=False)
    texts: Mapping[str, str] = attrs.field(factory=dict, repr=False)
    accept: str = ""
    language: str = "en"
    now: str
    most_memory: int = 0


@attrs.frozen
class Outcome:
    """The answer to a request.

    Attributes:
        status: HTTP status.
        media: Media type.
        body: Its bytes.
    """

    status: int
    media: str
    body: bytes = attrs.field(repr=False)


def work(task: Task) -> Outcome:
    """Return the answer to a request; whatever goes wrong is an answer too, and repeats nothing of the message."""
    _bound_memory(task.most_memory)
    verb = VERBS[task.verb]
    unasked = {"now": task.now, "language": task.language}
    defaults = {option.name: unasked[option.name] for option in verb.options if option.name in unasked}
    try:
        options = read_options(verb.options, {**defaults, **task.texts})
        if task.report is not None:
            options["report"] = task.report
        return _rendered(task, verb.run(task.data, options, task.original))
    except OptionError as error:
        return refused(task.accept, _NO_OPTION, str(error), task.language)
    except ParseError as error:
        return refused(task.accept, _NO_MESSAGE, f"no message: {error}", task.language)
    except EdielError as error:
        return refused(task.accept, _NO_MESSAGE, str(error), task.language)
    except MemoryError:
        return refused(
            task.accept, _TOO_LARGE, "the message needs more memory than the service gives", task.language
        )
    except Exception as error:  # noqa: BLE001  (a trace might quote the message, and is never seen)
        return refused(
            task.accept,
            _OWN_FAULT,
            f"{type(error).__name__} in the service; please report it",
            task.language,
        )


def refused(accept: str, status: int, words: str, language: str = "en") -> Outcome:
    """Return a refusal in the form that the client likes.

    Args:
        accept: The head ``Accept``.
        status: HTTP status.
        words: What is wrong and what would be right, in English.
        language: Language of people who are shown it; programs are told it in English.
    """
    media = chosen(accept, (JSON, TEXT, HTML)) or JSON
    said = catalogue(language).sentence(words).text
    if media == HTML:
        return Outcome(status, HTML, result_page("refused", said, (), language).encode())
    text = json.dumps({"error": words}) if media == JSON else said
    return Outcome(status, media, f"{text}\n".encode())


def _rendered(task: Task, checked: Checked) -> Outcome:
    single = checked.files[0] if len(checked.files) == 1 else None
    own = () if single is None else (single.media, "application/octet-stream")
    media = chosen(task.accept, tuple(dict.fromkeys((JSON, TEXT, HTML, *own))))
    if media is None:
        return refused(
            "", _NOT_ACCEPTABLE, f"expected Accept with one of {', '.join((JSON, TEXT, HTML, *own))}"
        )
    if media == JSON:
        return Outcome(200, JSON, json.dumps(checked.plain, ensure_ascii=False, default=str).encode())
    if media == TEXT:
        return Outcome(200, TEXT, _text(checked.lines()).encode())
    if media == HTML:
        page = checked.page() if checked.page else _page(task, checked)
        return Outcome(200, HTML, page.encode())
    assert single is not None
    return Outcome(200, media, single.data)


def _page(task: Task, checked: Checked) -> str:
    writes = isinstance(checked.plain, Mapping) and "documents" in checked.plain
    notes = _notes(checked.plain, catalogue(task.language)) if writes else ()
    # where no document was written the notes are all that is to be said
    text = "" if writes and not checked.files else _text(checked.lines())
    return result_page(VERBS[task.verb].button, text, tuple(notes), task.language)


def _notes(plain: Mapping[str, Any], texts: Catalogue) -> Iterator[str]:
    """Yield what is to be said beside the documents, a sentence each."""
    for name, english in _BESIDE.items():
        beside = plain.get(name) or ()
        if isinstance(beside, dict):
            beside = [f"{texts(kind)} {count}" for kind, count in beside.items()]
        for said in beside:
            head, words = ("", said) if isinstance(said, str) else (said["code"], said["message"])
            yield " ".join(filter(None, (f"{texts(english)}:", head, texts.sentence(words).text)))


def _text(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _bound_memory(most: int) -> None:
    """Let the process have no more memory than that, where the system can hold it."""
    if not most:
        return
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        kind: Any = resource.RLIMIT_AS
        resource.setrlimit(kind, (most, resource.getrlimit(kind)[1]))
