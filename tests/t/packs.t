#!/bin/sh
# The five handbooks: their tests pass and leave nothing uncovered. That is: each rule that is computed is seen met, not met
# and unknown, each of its clauses on both sides, each exception and need at work, each row of a table reached; each deadline
# done and overdue; each attested indicator met and missing.
. "${0%/*}/../tap/env.sh"
LC_ALL=C
export LC_ALL

covered() {
    "$build/bin/peil" test "$top/rules/$1" --coverage > "$work" 2>&1 &&
        grep -qx "Nothing is left uncovered" "$work" || { cat "$work"; return 1; }
}

work=$(mktemp) || exit 1
trap 'rm -f "$work"' EXIT
for pack in florente opoa zorgroute hgw demeent; do
    ok "$pack: nothing is left uncovered" covered "$pack"
done
done_testing
