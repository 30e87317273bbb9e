"""The hub's own rules: what can be judged only by one who knows contracts, days and ongoing processes.

Elhub's tables of business rules are public for few processes. Where the reason code of a refusal is known, the rule
is sourced; where it follows from another process's table or from the meaning of the code, it is inferred; where the
market's code is NOT FOUND, the answer is E14, "other reason".
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from edielkit.findings import Finding, Position, Reason, Rule, Severity, Trust

__all__ = ("RULES", "finding")

_STANDARD = "https://dok.elhub.no/Elhubstandard/"
_213 = f"{_STANDARD}brs-no-213-fjerning-av-malepunkt, business rule"
_EBIX = "ebIX code list of reasons; the use is inferred from the meaning"
_NO_CODE = "the rule follows from the process text; the market's reason code is NOT FOUND"
_SOURCED, _INFERRED = Trust.SOURCED, Trust.INFERRED

# code, title, market's reason, trust, source
_TABLE: tuple[tuple[str, str, str, Trust, str], ...] = (
    (
        "HUB001",
        "the metering point is registered",
        "E10",
        _SOURCED,
        f"{_213} 1; BRS-NO-622 rule 1; other processes by analogy",
    ),
    ("HUB002", "the metering point is a settlement point", "EH010", _SOURCED, f"{_213} 2; BRS-NO-622 rule 2"),
    (
        "HUB003",
        "the date is within the deadlines",
        "EH003",
        _SOURCED,
        f"{_213} 4; other processes by analogy",
    ),
    (
        "HUB004",
        "the sender owns the grid of the metering point",
        "E0I",
        _SOURCED,
        f"{_213} 6; other processes by analogy",
    ),
    ("HUB005", "the metering point is inactive", "EH042", _SOURCED, f"{_213} 3; BRS-NO-122 by analogy"),
    ("HUB006", "the metering point is terminated", "EH008", _SOURCED, "BRS-NO-224 business rule 3"),
    (
        "HUB007",
        "the metering point has an end user on the day",
        "EH016",
        _SOURCED,
        "BRS-NO-622 business rule 3",
    ),
    ("HUB008", "the end user approves the third party", "EH088", _SOURCED, "BRS-NO-622 business rule 4"),
    ("HUB009", "the third party has no contract yet", "EH017", _SOURCED, "BRS-NO-622 business rule 5"),
    ("HUB010", "the metering point is active", "E81", _INFERRED, _EBIX),
    ("HUB011", "the metering point is open for change of supplier", "E22", _INFERRED, _EBIX),
    ("HUB012", "the supplier is not the current one", "E59", _INFERRED, _EBIX),
    ("HUB013", "the sender supplies the metering point on the day", "E16", _INFERRED, _EBIX),
    ("HUB014", "the message names an ongoing or finished process", "E47", _INFERRED, _EBIX),
    ("HUB015", "no ongoing process stands in the way", "E14", _INFERRED, f"crossing processes; {_NO_CODE}"),
    ("HUB016", "the end user is the one of the metering point", "E14", _INFERRED, _NO_CODE),
    ("HUB017", "the end user is not the one of the metering point yet", "E14", _INFERRED, _NO_CODE),
    ("HUB018", "the customer has consented", "E14", _INFERRED, f"EI-1363; {_NO_CODE}"),
    ("HUB019", "the current supply is one of last resort that begins on the day", "E14", _INFERRED, _NO_CODE),
    ("HUB020", "nothing later has changed what the process changed", "E14", _INFERRED, _NO_CODE),
    ("HUB021", "the grid area is known", "E49", _INFERRED, _EBIX),
    ("HUB022", "the metering point is new", "E59", _INFERRED, _EBIX),
    ("HUB023", "the metering point has no end user and no supplier on the day", "E14", _INFERRED, _NO_CODE),
    ("HUB024", "the metering grid area has a supplier of last resort", "E14", _INFERRED, _NO_CODE),
    ("HUB025", "the grid company can activate the metering point", "EH095", _SOURCED, "test sys-ddq102-04"),
    ("HUB026", "the sender may see what it asks for", "E0H", _INFERRED, _EBIX),
    (
        "HUB027",
        "the third party has a contract",
        "E36",
        _INFERRED,
        f"BRS-NO-622 business rule 6, cut; {_EBIX}",
    ),
    (
        "HUB028",
        "the search finds a metering point",
        "E10",
        _INFERRED,
        "BRS-NO-611; code by the meaning of E10, not identifiable",
    ),
    (
        "HUB029",
        "the criteria of the query fit together",
        "EH015",
        _SOURCED,
        "BRS-NO-611, process text and rows 7 to 14; other queries by analogy",
    ),
    (
        "HUB030",
        "the metering point is not removed",
        "E14",
        _INFERRED,
        "statuses of metering points; " + _NO_CODE,
    ),
    ("HUB031", "a message has one payload", "EH092", _SOURCED, "BRS-NO-121 row 6; component 15"),
    (
        "HUB032",
        "the metering point has the channel",
        "E29",
        _INFERRED,
        "BRS-NO-313; code by the meaning of E29, product not related to the metering point",
    ),
    (
        "HUB033",
        "the resolution is the reading resolution of each day",
        "EH075",
        _INFERRED,
        "BRS-NO-313, business rule 4; code by the meaning of EH075, resolution not allowed",
    ),
    (
        "HUB034",
        "the metering point is not profiled",
        "E14",
        _INFERRED,
        f"title of BRS-NO-313; {_NO_CODE}",
    ),
    (
        "HUB035",
        "the values of the day before are here",
        "E14",
        _INFERRED,
        f"BRS-NO-313, business rule 2; {_NO_CODE}",
    ),
    (
        "HUB036",
        "a first submission has whole days",
        "E14",
        _INFERRED,
        f"BRS-NO-313, business rule 1; {_NO_CODE}",
    ),
    (
        "HUB037",
        "what is sent was not registered before what is here",
        "E14",
        _INFERRED,
        f"BRS-NO-332, business rule 1, by analogy; {_NO_CODE}",
    ),
    (
        "HUB038",
        "the hub does not calculate the values of the channel",
        "E14",
        _INFERRED,
        f"virtual calculations; {_NO_CODE}",
    ),
    (
        "HUB040",
        "the period of a query for values has an order and a limit",
        "E50",
        _INFERRED,
        "BRS-NO-315, process text; code by the meaning of E50, period invalid",
    ),
    (
        "HUB041",
        "the hub has data of what the query asks for",
        "E0H",
        _INFERRED,
        "BRS-NO-315 and 324; code by the meaning of E0H, data not available",
    ),
    (
        "HUB050",
        "a supplier's reading is of a day that has come, and not of long ago",
        "E50",
        _INFERRED,
        "BRS-NO-311 in prose; reason code by analogy with BRS-NO-313 rows 14 and 15",
    ),
    (
        "HUB051",
        "the metering point is profiled",
        "E14",
        _INFERRED,
        f"BRS-NO-311 and 312 in prose; {_NO_CODE}",
    ),
    (
        "HUB052",
        "a payload of a profiled point is a volume, a start reading or a withdrawal",
        "EH073",
        _INFERRED,
        "BRS-NO-312 has no public table; reason code by analogy with BRS-NO-332 row 8",
    ),
    (
        "HUB053",
        "the period of a volume is whole, in order, over, and of the last three years",
        "E50",
        _INFERRED,
        "BRS-NO-312 has no public table; by analogy with BRS-NO-332 rows 9.03 to 9.07",
    ),
    (
        "HUB054",
        "a volume follows what was sent before",
        "E14",
        _INFERRED,
        f"BRS-NO-312, readings align with those before; {_NO_CODE}",
    ),
    (
        "HUB055",
        "a period volume is the difference of its readings",
        "E14",
        _INFERRED,
        f"BRS-NO-312 in prose; {_NO_CODE}",
    ),
    (
        "HUB056",
        "values of a profiled point are active energy of its consumption",
        "EH029",
        _INFERRED,
        "BRS-NO-332 rows 9.10 to 9.14; BRS-NO-312 by analogy",
    ),
    (
        "HUB057",
        "a withdrawal is registered after what it withdraws",
        "E14",
        _INFERRED,
        f"BRS-NO-332 in prose; {_NO_CODE}",
    ),
    ("HUB058", "a withdrawal takes back whole volumes", "E14", _INFERRED, _NO_CODE),
    (
        "HUB059",
        "BRS-NO-317 updates expected annual volumes alone",
        "EH026",
        _INFERRED,
        "BRS-NO-317 has no public table; meaning of EH026 in those of BRS-NO-121 and 122",
    ),
    (
        "HUB060",
        "a grid company's annual volume is given by hand",
        "E14",
        _INFERRED,
        f"EI-270, part 2; {_NO_CODE}",
    ),
    ("HUB061", "an answer names a reading that waits for it", "E47", _INFERRED, _EBIX),
    (
        "HUB070",
        "one side of an exchange point reports it",
        "E14",
        _INFERRED,
        f"Elhub, Oppsett av utvekslingspunkter; {_NO_CODE}",
    ),
    (
        "HUB071",
        "an exchange point changes to quarters at midnight, after its last hour",
        "EH075",
        _INFERRED,
        "15min/overgang-til-kvartersavregning-paa-utvekslingsmaal; code by the meaning of EH075",
    ),
    (
        "HUB072",
        "the values of an exchange point have its resolution of the day",
        "EH075",
        _INFERRED,
        "15min/overgang-til-kvartersavregning-paa-utvekslingsmaal; code by the meaning of EH075",
    ),
    (
        "HUB090",
        "participants of a shared production are settled by intervals",
        "E14",
        _INFERRED,
        f"{_STANDARD}brs-no-701-oppsett-av-beregning-i-malepunkt (precondition); {_NO_CODE}",
    ),
    (
        "HUB091",
        "the name of a shared production is unique for its grid owner",
        "E14",
        _INFERRED,
        f"{_STANDARD}brs-no-701-oppsett-av-beregning-i-malepunkt (data); {_NO_CODE}",
    ),
    ("HUB092", "the shares of a shared production sum to one", "E14", _INFERRED, f"EMIF 2.4.3; {_NO_CODE}"),
    (
        "HUB093",
        "contributors produce, recipients consume, each takes part once",
        "E14",
        _INFERRED,
        f"{_STANDARD}brs-no-701-oppsett-av-beregning-i-malepunkt (roles of points); {_NO_CODE}",
    ),
    ("HUB094", "the message names a shared production of its sender", "E14", _INFERRED, _NO_CODE),
    ("HUB095", "a channel is calculated once, and a production shared once", "E14", _INFERRED, _NO_CODE),
    ("HUB096", "a new shared production is whole", "E14", _INFERRED, f"EMIF 2.4.3; {_NO_CODE}"),
    (
        "HUB097",
        "a metering point in a virtual grid area is not settled",
        "E14",
        _INFERRED,
        f"user forum 2024, sharing values between grid companies; {_NO_CODE}",
    ),
    (
        "HUB098",
        "a virtual grid area has no exchange points",
        "E14",
        _INFERRED,
        f"user forum 2024, sharing values between grid companies; {_NO_CODE}",
    ),
)


# code to: why, wrong, right
_TEXTS: Mapping[str, tuple[str, str, str]] = {
    "HUB001": (
        "nothing can happen to a metering point that nobody has registered",
        "a mistyped identification",
        "the GSRN that BRS-NO-121 registered",
    ),
    "HUB002": (
        "only settlement points (avregningspunkt) have end users, suppliers and third parties",
        "an exchange point",
        "a point of consumption, production or both",
    ),
    "HUB003": (
        "each process has its days: some look ahead, some back, some need notice",
        "BRS-NO-101 for today",
        "BRS-NO-101 for a day to come",
    ),
    "HUB004": (
        "a grid company speaks for its own grid alone",
        "the neighbouring grid company",
        "the grid owner of the metering point's grid area",
    ),
    "HUB005": (
        "only an inactive point is activated or removed",
        "BRS-NO-122 for an active point",
        "BRS-NO-122 for a point that BRS-NO-121 has made",
    ),
    "HUB006": (
        "only a removal can be taken back by BRS-NO-224",
        "BRS-NO-224 for an inactive point",
        "BRS-NO-224 for a removed point",
    ),
    "HUB007": (
        "somebody has to be there who keeps, ends or opens something",
        "BRS-NO-101 for an empty flat",
        "BRS-NO-102 for an empty flat",
    ),
    "HUB008": (
        "access to values is the end user's to give",
        "a request that the end user has refused, or not answered in three working days",
        "a request that the end user has approved",
    ),
    "HUB009": (
        "an access that is there is changed, not added",
        "Add with an access",
        "Update with an access",
    ),
    "HUB010": (
        "a supply needs a point that can take energy",
        "BRS-NO-101 for an inactive point",
        "BRS-NO-102, which waits for the grid company",
    ),
    "HUB011": (
        "the grid company has closed the point for change of supplier",
        "BRS-NO-101 with BlockedForSwitching true",
        "the same after the grid company has opened it",
    ),
    "HUB012": (
        "who supplies already cannot take over",
        "BRS-NO-101 from the current supplier",
        "BRS-NO-101 from another",
    ),
    "HUB013": (
        "only its supplier may end a supply or change its customer's data",
        "BRS-NO-201 from a stranger",
        "BRS-NO-201 from the supplier of the day before",
    ),
    "HUB014": (
        "a cancellation, rollback or answer needs something that it is about, and that is the sender's own",
        "E02 with the reference of another supplier's request",
        "E02 with the reference of the sender's own request",
    ),
    "HUB015": (
        "two suppliers cannot both begin on the earlier day",
        "BRS-NO-101 for the day of an ongoing one",
        "BRS-NO-101 for a later day",
    ),
    "HUB016": (
        "a change of supplier keeps the end user",
        "BRS-NO-101 that names another person",
        "BRS-NO-102 for another person",
    ),
    "HUB017": (
        "who lives there cannot move in",
        "BRS-NO-102 that names the current end user",
        "BRS-NO-101 for the current end user",
    ),
    "HUB018": (
        "a start of supply needs the customer's word, where the hub asks for it",
        "no ConsentID, or one that is used, revoked, expired or for something else",
        "the ConsentID of a consent in force",
    ),
    "HUB019": (
        "a supplier found afterwards takes over from the very day on which last resort began",
        "BRS-NO-104 for the day after",
        "BRS-NO-104 for that day",
    ),
    "HUB020": (
        "what others have built on cannot be pulled away",
        "BRS-NO-111 after another supplier has taken over",
        "BRS-NO-111 while nothing has changed since",
    ),
    "HUB021": (
        "a new point belongs to a grid area",
        "an EIC that nobody has registered",
        "the EIC of the grid company's area",
    ),
    "HUB022": (
        "an identification is used once",
        "BRS-NO-121 for a registered point",
        "BRS-NO-402 for a registered point",
    ),
    "HUB023": (
        "nobody is left without supply by a change of status",
        "BRS-NO-212 for an inhabited flat",
        "BRS-NO-214, or BRS-NO-211 and then 212",
    ),
    "HUB024": (
        "without a supplier of last resort (leveringspliktig) nobody can be handed to one",
        "BRS-NO-202 in an area without",
        "BRS-NO-202 in an area with one",
    ),
    "HUB025": (
        "the grid company knows whether the point can be activated",
        "a move-in on a point that was torn out",
        "a move-in on a point that is only switched off",
    ),
    "HUB026": (
        "a party sees what its role and its contract period allow",
        "BRS-NO-303 about a day before the supply",
        "BRS-NO-303 about a day of the supply",
    ),
    "HUB027": (
        "what is not there can be neither changed nor ended",
        "Delete without an access",
        "Delete with an access",
    ),
    "HUB028": (
        "whoever searches means a metering point",
        "criteria that no point fits",
        "criteria that a point fits",
    ),
    "HUB029": (
        "a search needs enough to find one customer's points, and no more",
        "the end user alone",
        "the end user with post code and street",
    ),
    "HUB030": (
        "a removed point is blocked for further processes",
        "BRS-NO-302 for a removed point",
        "BRS-NO-224 first",
    ),
    "HUB031": (
        "each metering point has a message of its own, except in BRS-NO-317",
        "BRS-NO-302 with two payloads",
        "two messages of BRS-NO-302",
    ),
    "HUB032": (
        "values are kept by channel",
        "reactive energy for a point with active energy only",
        "a series of product and direction that the point has a channel for",
    ),
    "HUB033": (
        "values of another resolution than the reading resolution (avlesningsoppløsning) are rejected",
        "hours for a day on which the point is read by the quarter",
        "quarters from that day on",
    ),
    "HUB034": (
        "a profiled point has period volumes and readings, no interval values of its grid company",
        "BRS-NO-313 for a point that is profiled on one of the days",
        "BRS-NO-312",
    ),
    "HUB035": (
        "a series has no holes",
        "the third of the month after the first",
        "the second, and then the third",
    ),
    "HUB036": (
        "a usage day is complete: 23, 24 or 25 hours, 92, 96 or 100 quarters",
        "the hours from 00:00 to 12:00 of a day without values",
        "the whole day, or the same hours of a day that is here",
    ),
    "HUB037": (
        "what was registered last counts: older values cannot take its place",
        "yesterday's export, sent again after today's correction",
        "a correction with its own time of registration",
    ),
    "HUB038": (
        "a channel that the hub calculates has one source",
        "BRS-NO-313 for the target of a virtual calculation",
        "BRS-NO-313 for the channels that it is calculated of",
    ),
    "HUB040": (
        "a query asks for a year of series, or ten years of readings and period volumes, at most",
        "two years of series in one query",
        "a query for each year",
    ),
    "HUB041": (
        "an answer without values cannot be written",
        "BRS-NO-315 for days of which nothing has come",
        "BRS-NO-315 for days with values",
    ),
    "HUB050": (
        "a reading says what a meter showed",
        "a reading of tomorrow",
        "a reading of yesterday",
    ),
    "HUB051": (
        "readings and period volumes belong to profiled points; others send intervals (BRS-NO-313)",
        "a reading of a point that is settled by intervals",
        "a reading of a profiled point",
    ),
    "HUB052": (
        "a series of intervals has no place beside readings",
        "BRS-NO-312 with Observation",
        "BRS-NO-312 with ProfiledObservation",
    ),
    "HUB053": (
        "a volume is spread over its period",
        "a period that ends tomorrow, or has no end",
        "a period from one reading to the next",
    ),
    "HUB054": (
        "a hole or an overlap would lose energy, or count it twice",
        "a volume from the 2nd after one up to the 1st",
        "a volume from the 1st, from the reading that ended the one before",
    ),
    "HUB055": (
        "the reading is the next volume's beginning",
        "readings 100 and 150 with volume 60",
        "readings 100 and 150 with volume 50; times the meter's constant where it is known",
    ),
    "HUB056": (
        "profiles are those of active energy that is consumed",
        "direction In",
        "product 8716867000030 in kWh, direction Out",
    ),
    "HUB057": (
        "what came later counts",
        "a withdrawal of this morning for a volume of this afternoon",
        "a withdrawal that is registered now",
    ),
    "HUB058": (
        "half a volume is not known",
        "a withdrawal that ends inside a volume, or that nothing lies in",
        "a withdrawal from a volume's start to its end, or another's",
    ),
    "HUB059": (
        "other master data has its own processes",
        "an address in BRS-NO-317",
        "AnnualPeriodEstimatedMetrics alone",
    ),
    "HUB060": (
        "the automatic value is the hub's",
        "Automatic from the grid company",
        "Manual",
    ),
    "HUB061": (
        "a grid company refuses what was passed on to it, once",
        "a payload that was never passed on",
        "identification of the message and the payload that were passed on",
    ),
    "HUB070": (
        "what both sides of a place report counts twice; Elhub has no primary and secondary metering point",
        "values for a metering point that a registered exchange point names on the other side, or sums up",
        "values for the metering points of the registered exchange point",
    ),
    "HUB071": (
        "the resolution belongs to the whole day, and follows from the first quarters that come",
        "first quarters from noon on, or for a day that has hours already",
        "first quarters from 00:00 Norwegian time on, after the last day with hours",
    ),
    "HUB072": (
        "from the first day with quarters on hourly values can no longer be registered, and before it only they can",
        "hours for a day after the change",
        "quarters for it",
    ),
    "HUB090": (
        "shares are reckoned interval by interval, and settled on the recipients",
        "a profiled cabin as recipient",
        "points with settlement method E02 and a reading resolution of a quarter or an hour",
    ),
    "HUB091": (
        "people find a shared production by its name",
        "a second one with the name of another that goes on",
        "a name for each",
    ),
    "HUB092": (
        "what no share covers would be lost, what two cover counted twice",
        "shares 0.25 and 0.70; a share with EquallyDistributed",
        "shares 0.25 and 0.75 with Manual",
    ),
    "HUB093": (
        "production is divided among those who consume",
        "a consumption point as contributor; a point on both lists",
        "contributors of type E18, recipients of type E17",
    ),
    "HUB094": (
        "only what is there, and one's own, can be changed or ended",
        "Update of one that has ended; Add with an identification that is used",
        "Update with the Id of NotifySharedProduction",
    ),
    "HUB095": (
        "energy that is given twice is not there twice",
        "a contributor of another shared production",
        "a plant whose production nobody has yet",
    ),
    "HUB096": (
        "without formula and participants nothing can be divided",
        "Add without Participants",
        "Add with Name, FormulaType, Contributors and Recipients",
    ),
    "HUB097": (
        "a virtual grid area lies outside the settlement",
        "BRS-NO-121 with settlement method E02 in a virtual grid area",
        "the same with Z01",
    ),
    "HUB098": (
        "there is nothing to exchange with an area that is not there",
        "BRS-NO-302 that makes a point of a virtual area E20",
        "a point of consumption, production or both",
    ),
}


def _text(code: str) -> str:
    why, wrong, right = _TEXTS[code]
    return f"Why: {why}.\nWrong: {wrong}.\nRight: {right}."


def _agency(reason: str) -> str:
    return "89" if reason.startswith("EH") else "260"


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        code: Rule(
            code=code,
            title=title,
            severity=Severity.ERROR,
            source=source,
            trust=trust,
            reason=Reason(reason, _agency(reason)),
            text=_text(code),
        )
        for code, title, reason, trust, source in _TABLE
    }
)


def finding(code: str, message: str, path: str = "") -> Finding:
    """Return a breach of the hub's rule *code*.

    >>> str(finding("HUB003", "too early").reason)
    'EH003/89'
    """
    return RULES[code].finding(message, Position(path=path))
