#!/bin/sh
# The golden cases of tests/cases/databases; in a build without SQLite, that each is refused.
. "${0%/*}/../tap/env.sh"

refuses() {
    cd "$top/tests/cases/databases/table" &&
        PEIL_STDLIB=$top/stdlib LC_ALL=C "$build/bin/peil" check rules.peil --data . 2>&1 | grep -q 'P0936.*built without SQLite'
}

if grep -q '^#define HAVE_SQLITE' "$build/config.h"; then
    exec "$top/tests/run-cases" databases
fi
ok "a database is refused" refuses
done_testing
