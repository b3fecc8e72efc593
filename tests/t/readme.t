#!/bin/sh
# README.md shows what its first command says.
. "${0%/*}/../tap/env.sh"
cd "$top" || exit 1

as_printed() {
    tools/readme-example "$build/bin/peil" | diff README.md -
}

ok "the example of README.md" as_printed
done_testing
