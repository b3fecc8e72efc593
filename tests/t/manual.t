#!/bin/sh
# The rule file that the blocks of doc/language.md make when read one after the other is right, and every verdict of it is printed.
. "${0%/*}/../tap/env.sh"
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
LC_ALL=C PEIL_STDLIB=$top/stdlib
export LC_ALL PEIL_STDLIB

awk '/^```peil$/ { on = 1; next } /^```$/ { on = 0 } on' "$top/doc/language.md" > "$work/voorbeeld.peil"

lints() {
    "$build/bin/peil" lint "$work/voorbeeld.peil"
}

checks() {
    printf 'Locatie;Naam;Soort;Weging;Uitval;Geopend;Actief;Wijk;Stichting\nA|1;De Ark;;24,5;3,5;2019-08-01;ja;Oost;7\n' > "$work/locaties.csv"
    printf 'Nummer;Naam\n7;De Zeven\n' > "$work/stichtingen.csv"
    printf 'Locatie;Nummer;Uren\nA;1;24\nA;2;26\n' > "$work/kinderen.csv"
    printf 'Locatie;Nummer;Jaar;Vak;Stand;Score\nA;1;2020/2021;rekenen;hoog;120\nA;2;2020/2021;lezen;midden;*\n' > "$work/uitslagen.csv"
    printf 'Locatie;Indicator;Datum;Oordeel;Door\nA;B5;2021-10-01;ja;Jans\nA;voorbeeld.B6;2021-10-01;nee;Jans\n' > "$work/attestaties.csv"
    "$build/bin/peil" check "$work/voorbeeld.peil" --dataset "$work/voorbeeld.peil:voorbeeld_2021" --date 2021-11-05 --format csv > "$work/out"
    status=$?
    cat "$work/out"
    test $status -le 1 && test "$(wc -l < "$work/out")" -ge 12 && grep -q ',uitval_laag,.*,not_met_waived,' "$work/out" &&
        grep -q ',B5,.*,met,' "$work/out" && grep -q ',B6,.*,not_met,' "$work/out"
}

passes() {
    "$build/bin/peil" test "$work/voorbeeld.peil"
}

# The block that is the file NAME: its fence has that name as a second word.
block() {
    awk -v name="$1" '$1 ~ /^```/ && $2 == name { on = 1; next } /^```$/ { on = 0 } on' "$top/doc/language.md"
}

calls() {
    mkdir -p "$work/functie" && block rendement.peil > "$work/functie/rendement.peil" && block rendement.lua > "$work/functie/rendement.lua" &&
        "$build/bin/peil" test "$work/functie/rendement.peil" | tee "$work/said" && grep -q '^2 tests: all pass' "$work/said"
}

ok "the blocks make a rule file without errors" lints
ok "and it is evaluated" checks
ok "and its tests pass" passes
if "$build/bin/peil" --version | grep -q '^extensions: Lua'; then
    ok "and the example of an extension" calls
else
    count=$((count + 1))
    echo "ok $count - the example of an extension # SKIP this build has no Lua"
fi
done_testing
