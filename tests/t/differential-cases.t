#!/bin/sh
# The machine against the slow evaluator of tests/oracle on all that the golden cases check.
. "${0%/*}/../tap/env.sh"
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

golden() {
    "$top/tests/run-cases" --wrap "$build/tests/oracle/differential --beside $work/log" > "$work/cases" 2>&1
    grep -q '^agreed' "$work/log" || { echo "nothing was compared"; return 1; }
    ! grep '^DIFFERED' "$work/log"
}

ok "golden cases agree" golden
agreed=$(grep -c '^agreed' "$work/log")
echo "# $agreed checks of golden cases compared"
ok "more than 60 golden cases were compared" test "$agreed" -gt 60
done_testing
