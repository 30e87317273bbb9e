"""The rules of exchange points as a table.

Sources: Elhub, "Oppsett av utvekslingspunkter" (updated 03.01.2017), here "the exchange page"; Elhub standard 2.x;
Elhub's pages on 15-minute settlement. Only what a source states is an error; what follows from it by reasoning is a
warning. Whether Elhub itself refuses a message for these is published for none of them, so no finding has a reason
code of the market.
"""

from __future__ import annotations

from collections.abc import Mapping
from inspect import cleandoc
from types import MappingProxyType

from edielkit.findings import Rule, Severity, Trust

__all__ = ("RULES",)

_PAGE = "elhub.no, Oppsett av utvekslingspunkter (03.01.2017)"
_VEE2 = "https://dok.elhub.no/Elhubstandard/2-0-krav-til-innsending-og-endring-til-elhub"
_VEE4 = "https://dok.elhub.no/Elhubstandard/4-0-krav-til-validering"
_SWITCH = "https://dok.elhub.no/15min/overgang-til-kvartersavregning-paa-utvekslingsmaal"
_LIMITS = "https://dok.elhub.no/15min/valideringer-for-balanseavregning-blir-konfigure-2"
_FORUM = "Elhub brukerforum, spring 2024"

_ERROR, _WARNING, _INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
_SOURCED, _INFERRED, _DERIVED = Trust.SOURCED, Trust.INFERRED, Trust.DERIVED
_LIMIT = Trust.LIMIT

_ROWS = (
    # code, title, severity, source, trust, text
    ("EXC001", "both directions are there", _ERROR, f"{_PAGE}, X1 and X2", _SOURCED, """
        Why: Elhub makes every exchange metering point with two channels; one with a single direction cannot exist there.
        Wrong: In for a day without Out for that day.
        Right: In and Out for the day; zeros in the one that is not metered."""),
    ("EXC002", "both directions have the same intervals", _ERROR, f"{_PAGE}, X1 and X2", _SOURCED, """
        Why: the two channels of a point describe the same hours; a value without its counterpart is a hole.
        Wrong: 24 values In and 23 Out, or hours In and quarters Out.
        Right: the same period, resolution and count in both."""),
    ("EXC003", "no negative value", _ERROR, f"{_PAGE}, X3", _SOURCED, """
        Why: a direction says where the energy goes, so an amount is never below zero.
        Wrong: In -5.
        Right: In 0 and Out 5."""),
    ("EXC004", "a net value is in one direction at a time", _WARNING, f"{_PAGE}, X3 and X4: net values go into two series; the check follows from it", _DERIVED, """
        Why: the difference of both directions has one sign in each interval.
        Wrong: a net point with In 3 and Out 2 in one hour.
        Right: In 1 and Out 0; or a gross point."""),
    ("EXC005", "a channel that is not metered holds zeros", _ERROR, f"{_PAGE}, X2 and X10", _SOURCED, """
        Why: of two metering points for one place each meters one direction; the other channel would count energy twice.
        Wrong: a value other than zero in the Out channel of the In point.
        Right: zero in every interval."""),
    ("EXC006", "zeros of a channel that is not metered have status metered", _WARNING, f"{_VEE4}, X16: they may have it", _SOURCED, """
        Why: such a zero is known to be true; nothing was estimated.
        Wrong: an estimated zero, which looks as if a value were missing.
        Right: Metered 0."""),
    ("EXC007", "one side reports", _ERROR, f"{_PAGE}, X5 and X6", _SOURCED, """
        Why: Elhub has no primary and secondary metering point; what both sides report counts twice.
        Wrong: values for the metering points of both grid companies at one place.
        Right: values from the reporting responsible (rapporteringsansvarlig) alone."""),
    ("EXC008", "a summation point or its parts, not both", _ERROR, f"{_PAGE}, X7", _SOURCED, """
        Why: the sum already holds its parts.
        Wrong: values for a summation point and for a point that it sums up, on the same day.
        Right: one or the other."""),
    ("EXC009", "the two sides see the same energy", _WARNING, f"{_PAGE}: In and Out are seen from the main grid area; the comparison follows from it", _DERIVED, """
        Why: what goes out on one side comes in on the other.
        Wrong: Out 10 here, In 12 there.
        Right: Out 10 here, In 10 there, within the tolerance that the parties agreed on."""),
    ("EXC010", "directions are seen from the main grid area", _WARNING, f"{_PAGE}: definition of the metering point, and X12; the check follows from it", _DERIVED, """
        Why: a series seen from the neighbour changes import into export in the balance of both areas.
        Wrong: the neighbour's direction, or a series that names another grid area than the point's main one.
        Right: In for what comes into the main grid area."""),
    ("EXC011", "each series says its direction", _ERROR, f"{_PAGE}, X1 and X3", _SOURCED, """
        Why: a signed net series has no direction; Elhub takes two series without sign.
        Wrong: one series of positive and negative values.
        Right: In and Out, see the operation split."""),
    ("EXC012", "an exchange point has no settlement method", _WARNING, f"{_PAGE}, X14: said of the migration", _INFERRED, """
        Why: no supplier, no contract and no market process belong to an exchange point.
        Wrong: a settlement method in its master data.
        Right: none."""),
    ("EXC013", "a day's values are there by 07:00 the next day", _WARNING, f"{_VEE2}; {_PAGE}, X11 for foreign neighbours", _SOURCED, """
        Why: the settlement of the day starts from them; towards a foreign neighbour the Norwegian grid company answers for it.
        Wrong: Monday's values on Tuesday at 08:00, or holes in them then. A correction of earlier values may come later.
        Right: every interval of Monday before Tuesday 07:00, Norwegian time."""),
    ("EXC014", "resolution changes at local midnight", _ERROR, _SWITCH, _SOURCED, """
        Why: the resolution of a point belongs to the whole day.
        Wrong: hours until noon and quarters after it.
        Right: hours until 24:00 and quarters from 00:00, Norwegian time."""),
    ("EXC015", "never back from quarters to hours", _ERROR, _SWITCH, _SOURCED, """
        Why: from the first day with quarters on, hourly values can no longer be registered on the point.
        Wrong: quarters on Monday and hours on Tuesday.
        Right: quarters on both days."""),
    ("EXC016", "quarters are metered as quarters", _INFO, f"{_FORUM}: meters are set to 15 minutes but meter each hour; the symptom follows from it", _DERIVED, """
        Why: hours cut into four equal parts look like quarters and are not.
        Wrong: four equal values in every hour of a day.
        Right: values that the meter took each quarter."""),
    ("EXC017", "each interval once", _WARNING, f"{_PAGE}, X7: nothing double; the check follows from it", _DERIVED, """
        Why: of two values for one interval only a later registration time says which one counts.
        Wrong: the same hour in two series with the same registration time.
        Right: one value, or a correction with a later registration time."""),
    ("EXC018", "both metering points of a place are there", _ERROR, f"{_PAGE}, X7 and X10", _SOURCED, """
        Why: with a metering point for each direction, one of them alone is half of the exchange.
        Wrong: values for the In point of a place and none for its Out point.
        Right: values for both."""),
    ("EXC019", "no two points hold each other's values", _WARNING, f"{_PAGE}, X5; the symptom follows from it", _DERIVED, """
        Why: two points of the same pair of grid areas with the same values, In and Out exchanged, are likely one place.
        Wrong: a whole day of the one mirrored in the other.
        Right: different values, or one of the points."""),
    ("EXC020", "one reporting responsible for a place", _ERROR, f"{_PAGE}, X6", _SOURCED, """
        Why: one party answers for the values of a place.
        Wrong: two rows with one name and two parties.
        Right: the same party in all rows of a place."""),
    ("EXC030", "loss is not negative", _WARNING, f"{_LIMITS}, Negativt tap: -200 kWh; the rule was changed in spring 2024, its new limit is not published", _SOURCED, """
        Why: a grid area that gives out more than came in has a wrong value, often at an exchange point.
        Wrong: a loss below the limit.
        Right: a loss above it. The settlement waits for a person's judgement."""),
    ("EXC031", "loss is not high", _WARNING, f"{_LIMITS}, Høyt tap: 12 % of gross infeed and 500 kWh", _SOURCED, """
        Why: energy that came in and reached nobody is more than grids lose, so a value is likely missing.
        Wrong: a loss above both limits.
        Right: a loss below one of them. The settlement waits for a person's judgement."""),
    ("EXC032", "the grid area has loss constants", _WARNING, f"{_LIMITS}, Tapskonstanter mangler; asked for only where an estimate is", _SOURCED, """
        Why: without them the loss cannot be estimated.
        Wrong: an estimate asked for an area without constants.
        Right: idle loss (tomgangstap) and loss constant (tapskonstant) of the area."""),
    ("EXC040", "no interval is missing", _WARNING, f"{_PAGE}, X7: nothing is missing; the check follows from it", _DERIVED, """
        Why: a hole in one series is a wrong sum for the pair of grid areas.
        Wrong: 23 hours of a normal day.
        Right: every interval of the day."""),
    ("EXC090", "a points file that can be read", _ERROR, "edielkit, the columns of a points file", _LIMIT, """
        Why: the file says which metering points are exchange points.
        Wrong: a column with another name, or a metering point of 17 digits.
        Right: the documented columns, a first row with their names."""),
)  # fmt: skip

RULES: Mapping[str, Rule] = MappingProxyType(
    {
        code: Rule(code=code, title=title, severity=severity, source=source, trust=trust, text=cleandoc(text))
        for code, title, severity, source, trust, text in _ROWS
    }
)
