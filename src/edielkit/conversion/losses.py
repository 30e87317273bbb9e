"""What a conversion loses, and what its source could not say: the kinds as rules, and one of them as a value."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import attrs

from edielkit.findings import Rule, Severity, Trust

__all__ = ("DIRECTIONS", "RULES", "SUPPLIED", "WHERE", "Loss")

_TABLE = "derived from structure and names of both wires; no public official mapping was found"
_E, _M, _U = "emif", "mscons", "utilts"
# The directions in which a kind of loss can occur; a source and a target.
DIRECTIONS = ((_E, _M), (_E, _U), (_M, _E), (_U, _E), (_E, _E))

_W, _I = Severity.WARNING, Severity.INFO
# code, title, severity, directions as source>target, what the target lacks
_ROWS: tuple[tuple[str, str, Severity, str, str], ...] = (
    ("CNV001", "identification replaced", _I, "m>e u>e", "An XML identification is a UUID in lower case; another text cannot be kept and a new one takes its place."),
    ("CNV002", "one document became several", _I, "e>m e>u m>e u>e e>e", "Limits, or the custom of one point and period a message, cut the document; its identification stays with the first part, or those of several sources end in one."),
    ("CNV003", "payload identification", _I, "e>m e>u e>e", "MSCONS numbers lines, and has no identification of a series unless the partners agree on one; joined series have one only."),
    ("CNV004", "document type", _W, "e>m e>u m>e u>e e>e", "MSCONS does not tell collected from validated values; another kind of document has another type."),
    ("CNV005", "seconds of the creation", _I, "e>m e>u", "EDIFACT headers count minutes."),
    ("CNV006", "wish for a positive answer", _I, "m>e u>e", "Elhub refuses the wish in the processes of metering values."),
    ("CNV007", "process", _W, "e>m e>u m>e u>e e>e", "The processes of both wires have no common code."),
    ("CNV008", "role", _I, "e>m e>u u>e e>e", "MSCONS names parties without their role in the process, and the roles of the wires differ."),
    ("CNV009", "envelope", _I, "m>e u>e", "XML has no interchange: its reference, test mark, application reference, agreement, subaddresses and wish for a CONTRL are gone."),
    ("CNV010", "function of the message", _W, "m>e u>e", "XML values replace earlier ones; a cancellation or replacement is no field of the message."),
    ("CNV011", "references", _I, "m>e u>e", "References to orders, meters, configurations or earlier messages have no element."),
    ("CNV012", "contacts and names", _I, "m>e u>e", "Parties in XML are numbers."),
    ("CNV013", "registration time", _W, "e>m e>u", "MSCONS has no registration time unless the partners agree on one; UTILTS counts minutes."),
    ("CNV014", "time of storage", _I, "e>m e>u e>e", "InsertDateTime is Elhub's own; UTILTS counts minutes."),
    ("CNV015", "reference to the request", _I, "e>m e>u e>e", "Only the answer of Elhub and validated values (E66) of UTILTS name the request."),
    ("CNV016", "direction", _W, "e>m e>u", "Nothing in the line tells the direction; the partners know it from elsewhere."),
    ("CNV017", "grid area", _W, "e>m m>e u>e e>e", "The target names the metering point only, or the area is no EIC."),
    ("CNV018", "balance parties", _W, "e>m e>u m>e u>e e>e", "The target has no balance responsible or balance supplier for a series."),
    ("CNV019", "business type", _W, "e>m e>u u>e e>e", "Kinds of sums have no common code."),
    ("CNV020", "status of values", _W, "e>m e>u m>e u>e e>e", "The target has no form for this status; the values carry the nearest one."),
    ("CNV021", "validation and estimation codes", _I, "e>m e>u", "EDIFACT does not say why or how a value was estimated."),
    ("CNV022", "missing values", _W, "m>e u>e", "XML has no form for a missing value: its place stays empty."),
    ("CNV023", "reasons and methods of values", _I, "m>e u>e", "The German reasons, methods and plausibility codes (STS) have no counterpart."),
    ("CNV025", "meter readings", _W, "e>m e>u u>e", "The target form carries energy of intervals."),
    ("CNV026", "payload or line without interval values", _W, "e>m e>u m>e u>e e>e", "Annual volumes, period volumes and withdrawn values are no series; they are left out."),
    ("CNV027", "gross values", _W, "e>m e>u e>e", "Joined to one signed series, only the difference of In and Out is left."),
    ("CNV028", "status of joined values", _W, "e>m e>u e>e", "A joined value has one status: the less certain one."),
    ("CNV029", "exact product code", _I, "m>e u>e", "Elhub's product is wider than the partner's code, such as the kind of measurement in OBIS."),
    ("CNV030", "characteristics", _I, "m>e u>e", "Characteristics of points and lines (CCI, CAV, MEA) have no element."),
    ("CNV031", "other segments", _W, "m>e u>e", "No element of the target answers to the segment."),
    ("CNV032", "spelling of the resolution", _I, "e>m e>u", "PT60M and PT1H are one length; EDIFACT gives PT1H back."),
    ("CNV033", "use in the imbalance settlement", _I, "e>m e>u", "EDIFACT has no mark of values that Elhub calculated for the imbalance settlement."),
    ("CNV034", "kind of point and transaction", _I, "u>e", "The XML documents of values do not tell the kind of point, the reason of the transaction or the sales channel."),
    ("CNV035", "product and unit", _W, "e>u", "Collected values (E30) of UTILTS name neither: the recipient knows them of the metering point."),
    ("CNV036", "field that nobody says", _W, "e>u", "The guide of UTILTS asks for fields of sums (E31), such as the time series product, that XML does not have: they are not written."),
)  # fmt: skip
# The same of what the source cannot say: the target has it, and the caller gives it.
_SUPPLIED_ROWS: tuple[tuple[str, str, Severity, str, str], ...] = (
    ("CNV101", "document type", _I, "m>e u>e e>u e>m", "MSCONS does not tell what kind of values it holds; the kinds of documents differ, and the German one goes with its case."),
    ("CNV102", "process", _I, "m>e u>e e>m", "EDIFACT names no process of Elhub, and XML none of the German and Swiss market."),
    ("CNV103", "role", _I, "m>e u>e e>u", "MSCONS names no role of its parties in a process, and the roles of the wires differ."),
    ("CNV104", "registration time", _I, "m>e u>e e>u", "MSCONS does not say when a value was registered unless the partners agree on it."),
    ("CNV105", "direction", _I, "m>e u>e e>m", "A product code or a line does not say a direction that both partners did not agree on."),
    ("CNV106", "meaning of the sign", _I, "m>e u>e", "A signed value does not say whether positive is import or export."),
    ("CNV107", "identification", _I, "m>e u>e e>m e>u e>e", "A line of MSCONS has no identification; what is split or cut has one for several. A new one is made."),
    ("CNV108", "time of creation", _I, "m>e u>e e>m e>u e>e", "A document of the target has one."),
    ("CNV109", "party of the target", _I, "m>e u>e e>m e>u e>e", "Who sends the target to whom is another matter than who sent the source."),
    ("CNV110", "why and how a value was estimated", _I, "m>e u>e", "XML asks for a validation and an estimation code of a doubtful value."),
    ("CNV111", "uncertainty of values", _I, "m>e", "The form of this market has no public code for an estimated or a temporary value: all read as metered."),
    ("CNV112", "product", _I, "m>e u>e", "The code is the partner's own; Elhub's product behind it comes from an agreement."),
    ("CNV113", "name of the metering point", _I, "m>e u>e e>m e>u e>e", "The partners name the point differently."),
    ("CNV114", "reason, sales channel, kind of point, wish for an answer", _I, "e>u", "UTILTS asks for them, and XML does not have them."),
)  # fmt: skip
SUPPLIED = frozenset(code for code, *_ in _SUPPLIED_ROWS)

RULES: Mapping[str, Rule] = MappingProxyType(
    {
        code: Rule(code=code, title=title, severity=severity, source=_TABLE, trust=Trust.DERIVED, text=text)
        for code, title, severity, _, text in (*_ROWS, *_SUPPLIED_ROWS)
    }
)
_LETTERS = {"e": _E, "m": _M, "u": _U}
WHERE: Mapping[str, frozenset[tuple[str, str]]] = MappingProxyType(
    {
        code: frozenset((_LETTERS[way[0]], _LETTERS[way[2]]) for way in directions.split())
        for code, _, _, directions, _ in (*_ROWS, *_SUPPLIED_ROWS)
    }
)


@attrs.frozen
class Loss:
    """A piece of information that one side holds and the other cannot.

    Attributes:
        code: Permanent code, see `RULES`; those in `SUPPLIED` are pieces that the target has and the source could not say.
        what: The piece in the words of its wire, such as ``Header/Creation`` or ``STS+Z32``.
        where: Where in the source.
        message: What became of it, or where the target's piece came from.
    """

    code: str
    what: str
    where: str
    message: str

    @property
    def rule(self) -> Rule:
        """The kind of loss with title, severity, source and trust."""
        return RULES[self.code]
