/* items.h - how the items of a source are written: where a text names one. Also for pages, which link them. */
#ifndef PL_SEMA_ITEMS_H
#define PL_SEMA_ITEMS_H

#include "base/text.h"

/* The next word of a text from *at on: letters and digits, with single signs `-`, `.`, `_` or `/` between them. *at moves behind it.
 * *range: `..` and another word follow at once, as in `FL-9..FL-12`. Empty at the end of the text. */
pl_str pl_item_word(pl_str text, size_t *at, bool *range);
/* What stands before the first digit, as in `FL-` of `FL-9`; empty when there is no digit, or no letter before it. */
pl_str pl_item_series(pl_str word);

#endif
