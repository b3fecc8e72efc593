#!/bin/sh
# The JSON report is as doc/json-report.schema.json says. Needs the Python module jsonschema; skipped without it.
. "${0%/*}/../tap/env.sh"
if ! python3 -c 'import jsonschema' 2> /dev/null; then
    echo "1..0 # SKIP no Python module jsonschema"
    exit 0
fi
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$top" || exit 1

# as_the_schema_says ARGUMENT...: what `peil check ARGUMENT... --format json` prints is valid.
as_the_schema_says() {
    "$build/bin/peil" check "$@" --format json > "$work/report.json"
    test $? -le 1 || return 1
    python3 - doc/json-report.schema.json "$work/report.json" << 'END'
import json, sys
import jsonschema
schema, report = (json.load(open(path, encoding="utf-8")) for path in sys.argv[1:])
jsonschema.Draft202012Validator.check_schema(schema)
jsonschema.validate(report, schema)
END
}

cases=tests/cases/report
ok "florente" as_the_schema_says rules/florente --data examples/01-florente --date 2021-11-05
ok "missing cells" as_the_schema_says "$cases/missing-cells-in-json/regels.peil" --data "$cases/missing-cells-in-json/data" --date 2024-10-01
ok "no norm" as_the_schema_says "$cases/no-norm-says-why/regels.peil" --data "$cases/no-norm-says-why/data" --date 2024-10-01
ok "years" as_the_schema_says "$cases/yearly-subjects/regels.peil" --data "$cases/yearly-subjects/data" --date 2024-10-01
ok "an entity without data" as_the_schema_says tests/cases/cli/no-data-for-entity/regels.peil \
    --data tests/cases/cli/no-data-for-entity/data --date 2024-10-01
ok "waivers" as_the_schema_says "$cases/waivers-in-json/regels.peil" "$cases/waivers-in-json/ontheffingen.peil" \
    --data "$cases/waivers-in-json/data" --date 2021-11-05
ok "grouped tables, rows and needs that are missing" as_the_schema_says tests/cases/derive/members-of-five-points/regels.peil \
    --data tests/cases/derive/members-of-five-points/data --date 2022-03-01
ok "deadlines" as_the_schema_says examples/03-agenda/agenda.peil --data examples/03-agenda --date 2022-02-01

# agenda_as_the_schema_says ARGUMENT...
agenda_as_the_schema_says() {
    "$build/bin/peil" agenda "$@" --format json > "$work/agenda.json"
    test $? -le 1 || return 1
    python3 -c 'import json, sys, jsonschema
schema, report = (json.load(open(path, encoding="utf-8")) for path in sys.argv[1:])
jsonschema.Draft202012Validator.check_schema(schema)
jsonschema.validate(report, schema)' doc/json-agenda.schema.json "$work/agenda.json"
}
ok "the agenda" agenda_as_the_schema_says examples/03-agenda/agenda.peil --data examples/03-agenda --date 2022-02-01

# why_as_the_schema_says ARGUMENT...
why_as_the_schema_says() {
    "$build/bin/peil" why "$@" --json > "$work/why.json" || return 1
    python3 -c 'import json, sys, jsonschema
schema, report = (json.load(open(path, encoding="utf-8")) for path in sys.argv[1:])
jsonschema.Draft202012Validator.check_schema(schema)
jsonschema.validate(report, schema)' doc/json-why.schema.json "$work/why.json"
}
# certificate_as_the_schema_says ARGUMENT...: each line.
certificate_as_the_schema_says() {
    "$build/bin/peil" check "$@" --quiet --certificate "$work/certificate"
    test $? -le 1 || return 1
    python3 -c 'import json, sys, jsonschema
schema = json.load(open(sys.argv[1], encoding="utf-8"))
jsonschema.Draft202012Validator.check_schema(schema)
kinds = {next(iter(line["properties"])): {"$ref": "#/$defs/" + name, "$defs": schema["$defs"]}
         for name, line in schema["$defs"].items() if name.startswith("line_")}
kinds = {name: jsonschema.Draft202012Validator(kind) for name, kind in kinds.items()}
for line in map(json.loads, open(sys.argv[2], encoding="utf-8")):
    kinds[next(iter(line))].validate(line)' doc/json-certificate.schema.json "$work/certificate"
}
ok "a certificate" certificate_as_the_schema_says rules/florente --data examples/01-florente --date 2021-11-05
ok "a certificate with deadlines" certificate_as_the_schema_says examples/03-agenda/agenda.peil --data examples/03-agenda --date 2022-02-01
ok "a certificate with grades and rows that are unfolded" certificate_as_the_schema_says "$cases/yearly-subjects/regels.peil" \
    --data "$cases/yearly-subjects/data" --date 2024-10-01
why=tests/cases/why/unfolded-down-to-the-cells
ok "why" why_as_the_schema_says minimum_1S2F 31LR rules/florente --data examples/01-florente --date 2021-11-05
ok "why, with rows" why_as_the_schema_says aandeel 01AA "$why/regels.peil" --data "$why/data" --date 2021-11-05
done_testing
