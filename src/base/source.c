/* source.c - spans of rule texts, the line and column that a byte stands on, and the headings above it.
 * In a source without an index lines are counted from the start of the text each time. */
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
    assert(offset <= text.len); /* at the end of the text is a place, behind it is none */
    while (offset > 0 && !ends_line(text, offset - 1))
        offset--;
    return offset;
}

void pl_source_index(pl_arena *arena, pl_source *source) {
    assert(source->lines.len == 0);
    PL_PUSH(arena, &source->lines, 0);
    for (size_t i = 0; i < source->text.len; i++)
        if (ends_line(source->text, i))
            PL_PUSH(arena, &source->lines, (uint32_t)i + 1);
}

/* The last line that begins at `start` or before. */
static uint32_t find_line(const pl_source *source, size_t start) {
    uint32_t low = 0, high = source->lines.len;

    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;

        if (source->lines.items[middle] <= start)
            low = middle;
        else
            high = middle;
    }
    return low + 1;
}

pl_position pl_source_position(const pl_source *source, uint32_t offset) {
    size_t start = line_start(source->text, offset);
    pl_position position = {1, 1};

    if (source->lines.len > 0)
        position.line = find_line(source, start);
    for (size_t i = 0; source->lines.len == 0 && i < start; i++)
        position.line += ends_line(source->text, i);
    while (start < offset) {
        size_t length = 1;

        if (source->text.ptr[start] & 0x80)
            pl_utf8_decode((pl_str){source->text.ptr + start, source->text.len - start}, &length);
        start += length;
        position.column += start <= offset;
    }
    return position;
}

/* Is the byte at `i`, `distance` away, where to stop? Not inside a character. */
static bool is_too_far(pl_str text, size_t i, size_t distance, size_t reach) {
    bool inside = i < text.len && (text.ptr[i] & 0xC0) == 0x80;

    return distance >= (inside ? reach + 3 : reach);
}

pl_str pl_source_line(const pl_source *source, uint32_t offset, size_t reach) {
    pl_str text = source->text;
    size_t start = offset, end = offset;

    assert(offset <= text.len);
    while (start > 0 && !ends_line(text, start - 1) &&
           !is_too_far(text, start, offset - start, reach))
        start--;
    if (start < offset && text.ptr[offset - 1] == '\r') /* between the two bytes of a line end */
        end--;
    while (end < text.len && text.ptr[end] != '\n' && text.ptr[end] != '\r' &&
           !is_too_far(text, end, end - offset, reach))
        end++;
    assert(start <= end);
    return (pl_str){text.ptr + start, end - start};
}

pl_str pl_span_text(pl_span span) {
    if (!span.source)
        return pl_str_of("");
    assert(span.start <= span.end && span.end <= span.source->text.len);
    return (pl_str){span.source->text.ptr + span.start, span.end - span.start};
}

const char *pl_span_place(pl_arena *arena, pl_span span) {
    if (!span.source)
        return "";
    return pl_arena_format(arena, "%s:%u", span.source->name,
                           pl_source_position(span.source, span.start).line);
}

uint32_t pl_source_headings(pl_span span, const pl_heading *chain[PL_HEADING_LEVELS]) {
    const pl_document *document = span.source ? span.source->document : NULL;
    uint32_t count = 0;

    for (uint32_t i = 0; document && i < document->headings.len; i++) {
        const pl_heading *heading = &document->headings.items[i];

        if (heading->start > span.start)
            break;
        while (count > 0 && chain[count - 1]->level >= heading->level)
            count--;
        assert(count < PL_HEADING_LEVELS);
        chain[count++] = heading;
    }
    return count;
}

bool pl_source_print_headings(pl_buffer *out, pl_span span) {
    const pl_heading *chain[PL_HEADING_LEVELS];
    uint32_t count = pl_source_headings(span, chain);

    for (uint32_t i = 0; i < count; i++) {
        if (i > 0)
            pl_buffer_puts(out, " > ");
        pl_buffer_puts(out, chain[i]->text);
    }
    return count > 0;
}
