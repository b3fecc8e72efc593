/* lint_rules.c - the bands of the clauses of a rule: values that no clause is for, and values that
 * two are for; conditions that can never hold. Clauses are taken together when they ask the same of
 * the same field: `1S/2F >= .. when weging in ..`. */
#include <assert.h>
#include <string.h>

#include "sema/lint.h"

/* ### clauses that belong together */

/* One clause as far as its `when` is about one number. */
typedef struct banded {
    const pl_clause *clause;
    pl_band_set set;
    const char *besides;  /* what else its `when` asks, as text */
    const char *measured; /* what it requires something of, as text */
    bool grouped;
} banded;

typedef struct group {
    PL_VEC(pl_band) bands;
    PL_VEC(const banded *) owners; /* of each band */
} group;

static const char *measured_of(pl_lint_run *run, const pl_expr *requirement) {
    if (requirement->kind != PL_EXPR_COMPARE)
        return "";
    return pl_lint_written(run, requirement->kids[0]);
}

static void push_besides(pl_lint_run *run, banded *b, const pl_expr *part) {
    const char *text = pl_lint_written(run, part);

    b->besides = b->besides[0] ? pl_arena_format(run->arena, "%s and %s", b->besides, text) : text;
}

/* `soort = BO and weging in 20..22`: the bands of weging, besides `soort = BO`. */
static bool split_condition(pl_lint_run *run, const pl_expr *condition, banded *b) {
    bool found = false;

    if (pl_lint_bands_of(run, condition, &b->set))
        return true;
    for (uint32_t i = 0; condition->kind == PL_EXPR_AND && i < condition->count; i++) {
        pl_band_set set;

        if (!found && pl_lint_bands_of(run, condition->kids[i], &set)) {
            b->set = set;
            found = true;
        } else {
            push_besides(run, b, condition->kids[i]);
        }
    }
    return found;
}

static bool belong_together(const banded *a, const banded *b) {
    return pl_lint_same_subject(a->set.subject, b->set.subject) &&
        strcmp(a->besides, b->besides) == 0 && strcmp(a->measured, b->measured) == 0;
}

/* ### what is said of a group */

static const char *with_besides(pl_lint_run *run, const banded *b, const char *values) {
    return b->besides[0] ? pl_arena_format(run->arena, _("%s, when %s"), values, b->besides)
                         : values;
}

static void report_gaps(pl_lint_run *run, const pl_rule *rule, const group *g,
                        const pl_band_report *report) {
    const banded *first = g->owners.items[0];

    assert(g->owners.len == g->bands.len && g->bands.len > 0);
    if (report->gaps.len > 0)
        PL_REPORT(
            run->diags, BANDS_GAP, first->clause->span, rule->name,
            pl_lint_written(run, first->set.subject),
            with_besides(run, first, pl_lint_gap_words(run, report, first->set.subject->type)),
            rule->entity->name);
}

static bool constant_norm(const pl_expr *requirement, pl_number *norm) {
    const pl_expr *right = requirement->kids[1];

    assert(requirement->kind == PL_EXPR_COMPARE);
    if (right->kind != PL_EXPR_CONST || right->value.base != PL_NUMBER)
        return false;
    *norm = right->value.lo;
    return true;
}

/* Of two norms for the same, the one that is harder to meet; NULL when that cannot be said. */
static const pl_clause *stricter(const banded *a, const banded *b) {
    const pl_expr *x = a->clause->requirement, *y = b->clause->requirement;
    pl_number p, q;
    int order;

    assert(a != b);
    if (!a->measured[0] || x->kind != PL_EXPR_COMPARE || y->kind != PL_EXPR_COMPARE ||
        x->compare != y->compare)
        return NULL;
    if (!constant_norm(x, &p) || !constant_norm(y, &q))
        return NULL;
    order = pl_number_compare(p, q);
    if (order == 0 || x->compare == PL_EQ || x->compare == PL_NE)
        return NULL;
    if (x->compare == PL_LT || x->compare == PL_LE)
        order = -order;
    return order > 0 ? a->clause : b->clause;
}

static const char *which_rules(pl_lint_run *run, const banded *a, const banded *b) {
    const pl_clause *clause = stricter(a, b);
    pl_str text;

    if (!clause)
        return _("both must hold there; to let the bands meet, leave out an end with `..<`");
    text = pl_span_text(clause->requirement->span);
    return pl_arena_format(
        run->arena,
        _("both must hold there, so the stricter one rules: `%.*s`; to let the bands meet, leave "
          "out an end with `..<`"),
        (int)text.len, text.ptr);
}

static void report_overlaps(pl_lint_run *run, const group *g, const pl_band_report *report) {
    for (uint32_t i = 0; i < report->overlaps.len; i++) {
        const pl_band_overlap *overlap = &report->overlaps.items[i];
        const banded *a = g->owners.items[overlap->first], *b = g->owners.items[overlap->second];

        assert(overlap->first < overlap->second && overlap->second < g->owners.len);
        if (a->clause == b->clause)
            continue;
        PL_REPORT(
            run->diags, BANDS_OVERLAP, b->clause->span, pl_lint_written(run, b->set.subject),
            with_besides(run, b, pl_lint_band_words(run, &overlap->band, b->set.subject->type)),
            pl_span_place(run->arena, a->clause->span), which_rules(run, a, b));
    }
}

/* One clause alone leaves the rest open on purpose; two are a division. Without a declared domain
 * only what lies between the bands is a gap. */
static void judge_group(pl_lint_run *run, const pl_rule *rule, const group *g, uint32_t clauses) {
    pl_band domain = pl_lint_domain(g->owners.items[0]->set.subject);
    pl_band_report report;

    assert(clauses > 0 && g->bands.len > 0);
    if (clauses < 2)
        return;
    if (!domain.has_lo)
        domain = pl_lint_hull(g->bands.items, g->bands.len);
    report = pl_bands_sweep(run->arena, g->bands.items, g->bands.len, domain);
    report_gaps(run, rule, g, &report);
    report_overlaps(run, g, &report);
}

static uint32_t gather_group(pl_lint_run *run, banded *all, uint32_t count, uint32_t first,
                             group *g) {
    uint32_t clauses = 0;

    for (uint32_t i = first; i < count; i++) {
        if (all[i].grouped || !belong_together(&all[first], &all[i]))
            continue;
        all[i].grouped = true;
        clauses++;
        for (uint32_t k = 0; k < all[i].set.bands.len; k++) {
            PL_PUSH(run->arena, &g->bands, all[i].set.bands.items[k]);
            PL_PUSH(run->arena, &g->owners, &all[i]);
        }
    }
    assert(all[first].grouped && clauses > 0);
    return clauses;
}

void pl_lint_clauses(pl_lint_run *run, const pl_rule *rule) {
    banded *all = PL_MAKE_ARRAY(run->arena, banded, rule->clauses.len + 1);
    uint32_t count = 0;

    for (uint32_t i = 0; i < rule->clauses.len; i++) {
        const pl_clause *clause = &rule->clauses.items[i];

        all[count] = (banded){.clause = clause, .besides = ""};
        if (!clause->condition || !split_condition(run, clause->condition, &all[count]))
            continue;
        all[count].measured = measured_of(run, clause->requirement);
        count++;
    }
    for (uint32_t i = 0; i < count; i++) {
        group g = {0};
        uint32_t clauses;

        if (all[i].grouped)
            continue;
        clauses = gather_group(run, all, count, i, &g);
        if (g.bands.len > 0)
            judge_group(run, rule, &g, clauses);
    }
}

/* ### conditions that never hold */

static bool touches_domain(const pl_band_set *set) {
    pl_band domain = pl_lint_domain(set->subject), shared;

    for (uint32_t i = 0; i < set->bands.len; i++)
        if (pl_band_meet(&set->bands.items[i], &domain, &shared))
            return true;
    return false;
}

static const char *why_never(pl_lint_run *run, const pl_expr *subject) {
    pl_band domain = pl_lint_domain(subject);

    if (!domain.has_lo)
        return _("no number is all of that at once");
    return pl_arena_format(run->arena, _("%s lies in %s, by its declaration"),
                           pl_lint_written(run, subject),
                           pl_lint_band_words(run, &domain, subject->type));
}

/* ### case lists */

/* A case list over bands of one number: what is left when all its conditions fail. */
static bool cases_bands(pl_lint_run *run, const pl_expr *cases, const pl_expr **subject, group *g) {
    assert(cases->kind == PL_EXPR_CASES && cases->count % 2 == 0);
    *subject = NULL;
    for (uint32_t i = 1; i < cases->count; i += 2) {
        pl_band_set set;

        if (!cases->kids[i] || !pl_lint_bands_of(run, cases->kids[i], &set))
            return false;
        if (*subject && !pl_lint_same_subject(*subject, set.subject))
            return false;
        *subject = set.subject;
        for (uint32_t k = 0; k < set.bands.len; k++)
            PL_PUSH(run->arena, &g->bands, set.bands.items[k]);
    }
    return *subject && g->bands.len > 0;
}

/* A case that could hold, but whose values the cases before it take. */
static void lint_later_cases(pl_lint_run *run, const pl_expr *cases) {
    pl_band_set rest = {0};

    for (uint32_t i = 1; i < cases->count; i += 2) {
        pl_band_set set, left, others;

        if (!cases->kids[i] || !pl_lint_bands_of(run, cases->kids[i], &set))
            return;
        if (i > 1 && !pl_lint_same_subject(rest.subject, set.subject))
            return;
        others = pl_lint_complement(run, &set);
        if (i == 1) {
            rest = others;
            continue;
        }
        left = pl_lint_intersect(run, &rest, &set);
        if (touches_domain(&set) && !touches_domain(&left))
            PL_REPORT(run->diags, NEVER_HOLDS, cases->kids[i]->span,
                      _("the cases before it take all its values"));
        rest = pl_lint_intersect(run, &rest, &others);
    }
}

static void lint_cases(pl_lint_run *run, const pl_expr *cases) {
    const pl_expr *subject;
    pl_band_report report;
    pl_band domain;
    group g = {0};

    lint_later_cases(run, cases);
    if (!cases_bands(run, cases, &subject, &g))
        return;
    domain = pl_lint_domain(subject);
    if (!domain.has_lo)
        domain = pl_lint_hull(g.bands.items, g.bands.len);
    report = pl_bands_sweep(run->arena, g.bands.items, g.bands.len, domain);
    if (report.gaps.len > 0)
        PL_REPORT(run->diags, CASES_GAP, cases->span, pl_lint_written(run, subject),
                  pl_lint_gap_words(run, &report, subject->type));
}

/* ### walking */

static bool never_holds(pl_lint_run *run, const pl_expr *expr) {
    pl_band_set set;

    if (expr->type.base != PL_TRUTH || !pl_lint_bands_of(run, expr, &set) || touches_domain(&set))
        return false;
    PL_REPORT(run->diags, NEVER_HOLDS, expr->span, why_never(run, set.subject));
    return true;
}

void pl_lint_conditions(pl_lint_run *run, const pl_expr *expr) {
    if (!expr || never_holds(run, expr))
        return;
    if (expr->kind == PL_EXPR_CASES)
        lint_cases(run, expr);
    for (uint32_t i = 0; i < expr->count; i++)
        pl_lint_conditions(run, expr->kids[i]);
}
