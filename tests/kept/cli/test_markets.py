"""What is said of exchange points and balances, and what hubs do with scenarios and folders of messages."""

from __future__ import annotations

from collections.abc import Iterator

from tests.support.kept_answers import Answer, assert_kept
from tests.support.kept_commands import answers_of_commands, fixture_files
from tests.support.paths import ROOT

from edielkit.generate.market import generate_market
from edielkit.generate.market.outputs import market_files

EXCHANGED = """
    exchange check march-hours.xml --points march-hours.csv --now message
    nb exchange check march-hours.xml --points march-hours.csv --now message
    exchange check march-hours.xml --points march-hours.csv --now message --format json
    exchange check march-hours.xml --points march-hours.csv --now message --format html
    exchange check march-hours.xml --points march-hours.csv --now 2030-01-01T00:00:00Z --received message
    exchange check march-hours.xml --points march-hours.csv --now message --received 2030-01-01T00:00:00Z
    exchange check march-hours.xml --now message
    exchange check both-sides.xml --points both-sides.csv --now message
    nb exchange check both-sides.xml --points both-sides.csv --now message
    exchange check both-sides.xml --points both-sides.csv --now message --neighbour net.xml --tolerance 0.5
    exchange check both-sides.xml --points both-sides.csv --now message --neighbour both-sides.xml
    exchange check both-sides.xml --points both-sides.csv --now message --tolerance -1
    exchange check both-sides.xml --points both-sides.csv --now message --tolerance x
    exchange check one-direction-alone.xml --points one-direction-alone.csv --now message
    nb exchange check one-direction-alone.xml --points one-direction-alone.csv --now message
    exchange check one-direction-alone.xml --points one-direction-alone.csv --now message --fail-on info
    exchange check unequal-counts.xml --points unequal-counts.csv --now message
    exchange check negative.xml --points negative.csv --now message
    exchange check net-both-ways.xml --points net-both-ways.csv --now message --format json
    exchange check foreign-border.xml --points foreign-border.csv --now message --fail-on warning
    exchange check switch-at-noon.xml switch-at-midnight.xml --points switch-at-noon.csv --now message
    exchange check signed-mscons.edi --points signed-mscons.csv --now message
    exchange check signed-mscons.edi --points signed-mscons.csv --now message --code In=1001 --code Out=1002
    exchange check zeros-estimated-and-energy.xml --points zeros-estimated-and-energy.csv --now message
    exchange check summation-beside-parts.xml --points summation-beside-parts.csv --now message
    exchange check march-hours.xml --points bad.csv --now message
    exchange check march-hours.xml --points net.xml --now message
    exchange check march-hours.xml --points no.csv --now message
    exchange check march-hours.csv --now message
    exchange check empty.xml march-hours.xml --points march-hours.csv --now message
    exchange check folder --points march-hours.csv --now message
    exchange fill one-direction-alone.xml --points one-direction-alone.csv --now 2026-03-02T10:00:00Z
    exchange fill one-direction-alone.xml --points one-direction-alone.csv --now 2026-03-02T10:00:00Z -o out.xml --losses losses.json
    nb exchange fill one-direction-alone.xml --points one-direction-alone.csv --now message --to csv
    exchange fill one-direction-alone.xml --point 707057599900040019 --now message --to mscons
    exchange fill one-direction-alone.xml --points one-direction-alone.csv --now message --to mscons --code In=1001 --code Out=1002
    exchange fill one-direction-filled.xml --points one-direction-filled.csv --now message --to csv
    exchange fill march-hours.xml --points march-hours.csv --now message --to collected-data --sender 7080009800019 --recipient 7080003824349 --registered message
    exchange fill signed-mscons.edi --points signed-mscons.csv --now message
    exchange fill one-direction-alone.xml --now message
    exchange fill one-direction-alone.xml --points one-direction-alone.csv --now message -o net.xml
    exchange split net.xml --points net.csv --sign import-positive --now message
    exchange split net.xml --points net.csv --sign export-positive --now message --to csv
    exchange split signed-mscons.edi --points signed-mscons.csv --sign import-positive --now message
    exchange split signed-mscons.edi --points signed-mscons.csv --sign import-positive --now message --code In=1001 --code Out=1002
    nb exchange split signed-mscons.edi --sign export-positive --now message --to csv
    exchange split negative.xml --points negative.csv --sign import-positive --now message --to csv
    exchange split march-hours.xml --points march-hours.csv --sign import-positive --now message --to csv
    exchange balance march-hours.xml --points march-hours.csv
    nb exchange balance march-hours.xml --points march-hours.csv
    exchange balance march-hours.xml --points march-hours.csv --format json
    exchange balance march-hours.xml --points march-hours.csv --format html
    exchange balance both-sides.xml --points both-sides.csv --resolution PT15M
    exchange balance march-hours.xml --points march-hours.csv --svg out.svg
    exchange balance march-hours.xml --points march-hours.csv --svg out.svg --area XXX
    exchange balance net.xml --points net.csv --negative -1 --high 1 --high-share 0.01
    nb exchange balance net.xml --points net.csv --negative -1 --high 1 --high-share 0.01 --fail-on info
    exchange balance net.xml --points net.csv --high-share 2
    exchange balance net.xml --points net.csv --high x
    exchange balance march-hours.xml
    exchange balance made/messages --points made/exchange-points.csv --areas made/point-areas.csv --losses made/losses.csv
    nb exchange balance made/messages --points made/exchange-points.csv --areas made/point-areas.csv --losses made/losses.csv
    exchange balance made/messages --points made/exchange-points.csv --areas made/point-areas.csv --format json
    exchange balance made/messages --points made/exchange-points.csv --areas made/point-areas.csv --svg out.svg
    exchange balance made/messages --points made/exchange-points.csv --areas made/point-areas.csv --svg out.svg --area 50YTEST-00001008
    exchange balance made/messages --points made/exchange-points.csv --areas made/point-areas.csv --svg net.xml --area 50YTEST-00001008
    exchange balance made/messages --points made/exchange-points.csv --areas bad.csv
    exchange balance made/messages --points made/exchange-points.csv --losses bad.csv
    exchange balance made/messages --points made/exchange-points.csv --losses made/point-areas.csv
    exchange check made/messages --points made/exchange-points.csv --now 2026-02-03T05:00:00Z --received message
    show net.xml --points net.csv
    show made/messages --points made/exchange-points.csv --values
    nb show march-hours.xml --points march-hours.csv --values
    show signed-mscons.edi --points signed-mscons.csv
"""
PLAYED = """
    nb hub run switch.yml
    hub run switch.yml --all
    nb hub run switch.yml --all
    hub run switch.yml --format json
    hub run switch.yml --format junit
    hub run switch.yml polling.yml -o out
    hub run wrong.yml
    nb hub run wrong.yml
    hub run wrong.yml --format junit
    hub run several.yml
    hub run broken.yml
    nb hub run broken.yml
    hub run odd.yml
    hub run nothing.yml
    hub run list.yml
    hub run empty.yml
    hub run none.yml
    hub run no-such.yml
    hub run folder
    hub run net.xml
    hub run -
    hub demo
    nb hub demo
    hub demo switch
    nb hub demo switch
    hub demo date
    hub demo move-in
    hub demo rollback
    hub demo --picture out.svg
    hub demo switch --picture out.svg
    hub picture switch.yml --area north --day 2026-02-02
    hub picture story.yml --area north --day 2026-06-30
    hub picture story.yml --area nowhere --day 2026-06-30 -o out.svg
    hub picture story.yml --area north --day soon
    hub replay replayed
    nb hub replay replayed
    hub replay replayed -o out
    hub replay replayed --until 2026-03-01T00:00:00Z
    hub replay replayed --until 1999-03-01T00:00:00Z
    hub replay replayed --market odd.yml
    hub replay replayed --market none.yml
    hub replay net.xml
    hub replay folder
    hub replay no-such
    hub extract switch.yml --old X --old-organisation 1 --new Y --new-organisation 2 --change-date 2026-03-01 -o out
    hub extract story.yml --old "old supplier" --old-organisation 999999018 --new "new supplier" --new-organisation 999999026 --change-date 2026-06-30 -o out
    nb hub extract moved.yml --old "old supplier" --old-organisation 999999018 --new "new supplier" --new-organisation 999999026 --change-date 2026-06-30 -o out --format json
    hub extract moved.yml --old "old supplier" --old-organisation 1 --new "new supplier" --new-organisation 999999026 --change-date 2026-06-30 -o out
    nb hub run amount.yml
    hub extract moved.yml --old nobody --old-organisation 999999018 --new "new supplier" --new-organisation 999999026 --change-date 2026-06-30 -o out
    hub extract moved.yml --old "old supplier" --old-organisation 999999018 --new "new supplier" --new-organisation 999999026 --change-date 2026-02-04 -o out
    nb hub extract moved.yml --old "old supplier" --old-organisation 999999018 --new "new supplier" --new-organisation 999999026 --change-date 2026-02-04 -o out
    hub extract moved.yml --old "old supplier" --old-organisation 999999018 --new "new supplier" --new-organisation 999999026 --change-date 2026-02-04 -o out --format json
    hub extract moved.yml --old "old supplier" --old-organisation 999999018 --new "new supplier" --new-organisation 999999026 --change-date 2026-02-04 -o out --now 2026-02-03T00:00:00Z --back-to 2026-01-01
    hub extract replayed --old 7080009993018 --old-organisation 999999018 --new 7080009993025 --new-organisation 999999026 --change-date 2026-06-30 -o out
"""
MOVED = """scenario: A portfolio moves
processes: [305]
parties:
  old supplier: {gln: "7080009993001", roles: [DDQ], organisation number: "999999018"}
  new supplier: {gln: "7080009993018", roles: [DDQ], organisation number: "999999026"}
steps:
  - send: CollectedData
    process: 313
    from: grid company
    payloads: [{point: house, day: yesterday, resolution: quarter, values: "800 to 980 at 17:00"}]
    expect: {sent: any}
  - call: move_portfolio
    with: {old: old supplier, new: new supplier, day: day 2}
    expect: {sent: any}
  - wait: day 3 06:00
"""
EXCHANGES = (
    "march-hours", "both-sides", "net", "one-direction-alone", "one-direction-filled", "unequal-counts", "negative", "net-both-ways",
    "foreign-border", "switch-at-noon", "switch-at-midnight", "zeros-estimated-and-energy", "summation-beside-parts",
)  # fmt: skip


def answers() -> Iterator[Answer]:
    """Yield the answer to each command."""
    files = _inputs()
    yield from answers_of_commands(EXCHANGED, files)
    yield from answers_of_commands(PLAYED, files, stdin="switch.yml")


def _inputs() -> dict[str, bytes]:
    """Return exchange points, a small generated market, scenarios that go well and others, and a folder to replay."""
    files = fixture_files(
        {
            **{f"{name}.xml": f"exchange/{name}.xml" for name in EXCHANGES},
            **{f"{name}.csv": f"exchange/{name}.points.csv" for name in EXCHANGES},
            "signed-mscons.edi": "exchange/signed-mscons.edi",
            "signed-mscons.csv": "exchange/signed-mscons.points.csv",
            "folder/march-hours.xml": "exchange/march-hours.xml",
            "replayed/20260202T080000Z-values.xml": "emif/metering/CollectedData.xml",
            "replayed/start.xml": "emif/market/RequestStartOfSupply.xml",
            "replayed/poll.xml": "emif/common/PollForData.xml",
            "switch.yml": "hub/101-change-of-supplier.yml",
            "polling.yml": "hub/polling.yml",
            "extracted.yml": "hub/305-mass-extraction.yml",
        }
    )
    market = generate_market(10)
    generated = {
        f"made/{name}": b"".join(pieces) for name, pieces in market_files(market, _days(), "messages")
    }
    switch = files["switch.yml"] = b"\n---\n".join(files["switch.yml"].split(b"\n---\n")[:3]) + b"\n"
    return {
        **files,
        **generated,
        "story.yml": (ROOT / "src/edielkit/cli/commands/demo.yml").read_bytes().split(b"\n---\n")[0] + b"\n",
        "empty.xml": b"",
        "bad.csv": b"point,area\n1\n2,3,4\n",
        "wrong.yml": switch.replace(b"ConfirmStartOfSupply", b"RejectStartOfSupply", 1),
        "several.yml": switch + b"\n---\n" + switch.replace(b"scenario: ", b"scenario: again ", 1),
        "broken.yml": b"scenario: x\n  market: [\n",
        "odd.yml": b"scenario: x\nmarkets: small\nsteps:\n- sendd: X\n",
        "moved.yml": MOVED.encode(),
        "amount.yml": MOVED.replace("800 to 980 at 17:00", "1 to 3").encode(),
        "nothing.yml": b"scenario: x\nmarket: small\nsteps: []\n",
        "list.yml": b"- a\n- b\n",
        "empty.yml": b"",
    }


def _days() -> list[object]:
    import datetime as dt

    return [dt.date(2026, 2, 2)]


def test_answers_are_the_kept_ones():
    """Status, output, errors and files."""
    assert_kept(__file__, answers())
