#!/bin/sh
# The calendars of `peil agenda` are what RFC 5545 asks, to the letter; and libical reads them without an error, where it is installed.
. "${0%/*}/../tap/env.sh"
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
agenda=$top/examples/03-agenda

# Titles and names that need escapes and folds within characters of several bytes.
sed 's/"Groepsplan bijgesteld"/"Groepsplan; bijgesteld, \\\\ en geëvalueerd — één keer per ééééééééééééééééén groep én per leerling"/' \
    "$agenda/agenda.peil" > "$work/agenda.peil"

# calendar NAME ARGUMENT...: a calendar in NAME.ics; some task of it is overdue.
calendar() {
    name=$1
    shift
    "$build/bin/peil" agenda "$@" --data "$agenda" --date 2022-02-01 --format ics > "$work/$name.ics"
    test $? -eq 1
}

strict() {
    python3 "$top/tests/tap/check-ics" "$work/$1.ics" && grep -q '^BEGIN:VEVENT' "$work/$1.ics"
}

# Nothing is wanted that has a day: one journal entry.
empty() {
    "$build/bin/peil" agenda "$agenda/agenda.peil" --data "$agenda" --date 2022-02-01 --format ics --role leerkracht --school 04DD \
        > "$work/empty.ics" && grep -q '^BEGIN:VJOURNAL' "$work/empty.ics" && python3 "$top/tests/tap/check-ics" "$work/empty.ics"
}

same() {
    calendar again "$agenda/agenda.peil" && cmp "$work/example.ics" "$work/again.ics"
}

reads() {
    "$work/read-ics" "$work/$1.ics"
}

ok "a calendar of the example" calendar example "$agenda/agenda.peil"
ok "is as RFC 5545 says" strict example
ok "a calendar with signs that need escapes" calendar signs "$work/agenda.peil"
ok "is so too" strict signs
ok "without an event it still holds something" empty
ok "the same input gives the same bytes" same
# Without its sanitizers: what libical does is not ours.
if ${CC:-cc} -o "$work/read-ics" "$top/tests/tap/read-ics.c" -lical 2> "$work/why"; then
    ok "libical reads it" reads example
    ok "also with escapes" reads signs
    ok "also without an event" reads empty
else
    count=$((count + 1))
    echo "ok $count - libical reads it # SKIP no libical"
fi
done_testing
