/* verdicts.c - the certificate whole: what comes before, each rule with its verdicts and their steps,
 * and the line that closes it. */
#include <assert.h>

#include "base/io.h"
#include "certify/writer.h"
#include "report/json_text.h"
#include "report/report.h"
#include "vm/deadlines.h"

/* ### deadlines */

/* [school year, number, due, ends, standing, so many found, day of the evidence] */
static void put_task(pl_certifier *w, const pl_rule *rule, const pl_task *task) {
    const pl_standing *standing = &task->standing;
    pl_place place;
    pl_date day = 0;
    bool found = pl_deadline_place(w->of->run, rule, task, &day, &place);

    pl_buffer_printf(w->out, "[%d, %d, ", task->schooljaar, task->occurrence.number);
    pl_certify_date(w, standing->has_days, standing->due);
    pl_buffer_puts(w->out, ", ");
    pl_certify_date(w, standing->has_days && standing->ends != PL_NEVER, standing->ends);
    pl_buffer_printf(w->out, ", \"%s\", %d, ",
                     pl_verdict_word(pl_deadline_verdict(standing->status)), standing->found);
    pl_certify_date(w, found, day);
    pl_buffer_putc(w->out, ']');
}

static void put_tasks(pl_certifier *w, const pl_rule_result *result, uint32_t row) {
    uint32_t count;
    const pl_task *tasks = pl_deadline_tasks(result, row, &count);

    for (uint32_t i = 0; i < count; i++) {
        pl_buffer_puts(w->out, i > 0 ? ", " : ", \"tasks\": [");
        put_task(w, result->rule, &tasks[i]);
    }
    pl_buffer_puts(w->out, count > 0 ? "]" : "");
}

/* ### one verdict */

static const char *cause_of(const pl_rule_result *result, uint32_t row) {
    static const char *const words[] = {"clauses", "scope", "exceptions", "needs"};

    assert(result->cause[row] < sizeof words / sizeof *words);
    return words[result->cause[row]];
}

/* Which clause is the closest of those that are met is no step of the verdict. */
static bool has_part(const pl_rule_result *result, uint32_t row) {
    return result->part[row] != 255 && result->verdict[row] != PL_VERDICT_MET &&
        result->cause[row] != PL_CAUSE_SCOPE;
}

static void put_outcome(pl_certifier *w, const pl_rule_result *result, uint32_t row) {
    pl_value value;

    if (!result->outcome || result->cause[row] != PL_CAUSE_CLAUSES)
        return;
    value = pl_amounts_value(result->outcome, row, w->arena);
    pl_buffer_puts(w->out, ", \"value\": ");
    pl_certify_value(w, result->outcome->type, &value);
}

static void put_steps(pl_certifier *w, const pl_rule_result *result, uint32_t row,
                      const pl_certified_steps *steps) {
    const pl_rows *rows = pl_data_rows(w->of->run->data, result->rule->entity);
    int year = rows->years ? rows->years[row] : w->of->run->schooljaar;

    for (uint32_t i = 0; i < steps->len; i++) {
        pl_buffer_puts(w->out, i > 0 ? ", " : ", \"steps\": [");
        pl_certify_step(w, steps->items[i], result->rule->entity, row, year);
    }
    pl_buffer_puts(w->out, steps->len > 0 ? "]" : "");
}

static void begin_verdict(pl_certifier *w, const pl_rule *rule, pl_verdict verdict,
                          const char *subject) {
    pl_buffer_putc(w->out, '{');
    pl_json_member(w->out, "verdict", pl_verdict_word(verdict));
    pl_buffer_puts(w->out, ", ");
    pl_json_member(w->out, "of", pl_certify_rule(w, rule));
    pl_buffer_puts(w->out, ", ");
    pl_json_member(w->out, "subject", subject);
    w->verdicts++;
}

static void put_verdict(pl_certifier *w, const pl_rule_result *result, uint32_t row,
                        const pl_certified_steps *steps) {
    pl_buffer subject = {0};

    pl_data_subject(&subject, w->of->run->data, result->rule->entity, row);
    begin_verdict(w, result->rule, (pl_verdict)result->verdict[row],
                  subject.len > 0 ? subject.ptr : "");
    pl_buffer_fini(&subject);
    pl_buffer_puts(w->out, ", ");
    pl_json_member(w->out, "by", cause_of(result, row));
    if (has_part(result, row))
        pl_buffer_printf(w->out, ", \"number\": %u", result->part[row]);
    put_outcome(w, result, row);
    if (result->deadline)
        put_tasks(w, result, row);
    put_steps(w, result, row, steps);
    pl_certify_line(w);
}

/* ### all */

/* No file gives any subject, or any evidence: one line says so. */
static void put_unmapped(pl_certifier *w, const pl_rule *rule) {
    begin_verdict(w, rule, PL_VERDICT_UNKNOWN, NULL);
    pl_certify_line(w);
}

static void put_verdicts(pl_certifier *w, const pl_rule_result *result) {
    const pl_entity *entity = result->rule->entity;
    pl_data *data = w->of->run->data;
    pl_certified_steps steps = pl_certify_steps(w, result->rule);
    const uint32_t *order;

    if (!pl_data_rows(data, entity)->mapped) {
        put_unmapped(w, result->rule);
        return;
    }
    order = pl_data_subject_order(data, entity);
    assert(result->rows == pl_data_rows(data, entity)->count);
    for (uint32_t i = 0; i < result->rows; i++)
        if (result->verdict[order[i]] != PL_VERDICT_SKIPPED)
            put_verdict(w, result, order[i], &steps);
}

static void put_rules(pl_certifier *w) {
    const pl_run *run = w->of->run;
    bool *told = PL_MAKE_ARRAY(w->arena, bool, w->model->rules.len + (size_t)1);

    for (uint32_t i = 0; i < run->rules.len; i++) {
        if (!w->of->asked[i])
            continue;
        told[run->rules.items[i].rule->index] = true;
        pl_certify_rule_line(w, run->rules.items[i].rule, true);
    }
    for (uint32_t i = 0; i < w->model->rules.len; i++)
        if (w->rules[i] && !told[i])
            pl_certify_rule_line(w, w->model->rules.items[i], false);
    for (uint32_t i = 0; i < run->rules.len; i++)
        if (w->of->asked[i])
            put_verdicts(w, &run->rules.items[i]);
}

/* The hash is of all bytes before the closing line. */
static void put_end(pl_certifier *w) {
    const char *hash = pl_sha256(w->arena, (pl_str){w->out->ptr, w->out->len});

    pl_buffer_printf(w->out, "{\"end\": \"peil-certificate-2\", \"lines\": %u, \"verdicts\": %u, ",
                     w->lines, w->verdicts);
    pl_buffer_puts(w->out, "\"date\": ");
    pl_certify_date(w, true, w->of->run->date);
    pl_buffer_puts(w->out, ", ");
    pl_json_member(w->out, "version", w->of->receipt->version);
    pl_buffer_puts(w->out, ", ");
    pl_json_member(w->out, "sha256", hash);
    pl_certify_line(w);
}

void pl_certificate_write(const pl_certified *what, pl_buffer *out) {
    pl_certifier w = {.of = what, .arena = what->arena, .model = what->run->model, .out = out};

    assert(what->run && what->needed && what->receipt && out->len == 0);
    pl_certify_find_uses(&w);
    pl_certify_find_records(&w);
    pl_certify_definitions(&w);
    pl_certify_rows(&w);
    put_rules(&w);
    put_end(&w);
}
