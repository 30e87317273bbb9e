"""The comparison as callers have it: what was read on both sides, in pairs, and what was compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import attrs

from edielkit.comparison.content import Content
from edielkit.comparison.differences import Difference, differences
from edielkit.inputs import EdifactInput, Input, check_message, is_edifact, is_emif, open_input

if TYPE_CHECKING:
    from edielkit.series import TimeSeries

__all__ = ("Comparison", "diff")


@attrs.frozen(kw_only=True)
class Comparison:
    """What two sides say differently.

    Attributes:
        differences: The places, in the order of the first side.
        compared: What was compared with what, in words.
    """

    differences: tuple[Difference, ...]
    compared: str

    @property
    def is_same(self) -> bool:
        """Both say the same."""
        return not self.differences


def diff(first: Any, second: Any, *, ignore: Iterable[str] = (), by_series: bool = False) -> Comparison:
    """Return what two messages, or two sets of messages, say differently.

    White space, prefixes, separators, packing, service wrappers, counts of lines and segments, and the order of what
    repeats do not count; numbers are compared by value and times by instant; what only one version of EMIF can say and the
    others mean all the same is no difference. Several messages are compared in pairs of one kind and identification. XML
    against EDIFACT is compared by its series.

    Args:
        first: Bytes, what `edielkit.parse` gives, or several of these.
        second: The other side.
        ignore: Elements that may differ, by name or by the end of their path: ``Creation``, ``Header/Identification``,
            ``BGM/number``, ``DTM+137``.
        by_series: Compare the values by instant and nothing else, as XML is compared with EDIFACT.

    Returns:
        The differences in the order of the first side, and what was compared. Their values and texts are what the messages
        say, names and birth numbers too: they were asked for, and belong in no log. The command ``edielkit diff`` masks
        them unless it is told ``--personal``.

    Raises:
        ParseError: Bytes are no message at all.
        ValueError: Series are to be compared and there are none, as in XML against EDIFACT without metering values.
        TypeError: A text or a path stands where bytes are wanted.

    >>> from edielkit.testing import FrozenMarket
    >>> first = FrozenMarket.of(points=10).messages[0]
    >>> diff(first, first.replace(b"abie:", b"other:").replace(b":abie=", b":other=")).is_same
    True
    >>> print(diff(first, first.replace(b">In<", b">Out<")).differences[0].second)
    Out
    """
    sides = [_Side.of(source) for source in (first, second)]
    allowed = tuple(f"/{_plain(name)}/" for name in ignore)
    if by_series or sides[0].wires.isdisjoint(sides[1].wires):
        channels = [side.channels() for side in sides]
        if not any(channels):
            raise ValueError(
                f"expected metering values to compare, found none: {_compared(sides, is_keyed=False)}"
            )
        roots = [Content(name="", parts=partial(tuple, parts)) for parts in channels]
        compared = "the values of the series by instant, and nothing else"
    else:
        is_single = all(len(side.messages) == 1 for side in sides)
        is_keyed = not is_single and not _IDENTIFICATIONS.intersection(allowed)
        roots = [side.root(is_keyed=is_keyed) for side in sides]
        compared = _compared(sides, is_keyed=is_keyed)
    first_root, second_root = roots
    walk = differences(first_root, second_root, partial(_is_ignored, allowed))
    return Comparison(
        differences=tuple(attrs.evolve(difference, steps=difference.steps[1:]) for difference in walk),
        compared=compared,
    )


# elements that name a message: who ignores them has other pairs in mind
_IDENTIFICATIONS = frozenset({"/identification/", "/header/identification/", "/number/", "/bgm/number/"})


def _compared(sides: Sequence[_Side], *, is_keyed: bool) -> str:
    words = " with ".join(side.words() for side in sides)
    return f"{words}, by identification" if is_keyed else words


def _plain(name: str) -> str:
    """Return the name of an element as it is compared: of the standard, or of a field in Python.

    >>> _plain("header.identification") == _plain("Header/Identification")
    True
    """
    return name.replace(".", "/").replace("_", "").casefold()


def _is_ignored(allowed: Iterable[str], path: str) -> bool:
    plain = f"{_plain(path)}/"
    return any(plain.endswith(name) for name in allowed)


@attrs.frozen(kw_only=True)
class _Side:
    """What one side holds.

    Attributes:
        documents: What was read.
        messages: Kind, identification and content of each message.
        envelopes: The same of each interchange.
    """

    documents: tuple[Any, ...]
    messages: tuple[tuple[str, str, Content], ...]
    envelopes: tuple[tuple[str, str, Content], ...]

    @classmethod
    def of(cls, source: Any) -> _Side:
        """Return what *source* holds: one document, or several."""
        documents = tuple(_documents(source))
        units = [unit for document in documents for unit in _units(document)]
        envelopes = tuple(unit for unit in units if unit[0] == "Interchange")
        messages = tuple(unit for unit in units if unit[0] != "Interchange")
        return cls(documents=documents, messages=messages, envelopes=envelopes)

    @property
    def wires(self) -> frozenset[str]:
        """The wires that are there."""
        return frozenset(document.wire for document in self.documents)

    def words(self) -> str:
        """Return what is there, in words."""
        kinds = Counter(kind for kind, _, _ in self.messages)
        return (
            ", ".join(kind if count == 1 else f"{count} {kind}" for kind, count in kinds.items()) or "nothing"
        )

    def root(self, *, is_keyed: bool) -> Content:
        """Return all messages as the parts of one content; with *is_keyed* they are told apart by identification."""
        parts = [
            attrs.evolve(content, keys=(name,) if is_keyed and name else ())
            for _, name, content in (*self.envelopes, *self.messages)
        ]
        return Content(name="", parts=lambda: parts)

    def channels(self) -> list[Content]:
        """Return the channels of all documents with their values."""
        from edielkit.comparison.series_content import contents

        return list(contents(series for document in self.documents for series in _series(document)))


def _documents(source: Any) -> Iterator[Any]:
    if is_edifact(source) or is_emif(source):
        yield source
    elif isinstance(source, list | tuple):
        for item in source:
            yield from _documents(item)
    else:
        opened = open_input(source, verb="diff")
        check_message(opened)
        yield from _read(opened)


def _read(opened: Input) -> Iterator[Any]:
    if isinstance(opened, EdifactInput):
        from edielkit.edifact.read.assembler import parse_interchanges

        yield from parse_interchanges(opened.content)[0]
    else:
        from edielkit.emif.fast.reading import read_document

        yield read_document(opened.content)


def _units(document: Any) -> Iterator[tuple[str, str, Content]]:
    if is_edifact(document):
        from edielkit.comparison.edifact_content import contents as edifact_contents

        return edifact_contents(document)
    from edielkit.comparison.emif_content import contents as emif_contents

    return emif_contents(document)


def _series(document: Any) -> Iterator[TimeSeries]:
    from edielkit.comparison.series_content import edifact_series, emif_series

    if is_edifact(document):
        from edielkit.edifact.write.writer import interchange_to_bytes

        return edifact_series(interchange_to_bytes(document))
    return emif_series(document)
