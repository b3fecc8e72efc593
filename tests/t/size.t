#!/bin/sh
# No function over 120 lines but the dispatch loop, no file over 900.
. "${0%/*}/../tap/env.sh"
cd "$top" || exit 1
ok "functions and files are short" tools/metrics --check
done_testing
