/* oracle_percentile.c - where a row stands among the others, by trying every number of others that perhaps belong. */
#include "oracle_internal.h"

#include <assert.h>

/* Of the others: how many there are surely, what they add up to at an end, and what those add that are perhaps others. */
typedef struct end {
    long sure, sum;
    long perhaps[3]; /* by what each adds, in halves */
} end;

static pl_truth is_other(oracle *o, const pl_expr *expr, uint32_t row, uint32_t other) {
    pl_truth is = expr->kids[1] ? oracle_eval(o, expr->kids[1], other).truth : PL_TRUE;
    for (uint32_t k = 2; k < expr->count; k++)
        is = oracle_and(is,
                        oracle_compare(PL_EQ, expr->kids[k]->type.base,
                                       oracle_eval(o, expr->kids[k], row),
                                       oracle_eval(o, expr->kids[k], other)));
    return is;
}

static void add(end *e, pl_truth is, long halves) {
    if (is == PL_UNKNOWN)
        e->perhaps[halves]++;
    else {
        e->sure++;
        e->sum += halves;
    }
}

static long halves(mpq_srcptr below, mpq_srcptr above) {
    int order = mpq_cmp(below, above);
    return order < 0 ? 2 : order == 0;
}

/* The least (sign < 0) or greatest part over all choices of those that are perhaps others. */
static mpq_ptr extreme(oracle *o, const end *e, int sign) {
    mpq_ptr best = NULL;
    for (long a = 0; a <= e->perhaps[0]; a++)
        for (long b = 0; b <= e->perhaps[1]; b++)
            for (long c = 0; c <= e->perhaps[2]; c++) {
                mpq_ptr q = oracle_q(o);
                mpz_set_si(mpq_numref(q), e->sum + b + 2 * c);
                mpz_set_si(mpq_denref(q), 2 * (e->sure + a + b + c));
                mpq_canonicalize(q);
                if (!best || sign * mpq_cmp(q, best) > 0)
                    best = q;
            }
    return best;
}

oracle_value oracle_percentile(oracle *o, const pl_expr *expr, uint32_t row) {
    const pl_rows *rows = pl_data_rows(o->data, expr->entity);
    oracle_value own = oracle_eval(o, expr->kids[0], row);
    end low = {0}, high = {0};
    if (own.state != PL_OK)
        return oracle_state(own.state);
    if (rows->incomplete)
        return oracle_state(PL_MISSING);
    for (uint32_t other = 0; other < rows->count; other++) {
        if (other == row)
            continue;
        oracle_value value = oracle_eval(o, expr->kids[0], other);
        pl_truth is = is_other(o, expr, row, other);
        if (is == PL_FALSE || is == PL_NONE || value.state == PL_EMPTY)
            continue;
        add(&low, is, value.state == PL_OK ? halves(value.hi, own.lo) : 0);
        add(&high, is, value.state == PL_OK ? halves(value.lo, own.hi) : 2);
    }
    assert(low.sure == high.sure);
    if (low.sure == 0)
        return oracle_state(low.perhaps[0] + low.perhaps[1] + low.perhaps[2] > 0 ? PL_MISSING
                                                                                 : PL_EMPTY);
    return oracle_number(extreme(o, &low, -1), extreme(o, &high, 1));
}
