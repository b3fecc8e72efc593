#!/bin/sh
# The unit test in this file's name, tests/unit/test_NAME.c.
. "${0%/*}/../tap/env.sh"
name=${0##*/unit-}
exec "$build/tests/unit/test_${name%.t}"
