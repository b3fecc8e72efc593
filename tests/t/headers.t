#!/bin/sh
# Every header compiles alone: it includes what it needs.
. "${0%/*}/../tap/env.sh"

alone() {
    printf '#include "%s"\n' "$1" |
        ${CC:-cc} -std=gnu11 -fsyntax-only -Wall -Wextra -Werror -I"$build" -I"$top" -I"$top/src" -x c -
}

for header in $(cd "$top/src" && find . -name '*.h' | sed 's|^\./||' | LC_ALL=C sort); do
    ok "$header" alone "$header"
done
done_testing
