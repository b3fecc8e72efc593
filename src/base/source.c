/* source.c - spans of rule texts, and the line and column that a byte stands on.
 * Counts from the start of the text each time: it is asked for diagnostics and traces only. */
#include "base/source.h"

#include <assert.h>

#include "base/utf8.h"

pl_span pl_span_join(pl_span first, pl_span last) {
    if (!first.source)
        return last;
    if (!last.source)
        return first;
    assert(first.source == last.source);
    assert(first.start <= first.end && last.start <= last.end);
    return (pl_span){
        first.source,
        first.start < last.start ? first.start : last.start,
        first.end > last.end ? first.end : last.end,
    };
}

/* LF, CR LF, or a CR alone, as the lexer and the loader read them. */
static bool ends_line(pl_str text, size_t i) {
    if (text.ptr[i] == '\r')
        return i + 1 == text.len || text.ptr[i + 1] != '\n';
    return text.ptr[i] == '\n';
}

static size_t line_start(pl_str text, size_t offset) {
    while (offset > 0 && !ends_line(text, offset - 1))
        offset--;
    return offset;
}

pl_position pl_source_position(const pl_source *source, uint32_t offset) {
    size_t start = line_start(source->text, offset);
    pl_position position = {1, 1};

    assert(offset <= source->text.len);
    for (size_t i = 0; i < start; i++)
        position.line += ends_line(source->text, i);
    while (start < offset) {
        size_t length;

        pl_utf8_decode((pl_str){source->text.ptr + start, source->text.len - start}, &length);
        start += length;
        position.column += start <= offset;
    }
    return position;
}

pl_str pl_source_line(const pl_source *source, uint32_t offset) {
    pl_str text = source->text;
    size_t start = line_start(text, offset), end = start;

    assert(offset <= text.len);
    while (end < text.len && text.ptr[end] != '\n' && text.ptr[end] != '\r')
        end++;
    return (pl_str){text.ptr + start, end - start};
}

pl_str pl_span_text(pl_span span) {
    if (!span.source)
        return (pl_str){"", 0};
    assert(span.start <= span.end && span.end <= span.source->text.len);
    return (pl_str){span.source->text.ptr + span.start, span.end - span.start};
}
