"""What every kind of identifier can do, whatever its length and arithmetic."""

from __future__ import annotations

from collections.abc import Callable

import attrs

from edielkit.errors import InvalidCheckDigitError, InvalidIdentifierError

__all__ = ("Identifier",)


@attrs.frozen(kw_only=True)
class Identifier:
    """One kind of identifier: its form, its check digits, and the functions on both.

    No message of an error repeats the identifier: it may be a person's.

    Attributes:
        kind: Short name, such as ``gsrn``.
        title: What it identifies, in words.
        length: Characters in all.
        check_length: Characters at the end that follow from the others; 0 where there is no check.
        personal: Whether it identifies a person; then no message says what its digits should be either.
    """

    kind: str
    title: str
    length: int
    check_length: int = 1
    personal: bool = False
    _tidy: Callable[[str], str]
    _form: Callable[[str], str | None]
    _check: Callable[[str], str | None]

    def compact(self, text: str) -> str:
        """Return *text* without the separators that people write; it says nothing about validity."""
        return self._tidy(text)

    def validate(self, text: str, *, check: bool = True) -> str:
        """Return the compact form of *text*, or raise.

        Args:
            text: The identifier, with or without separators.
            check: Judge the check digits too, not the form alone.

        Raises:
            InvalidCheckDigitError: The form is right, the check digits are not.
            InvalidIdentifierError: The form is wrong.
        """
        number = self.compact(text)
        self._require_form(number, self.length)
        fault = self.check_fault(number) if check else None
        if fault is not None:
            raise InvalidCheckDigitError(fault)
        return number

    def is_valid(self, text: str, *, check: bool = True) -> bool:
        """Tell whether ``validate`` would return."""
        try:
            self.validate(text, check=check)
        except InvalidIdentifierError:
            return False
        return True

    def check_digit(self, body: str) -> str:
        """Return the characters that make *body* a whole identifier; none for a kind without a check.

        Args:
            body: The identifier without its check characters.

        Raises:
            InvalidIdentifierError: The body has the wrong form, or no identifier has this body.
        """
        stem = self.compact(body)
        self._require_form(stem, self.length - self.check_length)
        found = self._check(stem)
        if found is None:
            raise InvalidIdentifierError(f"no {self.title} has this body: its check digit cannot be written")
        return found

    def form_fault(self, text: str, *, length: int | None = None) -> str | None:
        """Return what is wrong with the form of *text* as it stands, separators included, or None.

        Args:
            text: The identifier as a message carries it.
            length: Expected characters, if not those of a whole identifier.
        """
        expected = self.length if length is None else length
        if len(text) != expected:
            return f"{self.title}: expected {expected} characters, found {len(text)}"
        wrong = self._form(text)
        return None if wrong is None else f"{self.title}: {wrong}"

    def check_fault(self, text: str) -> str | None:
        """Return what is wrong with the check characters of *text*, whose form is right, or None."""
        if not self.check_length:
            return None
        body, given = text[: -self.check_length], text[-self.check_length :]
        expected = self._check(body)
        if expected == given:
            return None
        message = f"{self.title}: the check digit does not match"
        return (
            message if self.personal or expected is None else f"{message}, expected {expected!r} at the end"
        )

    def _require_form(self, number: str, length: int) -> None:
        fault = self.form_fault(number, length=length)
        if fault is not None:
            raise InvalidIdentifierError(fault)
