#!/bin/sh
# The golden cases of the group in this file's name, tests/cases/NAME.
. "${0%/*}/../tap/env.sh"
name=${0##*/cases-}
exec "$top/tests/run-cases" "${name%.t}"
