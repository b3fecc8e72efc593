/* test_base_text.c - strings, buffers, names, distances, UTF-8, Windows-1252, maps and arenas. */
#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L
#endif

#include "base/text.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/map.h"
#include "base/utf8.h"
#include "tap.h"

static pl_str of(const char *text) {
    return pl_str_of(text);
}

/* ### strings */

static void is_trimmed(const char *text, const char *wanted) {
    pl_str s = pl_str_trim(of(text));

    tap_ok(pl_str_equal(s, of(wanted)), "trimmed to |%s|", wanted);
}

static void test_strings(void) {
    tap_ok(pl_str_equal(of("abc"), of("abc")) && !pl_str_equal(of("abc"), of("abd")), "equal");
    tap_ok(pl_str_equal((pl_str){NULL, 0}, of("")), "no bytes are equal to no bytes");
    tap_ok(pl_str_compare(of("ab"), of("abc")) < 0, "the shorter first");
    tap_ok(pl_str_compare(of("b"), of("abc")) > 0, "byte order");
    tap_ok(pl_str_compare(of("\xC3\xA9"), of("z")) > 0, "bytes are unsigned");
    tap_ok(pl_str_compare((pl_str){NULL, 0}, of("")) == 0, "no bytes compare as no bytes");
    is_trimmed("  a b\t\r\n", "a b");
    is_trimmed("\xC2\xA0 a \xC2\xA0\t\xC2\xA0", "a");
    is_trimmed(" \t ", "");
    is_trimmed("", "");
    is_trimmed("\xC2\xA0", "");
    is_trimmed("\xA0"
               "a\xC2",
               "\xA0"
               "a\xC2");
    tap_ok(pl_str_hash(of("abc"), 1) == pl_str_hash(of("abc"), 1), "equal strings hash alike");
    tap_ok(pl_str_hash(of("a"), 1) != pl_str_hash((pl_str){"a\0", 2}, 1),
           "a NUL at the end counts");
}

static void test_buffer(void) {
    pl_buffer b;

    pl_buffer_init(&b);
    for (int i = 0; i < 1000; i++)
        pl_buffer_printf(&b, "%d,", i);
    pl_buffer_putc(&b, '!');
    tap_is_int((long long)b.len, 3891, "a thousand pieces");
    tap_ok(memcmp(b.ptr, "0,1,2,", 6) == 0 && strcmp(b.ptr + 3882, "998,999,!") == 0,
           "in their order, with a NUL behind");
    b.len = 0;
    pl_buffer_push(&b, NULL, 0);
    tap_is_string(b.ptr, "", "pushing nothing ends the text");
    pl_buffer_puts(&b, "x");
    pl_buffer_printf(&b, "%s", "");
    tap_is_string(b.ptr, "x", "nor does printing nothing change it");
    pl_buffer_fini(&b);
    tap_ok(b.ptr == NULL && b.len == 0, "finished");
}

static void test_names(void) {
    pl_arena arena;
    pl_names names;
    const char *first[2000];
    unsigned wrong = 0;
    char text[32];

    pl_arena_init(&arena);
    pl_names_init(&names, &arena);
    for (int i = 0; i < 2000; i++) {
        snprintf(text, sizeof text, "naam_%d", i);
        first[i] = pl_intern(&names, of(text));
    }
    for (int i = 0; i < 2000; i++) {
        snprintf(text, sizeof text, "naam_%d", i);
        wrong += pl_intern(&names, of(text)) != first[i] || strcmp(first[i], text) != 0;
    }
    tap_is_int((long long)wrong, 0, "equal names are one pointer, also after growing");
    tap_is_int((long long)names.count, 2000, "and counted once");
    tap_ok(pl_intern(&names, (pl_str){"a\0b", 3}) != pl_intern(&names, (pl_str){"a\0c", 3}),
           "a NUL inside does not end a name");
    tap_ok(pl_intern(&names, (pl_str){NULL, 0}) == pl_intern(&names, of("")), "the empty name");
    pl_arena_fini(&arena);
}

static void test_distance(void) {
    char word[80] = {0};

    tap_is_int(pl_text_distance(of("weging"), of("weging"), 2), 0, "the same word");
    tap_is_int(pl_text_distance(of("wegign"), of("weging"), 2), 1, "a swap is one step");
    tap_is_int(pl_text_distance(of("requier"), of("require"), 2), 1, "requier");
    tap_is_int(pl_text_distance(of("wging"), of("weging"), 2), 1, "a letter left out");
    tap_is_int(pl_text_distance(of("weeging"), of("weging"), 2), 1, "a letter too many");
    tap_is_int(pl_text_distance(of("wegung"), of("weging"), 2), 1, "another letter");
    tap_is_int(pl_text_distance(of("co\xC3\xABrdineren"), of("coordineren"), 2), 1,
               "a code point is one letter");
    tap_is_int(pl_text_distance(of("kitten"), of("sitting"), 5), 3, "kitten, sitting");
    tap_is_int(pl_text_distance(of("kitten"), of("sitting"), 2), 3, "never more than limit + 1");
    tap_is_int(pl_text_distance(of("a"), of("abcdefgh"), 3), 4, "lengths too far apart");
    tap_is_int(pl_text_distance(of(""), of("ab"), 3), 2, "from nothing");
    memset(word, 'x', 70);
    tap_is_int(pl_text_distance(of(word), of(word), 2), 0, "a long word is near itself");
    tap_is_int(pl_text_distance(of(word), of(word + 1), 2), 3, "and near nothing else");
}

/* ### UTF-8 */

static void is_prefix(const char *text, size_t length, size_t valid, const char *name) {
    tap_is_int((long long)pl_utf8_valid_prefix((pl_str){text, length}), (long long)valid, "%s",
               name);
}

static void test_utf8(void) {
    size_t length;

    is_prefix("", 0, 0, "nothing is valid");
    is_prefix("gewoon ASCII, wat langer", 24, 24, "ASCII");
    is_prefix("caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80", 14, 14, "two, three and four bytes");
    is_prefix("12345678\x80", 9, 8, "a lone continuation byte");
    is_prefix("a\xC3", 2, 1, "cut in the middle");
    is_prefix("a\xE2\x82", 3, 1, "cut before the last byte");
    is_prefix("\xC0\xAF", 2, 0, "overlong, two bytes");
    is_prefix("\xE0\x80\xAF", 3, 0, "overlong, three bytes");
    is_prefix("\xF0\x80\x80\xAF", 4, 0, "overlong, four bytes");
    is_prefix("\xED\xA0\x80", 3, 0, "a surrogate");
    is_prefix("\xED\x9F\xBF", 3, 3, "the last before the surrogates");
    is_prefix("\xF4\x8F\xBF\xBF", 4, 4, "U+10FFFF");
    is_prefix("\xF4\x90\x80\x80", 4, 0, "beyond U+10FFFF");
    is_prefix("\xFF", 1, 0, "a byte that never occurs");
    is_prefix("\xE2\x28\xA1", 3, 0, "no continuation");
    is_prefix("\xF0\x9F\x98\x28", 4, 0, "no last continuation");
    tap_ok(pl_utf8_decode(of("\xE2\x82\xAC"), &length) == 0x20AC && length == 3, "the euro sign");
    tap_ok(pl_utf8_decode(of("\xE2\x82"), &length) == 0xFFFD && length == 1,
           "a bad byte is U+FFFD");
    tap_is_int((long long)pl_utf8_width(of("caf\xC3\xA9")), 4, "an accent takes no column");
    tap_is_int((long long)pl_utf8_width(of("cafe\xCC\x81")), 4, "nor does a combining one");
    tap_is_int((long long)pl_utf8_width(of("\xE6\x97\xA5\xE6\x9C\xAC")), 4, "wide ones take two");
}

/* Every code point there is goes out and comes back; every other number of bytes is refused. */
static void test_all_code_points(void) {
    unsigned wrong = 0;
    pl_buffer b;

    pl_buffer_init(&b);
    for (uint32_t point = 0; point <= 0x10FFFF; point++) {
        size_t length;

        if (point >= 0xD800 && point <= 0xDFFF)
            continue;
        b.len = 0;
        pl_utf8_push(&b, point);
        wrong += pl_utf8_decode((pl_str){b.ptr, b.len}, &length) != point || length != b.len ||
            pl_utf8_valid_prefix((pl_str){b.ptr, b.len - 1}) != 0;
    }
    pl_buffer_fini(&b);
    tap_is_int((long long)wrong, 0, "every code point goes there and back");
}

static void test_windows1252(void) {
    char every[128];
    pl_buffer b;

    pl_buffer_init(&b);
    pl_windows1252_push(&b, of("caf\xE9 \x80 5\x96 6 na\xEFve"));
    tap_is_string(b.ptr, "caf\xC3\xA9 \xE2\x82\xAC 5\xE2\x80\x93 6 na\xC3\xAFve", "a Dutch export");
    b.len = 0;
    pl_windows1252_push(&b, of("\x81\x8D\x8F\x90\x9D"));
    tap_is_string(b.ptr, "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD",
                  "the five undefined bytes");
    for (int i = 0; i < 128; i++)
        every[i] = (char)(i + 128);
    b.len = 0;
    pl_windows1252_push(&b, (pl_str){every, sizeof every});
    tap_is_int((long long)pl_utf8_valid_prefix((pl_str){b.ptr, b.len}), (long long)b.len,
               "all upper bytes give valid UTF-8");
    pl_buffer_fini(&b);
}

/* ### maps */

static void test_map(void) {
    pl_arena arena;
    pl_map map;
    unsigned wrong = 0;
    char text[32];
    bool added;

    pl_arena_init(&arena);
    pl_map_init(&map, &arena);
    tap_ok(pl_map_find(&map, of("x")) == PL_MAP_NONE, "an empty map holds nothing");
    for (uint32_t i = 0; i < 100000; i++) {
        snprintf(text, sizeof text, "04VF/%u", i);
        wrong += pl_map_add(&map, of(text), i, &added) != i || !added;
    }
    for (uint32_t i = 0; i < 100000; i++) {
        snprintf(text, sizeof text, "04VF/%u", i);
        wrong += pl_map_find(&map, of(text)) != i;
        wrong += pl_map_add(&map, of(text), 7, &added) != i || added;
    }
    tap_is_int((long long)wrong, 0, "100,000 keys are added once and found");
    tap_is_int((long long)map.count, 100000, "and counted once");
    tap_ok(pl_map_find(&map, of("04VF/100000")) == PL_MAP_NONE, "another is not there");
    pl_arena_fini(&arena);
}

/* Keys that agree in most of their bits: numbers in steps of large powers of two. */
static void test_map_patterns(void) {
    pl_arena arena;
    unsigned wrong = 0;
    pl_map map;

    pl_arena_init(&arena);
    for (unsigned shift = 0; shift < 64; shift += 7) {
        pl_map_init(&map, &arena);
        for (uint32_t i = 0; i < 2000; i++) {
            uint64_t key = (uint64_t)i << shift;

            pl_map_add(&map, (pl_str){(const char *)&key, sizeof key}, i, NULL);
        }
        for (uint32_t i = 0; i < 2000; i++) {
            uint64_t key = (uint64_t)i << shift;
            uint32_t least = shift > 53 ? i & ((1u << (64 - shift)) - 1) : i;

            wrong += pl_map_find(&map, (pl_str){(const char *)&key, sizeof key}) != least;
        }
    }
    pl_arena_fini(&arena);
    tap_is_int((long long)wrong, 0, "keys that differ in few bits");
}

static void test_map_keys(void) {
    pl_arena arena;
    pl_map map;

    pl_arena_init(&arena);
    pl_map_init(&map, &arena);
    pl_map_add(&map, of(""), 1, NULL);
    pl_map_add(&map, (pl_str){"\0", 1}, 2, NULL);
    pl_map_add(&map, (pl_str){"\0\0", 2}, 3, NULL);
    tap_is_int(pl_map_find(&map, (pl_str){NULL, 0}), 1, "the empty key");
    tap_is_int(pl_map_find(&map, (pl_str){"\0", 1}), 2, "a NUL");
    tap_is_int(pl_map_find(&map, (pl_str){"\0\0", 2}), 3, "two of them");
    pl_arena_fini(&arena);
}

/* ### arenas */

static bool all_are(const unsigned char *bytes, size_t size, unsigned char wanted) {
    for (size_t i = 0; i < size; i++)
        if (bytes[i] != wanted)
            return false;
    return true;
}

/* Zeroed and aligned whatever lay there before, over several rounds of dirtying and rewinding. */
static void test_arena_zeroed(void) {
    unsigned wrong = 0;
    pl_arena arena;

    pl_arena_init(&arena);
    for (int round = 0; round < 20; round++) {
        pl_arena_mark mark = pl_arena_save(&arena);

        for (size_t size = 0; size < 5000; size = size * 3 / 2 + 1) {
            unsigned char *bytes = pl_arena_alloc(&arena, size, 1);

            wrong += (uintptr_t)bytes % 64 != 0 || !all_are(bytes, size, 0);
            memset(bytes, 0xFF, size);
            pl_arena_copy(&arena, "xyz", (size_t)round % 4);
        }
        if (round % 3 != 0)
            pl_arena_rewind(&arena, mark);
    }
    pl_arena_fini(&arena);
    tap_is_int((long long)wrong, 0, "memory is zeroed and aligned to 64, also after a rewind");
}

static void test_arena_rewind(void) {
    pl_arena_mark outer, inner;
    pl_arena arena;
    const char *kept;
    char *large;

    pl_arena_init(&arena);
    outer = pl_arena_save(&arena);
    kept = pl_arena_format(&arena, "%s-%d", "blijft", 7);
    inner = pl_arena_save(&arena);
    large = pl_arena_alloc(&arena, 3, 1 << 20);
    memset(large, 'x', 3 << 20);
    tap_ok(arena.bytes >= (size_t)3 << 20, "bytes are counted");
    pl_arena_rewind(&arena, inner);
    tap_ok(arena.bytes == inner.bytes, "and given back");
    tap_is_string(kept, "blijft-7", "what is older than the mark stays");
    large = pl_arena_alloc(&arena, 3, 1 << 20);
    tap_ok(all_are((const unsigned char *)large, 3 << 20, 0), "a kept block is zeroed again");
    pl_arena_rewind(&arena, outer);
    tap_ok(arena.block == NULL && arena.bytes == 0, "back to the empty arena");
    tap_ok(pl_arena_alloc(&arena, 0, 8) != NULL, "nothing is a pointer too");
    pl_arena_fini(&arena);
}

static void test_vector(void) {
    PL_VEC(int) numbers = {0};
    unsigned wrong = 0;
    pl_arena arena;

    pl_arena_init(&arena);
    for (int i = 0; i < 10000; i++)
        PL_PUSH(&arena, &numbers, i);
    for (int i = 0; i < 10000; i++)
        wrong += numbers.items[i] != i;
    tap_ok(wrong == 0 && numbers.len == 10000, "a growing array keeps its items");
    pl_arena_fini(&arena);
}

/* In a child, since the way out is the end of the process. */
static void leaves_with_5(size_t count, size_t size) {
    pid_t child = fork();
    int status = 0;

    if (child == 0) {
        pl_arena arena;

        close(STDERR_FILENO);
        pl_arena_init(&arena);
        pl_arena_alloc(&arena, count, size);
        _exit(0);
    }
    tap_ok(child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) &&
               WEXITSTATUS(status) == 5,
           "a size that overflows leaves with status 5");
}

int main(void) {
    test_strings();
    test_buffer();
    test_names();
    test_distance();
    test_utf8();
    test_all_code_points();
    test_windows1252();
    test_map();
    test_map_patterns();
    test_map_keys();
    test_arena_zeroed();
    test_arena_rewind();
    test_vector();
    leaves_with_5(SIZE_MAX / 4, 8);
    leaves_with_5(SIZE_MAX - 32, 1);
    return tap_done();
}
