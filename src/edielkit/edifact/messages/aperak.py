"""APERAK: the application's answer to a message, D.96A (Ediel), D.04A (Swedish UTILTS) and D.07B (Germany)."""

from __future__ import annotations

from typing import ClassVar

import attrs

from edielkit.edifact.messages.message import Message, Part, Time, Trailer, at, many, single
from edielkit.edifact.messages.parts import (
    Communication,
    Contact,
    Control,
    Document,
    FreeText,
    NameAddress,
    Reference,
)

__all__ = ("Aperak", "AperakParty", "ApplicationError", "ErrorReference", "OriginalDocument")


@attrs.frozen(kw_only=True)
class OriginalDocument(Part):
    """DOC: the document that is answered (D.04A), such as ``DOC+E66::260+id``."""

    TAG: ClassVar[str] = "DOC"
    code: str = at(1, 1)
    list_code: str = at(1, 2)
    agency: str = at(1, 3)
    name: str = at(1, 4)
    number: str = at(2, 1)
    status: str = at(2, 2)
    times: tuple[Time, ...] = many(Time)


@attrs.frozen(kw_only=True)
class AperakParty(NameAddress):
    """NAD with contacts and their addresses, which stand side by side here."""

    contacts: tuple[Contact, ...] = many(Contact)
    communications: tuple[Communication, ...] = many(Communication)


@attrs.frozen(kw_only=True)
class ErrorReference(Part):
    """RFF below an error: the transaction, case or object that it is about.

    Attributes:
        function: Qualifier (1153): ``ACW`` transaction, ``LI`` case, ``Z07`` object, ``AGO``, ``TN`` ...
        number: What is referred to (1154).
        texts: FTX: where and what.
    """

    TAG: ClassVar[str] = "RFF"
    function: str = at(1, 1)
    number: str = at(1, 2)
    line: str = at(1, 3)
    version: str = at(1, 4)
    revision: str = at(1, 5)
    texts: tuple[FreeText, ...] = many(FreeText)


@attrs.frozen(kw_only=True)
class ApplicationError(Part):
    """ERC: one result: ``100`` accepted, ``41`` missing, ``42`` wrong, a German Z code ...

    Attributes:
        code: The code (9321).
        agency: Its agency (3055), ``260`` for Ediel.
        text: FTX of the error.
        references: What it is about.
    """

    TAG: ClassVar[str] = "ERC"
    code: str = at(1, 1)
    list_code: str = at(1, 2)
    agency: str = at(1, 3)
    text: FreeText | None = single(FreeText)
    references: tuple[ErrorReference, ...] = many(ErrorReference)


@attrs.frozen(kw_only=True)
class Aperak(Message):
    """An acceptance or refusal of a message, or of its parts.

    Attributes:
        document: BGM: ``BGM+++29`` accepted, ``27`` refused, ``34`` by object; ``312`` and ``313``.
        times: DTM: creation 137, arrival 178, offset 735.
        documents: DOC (D.04A on).
        references: RFF: ACW original document, ACE original interchange ...
        parties: NAD.
        errors: ERC with texts and references.
    """

    TYPE: ClassVar[str] = "APERAK"

    document: Document | None = single(Document)
    times: tuple[Time, ...] = many(Time)
    texts: tuple[FreeText, ...] = many(FreeText)
    controls: tuple[Control, ...] = many(Control)
    documents: tuple[OriginalDocument, ...] = many(OriginalDocument)
    references: tuple[Reference, ...] = many(Reference)
    parties: tuple[AperakParty, ...] = many(AperakParty)
    errors: tuple[ApplicationError, ...] = many(ApplicationError)
    trailer: Trailer | None = single(Trailer)

    @property
    def accepted(self) -> bool | None:
        """True for functions 29 and code 312, False for 27 and 313, None where each object has its result."""
        if self.document is None:
            return None
        answers = {"29": True, "27": False, "312": True, "313": False}
        by_code = answers.get(self.document.code)
        return answers.get(self.document.function) if by_code is None else by_code
