#!/bin/sh
# Makefile.am lists what is there: a source that nobody lists is in no tarball.
. "${0%/*}/../tap/env.sh"
cd "$top" || exit 1
ok "Makefile.am and the tree agree" tools/check-sources
done_testing
