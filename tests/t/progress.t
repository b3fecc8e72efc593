#!/bin/sh
# Progress is shown on a terminal when a run takes long, and nowhere else; tests/progress.py says how.
. "${0%/*}/../tap/env.sh"
if ! command -v python3 > /dev/null; then
    echo "1..0 # SKIP no python3"
    exit 0
fi
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
PEIL_STDLIB=$top/stdlib python3 -B "$top/tests/progress.py" "$build/bin/peil" "$work"
