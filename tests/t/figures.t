#!/bin/sh
# One figure of a handbook changed changes exactly the verdicts that it should.
. "${0%/*}/../tap/env.sh"
exec python3 -B "$top/tests/recompute/figures.py" "$build/bin/peil" "$top"
