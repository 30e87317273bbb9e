"""The exceptions of this package: one base, one class for each kind of trouble."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import attrs

from edielkit.harmless import without_persons

if TYPE_CHECKING:
    from edielkit.findings import Position

__all__ = (
    "BuildError",
    "EdielError",
    "Faults",
    "InvalidCheckDigitError",
    "InvalidIdentifierError",
    "MissingExtraError",
    "ParseError",
    "UnforeseenError",
    "UnknownCodeListError",
)


class EdielError(Exception):
    """Base of all errors of this package."""


class ParseError(EdielError):
    """The bytes are no message at all.

    Attributes:
        message: What is wrong, in lower case, without a full stop; birth numbers and quoted words are masked.
        position: Where: byte offset, or line and column, as far as known.
        code: The finding code that ``validate`` reports for the same bytes.
    """

    def __init__(self, message: str, position: Position, code: str) -> None:
        message = without_persons(message)
        if without_persons(position.path) != position.path:
            position = attrs.evolve(position, path=without_persons(position.path))
        super().__init__(message, position, code)
        self.message = message
        self.position = position
        self.code = code

    def __str__(self) -> str:
        where = str(self.position)
        return f"{self.code} {self.message} ({where})" if where else f"{self.code} {self.message}"


class BuildError(EdielError):
    """A value cannot be written as a valid message.

    Attributes:
        message: What is wrong and what would be right; birth numbers and quoted words are masked, in the field too.
        field: The field as the caller knows it, such as ``header.creation`` or ``UNB/0020``.
        faults: All that is wrong, this error first, as pairs of field and message.

    >>> print(BuildError.joined([BuildError("expected a text", "a"), BuildError("expected a list", "b")]))
    a: expected a text
    b: expected a list
    """

    def __init__(self, message: str, field: str, further: tuple[tuple[str, str], ...] = ()) -> None:
        mask = self._mask
        message, field = mask(message), mask(field)
        further = tuple((mask(place), mask(words)) for place, words in further)
        super().__init__(message, field, further)
        self.message = message
        self.field = field
        self.faults = ((field, message), *further)

    @staticmethod
    def _mask(text: str) -> str:
        return without_persons(text)

    @classmethod
    def joined(cls, errors: Sequence[BuildError]) -> BuildError:
        """Return one error that names the faults of *errors*, at least one, each once and in their order."""
        faults = dict.fromkeys(fault for error in errors for fault in error.faults)
        (field, message), *further = faults
        return cls(message, field, tuple(further))

    def __str__(self) -> str:
        return "\n".join(f"{field}: {message}" for field, message in self.faults)


class Faults:
    """The faults of many parts, gathered so that all are named at once.

    >>> faults = Faults()
    >>> with faults:
    ...     raise BuildError("expected a text", "a")
    >>> faults.add("expected a list", "b")
    >>> faults.raise_all()
    Traceback (most recent call last):
    ...
    edielkit.errors.BuildError: a: expected a text
    b: expected a list
    """

    def __init__(self) -> None:
        self._errors: list[BuildError] = []

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if isinstance(error, BuildError):
            self._errors.append(error)
            return True
        return False

    def __len__(self) -> int:
        return len(self._errors)

    def __iter__(self) -> Iterator[BuildError]:
        return iter(self._errors)

    def add(self, message: str, field: str) -> None:
        """Keep what is wrong with *field*."""
        self._errors.append(BuildError(message, field))

    def joined(self) -> BuildError | None:
        """Return one error with all faults, None when there is none."""
        return BuildError.joined(self._errors) if self._errors else None

    def raise_all(self) -> None:
        """Raise one error with all faults, if there is any."""
        if self._errors:
            raise type(self._errors[0]).joined(self._errors)


class InvalidIdentifierError(EdielError, ValueError):
    """An identifier is not well formed, or its check digit does not match.

    The text never repeats the identifier: it may be a person's birth number.
    """


class InvalidCheckDigitError(InvalidIdentifierError):
    """An identifier has the right form, but its check digit is not the one its other characters give."""


class UnknownCodeListError(EdielError, LookupError):
    """No code list has the name that was asked for; the text says which names come near."""


class UnforeseenError(EdielError):
    """A hub met something that it did not foresee: nothing has changed, and it has become a failure case."""


class MissingExtraError(EdielError):
    """An optional package is needed for what was asked; the text says which extra brings it."""
