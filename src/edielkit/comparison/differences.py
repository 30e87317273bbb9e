"""Where two contents differ: by the path of the elements, with what stands on each side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import partial

import attrs

from edielkit.comparison.content import Content, shown

__all__ = ("Difference", "Step", "differences")


@attrs.frozen
class Step:
    """A step of a path: an element, and the key by which it was matched among its siblings.

    >>> print(Step("PayloadEnergyTimeSeries", "707057599900010012"))
    PayloadEnergyTimeSeries[707057599900010012]
    """

    name: str
    key: str = ""

    def __str__(self) -> str:
        return f"{self.name}[{self.key}]" if self.key else self.name


@attrs.frozen
class Difference:
    """A place where two messages say different things.

    Attributes:
        steps: The way there.
        first: What the first says there, as it stands, whoever it names; None where it says nothing.
        second: The same of the second.
    """

    steps: tuple[Step, ...]
    first: str | None
    second: str | None

    @property
    def path(self) -> str:
        """The way there, as text."""
        return "/".join(map(str, self.steps))

    def __str__(self) -> str:
        if self.first is None:
            return f"{self.path}: only in the second: {self.second}"
        if self.second is None:
            return f"{self.path}: only in the first: {self.first}"
        return f"{self.path}: {self.first} in the first, {self.second} in the second"


def _nothing(_: str) -> bool:
    return False


def differences(
    first: Content, second: Content, is_ignored: Callable[[str], bool] = _nothing
) -> Iterator[Difference]:
    """Yield where two contents of one name differ, in the order of the first.

    Args:
        first: A content.
        second: The other.
        is_ignored: Tells of a path, the names with a slash before each, whether what stands there may differ.

    >>> from edielkit.comparison.content import leaf
    >>> left, right = (leaf("Total", total) for total in (1, 2))
    >>> [str(difference) for difference in differences(left, right)]
    ['Total: 1 in the first, 2 in the second']
    """
    yield from _Walk(is_ignored).differences(first, second, (), "")


@attrs.frozen
class _Walk:
    """A walk through two contents.

    Attributes:
        is_ignored: Tells of a path whether what stands there may differ.
    """

    is_ignored: Callable[[str], bool]

    def differences(
        self, first: Content, second: Content, above: tuple[Step, ...], path_above: str
    ) -> Iterator[Difference]:
        path = f"{path_above}/{first.name}"
        if self.is_ignored(path) or (first.origin is not None and first.origin == second.origin):
            return
        steps = (*above, Step(first.name, _common_key(first, second)))
        if first.value != second.value:
            yield Difference(steps, *(_said(content) for content in (first, second)))
        ours, theirs = (_by_name(content.parts()) for content in (first, second))
        for name in dict.fromkeys((*ours, *theirs)):
            signature = partial(Content.signature, path=f"{path}/{name}", is_ignored=self.is_ignored)
            for left, right in _pairs(ours.get(name, []), theirs.get(name, []), signature):
                yield from self._of_pair(left, right, steps, path)

    def _of_pair(
        self, left: Content | None, right: Content | None, steps: tuple[Step, ...], path: str
    ) -> Iterator[Difference]:
        if left is not None and right is not None:
            yield from self.differences(left, right, steps, path)
            return
        content = left or right
        assert content is not None
        if content.may_be_unsaid or self.is_ignored(f"{path}/{content.name}"):
            return
        said = summary(content)
        place = (*steps, _own_step(content))
        yield Difference(place, said, None) if right is None else Difference(place, None, said)


def _common_key(first: Content, second: Content) -> str:
    if first.value is not None:
        return ""
    return next((key for key in first.keys if key and key in second.keys), "")


def _said(content: Content) -> str | None:
    return None if content.value is None else shown(content.value)


def _own_step(content: Content) -> Step:
    key = next(filter(None, content.keys), "")
    return Step(content.name, key if content.value is None else "")


def summary(content: Content) -> str:
    """Return what stands in a content: its value, or how many values are in it.

    >>> from edielkit.comparison.content import leaf
    >>> summary(Content(name="Header", parts=lambda: (leaf("a", 1), leaf("b", 2))))
    '2 values'
    """
    if content.value is not None:
        return shown(content.value)
    count = _values(content)
    return f"{count} value{'' if count == 1 else 's'}"


def _values(content: Content) -> int:
    return (content.value is not None) + sum(map(_values, content.parts()))


def _by_name(parts: Iterable[Content]) -> dict[str, list[Content]]:
    named: dict[str, list[Content]] = defaultdict(list)
    for part in parts:
        named[part.name].append(part)
    return dict(named)


# -- what is compared with what

_Signature = Callable[[Content], Hashable]


def _pairs(
    first: Sequence[Content], second: Sequence[Content], signature: _Signature
) -> Iterator[tuple[Content | None, Content | None]]:
    """Yield contents of one name in pairs: by the best key first, what has none by what is equal, then in order."""
    if len(first) == len(second) == 1:
        yield first[0], second[0]
        return
    pairing = _Pairing(first, second, signature)
    for level in range(max((len(content.keys) for content in (*first, *second)), default=0)):
        pairing.match(level)
    pairing.match(None)
    for content in first:
        yield content, pairing.partners.get(id(content))
    for content in second:
        if id(content) not in pairing.taken:
            yield None, content


@attrs.define
class _Pairing:
    """Contents of one name on both sides, and who is whose partner.

    Attributes:
        first: Those of the first message.
        second: Those of the second.
        signature: What is equal for contents that say the same.
        partners: The partner of each of the first, by its identity.
        taken: The identities of the second that have become partners.
    """

    first: Sequence[Content]
    second: Sequence[Content]
    signature: _Signature
    partners: dict[int, Content] = attrs.field(factory=dict)
    taken: set[int] = attrs.field(factory=set)

    def match(self, level: int | None) -> None:
        """Give those without a partner one of the same key.

        Args:
            level: Which of their keys; None for contents that have none.
        """
        ours = _by_key((content for content in self.first if id(content) not in self.partners), level)
        theirs = _by_key((content for content in self.second if id(content) not in self.taken), level)
        for key, lefts in ours.items():
            for left, right in _matched(lefts, theirs.get(key, []), self.signature):
                self.partners[id(left)] = right
                self.taken.add(id(right))


def _by_key(contents: Iterable[Content], level: int | None) -> dict[str, list[Content]]:
    keyed: dict[str, list[Content]] = defaultdict(list)
    for content in contents:
        if level is None and not any(content.keys):
            keyed[""].append(content)
        elif level is not None and level < len(content.keys) and content.keys[level]:
            keyed[content.keys[level]].append(content)
    return keyed


def _matched(
    first: list[Content], second: list[Content], signature: _Signature
) -> Iterator[tuple[Content, Content]]:
    """Yield contents of one key in pairs: those that are equal, then the others in order."""
    if len(first) == len(second) == 1:
        yield first[0], second[0]
        return
    equal: dict[Hashable, list[Content]] = defaultdict(list)
    for right in reversed(second):
        equal[signature(right)].append(right)
    lefts = []
    for left in first:
        same = equal.get(signature(left))
        if same:
            yield left, same.pop()
        else:
            lefts.append(left)
    remaining = {id(right) for rights in equal.values() for right in rights}
    yield from zip(lefts, (right for right in second if id(right) in remaining), strict=False)
