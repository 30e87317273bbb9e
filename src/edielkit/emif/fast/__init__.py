"""The fast path of large messages of metering values (måleverdier): CollectedData and NotifyValidatedDataForBillingEnergy.

Theory of operation. Such a message is one payload thousands of times: the same head but for its identifications, its
metering point and its times of registration, then rows that differ in a place and a number. An XML tree spends its time
on what is alike. Here what is alike is compared byte by byte, and what differs is read many rows at a time.

1. `document` cuts the bytes into a front, payloads and a back. Each payload is a head, rows and a closing tag; nothing
   else may stand between them but one and the same white space.
2. `heads`: the first payload shows how a head is written; where identifications, metering point and times stand are its
   slots. The next payload is of the same kind when its bytes are the same outside of the slots. A new head makes a new
   kind; a document with very many kinds is none of ours.
3. `rows`: the first row shows how rows are written. The tags of all rows of some payloads are found at once; numpy then
   compares the bytes between them with those of the first row, takes eight digits at a time as one number, and gathers
   the elements of values (metered, estimated with its codes ...) as forms.
4. One payload of each kind, and one row of each form, make a small document. The exact path (`edielkit.emif.read`,
   `edielkit.emif.check`) reads it and checks it by schema, identifiers and codes: what it says holds for all of a kind.
   What differs within a kind is checked here: check digits of metering points, instants by their type, places that rise,
   identifications that differ, signs.
5. The values of the samples are copied with the slots and columns of each payload.

The invariant: the fast path gives the value that the exact path gives, and the verdict that it has nothing against the
message but what rules may say, or it gives nothing. Whatever is written in another way raises `NotUniformError`: a
comment, a reference, a section, another order of attributes, white space in a number, a number that its type cannot hold.
The exact path then reads the whole document, as it reads small ones; it alone has words for faults.

Cost: some passes over the bytes, memory for the columns and for one chunk of rows. No search is unbounded: heads, rows,
frames and kinds have limits, so that a document made to be slow is given up soon.

Process rules look at one payload of each kind as well: see `edielkit.process_rules.batch`. Writing has its own way to
copy what is alike: see `edielkit.emif.write.series_writer`.
"""

from __future__ import annotations

__all__ = ("LEAST",)

# a smaller document is read as fast by the exact path
LEAST = 1 << 16
