#!/bin/sh
# The invented board of examples/03-bestuur: its generator makes the committed files, byte for byte, and its
# rules find exactly what was planted; so does the handbook of OPOA.
. "${0%/*}/../tap/env.sh"
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
LC_ALL=C
export LC_ALL
board=$top/examples/03-bestuur

generated_alike() {
    python3 "$board/generate" "$work" || return 1
    for file in "$work"/*.csv; do
        cmp "$file" "$board/${file##*/}" || return 1
    done
}

nothing_left_over() {
    for file in "$board"/*.csv; do
        case ${file##*/} in
        planted.csv | items.csv) ;;
        *) test -f "$work/${file##*/}" || { echo "${file##*/} is not made by generate"; return 1; } ;;
        esac
    done
}

checked() {
    "$build/bin/peil" check "$board/bestuur.peil" --data "$board" --date 2022-07-31 --format csv > "$work/report"
    status=$?
    test $status -eq 1 || { echo "exit status $status"; return 1; }
}

# OPOA on the last day of the year and on the day after it, when what that year left undone is overdue.
opoa_checked() {
    "$build/bin/peil" check "$top/rules/opoa" --data "$board" --date 2022-07-31 --format csv > "$work/opoa"
    test $? -eq 1 || return 1
    "$build/bin/peil" check "$top/rules/opoa" --data "$board" --date 2022-08-01 --format csv > "$work/later" 2> "$work/said"
    test $? -eq 1 || { cat "$work/said"; return 1; }
}

ok "the generator makes the committed files" generated_alike
ok "and there are no others" nothing_left_over
ok "all files load and flag" checked
ok "the rules find what was planted and nothing else" python3 "$top/tests/recompute/bestuur.py" "$board" "$work/report"
ok "OPOA judges the board" opoa_checked
ok "OPOA finds what was planted and nothing else" python3 "$top/tests/recompute/opoa.py" "$board" \
    "$top/rules/opoa/opoa.peil.md" "$work/opoa" "$work/later"
done_testing
