#!/bin/sh
# The translations are sound and complete: every message of the sources, in every language of po/.
. "${0%/*}/../tap/env.sh"
if ! command -v xgettext > /dev/null; then
    echo "1..0 # SKIP gettext is not installed"
    exit 0
fi
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$top" || exit 1

ok "messages are found" tools/extract-messages "$work/peil.pot"
for po in po/*.po; do
    ok "$po is sound" msgfmt --check -o /dev/null "$po"
    ok "$po is complete" msgcmp "$po" "$work/peil.pot"
done
done_testing
