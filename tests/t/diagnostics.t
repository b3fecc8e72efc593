#!/bin/sh
# Every diagnostic is shown by a golden case, so that somebody has read it as its reader does; and has a code of its own.
. "${0%/*}/../tap/env.sh"
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$top" || exit 1

# nothing FILE: fails, and prints the file, when it holds something.
nothing() {
    [ ! -s "$1" ] || { cat "$1"; return 1; }
}

sed -n 's/^PL_DIAG([A-Z_0-9]*, "\([^"]*\)".*/\1/p' src/base/diagnostics.def | sort > "$work/codes"
uniq -d "$work/codes" > "$work/twice"
sort -u "$work/codes" > "$work/table"
grep -rhoE '\bP0[0-9]{3}\b' tests/cases/*/*/expected_* | sort -u > "$work/shown"
comm -23 "$work/table" "$work/shown" > "$work/unshown"
comm -13 "$work/table" "$work/shown" > "$work/unknown"

ok "the table has rows" test -s "$work/codes"
ok "every row has a code that reads P and four digits" \
    test "$(grep -cE '^P[0-9]{4}$' "$work/codes")" = "$(grep -c '^PL_DIAG(' src/base/diagnostics.def)"
ok "no code stands twice" nothing "$work/twice"
ok "every code is shown by a golden case" nothing "$work/unshown"
ok "no golden case shows a code that is not in the table" nothing "$work/unknown"
done_testing
