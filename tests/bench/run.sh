#!/bin/sh
# run.sh JOB IN OUT THREADS SCHOOLS NORMEN - one of the three jobs by Peil, from CSV files to a file of verdicts.
# JOB: A, B or C; see jobs/. PEIL names the program (default: peil), PEIL_FLAGS more options for it, such as --timings.
set -eu
case $1 in A | B | C) ;; *) exit 3 ;; esac
job=$1 out=$3 threads=$4 here=$(cd "$(dirname "$0")" && pwd)
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

table() {
    "${PEIL:-peil}" table "$1" "$2" "$work/rules.peil" --dataset "$work/rules.peil" --date 2024-10-01 \
        --separator ';' --no-header --jobs "$threads" ${PEIL_FLAGS:-}
}

case $job in
A) table regel brin,vestiging,jaar,oordeel > "$out" ;;
B) table school brin,n,n1,n2,oordeel > "$out" ;;
C)  # school years without a score are in the file of schools, and no part of the answer
    norms "$6" > "$work/normen.peil"
    table jaargang brin,jaar,boven,punten,vier,iv,v,i,n > "$work/out"
    awk -F';' '$9 > 0 { sub(/;[0-9]+$/, ""); print }' "$work/out" > "$out" ;;
esac
