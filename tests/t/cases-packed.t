#!/bin/sh
# The golden cases of tests/cases/packed; in a build without zlib, that each is refused.
. "${0%/*}/../tap/env.sh"

refuses() {
    cd "$top/tests/cases/packed/csv" &&
        PEIL_STDLIB=$top/stdlib LC_ALL=C "$build/bin/peil" check rules.peil --data . 2>&1 | grep -q 'P0939.*built without zlib'
}

if grep -q '^#define HAVE_ZLIB' "$build/config.h"; then
    exec "$top/tests/run-cases" packed
fi
ok "a packed file is refused" refuses
done_testing
