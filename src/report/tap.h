/* tap.h - what the Test Anything Protocol needs of a text. */
#ifndef PL_REPORT_TAP_H
#define PL_REPORT_TAP_H

#include "base/text.h"

/* A description on one line; a `#` would begin a directive, so it is escaped. */
void pl_tap_title(pl_buffer *out, const char *title);

#endif
