/* json.c - an explanation as JSON: English, exact numbers as texts, no wording that depends on the
 * reader. Its schema is doc/json-why.schema.json. */
#include <assert.h>

#include "report/json_text.h"
#include "why/why.h"

static void push_indent(pl_buffer *out, int indent) {
    pl_buffer_putc(out, '\n');
    for (int i = 0; i < indent; i++)
        pl_buffer_puts(out, "  ");
}

static void push_places(pl_buffer *out, const pl_why_step *step) {
    pl_buffer_puts(out, ", \"rule\": ");
    if (step->span.source) {
        pl_buffer_putc(out, '{');
        pl_json_member(out, "file", step->span.source->name);
        pl_buffer_printf(out, ", \"line\": %u}",
                         pl_source_position(step->span.source, step->span.start).line);
    } else {
        pl_buffer_puts(out, "null");
    }
    pl_buffer_puts(out, ", \"data\": ");
    if (step->place.file) {
        pl_buffer_putc(out, '{');
        pl_json_member(out, "file", step->place.file);
        pl_buffer_printf(out, ", \"line\": %u, ", step->place.line);
        pl_json_member(out, "column", step->place.header);
        pl_buffer_putc(out, '}');
    } else {
        pl_buffer_puts(out, "null");
    }
}

static void push_step(pl_buffer *out, const pl_why_step *step, int indent) {
    assert(step->address && step->label);
    pl_buffer_putc(out, '{');
    pl_json_member(out, "address", step->address);
    pl_buffer_puts(out, ", ");
    pl_json_member(out, "type", pl_why_kind_word(step->kind));
    pl_buffer_puts(out, ", ");
    pl_json_member(out, "label", step->label);
    pl_buffer_puts(out, ", ");
    pl_json_member(out, "value", step->value);
    pl_buffer_puts(out, ", ");
    pl_json_member(out, "note", step->note);
    push_places(out, step);
    pl_buffer_printf(out, ", \"decides\": %s, \"more\": %u, \"steps\": [",
                     step->strong ? "true" : "false", step->more);
    for (uint32_t i = 0; i < step->steps.len; i++) {
        pl_buffer_puts(out, i > 0 ? "," : "");
        push_indent(out, indent + 1);
        push_step(out, step->steps.items[i], indent + 1);
    }
    if (step->steps.len > 0)
        push_indent(out, indent);
    pl_buffer_puts(out, "]}");
}

void pl_why_json(const pl_why *why, const pl_receipt *receipt, pl_buffer *out) {
    const pl_rule *rule = why->about.rule;

    assert(!why->wording.reader);
    pl_buffer_puts(out, "{\n  \"format\": \"peil-why-1\",\n  ");
    pl_json_member(out, "handbook", rule->handbook ? rule->handbook->name : NULL);
    pl_buffer_puts(out, ",\n  ");
    pl_json_member(out, "rule", rule->name);
    pl_buffer_puts(out, ",\n  ");
    pl_json_member(out, "subject", why->subject);
    pl_buffer_puts(out, ",\n  ");
    pl_json_member(out, "verdict",
                   pl_verdict_word((pl_verdict)why->result->verdict[why->about.row]));
    pl_buffer_puts(out, ",\n  \"date\": \"");
    pl_date_print(out, why->run->date);
    pl_buffer_puts(out, "\",\n  ");
    pl_json_member(out, "suppose", why->supposed);
    pl_buffer_puts(out, ",\n  \"steps\": ");
    push_step(out, why->root, 1);
    pl_buffer_puts(out, ",\n  \"receipt\": ");
    pl_receipt_json(out, receipt, 2);
    pl_buffer_puts(out, "\n}\n");
}
