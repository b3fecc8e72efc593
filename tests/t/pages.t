#!/bin/sh
# Every page of HTML is well formed and whole, stands on its own, and stays small; tests/pages.py says how.
. "${0%/*}/../tap/env.sh"
if ! command -v python3 > /dev/null; then
    echo "1..0 # SKIP no python3"
    exit 0
fi
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$top" || exit 1
LC_ALL=C.UTF-8
export LC_ALL

# page ARGUMENT...: what peil writes with these arguments.
page() {
    "$build/bin/peil" "$@" --output "$work/page.html" 2> /dev/null
    test $? -le 1 && python3 -B tests/pages.py "$work/page.html"
}

cases=tests/cases/report
for language in en nl; do
    LANGUAGE=$language
    export LANGUAGE
    ok "florente, $language" page check rules/florente --data examples/01-florente --date 2021-11-05 --format html
    ok "the invented board, $language" page check rules/florente --data examples/03-bestuur --date 2022-02-01 --format html
    ok "deadlines, $language" page check examples/03-agenda/agenda.peil --data examples/03-agenda --date 2022-02-01 --format html
    ok "hostile texts, $language" page check "$cases/page-escapes-hostile-texts/regels.peil" \
        --data "$cases/page-escapes-hostile-texts/data" --date 2024-10-01 --format html
    ok "waivers, $language" page check "$cases/page-waivers-and-populations/regels.peil" "$cases/page-waivers-and-populations/ontheffingen.peil" \
        --data "$cases/page-waivers-and-populations/data" --date 2021-11-05 --format html
    ok "an agenda, $language" page agenda examples/03-agenda/agenda.peil --data examples/03-agenda --date 2022-02-01 --format html
    ok "an explanation, $language" page why minimum_1S2F 31LR rules/florente --data examples/01-florente --date 2021-11-05 --html
done
for handbook in florente opoa demeent hgw zorgroute; do
    ok "the handbook $handbook" page doc "rules/$handbook"
    ok "the handbook $handbook with figures" page doc "rules/$handbook" --data examples/03-bestuur --date 2022-02-01
done
cases=tests/cases/doc
ok 'a handbook with figures' page doc "$cases/document-with-figures/handboek.peil.md" --data "$cases/document-with-figures/data" --date 2021-11-05
ok 'a handbook without data' page doc "$cases/document-without-data/handboek.peil.md"
ok 'plain files' page doc "$cases/plain-files-in-dutch/a.peil" "$cases/plain-files-in-dutch/b.peil"
ok 'hostile handbook' page doc "$cases/hostile-texts/regels.peil.md" --data "$cases/hostile-texts/data" --date 2024-10-01
ok 'no script but the own' test "$(grep -c '<script' "$work/page.html")" -eq 1
ok 'the standard library' page doc stdlib/onderwijs.peil stdlib/inspectie.peil stdlib/vakanties.peil
for handbook in opoa demeent hgw zorgroute; do
    ok "$handbook" page check "rules/$handbook" --data examples/03-bestuur --date 2022-02-01 --format html
done
ok "every school of the country" page check examples/02-landelijk/landelijk.peil --data examples/02-landelijk --date 2025-11-01 --format html
ok "in less than 2 MB" test "$(wc -c < "$work/page.html")" -lt 2000000
done_testing
