/* json_text.c - a text as JSON writes it: quotes, escapes, nothing that is not UTF-8. */
#include "report/json_text.h"

#include <string.h>

#include "base/utf8.h"

static void push_escaped(pl_buffer *out, uint32_t code_point) {
    switch (code_point) {
    case '"': pl_buffer_puts(out, "\\\""); break;
    case '\\': pl_buffer_puts(out, "\\\\"); break;
    case '\n': pl_buffer_puts(out, "\\n"); break;
    case '\r': pl_buffer_puts(out, "\\r"); break;
    case '\t': pl_buffer_puts(out, "\\t"); break;
    default:
        if (code_point < 0x20 || code_point == 0x7f)
            pl_buffer_printf(out, "\\u%04x", code_point);
        else
            pl_utf8_push(out, code_point);
    }
}

/* How many signs come first that stand for themselves. */
static size_t plain_length(pl_str text) {
    size_t length = 0;

    while (length < text.len && text.ptr[length] >= ' ' && text.ptr[length] < 0x7f &&
           text.ptr[length] != '"' && text.ptr[length] != '\\')
        length++;
    return length;
}

void pl_json_string(pl_buffer *out, pl_str text) {
    pl_buffer_putc(out, '"');
    while (text.len > 0) {
        size_t length = plain_length(text);

        if (length > 0)
            pl_buffer_push(out, text.ptr, length);
        else
            push_escaped(out, pl_utf8_decode(text, &length));
        text.ptr += length;
        text.len -= length;
    }
    pl_buffer_putc(out, '"');
}

void pl_json_text(pl_buffer *out, const char *text) {
    if (text)
        pl_json_string(out, pl_str_of(text));
    else
        pl_buffer_puts(out, "null");
}

void pl_json_name(pl_buffer *out, const char *name) {
    size_t length = strlen(name);
    char *at = pl_buffer_room(out, length + 4);

    *at = '"';
    memcpy(at + 1, name, length);
    memcpy(at + 1 + length, "\": ", 4);
    out->len += length + 4;
}

void pl_json_member(pl_buffer *out, const char *name, const char *text) {
    pl_json_name(out, name);
    pl_json_text(out, text);
}
