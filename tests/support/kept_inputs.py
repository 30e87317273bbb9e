"""Small inputs under short names, of both wires, good ones and faulty ones, for commands whose answers are kept."""

from __future__ import annotations

import json
import zlib
from functools import cache

from tests.support.kept_commands import NOW, fixture_files
from tests.support.packed import zipped
from tests.support.value_files import AUTUMN, SPRING, SUMMER, end_user_file, energy_answer, energy_rows, sheet

from edielkit.generate import fault_of, generate_message

__all__ = ("small_inputs",)

_EMIF = {
    "ack.xml": "emif/common/Acknowledgement.xml",
    "accepted.xml": "emif/common/Acknowledgement-accepted.xml",
    "poll.xml": "emif/common/PollForData.xml",
    "values.xml": "emif/metering/CollectedData.xml",
    "quarters.xml": "emif/metering/CollectedData-15-minutes.xml",
    "spring.xml": "emif/metering/CollectedData-spring-23-hours.xml",
    "autumn.xml": "emif/metering/CollectedData-autumn-25-hours.xml",
    "exchange.xml": "emif/metering/CollectedData-exchange-point.xml",
    "index.xml": "emif/metering/CollectedData-meter-index.xml",
    "annual.xml": "emif/metering/CollectedData-annual-volume.xml",
    "reading.xml": "emif/metering/CollectedData-profiled-reading.xml",
    "withdrawn.xml": "emif/metering/CollectedData-withdrawn.xml",
    "notify.xml": "emif/metering/NotifyValidatedDataForBillingEnergy.xml",
    "sums.xml": "emif/metering/NotifyValidatedDataForBillingEnergy-grid-area.xml",
    "prices.xml": "emif/metering/PriceVolumeCombinationForReconciliation.xml",
    "start.xml": "emif/market/RequestStartOfSupply.xml",
    "reject.xml": "emif/market/RejectStartOfSupply.xml",
    "confirm.xml": "emif/market/ConfirmStartOfSupply.xml",
    "end.xml": "emif/market/RequestEndOfSupply.xml",
    "master.xml": "emif/masterdata/NotifyMeteringPointCharacteristics.xml",
    "customer.xml": "emif/masterdata/NotifyCustomerInformation.xml",
    "shared.xml": "emif/masterdata/NotifySharedProduction.xml",
    "lookup.xml": "emif/query/ResponseUpfrontMeteringPointCharacteristics.xml",
    "third.xml": "emif/thirdpartyaccess/UpdateThirdPartyAccess.xml",
    "fault.xml": "emif/soap/Fault.xml",
    "polled.xml": "emif/soap/PollForDataResponse-metering.xml",
    "nothing.xml": "emif/soap/PollForDataResponse-nothing.xml",
    "request.xml": "emif/soap/CollectedDataRequest.xml",
    "bom.xml": "emif/encodings/utf-8-with-bom.xml",
}
_EDIFACT = {
    "four.edi": "edifact/mscons-no-four-hours.edi",
    "two.edi": "edifact/mscons-no-two-messages.edi",
    "areas.edi": "edifact/mscons-no-areas.edi",
    "products.edi": "edifact/mscons-no-quarters-two-products.edi",
    "spring.edi": "edifact/mscons-no-spring-23-hours.edi",
    "de.edi": "edifact/mscons-de-coupling-point-comma.edi",
    "ch.edi": "edifact/mscons-ch-two-directions.edi",
    "places.edi": "edifact/mscons-ch-positional.edi",
    "dk.edi": "edifact/mscons-dk-three-lines.edi",
    "se.edi": "edifact/mscons-se-normal-time.edi",
    "utilts.edi": "edifact/utilts-se-quarters.edi",
    "months.edi": "edifact/utilts-se-month-readings.edi",
    "prodat.edi": "edifact/prodat-se-z03.edi",
    "aperak.edi": "edifact/aperak-se-rejected.edi",
    "yes.edi": "edifact/aperak-no-accepted.edi",
    "contrl.edi": "edifact/contrl-un-places.edi",
    "short.edi": "edifact/contrl-ediel-short.edi",
    "both.edi": "edifact/two-interchanges.edi",
}
_BROKEN = {
    f"{name}": f"broken/{name}"
    for name in (
        "emif-several-faults.xml", "emif-truncated.xml", "emif-wrong-order.xml", "emif-in-utf-16.xml", "emif-unknown-code.xml", "emif-doctype.xml",
        "emif-check-digit.xml", "emif-not-a-message.xml", "edifact-truncated.edi", "edifact-unt-count.edi", "edifact-missing-unz.edi",
        "edifact-three-messages-one-wrong.edi", "edifact-character-outside-unoa.edi", "edifact-text-between-messages.edi", "series-hole.edi",
        "series-march-96-quarters.edi", "series-double.edi",
    )
}  # fmt: skip


@cache
def small_inputs() -> dict[str, bytes]:
    """Return the inputs by the names of their files."""
    files = fixture_files({**_EMIF, **_EDIFACT, **_BROKEN})
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return {
        **files,
        "empty.xml": b"",
        "text.txt": b"Ola Nordmann\n",
        "picture.png": b"\x89PNG\r\n\x1a\n",
        "one/values.xml": files["values.xml"],
        "one/four.edi": files["four.edi"],
        "one/deep/emif-check-digit.xml": files["emif-check-digit.xml"],
        "one/.hidden.xml": files["ack.xml"],
        "one/note.md": b"# a note\n",
        "none/note.md": b"# a note\n",
        "box.zip": zipped([("a/values.xml", files["values.xml"]), ("b.edi", files["four.edi"])]),
        "values.xml.gz": packer.compress(files["values.xml"]) + packer.flush(),
        "cut.xml.gz": b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff\x01",
        "user.csv": end_user_file(SUMMER),
        "autumn.csv": end_user_file(AUTUMN, clock=True),
        "sheet.csv": sheet(SUMMER),
        "spring.csv": sheet(SPRING, 15, ends=True),
        "energy.json": energy_answer(*energy_rows(SUMMER)),
        "bad.csv": sheet(SUMMER).replace(b"0,003", b"x,003"),
        "context.json": json.dumps(
            dict(generate_message("CollectedData", now=NOW, process="312").context)
        ).encode(),
        "known.xml": generate_message("CollectedData", now=NOW, process="312").data,
        "ser105.xml": fault_of("SER105").faulty,
        "edi010.edi": fault_of("EDI010").faulty,
        "new.xml": generate_message("RequestStartOfSupply", now=NOW, full=True, version="EI-270").data,
        "many.xml": generate_message("CollectedData", now=NOW, full=True, process="313").data,
    }
