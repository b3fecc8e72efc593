/* strip.c - cells without what surrounds them, so that loops over cells know nothing of it. */
#include "load/strip.h"

pl_strip pl_strip_without_returns(pl_strip strip, uint32_t *room) {
    for (uint32_t r = 0; r < strip.count; r++) {
        const uint32_t *ends = strip.ends + (size_t)r * strip.step;
        uint32_t start = ends[0] + 1, end = ends[1];
        bool returns = end > start && strip.text[end - 1] == '\r';

        room[2 * (size_t)r] = start - 1;
        room[2 * (size_t)r + 1] = end - returns;
    }
    return (pl_strip){strip.text, room, 2, strip.count};
}

pl_strip pl_strip_without_quotes(pl_strip strip, uint32_t *room) {
    for (uint32_t r = 0; r < strip.count; r++) {
        const uint32_t *ends = strip.ends + (size_t)r * strip.step;
        uint32_t start = ends[0] + 1, end = ends[1];
        bool quoted = end - start >= 2 && strip.text[start] == '"' && strip.text[end - 1] == '"';

        assert(end >= start);
        room[2 * (size_t)r] = start - 1 + quoted;
        room[2 * (size_t)r + 1] = end - quoted;
    }
    return (pl_strip){strip.text, room, 2, strip.count};
}
