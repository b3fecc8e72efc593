/* json_text.c - a text as JSON writes it: quotes, escapes, nothing that is not UTF-8. */
#include "report/json_text.h"

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

void pl_json_text(pl_buffer *out, const char *text) {
    pl_str rest;

    if (!text) {
        pl_buffer_puts(out, "null");
        return;
    }
    rest = pl_str_of(text);
    pl_buffer_putc(out, '"');
    while (rest.len > 0) {
        size_t length;

        push_escaped(out, pl_utf8_decode(rest, &length));
        rest.ptr += length;
        rest.len -= length;
    }
    pl_buffer_putc(out, '"');
}

void pl_json_member(pl_buffer *out, const char *name, const char *text) {
    pl_buffer_printf(out, "\"%s\": ", name);
    pl_json_text(out, text);
}
