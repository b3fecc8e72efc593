#!/bin/sh
# Mutants of the examples of the language, which stand in tests/cases/syntax/language-*.
. "${0%/*}/../tap/env.sh"
exec "$build/tests/unit/test_syntax_mutants" "$top/tests/cases/syntax"
