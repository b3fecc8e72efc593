#!/bin/sh
# The same data as CSV, as JSON Lines and in a database gives the same verdicts.
. "${0%/*}/../tap/env.sh"
grep -q '^#define HAVE_SQLITE' "$build/config.h" || {
    echo '1..0 # SKIP a build without SQLite'
    exit 0
}
exec python3 -B "$top/tests/recompute/sources.py" "$build/bin/peil" "$top"
