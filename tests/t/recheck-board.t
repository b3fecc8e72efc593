#!/bin/sh
# tools/recheck confirms every verdict of the invented board, by its own rules and those of each handbook, and of all schools of the country.
. "${0%/*}/../tap/env.sh"
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
LC_ALL=C.UTF-8
export LC_ALL
cd "$top" || exit 1

# confirmed VERDICTS RULES DATA DATE: at least so many, all of them.
confirmed() {
    "$build/bin/peil" check "$2" --data "$3" --date "$4" --quiet --certificate "$work/certificate"
    test $? -le 1 || return 1
    python3 -B tools/recheck "$work/certificate" --data "$3" --rules stdlib > "$work/said" || { cat "$work/said"; return 1; }
    count=$(sed -n '$s/ verdicts confirmed$//p' "$work/said")
    test "${count:-0}" -ge "$1" || { cat "$work/said"; return 1; }
}

board=examples/03-bestuur
ok "the board's own rules" confirmed 9000 $board/bestuur.peil $board 2022-07-31
ok "HGW in de kijker" confirmed 400 rules/hgw $board 2022-07-31
ok "1-zorgroute" confirmed 600 rules/zorgroute $board 2022-07-31
ok "De Meent" confirmed 19000 rules/demeent $board 2022-07-31
ok "De Meent, halfway the year" confirmed 19000 rules/demeent $board 2022-02-01
ok "Florente" confirmed 9000 rules/florente $board 2022-07-31
ok "OPOA" confirmed 60000 rules/opoa $board 2022-07-31
ok "all schools of the country" confirmed 12000 examples/02-landelijk/landelijk.peil examples/02-landelijk 2025-11-01
done_testing
