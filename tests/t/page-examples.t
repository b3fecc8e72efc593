#!/bin/sh
# What doc/handleiding.md says that Peil answers is what it answers.
. "${0%/*}/../tap/env.sh"
cd "$top" || exit 1

as_printed() {
    tools/page-examples "$build/bin/peil" doc/handleiding.md | diff doc/handleiding.md -
}

ok "the examples of doc/handleiding.md" as_printed
done_testing
