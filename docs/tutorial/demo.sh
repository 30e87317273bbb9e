#!/usr/bin/env bash
# A tour through the command line over the fixtures of this repository: `make demo`.
set -euo pipefail
cd "$(dirname "$0")/../.."

bold='' dim='' plain=''
if [[ -t 1 && -z "${NO_COLOR:-}" ]]; then bold=$'\e[1m' dim=$'\e[2m' plain=$'\e[0m'; fi

say() { printf '\n%s\n' "$*"; }
chapter() { printf '\n%s━━ %s%s\n' "$bold" "$*" "$plain"; }

# Prints a command as you would type it, and runs it. Status 1 says that there are findings: that is no failure here.
run() {
    printf '\n%s$ %s%s\n' "$bold" "$1" "$plain"
    local status=0
    bash -o pipefail -c "$1" || status=$?
    if (( status == 1 )); then printf '%s(exit status 1: there are findings)%s\n' "$dim" "$plain"; fi
    # 141: head has seen enough
    (( status <= 1 || status == 141 )) || exit "$status"
}

M=fixtures/emif B=fixtures/broken

chapter "1. What came in?"
say "A grid company sends Elhub the values of yesterday. Whose, when, how much, and how good are they?"
run "edielkit show $M/metering/CollectedData.xml"

say "On 25 October 2026 the clock goes back: a day of 25 hours, so 100 quarters."
run "edielkit show $M/metering/CollectedData-autumn-15-minutes.xml | tail -5"

chapter "2. One message of each service area"
say "Market: a customer changes supplier. Names and addresses stay hidden unless --personal asks for them."
run "edielkit show $M/market/RequestStartOfSupply.xml"
say "Master data: neighbours share the power of a roof."
run "edielkit show $M/masterdata/RequestUpdateSharedProduction.xml"
say "Query: a supplier asks Elhub for values."
run "edielkit show $M/query/RequestDataFromElhub.xml"
say "Third-party access: a service company may read a metering point."
run "edielkit show $M/thirdpartyaccess/UpdateThirdPartyAccess.xml"
say "And what Elhub answers to a poll: several messages in one SOAP envelope."
run "edielkit show $M/soap/PollForDataResponse-metering.xml | head -14"

chapter "3. The other wire: EDIFACT"
say "The same command reads what still travels between companies as MSCONS."
run "edielkit show fixtures/edifact/mscons-no-four-hours.edi"
say "Segment by segment, with the meaning of the codes:"
run "edielkit show --segments fixtures/edifact/mscons-no-four-hours.edi | head -24"

chapter "4. Is it right?"
say "All good fixtures of both wires, checked against schema, structure, identifiers and code lists:"
run "edielkit validate --level codes $M fixtures/edifact | tail -1"
say "Checked by the process rules too, on the day that the message was made. What cannot be checked is said:"
run "edielkit validate --now message $M/metering/CollectedData.xml"

chapter "5. What is wrong, where, and what would be right?"
run "edielkit validate --level codes $B/emif-decimal-comma.xml $B/emif-misspelt-element.xml"
run "edielkit validate --level codes $B/emif-unknown-code.xml $B/emif-missing-zone.xml $B/emif-truncated.xml"
say "Three MSCONS in one interchange, and one number is none. Which segment of which message?"
run "edielkit validate --level codes $B/edifact-three-messages-one-wrong.edi"
run "edielkit validate --level codes $B/edifact-unt-count.edi $B/edifact-unknown-segment.edi"
say "Programs read the same as JSON (its schema: docs/reference/validate.schema.json):"
run "edielkit validate --format json $B/edifact-unt-count.edi | head -24"

chapter "6. And back again"
say "Every message becomes plain data and is built from it again. Same bytes, one of each area:"
for each in market/NotifyStartOfSupply masterdata/NotifySharedProduction metering/CollectedData \
            query/ResponseFromElhub thirdpartyaccess/UpdateThirdPartyAccess common/Acknowledgement; do
    run "edielkit show --json $M/$each.xml | edielkit build ${each#*/} | cmp - $M/$each.xml && echo the same"
done
run "edielkit show --json fixtures/edifact/mscons-no-four-hours.edi | edielkit build Interchange | edielkit validate --level codes -"
say "What would not be valid is not written; the field is named:"
printf '\n%s$ echo '"'"'{"header": {}}'"'"' | edielkit build PollForData%s\n' "$bold" "$plain"
echo '{"header": {}}' | edielkit build PollForData 2>&1 || printf '%s(exit status %d: could not run)%s\n' "$dim" "$?" "$plain"

chapter "7. What does that code mean?"
run "edielkit codes Elhub_MeteringPointTypeCode"
run "edielkit codes utveksling"

chapter "8. And what would Elhub do?"
say "A hub that answers as Elhub does, in memory: a change of supplier with a wrong date."
run "edielkit hub demo date"
say "Two grid areas, a fault at the point between them, the settlement that stops, and then closes."
run "edielkit hub demo"
say "Every process that it knows has scenarios; they are tests too."
run "edielkit hub run fixtures/hub/111-rollback-of-start.yml fixtures/hub/faults.yml"

say "That was all of it. Next: the README has the same in ten lines of Python, and docs/tutorial/first-steps.md goes on."
