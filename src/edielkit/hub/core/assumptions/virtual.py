"""What the hub assumes of virtual calculations, virtual grid areas and shared production (BRS-NO-701); and what is simply not there."""

from __future__ import annotations

from edielkit.hub.core.assumptions.assumption import DERIVED, INFERRED, Assumption

__all__ = ("ASSUMPTIONS", "NOT_FOUND")

ASSUMPTIONS: tuple[Assumption, ...] = (
    Assumption(
        "virtual calculations",
        "a sum with weights is rounded once, half away from zero; what is divided goes down, its remainder "
        "to the largest remainders, of equal ones in turn from interval to interval",
        DERIVED,
        "the rule is NOT FOUND; so parts sum to the whole in every interval, and no place in a list gains",
    ),
    Assumption(
        "virtual calculations",
        "a channel is calculated for the intervals that all inputs are there for; its status is that of the "
        "least certain input; it is registered when it is calculated",
        DERIVED,
        "BRS-NO-313: nobody can see whether a point is read or calculated",
    ),
    Assumption(
        "virtual calculations",
        "a channel is calculated in the reading resolution of its point, of inputs in this or a shorter one; "
        "where recipients differ, the longest divides, and a part is spread over quarters as the whole is",
        DERIVED,
        "values have the point's reading resolution; production is read by the quarter, consumption often by "
        "the hour",
    ),
    Assumption(
        "virtual calculations",
        "a sum that could be below zero needs the limit at zero; sums of more than fifteen digits are left "
        "out",
        DERIVED,
        "EMIF holds no value below zero, and fifteen digits",
    ),
    Assumption(
        "virtual calculations",
        "no circles, no channel calculated twice at a time; new versions and ends from a day to come; a new "
        "calculation may begin back in time; own values for a calculated channel are refused",
        DERIVED,
        "templates may be chained; the grid company sends the inputs only",
    ),
    Assumption(
        "virtual grid areas",
        "the owner gets what the hub calculates for its points, and nothing that it has sent itself",
        INFERRED,
        "user forum 2024: copies are for the receiving grid company; the sender gets nothing back",
    ),
    Assumption(
        "virtual grid areas",
        "a point that is settled, or one of exchange, is refused in 121, 122, 302 and 402 with E14",
        INFERRED,
        "user forum 2024; the reason code is NOT FOUND",
    ),
    Assumption(
        "701",
        "the day asked for is a midnight to come, without a latest",
        INFERRED,
        "example message, a week ahead; earliest and latest day are NOT FOUND",
    ),
    Assumption(
        "701",
        "contributors are production points (E18), recipients consumption points (E17); each takes part in "
        "one shared production at a time, with the whole of its production",
        DERIVED,
        "energy that is shared twice is not there twice; what a contributor's share would mean is NOT FOUND",
    ),
    Assumption(
        "701",
        "a recipient's values are net: its consumption less its part, in both channels; what the grid "
        "company goes on to send as its consumption is kept beside them, and sent to nobody",
        INFERRED,
        "recipients become combined points (plusskunder), which have net out and net in; the grid company "
        "sends inputs",
    ),
    Assumption(
        "701",
        "ConsumptionBased in an interval without any consumption divides equally",
        DERIVED,
        "the production does not vanish",
    ),
    Assumption(
        "701",
        "with given or equal shares a recipient waits for its own consumption and the production alone; by "
        "consumption all wait for all",
        DERIVED,
        "what each value is made of",
    ),
    Assumption(
        "701",
        "recipients become E19 with a channel In and the contributor's sub type, contributors Z01, and back "
        "when they leave; suppliers, third parties and grid company are told by 305",
        INFERRED,
        "process page; whether 701 or 305 tells was open, 305 is in the public list of the message",
    ),
    Assumption(
        "701",
        "contracts of contributors and recipients stay as they are",
        INFERRED,
        "user forum 2024 asks how they should be handled; the answer is NOT FOUND",
    ),
    Assumption(
        "701",
        "each version that begins or ends is told in a NotifySharedProduction of its own: Active, or "
        "Inactive with its end; a Delete makes no version; Update and Delete may name the calculation by Id "
        "or else by Name",
        INFERRED,
        "a new version at each update, Active or Inactive; all elements are optional",
    ),
)

# Named gaps: the hub does nothing here.
NOT_FOUND: tuple[str, ...] = ()
