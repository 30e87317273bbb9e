"""The fast path of large messages of metering values (måleverdier): CollectedData and NotifyValidatedDataForBillingEnergy.

Theory of operation. Such a message is one payload thousands of times: the same head but for its identifications, its
metering point and its times of registration, then rows that differ in a place and a number. An XML tree spends its time
on what is alike. Here what is alike is compared byte by byte, and what differs is read many rows at a time. What is odd
or faulty costs itself alone: the exact path reads it, with one payload of each kind, from a document without the rest.

1. `parts` cuts the bytes into a front, payloads, what else stands between them, and a back; `markup` finds where comments,
   sections, instructions and elements end, without a tree.
2. `heads`: the first payload shows how a head is written; where identifications, metering point and times stand are its
   slots. The next payload is of the same kind when its bytes are the same outside of the slots. A new head makes a new
   kind.
3. `row_form`: the first row of a kind shows how rows are written. `rows` finds one letter of each row of some payloads at
   once; the row ends where the next one begins. numpy then compares all bytes but the digits with those of the first row, the
   places with 1, 2, 3 and so on, and gathers the elements of values (metered, estimated with its codes ...) as forms. `amounts`
   takes eight digits at a time as one number.
4. `values`: a small document with a row of each form shows the exact path all forms at once. A payload with a value that
   the schema refuses, with places that do not rise, with a wrong instant, or with anything that is not written in the
   plain way (a comment, a reference, other white space, another order of attributes ...) is odd.
5. `shortened` writes the document again, with all that is odd, with one payload of each kind, with those whose point has a
   wrong check digit or whose identification stands twice; each plain one has one row. Comments with the line breaks of
   what is left out keep the lines of what stays. The exact path (`edielkit.emif.read`, `edielkit.emif.check`) reads and
   checks that; where it has something against a plain payload, all of the kind are shown to it.
6. `document` puts the values together: those that the exact path has read, and the samples with the slots and columns of
   the others. `lines` tells in which line a part of a payload stands that the exact path has not seen.

The invariant: value, findings and their places are those of the exact path over the whole document. A document that is
not well-formed stays so in its shortened form, and `NotUniformError` then leaves it to the exact path, as it does with a
document in which hardly anything is plain, one of several messages, or one in another encoding.

Cost: some passes over the bytes, memory for the columns and for one chunk of rows, and what the exact path costs for what
it has to see. No search is unbounded: heads, rows, front and forms have limits.

Process rules look at one payload of each kind as well: see `edielkit.process_rules.batch`. Writing has its own way to
copy what is alike: see `edielkit.emif.write.series_writer`.
"""

from __future__ import annotations

__all__ = ("LEAST",)

# a smaller document is read as fast by the exact path
LEAST = 1 << 15
