#!/bin/sh
# The machine against the slow evaluator of tests/oracle: on 10,000 generated programs, and on all that the golden cases check.
. "${0%/*}/../tap/env.sh"
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

generated() {
    "$build/tests/oracle/differential" --programs 10000 --seed 1 > "$work/said" 2>&1
    status=$?
    cat "$work/said"
    return $status
}

golden() {
    "$top/tests/run-cases" --wrap "$build/tests/oracle/differential --beside $work/log" > "$work/cases" 2>&1
    grep -q '^agreed' "$work/log" || { echo "nothing was compared"; return 1; }
    ! grep '^DIFFERED' "$work/log"
}

ok "generated programs agree, and use every construct" generated
grep '^#' "$work/said"
changed() {
    "$build/tests/oracle/differential" --changes 2000 --seed 1 > "$work/changed" 2>&1
}

ok "the changes that why names turn 2,000 generated programs, and one unit less does not" changed
grep '^#' "$work/changed"
ok "golden cases agree" golden
agreed=$(grep -c '^agreed' "$work/log")
echo "# $agreed checks of golden cases compared"
ok "more than 60 golden cases were compared" test "$agreed" -gt 60
done_testing
