/* differential.c - the machine against the slow evaluator.
 *   differential --programs N [--seed S]                  N generated programs; prints TAP and how often each construct was used
 *   differential RULES.. --data DIR [--dataset F] --date D   one given program, as peil check would run it
 *   differential --show SEED                              prints a generated program
 *   differential --changes N [--seed S]                   N generated programs: the changes that `peil why` names turn verdicts, less does not
 *   differential --beside LOG PEIL check ARGUMENTS..       compares what PEIL is about to check, appends a line to LOG, then becomes PEIL:
 *                                                         how tests/run-cases runs it over every golden case (--wrap)
 * Each program is run at chunk sizes 1, 3 and 2048, and every verdict, deciding part, truth and amount must be the same. Beside a
 * golden case the data are also read in every way (record by record; in small blocks, with each kind of vector, by one and two
 * threads), and messages and report must be the same, byte for byte. */
#define _XOPEN_SOURCE 700 /* mkdtemp */

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api/session.h"
#include "base/io.h"
#include "changes.h"
#include "generate.h"
#include "lower/lower.h"
#include "oracle.h"
#include "peil.h"
#include "vm/deadlines.h"
#include "vm/vm.h"

typedef enum outcome { AGREED, DIFFERED, REFUSED } outcome;

static const uint32_t chunk_sizes[] = {1, 3, PL_CHUNK_ROWS};
enum { CHUNK_SIZES = 3 };

typedef struct difference {
    pl_buffer text; /* empty: none */
} difference;

/* ---- one answer against the other ---- */

static bool same_amount(const oracle_value *want, const pl_amounts *amounts, uint32_t row,
                        pl_arena *arena) {
    pl_value got = pl_amounts_value(amounts, row, arena);
    if (amounts->type.base == PL_TRUTH)
        return got.truth == want->truth;
    if (got.state != want->state)
        return false;
    if (want->state != PL_OK)
        return true;
    if (amounts->type.base == PL_TEXT)
        return true; /* the truth of the comparison is compared anyway */
    if (amounts->type.base != PL_NUMBER)
        return got.index == want->index;
    mpq_t lo, hi;
    mpq_inits(lo, hi, NULL);
    oracle_set_number(lo, got.lo);
    oracle_set_number(hi, got.hi);
    bool same = mpq_equal(lo, want->lo) && mpq_equal(hi, want->hi);
    mpq_clears(lo, hi, NULL);
    return same;
}

static void print_value(pl_buffer *out, const oracle_value *v) {
    if (v->state != PL_OK || !v->lo) {
        pl_buffer_printf(out, "state %d truth %d index %ld", (int)v->state, (int)v->truth,
                         (long)v->index);
        return;
    }
    char *lo = mpq_get_str(NULL, 10, v->lo), *hi = mpq_get_str(NULL, 10, v->hi);
    pl_buffer_printf(out, "%s..%s", lo, hi);
    free(lo);
    free(hi);
}

static void differ_amount(difference *d, const char *what, const oracle_value *want,
                          const pl_amounts *amounts, uint32_t row, pl_arena *arena) {
    if (d->text.len)
        return;
    if (!amounts) {
        pl_buffer_printf(&d->text, "%s: the machine has none", what);
        return;
    }
    if (same_amount(want, amounts, row, arena))
        return;
    pl_value got = pl_amounts_value(amounts, row, arena);
    pl_buffer_printf(&d->text, "%s: oracle ", what);
    print_value(&d->text, want);
    pl_buffer_printf(&d->text, ", machine state %d ", (int)got.state);
    if (amounts->type.base == PL_NUMBER && got.state == PL_OK) {
        pl_number_print(&d->text, got.lo);
        pl_buffer_puts(&d->text, "..");
        pl_number_print(&d->text, got.hi);
    }
}

static void differ_clause(difference *d, const oracle_clause *want, const pl_clause_result *got,
                          uint32_t row, pl_arena *arena) {
    if (want->applies != (pl_truth)got->applies[row]) {
        pl_buffer_printf(&d->text, "applies: oracle %d, machine %d", (int)want->applies,
                         (int)got->applies[row]);
        return;
    }
    if (want->applies == PL_FALSE || want->applies == PL_NONE)
        return;
    if (want->holds != (pl_truth)got->holds[row])
        pl_buffer_printf(&d->text, "holds: oracle %d, machine %d", (int)want->holds,
                         (int)got->holds[row]);
    if (want->compared) {
        differ_amount(d, "measured", &want->measured, got->measured, row, arena);
        differ_amount(d, "norm", &want->norm, got->norm, row, arena);
    }
    if (want->counted) {
        differ_amount(d, "count", &want->count, got->count, row, arena);
        differ_amount(d, "total", &want->total, got->total, row, arena);
    }
}

static void differ(difference *d, const oracle_answer *want, const pl_rule_result *got,
                   uint32_t row, pl_arena *arena) {
    if (want->verdict != (pl_verdict)got->verdict[row])
        pl_buffer_printf(&d->text, "verdict: oracle %d, machine %d", (int)want->verdict,
                         (int)got->verdict[row]);
    if (want->verdict == PL_VERDICT_SKIPPED || d->text.len)
        return;
    if (want->cause != (pl_cause)got->cause[row] || want->part != got->part[row])
        pl_buffer_printf(&d->text, "cause, part: oracle %d %d, machine %d %d", (int)want->cause,
                         want->part, got->cause[row], got->part[row]);
    if (want->cause != PL_CAUSE_CLAUSES)
        return;
    if (want->member >= 0 &&
        (!got->outcome || got->outcome->state[row] != PL_OK ||
         pl_amounts_index(got->outcome, row) != want->member))
        pl_buffer_printf(&d->text, "outcome: oracle %d, machine %d", want->member,
                         got->outcome && got->outcome->state[row] == PL_OK
                             ? pl_amounts_index(got->outcome, row)
                             : -1);
    for (uint32_t i = 0; i < got->rule->clauses.len && !d->text.len; i++) {
        differ_clause(d, &want->clauses[i], &got->clauses[i], row, arena);
        if (d->text.len)
            pl_buffer_printf(&d->text, " (clause %u)", i + 1);
    }
    if (!d->text.len && want->bounded != (got->bounded[row] != 0))
        pl_buffer_printf(&d->text, "bounded: oracle %d, machine %d", want->bounded,
                         got->bounded[row]);
}

/* ---- what the answers showed ---- */

static bool beyond_64_bits(const oracle_value *v) {
    return mpz_sizeinbase(mpq_numref(v->lo), 2) > 63 || mpz_sizeinbase(mpq_denref(v->lo), 2) > 63;
}

static void see_amounts(uint32_t *uses, const oracle_answer *a, const oracle_clause *c) {
    const oracle_value *v = &c->measured;
    uses[USES_saw_missing_measured] += v->state == PL_MISSING;
    uses[USES_saw_empty_measured] += v->state == PL_EMPTY;
    if (v->state != PL_OK || !v->lo)
        return;
    bool bounded = !mpq_equal(v->lo, v->hi);
    uses[USES_saw_bounded_measured] += bounded;
    uses[USES_saw_bounded_and_decided] +=
        bounded && (a->verdict == PL_VERDICT_MET || a->verdict == PL_VERDICT_NOT_MET);
    uses[USES_saw_beyond_64_bits] += beyond_64_bits(v);
    uses[USES_saw_tie] +=
        !bounded && c->norm.state == PL_OK && c->norm.lo && mpq_equal(v->lo, c->norm.lo);
}

static void see(uint32_t *uses, const oracle_answer *a, const pl_rule *rule) {
    static const construct seen[] = {
        [PL_VERDICT_MET] = USES_saw_met,           [PL_VERDICT_NOT_MET] = USES_saw_not_met,
        [PL_VERDICT_UNKNOWN] = USES_saw_unknown,   [PL_VERDICT_NO_NORM] = USES_saw_no_norm,
        [PL_VERDICT_EXEMPT] = USES_saw_exempt,     [PL_VERDICT_DECIDED] = USES_saw_decided,
        [PL_VERDICT_DONE] = USES_saw_done,         [PL_VERDICT_DONE_LATE] = USES_saw_done_late,
        [PL_VERDICT_UPCOMING] = USES_saw_upcoming, [PL_VERDICT_DUE] = USES_saw_due,
        [PL_VERDICT_OVERDUE] = USES_saw_overdue};
    if (a->verdict == PL_VERDICT_SKIPPED)
        return;
    uses[seen[a->verdict]]++;
    for (uint32_t i = 0; a->cause == PL_CAUSE_CLAUSES && i < rule->clauses.len; i++)
        if (a->clauses[i].compared)
            see_amounts(uses, a, &a->clauses[i]);
}

/* ---- one program ---- */

static bool compare_rule(oracle *o, pl_run *const runs[], uint32_t index, uint32_t *uses,
                         uint64_t *verdicts, pl_arena *arena) {
    const pl_rule_result *first = &runs[0]->rules.items[index];
    for (uint32_t row = 0; row < first->rows; row++) {
        oracle_answer answer = oracle_judge(o, first->rule, row);
        if (uses)
            see(uses, &answer, first->rule);
        ++*verdicts;
        for (int k = 0; k < CHUNK_SIZES; k++) {
            difference d;
            pl_buffer_init(&d.text);
            differ(&d, &answer, &runs[k]->rules.items[index], row, arena);
            bool same = d.text.len == 0;
            if (!same)
                fprintf(stderr, "# rule %s, row %u, chunks of %u: %s\n", first->rule->name, row,
                        chunk_sizes[k], d.text.ptr);
            pl_buffer_fini(&d.text);
            if (!same)
                return false;
        }
    }
    return true;
}

/* Compares all rules of a session that was checked without errors. */
static outcome compare_session(peil *session, uint32_t *uses, uint64_t *verdicts) {
    pl_session_view view;
    pl_arena arena;
    if (pl_session_load(session, &view) != PEIL_OK) {
        peil_print_diagnostics(session, false, false, stderr);
        return REFUSED;
    }
    pl_arena_init(&arena);
    pl_run *runs[CHUNK_SIZES];
    for (int k = 0; k < CHUNK_SIZES; k++) {
        runs[k] = pl_vm_run(&arena, view.program, view.data, chunk_sizes[k]);
        pl_deadlines_settle(&arena, runs[k]);
    }
    for (int k = 1; k < CHUNK_SIZES; k++)
        if (runs[k]->faults.len != runs[0]->faults.len)
            return DIFFERED;
    if (runs[0]->faults.len > 0) { /* an extension that fails: nobody has an answer */
        pl_arena_fini(&arena);
        return REFUSED;
    }
    oracle *o = oracle_new(view.model, view.data, view.date, view.all_years);
    bool same = true;
    for (uint32_t i = 0; same && i < runs[0]->rules.len; i++)
        same = compare_rule(o, runs, i, uses, verdicts, &arena);
    oracle_free(o);
    pl_arena_fini(&arena);
    return same ? AGREED : DIFFERED;
}

static void write_part(const char *folder, const char *name, const pl_buffer *bytes) {
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "wb");
    if (!f || (bytes->len && fwrite(bytes->ptr, 1, bytes->len, f) != bytes->len) || fclose(f)) {
        printf("Bail out! cannot write %s\n", path);
        exit(1);
    }
}

static void write_program(const generated *g, const char *folder) {
#define PART(name, file) write_part(folder, file, &g->name);
    GENERATED_PARTS(PART)
#undef PART
}

/* NULL after saying why it is refused. */
static peil *open_generated(const char *folder) {
    char path[512];
    snprintf(path, sizeof path, "%s/p.peil", folder);
    peil *session = peil_new(".");
    if (peil_add_rules(session, path) == PEIL_OK &&
        peil_set_data(session, folder, NULL) == PEIL_OK && peil_set_date(session, "2021-11-05") &&
        peil_check_rules(session) == PEIL_OK)
        return session;
    peil_print_diagnostics(session, false, false, stderr);
    peil_free(session);
    return NULL;
}

static bool run_generated(const char *folder, bool all_years, uint32_t *uses, uint64_t *verdicts) {
    peil *session = open_generated(folder);
    if (!session)
        return false;
    if (all_years)
        peil_set_all_years(session);
    bool good = compare_session(session, uses, verdicts) == AGREED;
    peil_free(session);
    return good;
}

static bool change_generated(const char *folder, changes_seen *seen) {
    peil *session = open_generated(folder);
    pl_session_view view;
    bool good = session && pl_session_load(session, &view) == PEIL_OK &&
        check_changes(&view, session->dataset, seen);
    if (session)
        peil_free(session);
    return good;
}

/* ---- many programs ---- */

static int report_uses(const uint32_t *uses, uint64_t programs, int test) {
    int rare = 0;
    for (construct c = 0; c < CONSTRUCT_COUNT; c++) {
        uint64_t least = construct_least(c) * programs / 1000;
        bool enough = uses[c] >= least;
        rare += !enough;
        printf("# %-32s %9u%s\n", construct_name(c), uses[c], enough ? "" : "  too rare");
    }
    printf("%s %d - none of %d constructs is rare\n", rare ? "not ok" : "ok", test,
           CONSTRUCT_COUNT);
    return rare;
}

static void remove_folder(const char *folder) {
#define PART(name, file) file,
    static const char *const names[] = {GENERATED_PARTS(PART)};
#undef PART
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[512];
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
    rmdir(folder);
}

static int run_many(uint64_t programs, uint64_t seed) {
    char folder[] = "/tmp/peil-differential-XXXXXX";
    if (!mkdtemp(folder)) {
        puts("Bail out! no temporary folder");
        return 1;
    }
    generated g;
    generated_init(&g);
    uint64_t verdicts = 0, failed = 0;
    for (uint64_t i = 0; i < programs && failed < 5; i++) {
        generate_program(&g, seed + i);
        write_program(&g, folder);
        if (!run_generated(folder, (seed + i) % 2 == 0, g.uses, &verdicts)) {
            printf("# seed %llu differs or is refused (differential --show %llu)\n",
                   (unsigned long long)(seed + i), (unsigned long long)(seed + i));
            failed++;
        }
    }
    puts("1..2");
    printf("%s 1 - the machine and the slow evaluator agree on %llu generated programs, %llu "
           "verdicts, at chunks of 1, 3 and %d\n",
           failed ? "not ok" : "ok", (unsigned long long)programs, (unsigned long long)verdicts,
           PL_CHUNK_ROWS);
    int rare = report_uses(g.uses, programs, 2);
    generated_fini(&g);
    remove_folder(folder);
    return failed || rare ? 1 : 0;
}

static int run_changes(uint64_t programs, uint64_t seed) {
    static const char *const kinds[] = {"cells", "rows that come to count", "more or fewer rows",
                                        "values of rows"};
    char folder[] = "/tmp/peil-changes-XXXXXX";
    if (!mkdtemp(folder)) {
        puts("Bail out! no temporary folder");
        return 1;
    }
    generated g;
    generated_init(&g);
    changes_seen seen = {0};
    uint64_t failed = 0;
    for (uint64_t i = 0; i < programs && failed < 5; i++) {
        if (i % 20 == 0)
            generate_program(&g, seed + i);
        else
            generate_changes(&g, seed + i);
        write_program(&g, folder);
        if (change_generated(folder, &seen))
            continue;
        printf("# program %llu of seed %llu:\n%s%s", (unsigned long long)i,
               (unsigned long long)seed, g.rules.ptr, g.leerling.ptr);
        failed++;
    }
    generated_fini(&g);
    remove_folder(folder);
    puts("1..2");
    printf("%s 1 - in %llu generated programs the changes that are named turn the verdict, and one "
           "unit less does not\n",
           failed ? "not ok" : "ok", (unsigned long long)programs);
    printf("# %llu verdicts, a change found for %llu\n", (unsigned long long)seen.verdicts,
           (unsigned long long)seen.found);
    bool all = seen.found * 4 > seen.verdicts;
    for (int k = 0; k < 4; k++) {
        printf("# %-32s %9llu\n", kinds[k], (unsigned long long)seen.moves[k]);
        all = all && seen.moves[k] > 0;
    }
    printf("%s 2 - of many verdicts, by every kind of change\n", all ? "ok" : "not ok");
    return failed || !all ? 1 : 0;
}

static int show(uint64_t seed) {
    generated g;
    generated_init(&g);
    generate_program(&g, seed);
#define PART(name, file) printf("==> %s\n%s\n", file, g.name.len > 0 ? g.name.ptr : "");
    GENERATED_PARTS(PART)
#undef PART
    generated_fini(&g);
    return 0;
}

/* ---- one given program ---- */

static bool takes_value(const char *option) {
    static const char *const options[] = {"--format",  "--columns", "--separator",  "--output",
                                          "--fail-on", "--jobs",    "--chunk-size", "--receipt",
                                          "--dump",    "--width"};
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (strcmp(option, options[i]) == 0)
            return true;
    return false;
}

/* Reads the arguments of a `peil check` as far as they say what is evaluated. */
static bool take_arguments(peil *session, int argc, char **argv) {
    const char *data = NULL, *dataset = NULL;
    bool dated = false;
    for (int i = 0; i < argc; i++) {
        if (strcmp(argv[i], "--data") == 0 && i + 1 < argc)
            data = argv[++i];
        else if (strcmp(argv[i], "--dataset") == 0 && i + 1 < argc)
            dataset = argv[++i];
        else if (strcmp(argv[i], "--date") == 0 && i + 1 < argc)
            dated = peil_set_date(session, argv[++i]);
        else if (strcmp(argv[i], "--all-years") == 0)
            peil_set_all_years(session);
        else if (takes_value(argv[i]))
            i++;
        else if (argv[i][0] != '-' && peil_add_rules(session, argv[i]) != PEIL_OK)
            return false;
    }
    if ((!data && !dataset) || peil_set_data(session, data, dataset) != PEIL_OK)
        return false;
    return dated && peil_check_rules(session) == PEIL_OK;
}

static outcome compare_given(int argc, char **argv, uint64_t *verdicts) {
    const char *stdlib = getenv("PEIL_STDLIB");
    peil *session = peil_new(stdlib ? stdlib : "stdlib");
    outcome result = REFUSED;
    if (take_arguments(session, argc, argv))
        result = compare_session(session, NULL, verdicts);
    peil_free(session);
    return result;
}

/* ---- one given program, in every way ---- */

typedef struct way {
    pl_load_ways load;
    uint32_t chunk_rows;
} way;

static const way all_ways[] = {
    {{0}, PL_CHUNK_ROWS},
    {{.singly = true}, 1},
    {{.block_bytes = 16, .level = PL_SCAN_PLAIN, .jobs = 1}, 3},
    {{.block_bytes = 100, .level = PL_SCAN_PLAIN, .jobs = 2}, PL_CHUNK_ROWS},
    {{.block_bytes = 100, .level = PL_SCAN_16, .jobs = 1}, PL_CHUNK_ROWS},
    {{.block_bytes = 100, .level = PL_SCAN_32, .jobs = 1}, PL_CHUNK_ROWS},
    {{.block_bytes = 100, .level = PL_SCAN_64, .jobs = 2, .texts = 4}, 3},
};

static void copy_file(const char *path, FILE *out) {
    char bytes[4096];
    FILE *in = fopen(path, "rb");
    for (size_t got = 1; in && got > 0;) {
        got = fread(bytes, 1, sizeof bytes, in);
        fwrite(bytes, 1, got, out);
    }
    if (in)
        fclose(in);
}

/* What a run says: its status, its messages, its report. To be freed; NULL: its rules are wrong. */
static char *say_all(const way *how, const char *path, int argc, char **argv) {
    const char *stdlib = getenv("PEIL_STDLIB"), *why = NULL;
    peil_report_options json = {.format = "json"};
    peil *session = peil_new(stdlib ? stdlib : "stdlib");
    char *said = NULL;
    size_t length;
    if (take_arguments(session, argc, argv)) {
        FILE *out = open_memstream(&said, &length);
        session->ways = how->load;
        peil_set_chunk_rows(session, how->chunk_rows);
        peil_status status = peil_evaluate(session);
        fprintf(out, "%d\n", (int)status);
        peil_print_diagnostics(session, false, false, out);
        if (status == PEIL_OK && peil_check_report(session, &json, &why) == PEIL_OK &&
            peil_write_report(session, &json, path, &why) == PEIL_OK)
            copy_file(path, out);
        fprintf(out, "%s\n", why ? why : "");
        fclose(out);
    }
    peil_free(session);
    return said;
}

static bool same_in_all_ways(int argc, char **argv) {
    char folder[] = "/tmp/peil-ways-XXXXXX", path[64];
    if (!mkdtemp(folder))
        return false;
    snprintf(path, sizeof path, "%s/report", folder);
    char *first = say_all(&all_ways[0], path, argc, argv);
    bool same = true;
    for (size_t i = 1; first && same && i < sizeof all_ways / sizeof *all_ways; i++) {
        pl_scan_level level = all_ways[i].load.level;
        if (level != PL_SCAN_FOUND && !pl_scan_has(level))
            continue;
        char *said = say_all(&all_ways[i], path, argc, argv);
        same = said && strcmp(first, said) == 0;
        if (!same)
            fprintf(stderr, "# way %zu says other than the first\n", i);
        free(said);
    }
    free(first);
    unlink(path);
    rmdir(folder);
    return same;
}

static int run_given(int argc, char **argv) {
    uint64_t verdicts = 0;
    outcome result = compare_given(argc, argv, &verdicts);
    printf("# %llu verdicts compared\n", (unsigned long long)verdicts);
    return (int)result;
}

static int run_beside(int argc, char **argv) {
    static const char *const words[] = {"agreed", "DIFFERED", "refused"};
    const char *log_path = argv[0];
    if (argc > 3 && strcmp(argv[2], "check") == 0) {
        uint64_t verdicts = 0;
        outcome result = compare_given(argc - 3, argv + 3, &verdicts);
        if (!same_in_all_ways(argc - 3, argv + 3))
            result = DIFFERED;
        FILE *log = fopen(log_path, "a");
        if (log) {
            fprintf(log, "%s %llu\n", words[result], (unsigned long long)verdicts);
            fclose(log);
        }
    }
    execv(argv[1], argv + 1);
    perror(argv[1]);
    return 126;
}

int main(int argc, char **argv) {
    uint64_t programs = 0, changes = 0, seed = 1;
    if (argc > 3 && strcmp(argv[1], "--beside") == 0)
        return run_beside(argc - 2, argv + 2);
    for (int i = 1; i + 1 < argc; i++) {
        if (strcmp(argv[i], "--programs") == 0)
            programs = strtoull(argv[i + 1], NULL, 10);
        if (strcmp(argv[i], "--changes") == 0)
            changes = strtoull(argv[i + 1], NULL, 10);
        if (strcmp(argv[i], "--seed") == 0)
            seed = strtoull(argv[i + 1], NULL, 10);
        if (strcmp(argv[i], "--show") == 0)
            return show(strtoull(argv[i + 1], NULL, 10));
    }
    if (changes)
        return run_changes(changes, seed);
    if (programs)
        return run_many(programs, seed);
    return run_given(argc - 1, argv + 1);
}
