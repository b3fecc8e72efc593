/* lint_tables.c - every key column of every version of a table: values that no row covers, rows
 * that are never found, and rows that share values where the table has a word for it. Columns are
 * looked at one by one, overlaps over all keys together. */
#include <assert.h>

#include "sema/checker.h"
#include "sema/lint.h"

#define REPORTED 10 /* pairs of rows of one version */

typedef struct grid {
    const pl_table *table;
    const pl_table_version *version;
    pl_band *keys; /* of row r and key k: keys[r * key_count + k] */
} grid;

static const pl_band *key_at(const grid *g, uint32_t row, uint32_t key) {
    assert(row < g->version->rows.len && key < g->table->key_count);
    return &g->keys[(size_t)row * g->table->key_count + key];
}

static grid make_grid(pl_lint_run *run, const pl_table *table, const pl_table_version *version) {
    grid g = {table, version,
              PL_MAKE_ARRAY(run->arena, pl_band, (size_t)version->rows.len * table->key_count + 1)};
    pl_map texts;

    assert(table->key_count > 0 && table->key_count < table->columns.len);
    pl_map_init(&texts, run->arena);
    for (uint32_t r = 0; r < version->rows.len; r++)
        for (uint32_t k = 0; k < table->key_count; k++)
            g.keys[(size_t)r * table->key_count + k] =
                pl_sema_key_band(&version->rows.items[r].cells[k], &texts);
    return g;
}

/* Do the values of this key head the columns? */
static bool is_in_headers(const grid *g, uint32_t key) {
    return g->table->by && key == g->table->key_count - 1;
}

/* ### values that no row covers */

static void report_gap(pl_lint_run *run, const grid *g, uint32_t key, const char *values) {
    const char *name = g->table->columns.items[key].name;

    if (is_in_headers(g, key))
        PL_REPORT(run->diags, HEADERS_GAP, g->version->span, g->table->name, name, values);
    else
        PL_REPORT(run->diags, TABLE_GAP, g->version->span, g->table->name, name, values);
}

static void number_gaps(pl_lint_run *run, const grid *g, uint32_t key) {
    const pl_table_column *column = &g->table->columns.items[key];
    pl_band domain = pl_lint_field_domain(column->field);
    pl_band *bands = PL_MAKE_ARRAY(run->arena, pl_band, g->version->rows.len + 1);
    pl_band_report report;

    for (uint32_t r = 0; r < g->version->rows.len; r++)
        bands[r] = *key_at(g, r, key);
    if (!domain.has_lo)
        domain = pl_lint_hull(bands, g->version->rows.len);
    report = pl_bands_sweep(run->arena, bands, g->version->rows.len, domain);
    if (report.gaps.len > 0)
        report_gap(run, g, key, pl_lint_gap_words(run, &report, column->type));
}

static bool row_has_member(const grid *g, uint32_t key, int32_t index) {
    pl_number at = {index, 1, NULL};
    pl_band member = {.has_lo = true, .has_hi = true, .lo = at, .hi = at}, shared;

    for (uint32_t r = 0; r < g->version->rows.len; r++)
        if (pl_band_meet(key_at(g, r, key), &member, &shared))
            return true;
    return false;
}

static void member_gaps(pl_lint_run *run, const grid *g, uint32_t key) {
    const pl_table_column *column = &g->table->columns.items[key];
    const pl_enum *e = column->type.members;
    pl_buffer missing;

    assert(column->type.base == PL_MEMBER && e);
    pl_buffer_init(&missing);
    for (uint32_t i = 0; i < e->members.len; i++)
        if (!row_has_member(g, key, (int32_t)i))
            pl_buffer_printf(&missing, "%s%s", missing.len > 0 ? ", " : "", e->members.items[i]);
    if (missing.len > 0)
        report_gap(run, g, key, missing.ptr);
    pl_buffer_fini(&missing);
}

/* ### rows that are never found */

static bool holds_row(const grid *g, uint32_t outer, uint32_t inner) {
    for (uint32_t k = 0; k < g->table->key_count; k++)
        if (!pl_band_holds(key_at(g, outer, k), key_at(g, inner, k)))
            return false;
    return true;
}

static void rows_outside(pl_lint_run *run, const grid *g, uint32_t key) {
    const pl_table_column *column = &g->table->columns.items[key];
    pl_band domain = pl_lint_field_domain(column->field), shared;

    for (uint32_t r = 0; r < g->version->rows.len; r++) {
        const pl_table_row *row = &g->version->rows.items[r];

        if (pl_band_meet(key_at(g, r, key), &domain, &shared))
            continue;
        if (is_in_headers(g, key))
            PL_REPORT(run->diags, HEADER_NEVER, row->cells[key].span, column->name,
                      pl_lint_band_words(run, &domain, column->type));
        else
            PL_REPORT(run->diags, ROW_NEVER, row->span, column->name,
                      pl_lint_band_words(run, &domain, column->type));
    }
}

/* ### rows that share values */

static const char *overlap_word(pl_overlap overlap) {
    return overlap == PL_OVERLAP_HIGHEST ? "highest"
        : overlap == PL_OVERLAP_LOWEST   ? "lowest"
                                         : "first";
}

/* Two rows that were written as one: their headers share values. */
static void report_headers(pl_lint_run *run, const grid *g, uint32_t a, uint32_t b) {
    uint32_t key = g->table->key_count - 1;
    const pl_table_column *column = &g->table->columns.items[key];
    const pl_cell *first = &g->version->rows.items[a].cells[key];
    pl_str written = pl_span_text(first->span);
    pl_band shared;
    bool meet = pl_band_meet(key_at(g, a, key), key_at(g, b, key), &shared);

    assert(meet && g->table->by);
    PL_REPORT(run->diags, HEADERS_SHARE, g->version->rows.items[b].cells[key].span, column->name,
              meet && column->type.base == PL_NUMBER
                  ? pl_lint_band_words(run, &shared, column->type)
                  : _("the same value"),
              pl_arena_copy(run->arena, written.ptr, written.len), overlap_word(g->table->overlap));
}

static void report_shared(pl_lint_run *run, const grid *g, uint32_t a, uint32_t b,
                          const pl_band *shared) {
    const pl_table_column *column = &g->table->columns.items[0];
    const char *where = column->type.base == PL_NUMBER
        ? pl_lint_band_words(run, shared, column->type)
        : _("the same value");

    PL_REPORT(run->diags, TABLE_OVERLAP, g->version->rows.items[b].span, column->name, where,
              pl_span_place(run->arena, g->version->rows.items[a].span),
              overlap_word(g->table->overlap));
}

static void report_behind(pl_lint_run *run, const grid *g, uint32_t a, uint32_t b) {
    assert(a < b && g->table->overlap == PL_OVERLAP_FIRST);
    PL_REPORT(run->diags, ROW_BEHIND, g->version->rows.items[b].span,
              pl_span_place(run->arena, g->version->rows.items[a].span));
}

/* Pairs that share values of the first key come from the sweep; with `overlap first`, a row that
 * lies wholly in an earlier one is never found at all. */
static void shared_rows(pl_lint_run *run, const grid *g) {
    const pl_band everything = {0};
    pl_band *first = PL_MAKE_ARRAY(run->arena, pl_band, g->version->rows.len + 1);
    pl_band_report report;
    uint32_t found = 0;

    assert(g->table->overlap != PL_OVERLAP_ERROR);
    for (uint32_t r = 0; r < g->version->rows.len; r++)
        first[r] = *key_at(g, r, 0);
    report = pl_bands_sweep(run->arena, first, g->version->rows.len, everything);
    for (uint32_t i = 0; i < report.overlaps.len && found < REPORTED; i++) {
        uint32_t a = report.overlaps.items[i].first, b = report.overlaps.items[i].second;
        pl_band shared;

        if (!pl_sema_share_keys(key_at(g, a, 0), key_at(g, b, 0), g->table->key_count, &shared))
            continue;
        if (g->table->by &&
            g->version->rows.items[a].span.start == g->version->rows.items[b].span.start)
            report_headers(run, g, a, b);
        else if (g->table->overlap == PL_OVERLAP_FIRST && holds_row(g, a, b))
            report_behind(run, g, a, b);
        else
            report_shared(run, g, a, b, &shared);
        found++;
    }
}

/* ### tables */

static void lint_version(pl_lint_run *run, const pl_table *table, const pl_table_version *version) {
    grid g = make_grid(run, table, version);

    for (uint32_t k = 0; k < table->key_count && version->rows.len > 0; k++) {
        if (table->columns.items[k].type.base == PL_MEMBER)
            member_gaps(run, &g, k);
        if (table->columns.items[k].type.base != PL_NUMBER)
            continue;
        number_gaps(run, &g, k);
        rows_outside(run, &g, k);
    }
    if (table->overlap != PL_OVERLAP_ERROR)
        shared_rows(run, &g);
}

void pl_lint_table(pl_lint_run *run, const pl_table *table) {
    for (uint32_t i = 0; i < table->versions.len; i++)
        lint_version(run, table, &table->versions.items[i]);
}
