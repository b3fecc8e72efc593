#!/bin/sh
# The formats for programs are what they say, and say the same: tests/formats.py.
. "${0%/*}/../tap/env.sh"
if ! command -v python3 > /dev/null; then
    echo "1..0 # SKIP no python3"
    exit 0
fi
cd "$top" || exit 1

formats() {
    python3 -B tests/formats.py "$build/bin/peil" "$@"
}

cases=tests/cases/report
ok "florente" formats rules/florente --data examples/01-florente --date 2021-11-05
ok "the invented board" formats rules/florente --data examples/03-bestuur --date 2022-02-01
ok "grades" formats rules/opoa --data examples/03-bestuur --date 2022-02-01
ok "deadlines" formats examples/03-agenda/agenda.peil --data examples/03-agenda --date 2022-02-01
ok "waivers" formats "$cases/waivers-in-json/regels.peil" "$cases/waivers-in-json/ontheffingen.peil" \
    --data "$cases/waivers-in-json/data" --date 2021-11-05
ok "hostile texts" formats "$cases/page-escapes-hostile-texts/regels.peil" --data "$cases/page-escapes-hostile-texts/data" --date 2024-10-01
ok "an entity without data" formats tests/cases/cli/no-data-for-entity/regels.peil --data tests/cases/cli/no-data-for-entity/data --date 2024-10-01
done_testing
