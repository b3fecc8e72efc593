#!/bin/sh
# A folder of src/ includes only what stands below it, and no headers go in a circle.
. "${0%/*}/../tap/env.sh"
cd "$top" || exit 1
ok "src/LAYERS holds" tools/check-layers
done_testing
