"""What a conversion cannot find in its source and its caller knows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any

import attrs

from edielkit.conversion.losses import Loss
from edielkit.edifact.series.value_codes import SeriesOptions
from edielkit.edifact.write.mscons_forms import Carrier, PartyId
from edielkit.errors import BuildError
from edielkit.market_time import instant_or_none
from edielkit.series import ESTIMATION_CODES, VALIDATION_CODES, Status

__all__ = ("ACTIVE_UNITS", "Channel", "MissingOptionError", "Options", "Sign", "option_or_source", "require")


class MissingOptionError(BuildError):
    """The source does not say what an option would give.

    Attributes:
        option: Name of the field of `Options`.
        subject: What of the source it is about, such as a partner's product code; empty where it is the whole.
    """

    def __init__(self, message: str, option: str, subject: str = "") -> None:
        super().__init__(message, f"options.{option}")
        self.option = option
        self.subject = subject


class Sign(Enum):
    """What a positive value of a signed exchange series means, seen from the main grid area.

    The Norwegian sign rule (fortegn) of MSCONS is not public, so there is no default.
    """

    IN = "in"
    """Positive is import, into the grid: In = max(n, 0), Out = max(-n, 0)."""
    OUT = "out"
    """Positive is export, out of the grid: Out = max(n, 0), In = max(-n, 0)."""


@attrs.frozen
class Channel:
    """A code of a partner and the channel that it means.

    Attributes:
        code: Product or OBIS code as the EDIFACT message has it.
        product: Elhub's product, such as ``8716867000030``.
        direction: ``In`` or ``Out``, or None when the code does not say.
    """

    code: str
    product: str
    direction: str | None = attrs.field(
        default=None, validator=attrs.validators.optional(attrs.validators.in_(("In", "Out")))
    )


def _code_of(codes: tuple[str, ...]) -> Any:
    return attrs.validators.optional(attrs.validators.in_(codes[1:]))


# 6411 that active energy is written in, the usual one first; how large each is: `edielkit.series.units`
ACTIVE_UNITS = ("KWH", "MWH")
# 6063: an..3
_QUALIFIER = attrs.validators.matches_re("[A-Z0-9]{1,3}")


@attrs.frozen(kw_only=True)
class Options:
    """What a conversion needs beyond its source; what is missing and needed is an error that names it here.

    Attributes:
        profile: EDIFACT profile to write, or of a source that does not tell its own.
        sender: The sending party: a GLN, or a `PartyId` for EDIFACT; the source's party if None.
        recipient: The receiving party; the source's party if None.
        physical_sender: GLN of the party that really sends (XML); the interchange's sender, if that is a GLN.
        parties: GLN of parties that the source names otherwise, or the other way round: source id to target id.
        points: Metering points that source and target name differently: source id to target id.
        document_type: XML document type such as ``E13``; UTILTS kind such as ``E66``; German MSCONS code such as ``Z48``.
        process: XML business process, such as ``BRS-NO-313``.
        role: XML role, or party role of UTILTS, such as ``DDE`` or ``MDR``.
        process_id: RFF+Z13 of German and Swiss MSCONS.
        reason: STS+7 of UTILTS, reason for the transaction, such as ``E88``.
        scope: Sales channel of UTILTS (MKS 3496), such as ``E02``.
        point_type: Kind of point of UTILTS (``E17`` ... ``E20``); from the direction if None.
        answer: A positive answer is wanted: RequestPositiveAcknowledgement, BGM 4343 AB or NA.
        application_reference: UNB 0026; that of the Swedish guide for UTILTS if None.
        reference: UNB 0020; the first 14 characters of the document's identification if None.
        now: Aware instant: preparation of the interchange, and creation of a document whose source has none.
        registered: Registration time of values whose source has none, aware.
        new_id: Gives a new UUID in lower case.
        validation: EMIF validation code of values whose source says estimated or temporary, but not why.
        estimation: EMIF estimation code of values whose source says estimated, but not how.
        direction: Direction of series whose source does not say.
        line_directions: Directions of the first, second ... line of one product at a point (`Carrier.LINES`).
        carrier: What tells directions apart in MSCONS; the profile's own way if None.
        channels: Codes of the partner with product and direction.
        product: Elhub's product of all lines whose code is neither Elhub's nor one of `channels`; its unit must be theirs.
        areas: Main grid area and neighbour, for the pair LOC+232 and LOC+233.
        sign: Sign convention; with it a series without direction is split into In and Out.
        signed_points: Points (of the source) that `sign` is about; all without a direction if None.
        join: Join In and Out of a point into one signed series.
        unit: ``KWH`` or ``MWH`` for active energy in EDIFACT.
        qualifiers: Quantity qualifier (6063) of further statuses, agreed with the partner; both ways.
        by_agreement: Write payload identifications (RFF+TN) and registration times (DTM+293) into MSCONS below the
            points; readers that do not know the agreement may pass over them.
        gather: One XML document for all source messages of one sender and recipient; else one for each.
        test: Mark the interchange as a test.
        refuse: Codes of losses that are an error.
    """

    profile: str | None = None
    sender: str | PartyId | None = None
    recipient: str | PartyId | None = None
    physical_sender: str | None = None
    parties: Mapping[str, str] = attrs.field(factory=dict)
    points: Mapping[str, str] = attrs.field(factory=dict)
    document_type: str | None = None
    process: str | None = None
    role: str | None = None
    process_id: str | None = None
    reason: str | None = None
    scope: str | None = None
    point_type: str | None = attrs.field(
        default=None, validator=attrs.validators.optional(attrs.validators.in_(("E17", "E18", "E19", "E20")))
    )
    answer: bool | None = None
    application_reference: str | None = None
    reference: str | None = None
    now: dt.datetime | None = attrs.field(default=None, converter=instant_or_none)
    registered: dt.datetime | None = attrs.field(default=None, converter=instant_or_none)
    new_id: Callable[[], str] | None = None
    validation: str | None = attrs.field(default=None, validator=_code_of(VALIDATION_CODES))
    estimation: str | None = attrs.field(default=None, validator=_code_of(ESTIMATION_CODES))
    direction: str | None = attrs.field(
        default=None, validator=attrs.validators.optional(attrs.validators.in_(("In", "Out")))
    )
    line_directions: tuple[str, ...] = ()
    carrier: Carrier | None = None
    channels: tuple[Channel, ...] = ()
    product: str | None = None
    areas: tuple[str, str] | None = None
    sign: Sign | None = None
    signed_points: frozenset[str] | None = None
    join: bool = False
    unit: str = attrs.field(default=ACTIVE_UNITS[0], validator=attrs.validators.in_(ACTIVE_UNITS))
    qualifiers: Mapping[Status, str] = attrs.field(
        factory=dict,
        validator=attrs.validators.deep_mapping(attrs.validators.instance_of(Status), _QUALIFIER),
    )
    by_agreement: bool = False
    gather: bool = False
    test: bool = False
    refuse: frozenset[str] = frozenset()

    @now.validator
    @registered.validator
    def _aware(self, attribute: attrs.Attribute[Any], value: dt.datetime | None) -> None:
        if value is not None and value.tzinfo is None:
            raise ValueError(f"{attribute.name} must be an aware instant, such as datetime.now(UTC)")

    def series_options(self) -> SeriesOptions:
        """Return what the reader of EDIFACT series takes from here."""
        return SeriesOptions(
            profile=self.profile,
            directions={channel.code: channel.direction for channel in self.channels if channel.direction},
            main_area=self.areas[0] if self.areas else None,
            qualifiers={code: status for status, code in self.qualifiers.items()},
        )

    def identification(self, what: str, where: str = "", losses: list[Loss] | None = None) -> str:
        """Return a new UUID for *what*, and note it in *losses* where the source has none.

        Raises:
            BuildError: There is no source of ids.
        """
        if self.new_id is None:
            raise BuildError(
                f"{what} needs a new identification; give a function that makes UUIDs", "options.new_id"
            )
        identification = self.new_id()
        if losses is not None:
            text = f"{identification} is new (new_id)"
            losses.append(Loss("CNV107", f"identification of {what}", where, text))
        return identification


def require(value: Any, option: str, why: str) -> Any:
    """Return *value*, or raise an error that names the option that would give it.

    >>> require(None, "role", "the header has one")
    Traceback (most recent call last):
    edielkit.conversion.options.MissingOptionError: options.role: the source does not say and the header has one
    """
    if value is None or value == "":
        raise MissingOptionError(f"the source does not say and {why}", option)
    return value


def option_or_source(
    supplied: Any, source: Any, option: str, *, code: str, what: str, where: str, why: str, losses: list[Loss]
) -> Any:
    """Return what the options say, else what the source says; note it where the source could not say it.

    Args:
        supplied: What the options say.
        source: What the source says.
        option: The option that gives it.
        code: One of the codes of `losses.SUPPLIED`.
        what: The piece in the words of the target.
        where: Where in the source.
        why: Why it is needed, for the error when neither side has it.
        losses: Takes the note.

    >>> losses = []
    >>> option_or_source(
    ...     "DDE",
    ...     None,
    ...     "role",
    ...     code="CNV103",
    ...     what="role",
    ...     where="here",
    ...     why="the header has one",
    ...     losses=losses,
    ... )
    'DDE'
    >>> losses[0].message
    'DDE was given (role)'
    """
    value = require(supplied if supplied not in {None, ""} else source, option, why)
    if source is None or source == "":
        text = value.isoformat() if isinstance(value, dt.datetime) else value
        losses.append(Loss(code, what, where, f"{text} was given ({option})"))
    return value
