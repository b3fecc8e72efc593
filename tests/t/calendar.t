#!/bin/sh
# The calendars of `peil agenda` are what RFC 5545 asks, to the letter; and python3-icalendar reads them, where it is installed.
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

same() {
    calendar again "$agenda/agenda.peil" && cmp "$work/example.ics" "$work/again.ics"
}

reads() {
    python3 -W error -c 'import sys, icalendar
calendar = icalendar.Calendar.from_ical(open(sys.argv[1], "rb").read())
events = list(calendar.walk("VEVENT"))
assert events and not any(event.errors for event in events), [event.errors for event in events]' "$work/$1.ics"
}

ok "a calendar of the example" calendar example "$agenda/agenda.peil"
ok "is as RFC 5545 says" strict example
ok "a calendar with signs that need escapes" calendar signs "$work/agenda.peil"
ok "is so too" strict signs
ok "the same input gives the same bytes" same
if python3 -c 'import icalendar' 2> /dev/null; then
    ok "icalendar reads it" reads example
    ok "also with escapes" reads signs
else
    count=$((count + 1))
    echo "ok $count - icalendar reads it # SKIP no Python module icalendar"
fi
done_testing
