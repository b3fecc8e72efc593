/* marks.c - by vectors of the machine where it has them: 16 bytes a time on x86, whose baseline that
 * is; else a byte a time. */
#include "load/marks.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

uint64_t pl_marks_plain(const char *bytes, char separator) {
    uint64_t marks = 0;

    for (unsigned i = 0; i < PL_MARKS_BLOCK; i++)
        if (bytes[i] == separator || bytes[i] == '\n' || bytes[i] == '\r')
            marks |= (uint64_t)1 << i;
    return marks;
}

#ifdef __SSE2__

static uint64_t marks_of_16(const char *bytes, __m128i separator, __m128i lf, __m128i cr) {
    __m128i part = _mm_loadu_si128((const __m128i *)(const void *)bytes);
    __m128i ends = _mm_or_si128(_mm_cmpeq_epi8(part, lf), _mm_cmpeq_epi8(part, cr));

    return (uint32_t)_mm_movemask_epi8(_mm_or_si128(_mm_cmpeq_epi8(part, separator), ends));
}

uint64_t pl_marks_of(const char *bytes, char separator) {
    __m128i s = _mm_set1_epi8(separator), lf = _mm_set1_epi8('\n'), cr = _mm_set1_epi8('\r');
    uint64_t marks = 0;

    for (unsigned i = 0; i < PL_MARKS_BLOCK; i += 16)
        marks |= marks_of_16(bytes + i, s, lf, cr) << i;
    return marks;
}

#else

uint64_t pl_marks_of(const char *bytes, char separator) {
    return pl_marks_plain(bytes, separator);
}

#endif
