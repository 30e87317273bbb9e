"""Changes that know the form of an input: elements, segments, keys and lines are moved, values are exchanged, all else stays whole.

libFuzzer's own changes break the form of nearly every input, so that what stands behind the reader of the form is hardly reached.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from random import Random
from typing import Any

__all__ = ("PERSON", "Mutator")

_MARKUP = re.compile(rb"<[^<>]*>|[^<>]+")
_NAME = re.compile(rb"</?([\w:.-]+)")
_ATTRIBUTE = re.compile(rb"(?<==[\"'])[^\"'<>]*(?=[\"'])")
_VALUES = re.compile(
    rb"(?<=>)[^<>\s][^<>]{0,60}(?=<)|(?<=[:+])[^:+'\n]{1,60}(?=[:+'])|\"[^\"\n]{1,60}\"|[\w.-]{1,40}"
)
# whose name nothing repeats, wherever it stands
PERSON = b"Kari Testesen"
_ODD = (
    PERSON,
    b"", b"0", b"-1", b"1", b"0.001", b"99999999999999.999", b"1e5", b" ", b"2026-03-29T01:00:00Z", b"9999-12-31T23:59:59+01:00",
    b"202603290200", b"202610250230", b"707057500012345678", b"?", b"x" * 80, "æ\u00a0ø".encode(), b"&#x41;", b"null", b"true",
)  # fmt: skip
_MOST_PARTS = 400
Pieces = list[bytes]


class Mutator:
    """Changes one input into another, by its form or as libFuzzer does.

    Args:
        folders: Where inputs of the form are, whose values and parts are put into others.
        usual: libFuzzer's own change, of bytes to at most so many bytes.
    """

    def __init__(self, folders: Iterable[Path], usual: Callable[[bytes, int], bytes]) -> None:
        inputs = [path.read_bytes() for folder in folders for path in sorted(folder.iterdir())]
        self._values = sorted({value for data in inputs for value in _VALUES.findall(data)} | set(_ODD))
        self._parts = sorted({part for data in inputs for part in _some_parts(data)}) or [b""]
        self._usual = usual

    def __call__(self, data: bytes, most: int, seed: int) -> bytes:
        """Return another input of at most *most* bytes; what libFuzzer calls a custom mutator."""
        choice = Random(seed)
        if choice.random() < 0.4:
            return self._usual(data, most)
        for _ in range(choice.choice((1, 1, 1, 2, 4))):
            data = self._changed(data, choice)
        return data if 0 < len(data) <= most else self._usual(data[:most], most)

    def _changed(self, data: bytes, choice: Random) -> bytes:
        head = data.lstrip()[:3]
        if head[:1] == b"<":
            return self._markup(data, choice)
        if head in {b"UNA", b"UNB"}:
            return self._segments(data, choice)
        if head[:1] in {b"{", b"["}:
            return self._json(data, choice)
        return self._lines(data, choice)

    def _value(self, choice: Random, old: bytes) -> bytes:
        if choice.random() < 0.3:
            return self._usual(old or b"1", 64).translate(None, b"<&\"'")
        return choice.choice(_ODD if choice.random() < 0.2 else self._values).strip(b'"')

    # -- XML: elements as stretches of tags and texts

    def _markup(self, data: bytes, choice: Random) -> bytes:
        tokens = _MARKUP.findall(data)
        spans = _elements(tokens)
        if not spans:
            return self._usual(data, len(data) + 64)
        start, stop = choice.choice(spans)
        act = choice.randrange(6)
        if act == 0:
            del tokens[start:stop]
        elif act == 1:
            tokens[stop:stop] = tokens[start:stop]
        elif act == 2:
            moved = tokens[start:stop]
            del tokens[start:stop]
            at = choice.choice(_elements(tokens) or [(0, 0)])[0]
            tokens[at:at] = moved
        elif act == 3:
            tokens.insert(choice.choice((start, stop)), choice.choice(self._parts))
        elif act == 4:
            tokens[start] = _ATTRIBUTE.sub(
                lambda match: self._value(choice, match[0]), tokens[start], count=1
            )
        else:
            leaves = [span for span in spans if span[1] - span[0] == 3]
            start, _ = choice.choice(leaves or spans)
            tokens[start + 1 : start + 2] = [self._value(choice, tokens[start + 1])]
        return b"".join(tokens)

    # -- EDIFACT: segments, elements and components

    def _segments(self, data: bytes, choice: Random) -> bytes:
        segments = data.split(b"'")
        at = choice.randrange(len(segments))
        act = choice.randrange(7)
        if act == 0 and len(segments) > 2:
            del segments[at]
        elif act == 1:
            segments.insert(at, segments[choice.randrange(len(segments))])
        elif act == 2:
            segments.insert(choice.randrange(len(segments)), segments.pop(at))
        elif act == 3:
            segments.insert(at, choice.choice(self._parts))
        elif act == 4:
            stop = min(len(segments), at + choice.randrange(1, 9))
            segments[stop:stop] = segments[at:stop]
        else:
            segments[at] = self._element(segments[at], choice)
        return b"'".join(_counted(segments) if choice.random() < 0.7 else segments)

    def _element(self, segment: bytes, choice: Random) -> bytes:
        parts = re.split(rb"([+:])", segment)
        if len(parts) < 3:
            return segment + b"+" + self._value(choice, b"")
        at = choice.randrange(2, len(parts), 2)
        act = choice.randrange(5)
        if act == 0:
            del parts[at - 1 : at + 1]
        elif act == 1:
            parts[at - 1] = b":" if parts[at - 1] == b"+" else b"+"
        else:
            parts[at] = self._value(choice, parts[at])
        return b"".join(parts)

    # -- JSON and lines

    def _json(self, data: bytes, choice: Random) -> bytes:
        try:
            plain = json.loads(data)
        except (ValueError, RecursionError):
            return self._lines(data, choice)
        places = list(_places(plain))
        if not places:
            return self._lines(data, choice)
        holder, key = choice.choice(places)
        act = choice.randrange(6)
        if act == 0:
            del holder[key]
        elif act == 1:
            other, its_key = choice.choice(places)
            holder[key] = json.loads(json.dumps(other[its_key]))
        elif act == 2 and isinstance(holder, list):
            holder.append(holder[key])
        elif act == 3:
            holder[key] = choice.choice(
                (None, True, 0, -1, 1.5, 10**30, "", [], {}, [[]], {"": ""}, "\u0000", "\ud800")
            )
        else:
            holder[key] = self._value(choice, b"").decode("latin-1").strip('"')
        return json.dumps(plain).encode()

    def _lines(self, data: bytes, choice: Random) -> bytes:
        lines = data.split(b"\n")
        at = choice.randrange(len(lines))
        act = choice.randrange(6)
        if act == 0 and len(lines) > 1:
            del lines[at]
        elif act == 1:
            lines.insert(at, lines[choice.randrange(len(lines))])
        elif act == 2:
            lines[at] = b"  " + lines[at] if choice.random() < 0.5 else lines[at][2:]
        else:
            words = re.split(rb"([;,:\t ]+)", lines[at])
            words[choice.randrange(len(words))] = self._value(choice, words[0])
            lines[at] = b"".join(words)
        return b"\n".join(lines)


def _elements(tokens: Sequence[bytes]) -> list[tuple[int, int]]:
    """Return where elements begin and end among tags and texts, of those that are closed."""
    spans, still_open = [], []
    for n, token in enumerate(tokens):
        name = _NAME.match(token)
        if name is None or token.endswith(b"/>"):
            continue
        if not token.startswith(b"</"):
            still_open.append((name[1], n))
        elif still_open and still_open[-1][0] == name[1]:
            spans.append((still_open.pop()[1], n + 1))
    # the first that is opened is the whole document
    return sorted(spans)[1:]


def _some_parts(data: bytes) -> list[bytes]:
    """Return short parts of an input that may stand in another: elements, or segments."""
    if data.lstrip().startswith(b"<"):
        tokens = _MARKUP.findall(data)
        parts = [b"".join(tokens[start:stop]) for start, stop in _elements(tokens)]
    else:
        parts = data.split(b"'") if data.startswith((b"UNA", b"UNB")) else []
    return [part for part in parts if len(part) < _MOST_PARTS]


def _counted(segments: Pieces) -> Pieces:
    """Return segments whose trailers count what stands before them."""
    counted, opened, messages = [], 0, 0
    for n, segment in enumerate(segments):
        tag = segment.strip()[:4]
        if tag == b"UNH+":
            opened, messages = n, messages + 1
        elif tag == b"UNT+":
            counted.append(re.sub(rb"\+\d+", b"+%d" % (n - opened + 1), segment, count=1))
            continue
        elif tag == b"UNZ+":
            counted.append(re.sub(rb"\+\d+", b"+%d" % messages, segment, count=1))
            messages = 0
            continue
        counted.append(segment)
    return counted


def _places(plain: Any) -> Iterable[tuple[Any, Any]]:
    """Yield each value of plain data as what holds it, and its key."""
    waiting = [plain]
    while waiting:
        holder = waiting.pop()
        keys = holder if isinstance(holder, dict) else range(len(holder)) if isinstance(holder, list) else ()
        for key in list(keys):
            yield holder, key
            waiting.append(holder[key])
