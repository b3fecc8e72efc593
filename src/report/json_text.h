/* json_text.h - a text as JSON writes it. */
#ifndef PL_REPORT_JSON_TEXT_H
#define PL_REPORT_JSON_TEXT_H

#include "base/text.h"

/* In quotes, with what JSON cannot hold escaped; bytes that are not UTF-8 become U+FFFD. NULL gives
 * null. */
void pl_json_text(pl_buffer *out, const char *text);
void pl_json_string(pl_buffer *out, pl_str text);
/* `"name": `; the name needs no escapes. */
void pl_json_name(pl_buffer *out, const char *name);
/* `"name": text`; the name needs no escapes. */
void pl_json_member(pl_buffer *out, const char *name, const char *text);

#endif
