#!/bin/sh
# run.sh JOB IN OUT THREADS SCHOOLS NORMEN - one of the three jobs by Peil, from CSV files to a file of verdicts.
# JOB: A, B or C; see jobs/. PEIL names the program (default: peil), PEIL_FLAGS more options for it, such as --timings.
# Ah, Bh, Ch: what loading and what evaluating take, `load_ms X` once and `eval_ms X` for each of five runs; OUT is not written.
# The command line evaluates once for each time it loads, so these are whole runs, of which --timings tells the stages. THREADS
# read the data; the evaluation is always one thread's.
set -eu
case $1 in A | B | C | Ah | Bh | Ch) ;; *) exit 3 ;; esac
job=${1%h} out=$3 threads=$4 here=$(cd "$(dirname "$0")" && pwd)
absolute() {
    case $1 in /*) printf '%s\n' "$1" ;; *) printf '%s/%s\n' "$PWD" "$1" ;; esac
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ln -s "$(absolute "$2")" "$work/invoer.csv"
[ "$job" = A ] || ln -s "$(absolute "$5")" "$work/schools.csv"
cp "$here/jobs/$job.peil" "$work/rules.peil"

# The norms are rules: their CSV file becomes a table.
norms() {
    cat "$here/jobs/C-normen.peil"
    echo 'table norm key groep, moment, vak, hoog'
    echo '  | groep | moment | vak | hoog | norm |'
    awk -F';' 'NR > 1 { printf "  | %s | %s | %s | %s | %s |\n", $1, $2, $3, $4 ? "yes" : "no", $5 }' "$1"
}
[ "$job" != C ] || norms "$6" > "$work/normen.peil"

table() {
    "${PEIL:-peil}" table "$1" "$2" "$work/rules.peil" --dataset "$work/rules.peil" --date 2024-10-01 \
        --separator ';' --no-header --jobs "$threads" ${PEIL_FLAGS:-}
}
verdicts() {
    case $job in
    A) table regel brin,vestiging,jaar,oordeel ;;
    B) table school brin,n,n1,n2,oordeel ;;
    C) table jaargang brin,jaar,boven,punten,vier,iv,v,i,n ;;
    esac
}

# "timings: rules 0.8 ms, map 10.0 ms, scan ..": from rows in files to columns is loading.
hot() {
    PEIL_FLAGS="${PEIL_FLAGS:-} --timings"
    for run in 1 2 3 4 5; do
        verdicts 2> "$work/timings" > /dev/null || { status=$?; cat "$work/timings" >&2; exit $status; }
        awk -v run="$run" '/^timings:/ {
            for (i = 2; i < NF; i++) if ($i ~ /^(map|scan|parse|relate)$/) load += $(i + 1); else if ($i == "evaluate") evaluate = $(i + 1)
            if (run == 1) printf "load_ms %.1f\n", load
            printf "eval_ms %.1f\n", evaluate
        }' "$work/timings"
    done
}

case $1 in
?h) hot ;;
C)  # school years without a score are in the file of schools, and no part of the answer
    verdicts > "$work/out"
    awk -F';' '$9 > 0 { sub(/;[0-9]+$/, ""); print }' "$work/out" > "$out" ;;
*) verdicts > "$out" ;;
esac
