/* receipt.c - the receipt as JSON; as text it is part of text.c. */
#include "report/receipt.h"

#include <assert.h>

#include "report/json_text.h"

static void print_files(pl_buffer *out, const pl_receipt_file *files, uint32_t count, int indent) {
    pl_buffer_putc(out, '[');
    for (uint32_t i = 0; i < count; i++) {
        assert(files[i].name && files[i].sha256);
        pl_buffer_printf(out, "%s\n%*s{\"name\": ", i > 0 ? "," : "", indent + 2, "");
        pl_json_text(out, files[i].name);
        pl_buffer_puts(out, ", \"sha256\": ");
        pl_json_text(out, files[i].sha256);
        pl_buffer_putc(out, '}');
    }
    if (count > 0)
        pl_buffer_printf(out, "\n%*s", indent, "");
    pl_buffer_putc(out, ']');
}

void pl_receipt_json(pl_buffer *out, const pl_receipt *receipt, int indent) {
    int inner = indent + 2;

    pl_buffer_printf(out, "{\n%*s\"engine\": \"peil\",\n%*s\"version\": ", inner, "", inner, "");
    pl_json_text(out, receipt->version);
    pl_buffer_printf(out, ",\n%*s\"date\": \"", inner, "");
    pl_date_print(out, receipt->date);
    pl_buffer_printf(out, "\",\n%*s\"rules\": ", inner, "");
    print_files(out, receipt->rules.items, receipt->rules.len, inner);
    pl_buffer_printf(out, ",\n%*s\"data\": ", inner, "");
    print_files(out, receipt->data.items, receipt->data.len, inner);
    pl_buffer_printf(out, "\n%*s}", indent, "");
}
