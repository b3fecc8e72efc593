#!/bin/sh
# What the library shows to a linker is named pl_ or peil_.
. "${0%/*}/../tap/env.sh"

foreign() {
    ! nm -g --defined-only "$build/libpeil.a" | awk 'NF == 3 { print $3 }' | grep -vE '^(pl_|peil_|__)'
}

ok "every global name begins with pl_ or peil_" foreign
done_testing
