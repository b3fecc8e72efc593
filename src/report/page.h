/* page.h - what every page of HTML has: a head with the one style, texts that are escaped, the receipt
 * and the end. A page stands on its own: no network, and no script that it could not do without. */
#ifndef PL_REPORT_PAGE_H
#define PL_REPORT_PAGE_H

#include "report/receipt.h"
#include "vm/result.h"

/* Up to and with <main>: a link past the head, the kind of page, its title (h1) and a line below it.
 * The texts are not escaped yet; lede NULL: none. */
void pl_page_begin(pl_buffer *out, const char *kind, const char *title, const char *lede);
/* The receipt as a section with a heading of level 2, id "receipt"; </main>, and the end. NULL: nothing was
 * evaluated. */
void pl_page_end(pl_buffer *out, const pl_receipt *receipt);

/* A text, escaped, between two pieces of markup. */
void pl_page_put(pl_buffer *out, const char *open, const char *text, const char *close);
/* A name of rules and the like: may be broken behind each `_` and point. */
void pl_page_put_name(pl_buffer *out, const char *name);

/* How a verdict looks, besides its words: a sign, and a class of the style. */
const char *pl_page_sign(pl_verdict verdict, pl_flagging flagging);
const char *pl_page_class(pl_verdict verdict, pl_flagging flagging);
/* `<i aria-hidden="true">✗</i> `: the sign, which nobody reads aloud, since words stand beside it. */
void pl_page_put_sign(pl_buffer *out, pl_verdict verdict, pl_flagging flagging);

#endif
