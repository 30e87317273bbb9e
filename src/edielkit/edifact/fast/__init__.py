"""The fast path of MSCONS and UTILTS: values straight from the bytes into columns, never an object for a value.

Theory of operation
===================

A message of series is a few segments of meaning around very many values that are written alike. The few go through
the tokenizer and the typed messages, as on the exact path; the many are found with whole-array operations. Both meet in
the same columns and the same functions of `edielkit.edifact.series`, so everything that gives a series its meaning
(product, direction, unit, resolution, period, positions) is decided in one place for both.

What is recognised
------------------

* An input that begins with UNB, or with ``UNA:+.? '`` or ``UNA:+,? '``, and has no other UNA, no released terminator
  (``?'``) and nothing after the last terminator. Every terminator then ends a segment, so that a search for one byte
  finds all segments (`edielkit.edifact.segments.regular_start`).
* A segment as a whole: its tag with the separator or terminator behind it, never its first letters.
* A plain value of MSCONS (`chunk`): ``QTY+qualifier:amount`` with a qualifier of two or three letters and digits other than
  31, which is an annual estimate, a unit of two or three or none, at most 15 digits and 3 decimals
  without leading zeros; then its period in one DTM+324 (Z13, 719), or in DTM+163 and DTM+164,
  both with 203 or both with 303 and a zone of whole hours, and each a time of the calendar.
* A plain transaction of UTILTS (`utilts`): observations of ``SEQ++n'QTY+136:amount'`` alone, each with or without STS+8, in
  a message with nothing between its segments, whatever stands before and behind it. Without STS and numbered from 1 they are read together (`numbered`).
  For their series alone, of transactions with the same bytes but for an identification, a point and their values the first is read (`utilts_series`).

How it goes
-----------

`chunk.Chunk` takes a stretch of bytes apart: start and end of each segment, and the plain values as columns. Amounts are read
eight bytes at once; those that are unlike the first one of the chunk are read by `amounts`. In a large input times are read where they
change (`times`): a line that has the bytes of an earlier one between its amounts has its times. Where it is cut says `chunk_ends`.
`read.Follower` goes through the segments that are no part of a plain value, one by one, and gives each run of values to the
line that is open. What remains is the frame of the message: the same segments without the plain values, of which the first
QTY of each line stays, so that what follows is below the same segments as in the message. `read` reads the frame as a typed
message, takes the clock and the profile from it, and joins line and columns again.

Lines that are written alike
----------------------------

Of a large input `alike` looks at each message first: a line that has all bytes of an earlier one, but for the identification of
its point, its number and its amounts, has its series with other amounts. One comparison of bytes and one look at the amounts
(`stretch`) is all that it costs. No rule is known here either: the first of such lines is read as everything else is, in a
small message of the same header and behind the line before it, so that what stands above it is the same. A line that is like
none is read so too, and a message that is no row of such lines goes the way that is told above.

What sends something to the exact path
--------------------------------------

* A value that is not plain stays in the frame with its line: the line alone is read value by value
  (`LineRows.exact`), by `series.mscons.block_of`. So does a line with a segment that values do not stand among (a DTM that is
  no time of a value, an STS, values after CCI).
* A value outside a line, lines that the frame and the bytes count differently, a mixture of times with and without
  zone, a zone without a fixed offset: the message is read again, whole, from its own bytes.
* An input that is not recognised is read by the tokenizer and the assembler from its first byte.
* A transaction of UTILTS that is not plain stays in the frame, and is read by `series.utilts`.

Reports
-------

The checks of `edielkit.edifact.check` look at segments. Of a large message they get the outline (`outline`): the same segments at
the same offsets, without the plain values that are written as others are, byte for byte but for the digits of amounts and
times. No rule is known here: what the checks say of the outline they say of the message. Three things make it so.

* What is left out is counted where something is counted: numbers of groups (`gaps`), sums and decimal marks (`LeftOut`).
* When a check says something about a value, its line is put in whole, and the message is checked anew. Each odd line costs
  itself. Checks that look at all values as columns (`MessageCheck.by_columns`) need no second look.
* Values that do not stand in a row of one group (`UnlikeValuesError`), a check that crashed, a released terminator, an empty segment:
  the message is checked segment by segment.

Of a large UTILTS the outline (`observations`, out of what `observation_rows` reads once) leaves out observations: of transactions whose observations are numbered from 1 without a hole and
have nothing but an amount and a status, those between the first and the last one, or between two with another status. Their check has no
columns: it knows how many are left out before each that is there, and what it says at an observation puts the transaction in whole.
Where the message is alone in its interchange the outline leaves out transactions too (`transactions`): those with the bytes of two others but for
an identification, a point and amounts (`transaction_heads`, as for their series). Both names are looked at here, and nothing that is compared with another message or counted may differ.

Of messages that are written alike but for names, a control total and amounts (`message_shape`) the first is learned from, the second
is checked both ways, and the others are told what was said of the first, at their own places; what looks at names and totals is asked
anew of each. No negative amount, no other decimal mark, no longer amount and no qualifier of a missing value is among them, since
what amounts may break is nothing else (`edielkit.edifact.check.alike`).

A rule about the digits of amounts or times belongs to `edielkit.edifact.check.series`, which has them all as columns.

Why both are equal
------------------

A plain value has one reading: the patterns above are narrower than the notations of the exact path, and what they take they
read by the same rules (half-open periods, thousandths, 24:00 as the midnight that ends the day). All else is not read
here. Properties in tests/properties hold the two paths together on generated and on mutated messages: same series, same
values, same findings; `make fuzz` tries a million more.
"""
