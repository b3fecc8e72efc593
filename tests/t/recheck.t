#!/bin/sh
# tools/recheck confirms every verdict of a certificate from the data files alone, and notices a single character that was changed,
# also when all hashes were made anew to fit.
. "${0%/*}/../tap/env.sh"
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
LC_ALL=C.UTF-8
export LC_ALL
cd "$top" || exit 1
recheck=tools/recheck

# certified NAME RULES DATA DATE: the certificate of a run, in NAME.
certified() {
    "$build/bin/peil" check "$2" --data "$3" --date "$4" --quiet --certificate "$work/$1"
    test $? -le 1
}

# confirmed VERDICTS NAME DATA: so many, all of them.
confirmed() {
    python3 -B $recheck "$work/$2" --data "$3" --rules stdlib > "$work/said" || { cat "$work/said"; return 1; }
    test "$(tail -n 1 "$work/said")" = "$1 verdicts confirmed" || { cat "$work/said"; return 1; }
}

# noticed TIMES SEED NAME DATA
noticed() {
    python3 -B tests/recheck/alter.py $recheck "$work/$3" "$4" "$1" "$2"
}

# says STATUS WORDS NAME DATA: recheck ends so, and prints these words.
says() {
    python3 -B $recheck "$work/$3" --data "$4" > "$work/said" 2>&1
    test $? -eq "$1" || { cat "$work/said"; return 1; }
    grep -qF "$2" "$work/said" || { cat "$work/said"; return 1; }
}

shown() {
    python3 -B $recheck "$work/florente" --data examples/01-florente --show minimum_1F > "$work/said" &&
        grep -q '  require 1F >= 90%' "$work/said" && grep -q 'require: op compare, type yesno, for school, sign >=$' "$work/said"
}

same_for_chunks() {
    "$build/bin/peil" check examples/03-agenda/agenda.peil --data examples/03-agenda --date 2022-02-01 --quiet \
        --certificate "$work/chunks" --chunk-size 1
    cmp "$work/agenda" "$work/chunks"
}

ok "a certificate of all rules of Florente" certified florente rules/florente examples/01-florente 2021-11-05
ok "its verdicts are confirmed" confirmed 431 florente examples/01-florente
ok "a certificate of the agenda" certified agenda examples/03-agenda/agenda.peil examples/03-agenda 2022-02-01
ok "its verdicts are confirmed" confirmed 36 agenda examples/03-agenda
ok "the same for every size of chunk" same_for_chunks
ok "100 alterations of Florente are noticed" noticed 100 20260801 florente examples/01-florente
ok "100 alterations of the agenda are noticed" noticed 100 20260802 agenda examples/03-agenda
generated() {
    python3 -B tests/recheck/generated.py $recheck "$build/bin/peil" "$build/tests/oracle/differential" 1 250 > "$work/generated"
}
ok "no verdict of 250 generated programs comes out otherwise" generated
cat "$work/generated"
cases() {
    python3 -B tests/recheck/cases.py $recheck "$build/bin/peil" databases deadlines derive exactness json-lines load verdicts windows years > "$work/cases"
}
ok "the verdicts of golden cases are confirmed" cases
cat "$work/cases"
ok "a rule's text and expression stand one below the other" shown

sed 's/"verdict": "not_met", "of": "florente.minimum_1F", "subject": "23EM"/"verdict": "met", "of": "florente.minimum_1F", "subject": "23EM"/' \
    "$work/florente" > "$work/better"
ok "a better verdict is refused, with its place" says 1 'florente.minimum_1F for 23EM: the certificate says "met", it is "not_met"' \
    better examples/01-florente
sed '/"subject": "23EM"/d' "$work/florente" > "$work/fewer"
ok "a verdict that is left out is missed" says 1 'florente.minimum_1F for 23EM: the certificate says null, it is "a verdict"' \
    fewer examples/01-florente
sed '$d' "$work/florente" > "$work/cut"
ok "a certificate without its end cannot be read" says 2 'the certificate has no end' cut examples/01-florente
ok "nor can one whose data are elsewhere" says 2 'FileNotFoundError' florente examples/03-agenda
sed '/florente.minimum_1F"/s/"op": "compare"/"op": "nieuw"/' "$work/florente" > "$work/newer"
ok "verdicts that rest on what it does not know are not confirmed" says 1 'not rechecked: 12 verdicts (nieuw)' newer examples/01-florente
zstd_refused() {
    if ! "$build/bin/peil" --version | grep -q '^zstd: libzstd'; then
        echo "this build has no libzstd"
        return 0
    fi
    certified zstd tests/cases/packed/zstd-csv/rules.peil tests/cases/packed/zstd-csv 2021-11-05
    says 2 'scholen.csv.zst, after line 0: packed by zstd, which the standard library cannot unpack' zstd tests/cases/packed/zstd-csv
}
ok "what zstd packed is said to be that" zstd_refused
echo '{"rows": 3}' > "$work/other"
ok "nor what is no certificate" says 2 'line 1: cannot be read' other examples/01-florente
done_testing
