"""What the hub assumes where no public source says it: each with its trust, and what is simply not there."""

from __future__ import annotations

import attrs

from edielkit.findings import Trust

__all__ = ("ASSUMPTIONS", "NOT_FOUND", "Assumption")


@attrs.frozen
class Assumption:
    """One thing that the hub does without a source that says so.

    Attributes:
        about: Process or part.
        text: What it does.
        trust: Inferred from something that is said, or derived from it.
        basis: From what.
    """

    about: str
    text: str
    trust: Trust
    basis: str


_INFERRED, _DERIVED = Trust.INFERRED, Trust.DERIVED

ASSUMPTIONS: tuple[Assumption, ...] = (
    Assumption(
        "cancellation deadline",
        "the midnight after the message, never after the day asked for begins; what asks for today takes effect at once",
        _INFERRED,
        "test case of BRS-NO-211: the deadline is the day after initiation",
    ),
    Assumption(
        "101, 102, 201, 202, 211",
        "these have a cancellation period; 103, 104, 123 and all changes of master data take effect at once",
        _INFERRED,
        "crossing processes (103), process pages, and the messages that may carry E02",
    ),
    Assumption(
        "101, 102",
        "no latest day ahead",
        _INFERRED,
        "earliest and latest day are NOT FOUND; forward only is known",
    ),
    Assumption("123, 211", "any day", _INFERRED, "earliest and latest day are NOT FOUND"),
    Assumption("212", "today or later", _INFERRED, "status page: back in time by BRS-NO-402 or 214"),
    Assumption("402", "today or earlier", _INFERRED, "corrections back in time; how far is NOT FOUND"),
    Assumption(
        "101, 104",
        "the end user that the message names must be the current one",
        _INFERRED,
        "the process keeps the end user; the Access API asks for it",
    ),
    Assumption(
        "102, 103, 123",
        "the end user that the message names must not live there already",
        _INFERRED,
        "the Access API asks for it",
    ),
    Assumption(
        "103",
        "at most 30 working days back, also to the supplier of last resort (moveInToSLR)",
        _INFERRED,
        "change log v1.6; EI-1367, whose outcome is NOT FOUND",
    ),
    Assumption(
        "102, 103, 123",
        "a new end user's contracts run to the next move-in that is registered",
        _DERIVED,
        "no two end users on one day",
    ),
    Assumption(
        "101, 103, 104, 123",
        "the metering point must be active; only 102 waits for the grid company",
        _INFERRED,
        "status page and the test cases of 102",
    ),
    Assumption(
        "102",
        "the grid company's refusal may name its notice or the supplier's request; its reasons go on as they are",
        _INFERRED,
        "which document it names is NOT FOUND",
    ),
    Assumption(
        "111, 133, 221, 222",
        "a rollback is refused when a later process has changed the same contracts",
        _INFERRED,
        "the page of 133: the previous contract is reopened",
    ),
    Assumption(
        "111",
        "the supplier of last resort is asked when a move-in (102, 103) of more than 30 working days ago is rolled back",
        _INFERRED,
        "change log v1.6",
    ),
    Assumption(
        "111, 133, 221, 222",
        "who loses a supply by it, and is not the sender, gets NotifyStartOfSupply with E02",
        _INFERRED,
        "components 6 and 14: E02 when it is a cancellation",
    ),
    Assumption(
        "201, 211",
        "the grid company gets NotifyEndOfSupply",
        _INFERRED,
        "component 23; its list is NOT FOUND",
    ),
    Assumption(
        "305",
        "the old supplier gets no notice when the hub moves a portfolio",
        _INFERRED,
        "no public table has NotifyEndOfSupply in this process",
    ),
    Assumption(
        "121",
        "nobody but the sender is told",
        _INFERRED,
        "test case sys-ddm123-01 shows the acknowledgement only",
    ),
    Assumption(
        "302, 402, 305",
        "NotifyMeteringPointCharacteristics has document type 21",
        _INFERRED,
        "the only one that is public for the message (BRS-NO-303)",
    ),
    Assumption(
        "302, 402",
        "a supplier of last resort is told in the role DDQ",
        _INFERRED,
        "the public list of roles of NotifyMeteringPointCharacteristics is DDQ, DDM, AG",
    ),
    Assumption(
        "302, 402",
        "what a message leaves out stays; a correction holds up to the day on which the same value changed anew",
        _DERIVED,
        "master data is valid by day",
    ),
    Assumption(
        "303",
        "suppliers see their contract period, grid companies their grid, third parties what the end user lets them",
        _INFERRED,
        "access levels of BRS-NO-622; the page of 303 is NOT FOUND",
    ),
    Assumption(
        "601", "a supplier that has, had or will have the point may ask", _INFERRED, "no condition is public"
    ),
    Assumption("622", "a change waits for the end user as a new access does", _INFERRED, "business rule 4"),
    Assumption(
        "622",
        "three working days end at the midnight after the third",
        _INFERRED,
        "the time of day is NOT FOUND",
    ),
    Assumption(
        "working days",
        "Saturdays, Sundays and the public holidays by law are none; 24 and 31 December are",
        _INFERRED,
        "the standard's own definition is NOT FOUND",
    ),
    Assumption(
        "reason codes",
        "a refusal whose code is NOT FOUND is E14, other reason; other codes are used as ebIX names them",
        _INFERRED,
        "ebIX code list",
    ),
    Assumption(
        "inferred rules",
        "a rule that is inferred from other processes' tables, and has a reason code, refuses here too",
        _INFERRED,
        "all public tables agree; Config.inferred_rules_reject",
    ),
    Assumption(
        "crossing processes",
        "where the public table of crossings ends both processes go on, and each is judged again at its deadline",
        _INFERRED,
        "BRS-NO-214: a waiting process is rejected at its deadline",
    ),
    Assumption(
        "crossing processes",
        "a 102 for the day of an ongoing 101 ends the 101, not itself",
        _INFERRED,
        "the page says the incoming, which reads as a slip",
    ),
    Assumption(
        "SOAP faults",
        "who may not send gets group Security, an identification used twice UUID, another recipient Other",
        _INFERRED,
        "names of the groups",
    ),
    Assumption(
        "polling",
        "a message is in one open result only; a result for one role does not hold up another; 100 messages a result",
        _DERIVED,
        "a result repeats until acknowledged, nothing is delivered twice; the size is NOT FOUND",
    ),
    Assumption(
        "visibility",
        "supplier and grid company get every part of a notice that the hub knows; limited access shows no contracts",
        _INFERRED,
        "no page says it element by element",
    ),
    Assumption(
        "end reason",
        "notices say Z45 after a change of supplier, Z42 after a move-in, else what the request says",
        _INFERRED,
        "meaning of the codes",
    ),
    Assumption(
        "consent",
        "a consent is used when the request is taken in; without a valid one the answer is E14",
        _INFERRED,
        "Access API: a grant is used up by the process",
    ),
    Assumption(
        "exchange points",
        "the reporting responsible is the owner of the main grid area, or its service provider",
        _DERIVED,
        "only it registers its metering point, which lies in the main area",
    ),
    Assumption(
        "exchange points",
        "one that nobody has registered is reported by its grid owner where its area has one neighbour",
        _DERIVED,
        "there is one answer; it has the resolution of its master data and does not change by itself",
    ),
    Assumption(
        "exchange points",
        "a message with one of the two channels is taken; the other one is missed at 07:00",
        _INFERRED,
        "rejection is per payload, and no table names a check of the pair",
    ),
    Assumption(
        "exchange points",
        "first quarters are refused for a day that has hours; with hours in the same message, the day after them changes",
        _DERIVED,
        "settled in quarters from the day after the last day with hourly values",
    ),
    Assumption(
        "exchange points",
        "the grid owners on both sides get the values",
        _INFERRED,
        "the other side hears of the change to quarters by the values alone; the list of recipients is NOT FOUND",
    ),
    Assumption(
        "exchange points",
        "a day is judged at 07:00, and each morning again for five days while something is wrong",
        _DERIVED,
        "values are due then; the basis is computed from D+1 to D+5",
    ),
    Assumption(
        "exchange points",
        "who is to blame for a loss is found by trying each fault on each point, in both areas",
        _DERIVED,
        "energy balance; Elhub's own way is NOT FOUND",
    ),
    Assumption(
        "311",
        "a reading goes to the grid owner as MDR, an annual volume to it as DDM, each under the payload's own identification",
        _INFERRED,
        "process component 19; what the forwarded message keeps is not said",
    ),
    Assumption(
        "311",
        "a reading or annual volume lies at most three years back, and its sender supplies the point on that day",
        _INFERRED,
        "not far back in time; three years as in BRS-NO-313; Config.reading_years_back",
    ),
    Assumption(
        "311",
        "MDR's refusal is passed on to the supplier with its reasons; a volume of BRS-NO-312 that reaches the reading confirms it",
        _INFERRED,
        "the end of the sequence is not public",
    ),
    Assumption(
        "311, 314",
        "the grid company has three working days to check a reading; then it is reminded every morning",
        _INFERRED,
        "an older regulation; Config.reading_check_working_days; repeating is known of interval values",
    ),
    Assumption(
        "314",
        "nobody is reminded of period volumes and annual volumes unless a deadline is set; a hub that computes annual volumes never does",
        _INFERRED,
        "deadlines are NOT FOUND; Config.volume_reminder_days, annual_reminder_days; EI-270",
    ),
    Assumption(
        "312",
        "a volume begins where the one before ends, from the reading that is held; a first metered volume needs a start reading, an unmetered (stipulated) one does not",
        _INFERRED,
        "readings align with those before; the rule table is NOT FOUND",
    ),
    Assumption(
        "312",
        "a volume is the difference of its readings times the meter's constant, and a counter turns after its last digit, where these are known",
        _DERIVED,
        "to-reading minus from-reading; the meter's master data",
    ),
    Assumption(
        "312",
        "periods begin and end on steps of the settlement, at most three years back, and are over",
        _INFERRED,
        "rows of BRS-NO-313 and 332",
    ),
    Assumption(
        "312",
        "a volume is spread by the profile of its area at the time of arrival; where none is settled all steps are equal",
        _DERIVED,
        "FPC by PJIP; before the first settlement there is none",
    ),
    Assumption(
        "312",
        "each party that is entitled to a day of the period gets the volume whole, and its own days of the interval values; a start reading is sent to nobody",
        _INFERRED,
        "E65 has no part for a reading alone",
    ),
    Assumption(
        "312",
        "the hub estimates a reading when its portal is asked to: from FPPC where it is whole, else from the expected annual volume by time",
        _DERIVED,
        "deadline and formula are NOT FOUND; what it needs is said",
    ),
    Assumption(
        "332",
        "a withdrawal takes back whole volumes, and is told (E67) to those who got them; a replacement that is wrong does not undo it",
        _INFERRED,
        "rejection is by payload; rows 25 and on are NOT FOUND",
    ),
    Assumption(
        "332",
        "a replacement is not registered before the withdrawal",
        _DERIVED,
        "what was registered later counts",
    ),
    Assumption(
        "317",
        "one wrong payload refuses the message; any day may be given; nothing but annual volumes is taken",
        _INFERRED,
        "part of a message is refused of CollectedData alone; the rule table is NOT FOUND",
    ),
    Assumption(
        "317",
        "a volume more than ten times the previous one, or less than a tenth, is a case for a person",
        _INFERRED,
        "what is suspicious is NOT FOUND; Config.annual_suspicious_factor",
    ),
    Assumption(
        "EI-270",
        "the year of a computed volume ends with the day that was frozen last; days with holes do not count",
        _DERIVED,
        "settled consumption; settled at D+5 12:00",
    ),
    Assumption(
        "EI-270",
        "with fewer days than a year, their sum and the previous volume for the days without; without a previous one, the days scaled to a year",
        _DERIVED,
        "the formula is an image; weighting in the earlier design text; Config.annual_ramp_days",
    ),
    Assumption(
        "EI-270",
        "volumes are computed on the first of each month, and used when they differ by 5 percent",
        _INFERRED,
        "earlier design text; Config.annual_change_percent",
    ),
    Assumption(
        "virtual calculations",
        "a sum with weights is rounded once, half away from zero; what is divided goes down, its remainder to the "
        "largest remainders, of equal ones in turn from interval to interval",
        _DERIVED,
        "the rule is NOT FOUND; so parts sum to the whole in every interval, and no place in a list gains",
    ),
    Assumption(
        "virtual calculations",
        "a channel is calculated for the intervals that all inputs are there for; its status is that of the least "
        "certain input; it is registered when it is calculated",
        _DERIVED,
        "BRS-NO-313: nobody can see whether a point is read or calculated",
    ),
    Assumption(
        "virtual calculations",
        "a channel is calculated in the reading resolution of its point, of inputs in this or a shorter one; where "
        "recipients differ, the longest divides, and a part is spread over quarters as the whole is",
        _DERIVED,
        "values have the point's reading resolution; production is read by the quarter, consumption often by the hour",
    ),
    Assumption(
        "virtual calculations",
        "a sum that could be below zero needs the limit at zero; sums of more than fifteen digits are left out",
        _DERIVED,
        "EMIF holds no value below zero, and fifteen digits",
    ),
    Assumption(
        "virtual calculations",
        "no circles, no channel calculated twice at a time; new versions and ends from a day to come; a new "
        "calculation may begin back in time; own values for a calculated channel are refused",
        _DERIVED,
        "templates may be chained; the grid company sends the inputs only",
    ),
    Assumption(
        "virtual grid areas",
        "the owner gets what the hub calculates for its points, and nothing that it has sent itself",
        _INFERRED,
        "user forum 2024: copies are for the receiving grid company; the sender gets nothing back",
    ),
    Assumption(
        "virtual grid areas",
        "a point that is settled, or one of exchange, is refused in 121, 122, 302 and 402 with E14",
        _INFERRED,
        "user forum 2024; the reason code is NOT FOUND",
    ),
    Assumption(
        "settlement",
        "calculated at 07:00 for the last five usage days, after the reminders; once more at D+5 12:00, which is the "
        "version that is locked",
        _DERIVED,
        "BRS-NO-321: daily after 07:00; BRS-NO-502: final before 12:00 on D+5, values frozen",
    ),
    Assumption(
        "settlement",
        "a channel counts when its point is active, settled (E01, E02, or an exchange point), and the channel carries "
        "active energy and is not excluded; In feeds in, Out uses",
        _INFERRED,
        "BRS-NO-314: none outside the settlement is reminded of; ExcludeFromSettlement",
    ),
    Assumption(
        "settlement",
        "missing values count as zero, are named, and give a warning; an area of whose day no value is known fails",
        _INFERRED,
        "what the calculation does with them is NOT FOUND; only that quality may be too bad to pass",
    ),
    Assumption(
        "settlement",
        "JIP is net infeed less what is metered at the settlement resolution less the estimated loss; in an area "
        "without profiled points it only shapes the hours, and the loss is what is left",
        _DERIVED,
        "definitions of JIP, UMF and Ingen JIP; the formulas are images",
    ),
    Assumption(
        "settlement",
        "Stor JIP and Liten JIP are one method here, and Årsforbruk JIP is not there",
        _INFERRED,
        "limits between the methods and the formula of the last are NOT FOUND",
    ),
    Assumption(
        "settlement",
        "hours are spread by JIP where it is above zero, flat in an hour where it is nowhere",
        _DERIVED,
        "what a profile of zero or below does is NOT FOUND",
    ),
    Assumption(
        "settlement",
        "thousandths that division leaves over go to the largest remainders, the earlier of equal ones first",
        _DERIVED,
        "sums must hold; no rule of rounding is published",
    ),
    Assumption(
        "settlement",
        "the limits of negative and high loss are held against each settlement interval; loss constants are missed only "
        "where a loss is estimated",
        _INFERRED,
        "the page gives no length of time; the loss constants are given for an interval",
    ),
    Assumption(
        "settlement",
        "with profiled points the loss is judged that their expected annual volumes would leave, spread evenly over the "
        "year or by factors of months",
        _DERIVED,
        "the rule speaks of a seasonally adjusted expected JIP; its formula is NOT FOUND",
    ),
    Assumption(
        "settlement",
        "an area on hold is released by the hub's staff; while its sums stay the same it stays released",
        _INFERRED,
        "manual assessment; who does it is NOT FOUND",
    ),
    Assumption(
        "settlement",
        "nothing is sent of an area that fails or is on hold; BRS-NO-324 answers all the same",
        _INFERRED,
        "validations before results are released; 324: available even when the run was rejected",
    ),
    Assumption(
        "321, 502",
        "sums of infeed, production and exchange have direction In, those of consumption and loss Out; net exchange is "
        "import less export",
        _INFERRED,
        "the direction of sums is NOT FOUND",
    ),
    Assumption(
        "502",
        "SE07 of a supplier is its own part, with its key; grid company and loss supplier get that of the area",
        _INFERRED,
        "profiled consumption per supplier and grid area is reported; the marks name all four roles",
    ),
    Assumption(
        "502",
        "SE08 and SE09 are for the balance responsible party (DDK)",
        _INFERRED,
        "sums by balance responsible party; two readings of the public table's role marks give DDK and DDM",
    ),
    Assumption(
        "6015, 312, 322",
        "what the hub makes of hours and of profiles names the product of its channel: 4700000000201 and 4700000000101; "
        "period volumes name active energy",
        _INFERRED,
        "channels that Elhub makes, seen in messages of values alone; no example shows one",
    ),
    Assumption(
        "502",
        "a supplier's message and its copy to the balance responsible party are one payload each, in messages of their "
        "own for each area and usage day",
        _INFERRED,
        "DDK gets a copy of its suppliers' messages and sums of its own",
    ),
    Assumption(
        "321, 322, 324, 502",
        "values of the locked version have ImbalanceSettlement, those of the versions before have not",
        _INFERRED,
        "name of the attribute",
    ),
    Assumption(
        "324",
        "the answer is E31; a query without BusinessType gets every sum of the asking role, and the final losses",
        _INFERRED,
        "component 8 names E66 and E31",
    ),
    Assumption(
        "6015",
        "quarters of hourly points are told at the lock, to subscribers, by BRS-NO-313",
        _INFERRED,
        "EI-949; the process is NOT FOUND",
    ),
    Assumption(
        "701",
        "the day asked for is a midnight to come, without a latest",
        _INFERRED,
        "example message, a week ahead; earliest and latest day are NOT FOUND",
    ),
    Assumption(
        "701",
        "contributors are production points (E18), recipients consumption points (E17); each takes part in one shared "
        "production at a time, with the whole of its production",
        _DERIVED,
        "energy that is shared twice is not there twice; what a contributor's share would mean is NOT FOUND",
    ),
    Assumption(
        "701",
        "a recipient's values are net: its consumption less its part, in both channels; what the grid company goes on "
        "to send as its consumption is kept beside them, and sent to nobody",
        _INFERRED,
        "recipients become combined points (plusskunder), which have net out and net in; the grid company sends inputs",
    ),
    Assumption(
        "701",
        "ConsumptionBased in an interval without any consumption divides equally",
        _DERIVED,
        "the production does not vanish",
    ),
    Assumption(
        "701",
        "with given or equal shares a recipient waits for its own consumption and the production alone; by "
        "consumption all wait for all",
        _DERIVED,
        "what each value is made of",
    ),
    Assumption(
        "701",
        "recipients become E19 with a channel In and the contributor's sub type, contributors Z01, and back when they "
        "leave; suppliers, third parties and grid company are told by 305",
        _INFERRED,
        "process page; whether 701 or 305 tells was open, 305 is in the public list of the message",
    ),
    Assumption(
        "701",
        "contracts of contributors and recipients stay as they are",
        _INFERRED,
        "user forum 2024 asks how they should be handled; the answer is NOT FOUND",
    ),
    Assumption(
        "701",
        "each version that begins or ends is told in a NotifySharedProduction of its own: Active, or Inactive with its "
        "end; a Delete makes no version; Update and Delete may name the calculation by Id or else by Name",
        _INFERRED,
        "a new version at each update, Active or Inactive; all elements are optional",
    ),
    Assumption(
        "503",
        "the run is at 12:00, after the freeze of the day, and looks at the current month and 36 before it; none in July",
        _INFERRED,
        "the 15th or next working day, July excepted by agreement; the time of day is NOT FOUND",
    ),
    Assumption(
        "503",
        "hourly consumption in quarters (6015) is RE04, by Config.reconcile_hourly_as RE01",
        _INFERRED,
        "RE01 is published without 6015, the final meaning of RE04 is not confirmed",
    ),
    Assumption(
        "503",
        "prices are kroner for a MWh, given by a call of the portal; a day without prices waits for a run that has them",
        _INFERRED,
        "the regulation power price of the interval; how it comes to Elhub and its unit are NOT FOUND",
    ),
    Assumption(
        "503",
        "amounts are rounded to six decimals for each point and interval, sums for each supplier, kind and day to two, "
        "halves to the even neighbour; the loss supplier has the sum of the others with the sign changed",
        _INFERRED,
        "computed with six decimals, written with two; how halves are rounded is NOT FOUND",
    ),
    Assumption(
        "503",
        "a volume that changes its supplier after the freeze is taken from the one and given to the other; points "
        "without a supplier are loss before and after, and are left out",
        _DERIVED,
        "only so the sums hold",
    ),
    Assumption(
        "503",
        "a message for each supplier that has corrections, a payload for each area, kind and calendar month, with zeros on "
        "days without; SettlementMethodType is left out; the loss supplier's side is in the report alone",
        _INFERRED,
        "component 9 and the example, which contradicts the rest about the agency of SettlementMethodType",
    ),
    Assumption(
        "503",
        "an annulled run counts for nothing and the next one takes its differences; only the newest run can be annulled, "
        "and no message tells of it",
        _INFERRED,
        "the reconciliation of March 2024 was annulled; how the parties are told is NOT FOUND",
    ),
    Assumption(
        "503",
        "the limit of 100 kroner is for a party and a grid area of a run; it changes no row and no message",
        _INFERRED,
        "Elhub invoices for the grid owners; what is below is neither paid nor paid out",
    ),
    Assumption(
        "324",
        "the answer for RE01 to RE04 is the sum of all runs that are not annulled",
        _INFERRED,
        "latest version only; what that means of corrections is NOT FOUND",
    ),
    Assumption(
        "final loss",
        "the formula of the settlement with what is known by then: measured profiles, and hours in the shape of the freeze; "
        "of 29 February on 1 March",
        _DERIVED,
        "LS02 is LS01 calculated one, two and three years later",
    ),
    Assumption(
        "mass extraction",
        "a point belongs to the move when BRS-NO-305 moved its supply from the old to the new supplier on the day, and "
        "the end user stayed; who changes supplier by itself does not; three years count back from the change",
        _INFERRED,
        "users' forum 2024: the points of the portfolio move, values from the end user's last move-in",
    ),
    Assumption(
        "mass extraction",
        "a job for a change to come is done on its day at 07:00; files hold what counted when the job was done",
        _INFERRED,
        "values of a day are due at 07:00 of the day after (VEE 2.1)",
    ),
    Assumption(
        "mass extraction",
        "a channel is settled on the days on which its point is (E01, E02), and it is not excluded; where several "
        "kinds of profiled values cover an instant, FPC counts before TPC, and that before FPPC",
        _DERIVED,
        "master data is valid by day; each kind is made when more is known, as the reconciliation counts them",
    ),
    Assumption(
        "313",
        "the collector (DDE) is the grid owner of the point's area, or a service provider of it",
        _INFERRED,
        "exchange with abroad: the foreign grid owner may be registered as service provider and collector",
    ),
    Assumption(
        "313",
        "the first values of a channel, of an active period and of Config.values_since need no day before them; the days of one "
        "message may stand on each other",
        _INFERRED,
        "a series is rejected when the preceding day has not been sent in and confirmed",
    ),
    Assumption(
        "313",
        "a first submission has whole days; parts of a day are corrections of what is here, or by agreement "
        "(Config.shorter_periods) production and exchange that go on where the last values end",
        _INFERRED,
        "complete usage day (BRS-NO-313); shorter periods by agreement (VEE 2.2)",
    ),
    Assumption(
        "313",
        "a series that was registered before values of its period that are here is refused; of two registered at once the "
        "one that came last counts; the same values with the same registration are accepted without effect",
        _INFERRED,
        "BRS-NO-332: a withdrawal is registered later than the values, otherwise rejected",
    ),
    Assumption(
        "313",
        "positions in another order, or from another number than 1, are put in order",
        _DERIVED,
        "the schema allows any Sequence, and the place of a value in the period is what it names",
    ),
    Assumption(
        "313",
        "every version is kept, and distributed when it comes",
        _INFERRED,
        "RegistrationDateTime and InsertDateTime of the answers of BRS-NO-315, which give the latest version only",
    ),
    Assumption(
        "distribution",
        "grid owner (DDM), supplier of the day (DDQ or SLR) and third parties with access (AG) get interval values; MDR and "
        "DDK get none",
        _INFERRED,
        "process component 7 lists MDR and DDK as possible roles; the tests know grid owner, supplier and third party",
    ),
    Assumption(
        "distribution",
        "one message for each party and role for what came about in one step, a payload for each series and stretch",
        _INFERRED,
        "the example of NotifyValidatedDataForBillingEnergy; when Elhub sends is NOT FOUND",
    ),
    Assumption(
        "subscriptions",
        "a party that never chose gets active energy, settled or not, and reactive energy, but no 6015 values",
        _INFERRED,
        "planned kinds of subscription (EI-951); distribution of 6015 values was not implemented (EI-949)",
    ),
    Assumption(
        "314",
        "a day is missing while one of the settled channels of active energy lacks a value; calculated channels, and those "
        "with ExcludeFromSettlement, are not waited for",
        _DERIVED,
        "no reminders for what is not settled; a reminder names point and day, no channel",
    ),
    Assumption(
        "315",
        "the sender must have had contract or access on every day of the period; codes E0H, E50 and EH015 by their meaning",
        _INFERRED,
        "a contract or access for the requested period; the table of rules is NOT FOUND",
    ),
    Assumption(
        "315",
        "a query that asks for series too (MVVT) spans at most a year; one that finds nothing is refused with E0H",
        _INFERRED,
        "at most a year for time series; an answer without values cannot be written",
    ),
    Assumption(
        "315",
        "a message for each 31 days of series; a payload for each run of values that came together",
        _INFERRED,
        "periods over 31 days may be answered in parts; answers hold the times of registration and insertion",
    ),
    Assumption(
        "315",
        "series are answered from three years back, from ten for exchange points and end users with extended storage; the "
        "hub deletes nothing",
        _INFERRED,
        "ExtendedStorageMeteringValues: three years, extended ten; proposed for all exchange points",
    ),
    Assumption(
        "315",
        "after the move of a portfolio the new supplier may ask from the end user's last move-in on, and after no other change",
        _INFERRED,
        "EI-1381, and the content of the mass extraction",
    ),
)

# Named gaps: the hub does nothing here.
NOT_FOUND: tuple[str, ...] = (
    "101: a profiled point must have a meter reading of the last three months; which one counts is not said, and it is not asked for",
    "101: the cooling-off period (angrefrist) must end before the cancellation deadline; no message carries it",
    "132: reason codes of its business rules after the first; 214: how far back it may reach",
    "crossing processes: reason codes, and the table after 101 against 103",
    "302, 402: how an element is cleared or kept in an update (BIM chapter 3.7)",
    "303: what the roles DDK, MDR and BSL may see; they are refused",
    "624: name of the element that holds a metering point in the call back",
    "exchange points: how they are made and changed (no message does), and which field names the neighbour; a call of the portal does it here",
    "311: rows 8 and on of MDR's Acknowledgement; 312 and 317: tables of message rules; 332: rows 25 and on",
    "312: how temporary profiled consumption (TPC, HP03) is calculated; the hub makes none, and counts what is there",
    "312: when the hub estimates a missing reading by itself; the roles MDR and DDK as recipients",
    "317: who beside the supplier is told of an annual volume",
    "settlement: SE10 to SE22 and SE24 to SE31; a supplier's own metered consumption and production are in the report alone",
    "settlement: the fourth validation, on changed annual volumes, and those after it",
    "settlement: what happens to an area that has not passed by D+13 12:00; it stays open here",
    "503: a message to the grid owner (not in use) and to the loss supplier; one that tells of an annulled run",
    "503: what becomes of amounts under 100 kroner: they are not carried over here",
    "503: corrections of exchange points, which change the loss of two areas and no supplier's volume",
    "322: DDK as a recipient of the values of single points",
    "mass extraction: columns, delimiter and compression of the files, form and address of the service; the columns here are ours",
    "313: rows after the 19th, and the reason codes of the business rules; shorter periods as an agreement with one grid company",
    "313, 315: what DDK and BSL may get and see of a metering point; they get nothing and are refused",
    "315: the table of rules, the reason codes, and filters by product, settlement and resolution, which no schema has",
    "subscriptions: how they are made (here at the portal), and a matrix of point types and roles",
    "processes between the hub and other systems (501, 511, 512) and 391",
)
