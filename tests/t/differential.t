#!/bin/sh
# The machine against the slow evaluator of tests/oracle on 10,000 generated programs; and the changes that `why` names on 2,000.
. "${0%/*}/../tap/env.sh"
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

generated() {
    "$build/tests/oracle/differential" --programs 10000 --seed 1 > "$work/said" 2>&1
    status=$?
    cat "$work/said"
    return $status
}

changed() {
    "$build/tests/oracle/differential" --changes 2000 --seed 1 > "$work/changed" 2>&1
}

ok "generated programs agree, and use every construct" generated
grep '^#' "$work/said"
ok "the changes that why names turn 2,000 generated programs, and one unit less does not" changed
grep '^#' "$work/changed"
done_testing
