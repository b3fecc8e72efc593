#!/bin/sh
# The examples against scripts that work out the same verdicts from the files on their own, and the
# committed table of Bijlage I against a fresh reading of the handbook, where its text is at hand:
#   PEIL_HANDBOOKS=FOLDER    the folder with florente-leeruniek.txt, and INVENTORY.md for the items of the source
. "${0%/*}/../tap/env.sh"
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
LC_ALL=C
export LC_ALL

florente=$top/examples/01-florente
landelijk=$top/examples/02-landelijk
agenda=$top/examples/03-agenda
inventory=${PEIL_HANDBOOKS:+$PEIL_HANDBOOKS/INVENTORY.md}
handbook=${PEIL_HANDBOOKS:+$PEIL_HANDBOOKS/florente-leeruniek.txt}

# flags NAME ARGUMENT...: a check that ends in 1, its csv in NAME.csv.
flags() {
    csv=$work/$1.csv
    shift
    "$build/bin/peil" check "$@" --format csv > "$csv"
    status=$?
    test $status -eq 1 || { echo "exit status $status"; return 1; }
}

# recomputed NAME ARGUMENT...: the script's own verdict on it; its counts are shown.
recomputed() {
    script=$1
    shift
    if python3 "$top/tests/recompute/$script.py" "$@" > "$work/said" 2>&1; then
        ok "$script as recomputed" true
        grep '^#' "$work/said"
    else
        ok "$script as recomputed" cat_and_fail
    fi
}

cat_and_fail() {
    cat "$work/said"
    return 1
}

extracted() {
    python3 "$top/tools/extract-florente" "$handbook" | diff "$florente/bijlage-1.csv" -
}

listed() {
    "$top/tools/list-items" FL "$inventory" > "$work/items" &&
        sed -n '/^section bron$/,/^```/p' "$top/rules/florente/florente.peil.md" | sed '/^section/d; /^```/d; /^$/d' |
        diff - "$work/items"
}

ok "florente flags" flags florente "$top/rules/florente" --data "$florente" --date 2021-11-05
recomputed florente "$florente/bijlage-1.csv" "$landelijk" "$work/florente.csv"
ok "landelijk flags" flags landelijk "$landelijk/landelijk.peil" --data "$landelijk" --date 2025-11-01
recomputed landelijk "$landelijk" "$work/landelijk.csv"
# The agenda on the Monday of each week of the school year.
weekly() {
    day=2021-08-02
    weeks=0
    while [ "$weeks" -lt 52 ]; do
        "$build/bin/peil" agenda "$agenda/agenda.peil" --data "$agenda" --date "$day" --format csv |
            python3 "$top/tests/recompute/agenda.py" "$agenda" "$top/stdlib/vakanties.peil" "$day" > "$work/said" ||
            { echo "on $day:"; cat "$work/said"; return 1; }
        day=$(date -d "$day + 7 days" +%Y-%m-%d)
        weeks=$((weeks + 1))
    done
}
ok "agenda as recomputed, week by week" weekly
if [ -n "$handbook" ] && [ -r "$handbook" ]; then
    ok "bijlage-1.csv as the handbook prints it" extracted
else
    count=$((count + 1))
    echo "ok $count - bijlage-1.csv as the handbook prints it # SKIP no handbook text; set PEIL_HANDBOOKS to its folder"
fi
if [ -n "$inventory" ] && [ -r "$inventory" ]; then
    ok "the items of Florente as the inventory has them" listed
else
    count=$((count + 1))
    echo "ok $count - the items of Florente as the inventory has them # SKIP no inventory; set PEIL_HANDBOOKS to its folder"
fi
done_testing
