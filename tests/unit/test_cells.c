/* test_cells.c - what a cell says, by type and by what the dataset block says of it; and columns
 * that widen as they are filled. */
#include "load/cells.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "data/texts.h"
#include "load/columns.h"
#include "load/keys.h"
#include "tap.h"

static pl_arena arena;
static pl_data data;

/* ### cells */

static pl_number number(const char *text) {
    pl_number n;

    if (!pl_number_parse(&arena, pl_str_of(text), '.', &n))
        n = PL_NUMBER_ZERO;
    return n;
}

static const char *fault_name(pl_read_fault fault) {
    static const char *const names[] = {
        [PL_READ_FINE] = "fine",
        [PL_READ_NO_NUMBER] = "no number",
        [PL_READ_OTHER_DECIMAL] = "other decimal",
        [PL_READ_GROUPED] = "grouped",
        [PL_READ_PERCENT_SIGN] = "percent sign",
        [PL_READ_BARE_FIGURE] = "bare figure",
        [PL_READ_BARE_MEANING] = "bare meaning",
        [PL_READ_NO_TRUTH] = "no truth",
        [PL_READ_NO_DATE] = "no date",
        [PL_READ_NO_SCHOOLJAAR] = "no school year",
        [PL_READ_NO_MEMBER] = "no member",
        [PL_READ_NO_MARK] = "no mark",
        [PL_READ_OUTSIDE] = "outside",
        [PL_READ_NO_COUNT] = "no count",
        [PL_READ_BOUNDED_KEY] = "bounded key",
    };

    return names[fault];
}

static void print_reading(pl_buffer *out, const pl_cell_format *format, const pl_reading *reading) {
    if (reading->kind != PL_READING_VALUE)
        pl_buffer_puts(out, reading->kind == PL_READING_BLANK ? "blank" : "missing");
    else if (format->type.base == PL_NUMBER)
        pl_reading_print_number(out, reading, &arena);
    else if (format->type.base == PL_TEXT)
        pl_buffer_puts(out, data.texts.items[reading->index]);
    else if (format->type.base == PL_DATE)
        pl_date_print(out, reading->index);
    else
        pl_buffer_printf(out, "%d", reading->index);
}

static void says(const pl_cell_format *format, const char *cell, const char *wanted) {
    pl_reading reading;
    pl_buffer out;
    pl_read_fault fault = pl_cell_read(format, &data, pl_str_of(cell), &reading);

    pl_buffer_init(&out);
    if (fault == PL_READ_FINE)
        print_reading(&out, format, &reading);
    else
        pl_buffer_puts(&out, fault_name(fault));
    tap_is_string(out.ptr, wanted, "|%s|", cell);
    pl_buffer_fini(&out);
}

static pl_cell_format numbers(char decimal, pl_unit unit) {
    return (pl_cell_format){.type = {.base = PL_NUMBER, .unit = unit}, .decimal = decimal};
}

static void test_numbers(void) {
    pl_cell_format comma = numbers(',', PL_UNIT_PLAIN), point = numbers('.', PL_UNIT_PLAIN);

    says(&comma, "30,04", "30.04");
    says(&comma, " 30,04 ", "30.04");
    says(&comma,
         "\xC2\xA0"
         "637\t",
         "637");
    says(&comma, "0637", "637");
    says(&comma, "-0,50", "-0.5");
    says(&comma, "31,470000000000", "31.47");
    says(&comma, ",5", "0.5");
    says(&comma, "", "blank");
    says(&comma, " ", "blank");
    says(&comma, "\xC2\xA0", "blank");
    says(&comma, "30.04", "other decimal");
    says(&comma, "1.234,5", "grouped");
    says(&comma, "1 234", "grouped");
    says(&comma, "<5", "no number");
    says(&comma, "-", "no number");
    says(&comma, ",", "no number");
    says(&comma, "--1", "no number");
    says(&comma, "1,2,3", "grouped");
    says(&comma,
         "1\xC2\xA0"
         "234,5",
         "grouped");
    says(&comma, "-1.234.567", "grouped");
    says(&comma, ".1.2", "no number");
    says(&comma, "1e3", "no number");
    says(&comma, "0x10", "no number");
    says(&comma, "NaN", "no number");
    says(&comma, "12%", "percent sign");
    says(&point, "30.04", "30.04");
    says(&point, "30,04", "other decimal");
    says(&point, "999999999999999999", "999999999999999999");
    says(&point, "9223372036854775807", "9223372036854775807");
    says(&point, "123456789012345678901234567890", "123456789012345678901234567890");
    says(&point, "0.1234567890123456789012345", "0.1234567890123456789012345");
    says(&point, "0.000000000000000000", "0");
}

static void test_domains(void) {
    pl_cell_format weging = numbers('.', PL_UNIT_PLAIN);
    pl_step rounded = {.kind = PL_STEP_ROUNDED, .step = number("0.01")};

    weging.has_domain = true;
    weging.domain_lo = number("20");
    weging.domain_hi = number("40");
    says(&weging, "20", "20");
    says(&weging, "40.00", "40");
    says(&weging, "19.99", "outside");
    says(&weging, "40.000000000000000000000001", "outside");
    weging.steps = &rounded;
    weging.step_count = 1;
    says(&weging, "30.04", "30.035..30.045");
    says(&weging, "20", "20..20.005");
    says(&weging, "40", "39.995..40");
    says(&weging, "40.01", "outside");
    weging.key = true;
    says(&weging, "30.04", "bounded key");
}

static void test_percentages(void) {
    pl_cell_format share = numbers(',', PL_UNIT_PERCENT);
    pl_step steps[] = {{.kind = PL_STEP_PERCENT},
                       {.kind = PL_STEP_ROUNDED, .step = number("0.001")},
                       {.kind = PL_STEP_FRACTIONS}};

    says(&share, "97,6%", "0.976");
    says(&share, "97,6 %", "0.976");
    says(&share, "100%", "1");
    says(&share, "0%", "0");
    says(&share, "0,976", "bare figure");
    says(&share, "0,8", "bare figure");
    says(&share, "0", "bare figure");
    says(&share, "1", "bare figure");
    says(&share, "97,6", "bare figure");
    says(&share, "0,1234567890123456789", "bare figure");
    says(&share, "97.6", "other decimal");
    says(&share, "*", "no number");
    says(&share, "%", "no number");
    says(&share, "", "blank");
    share.steps = steps;
    share.step_count = 1;
    says(&share, "97,6", "0.976");
    says(&share, "97,6%", "0.976");
    says(&share, "110", "1.1");
    share.step_count = 2;
    says(&share, "97,6", "0.9755..0.9765");
    share.steps = steps + 1;
    share.step_count = 1;
    says(&share, "97,6%", "0.9755..0.9765");
    says(&share, "1", "bare figure");
    share.step_count = 2;
    says(&share, "1", "0.9995..1.0005");
    says(&share, "97,6%", "0.9755..0.9765");
    share.has_domain = true;
    share.domain_lo = PL_NUMBER_ZERO;
    share.domain_hi = PL_NUMBER_ONE;
    says(&share, "100%", "0.9995..1");
    says(&share, "101%", "outside");
    says(&share, "97,6", "outside");
    share.step_count = 0;
    says(&share, "97,6", "bare figure");
}

static void test_fractions(void) {
    pl_cell_format share = numbers(',', PL_UNIT_PERCENT);
    pl_step fractions = {.kind = PL_STEP_FRACTIONS};

    share.steps = &fractions;
    share.step_count = 1;
    says(&share, "0,976", "0.976");
    says(&share, "0,8", "0.8");
    says(&share, "1", "1");
    says(&share, "97,6%", "0.976");
    says(&share, "0,1234567890123456789", "0.1234567890123456789");
    says(&share, "97,6", "97.6");
    share.has_domain = true;
    share.domain_lo = PL_NUMBER_ZERO;
    share.domain_hi = PL_NUMBER_ONE;
    says(&share, "97,6", "outside");
    says(&share, "97,6%", "0.976");
}

static void test_printed(void) {
    const pl_map_cell printed[] = {
        {.printed = "<5", .lo = {1, 1, NULL}, .hi = {4, 1, NULL}},
        {.printed = "*", .missing = true},
        {.printed = "0,5", .lo = {7, 1, NULL}, .hi = {7, 1, NULL}},
    };
    pl_cell_format count = numbers(',', PL_UNIT_PLAIN), text = {.type = {.base = PL_TEXT}};

    count.whole = true;
    says(&count, "12", "12");
    says(&count, "0", "0");
    says(&count, "12,0", "12");
    says(&count, "-1", "no count");
    says(&count, "1,5", "no count");
    says(&count, "<5", "no number");
    count.printed = text.printed = printed;
    count.printed_count = text.printed_count = 3;
    says(&count, "<5", "1..4");
    says(&count, " <5 ", "1..4");
    says(&count, "*", "missing");
    says(&count, "0,5", "7");
    says(&count, "<6", "no number");
    says(&text, "*", "missing");
    says(&text, "<5", "<5");
    count.has_domain = true;
    count.domain_lo = number("2");
    count.domain_hi = number("9");
    says(&count, "<5", "outside");
    count.has_domain = false;
    count.key = true;
    says(&count, "<5", "bounded key");
}

static void test_printed_percentages(void) {
    const pl_map_cell printed[] = {
        {.printed = "<5", .lo = {0, 1, NULL}, .hi = {5, 1, NULL}},
        {.printed = "<5%", .percent = true, .lo = {0, 1, NULL}, .hi = {1, 20, NULL}},
    };
    pl_step percent = {.kind = PL_STEP_PERCENT}, fractions = {.kind = PL_STEP_FRACTIONS};
    pl_cell_format share = numbers(',', PL_UNIT_PERCENT), plain = numbers(',', PL_UNIT_PLAIN);

    share.printed = plain.printed = printed;
    share.printed_count = plain.printed_count = 2;
    says(&share, "<5%", "0..0.05");
    says(&share, "<5", "bare meaning");
    says(&plain, "<5", "0..5");
    says(&plain, "<5%", "percent sign");
    share.steps = &percent;
    share.step_count = 1;
    says(&share, "<5", "0..0.05");
    says(&share, "<5%", "0..0.05");
    share.steps = &fractions;
    says(&share, "<5", "0..5");
    says(&share, "<5%", "0..0.05");
}

static void test_texts(void) {
    pl_cell_format text = {.type = {.base = PL_TEXT}};
    pl_step before = {.kind = PL_STEP_BEFORE, .text = "|"},
            both[] = {
                {.kind = PL_STEP_AFTER, .text = "("},
                {.kind = PL_STEP_BEFORE, .text = ")"},
            };

    says(&text, " De Grote  Beer\xC2\xA0", "De Grote  Beer");
    says(&text, "0637", "0637");
    says(&text, "  ", "blank");
    text.steps = &before;
    text.step_count = 1;
    says(&text, "00AP|C1", "00AP");
    says(&text, "00AP |C1|C2", "00AP");
    says(&text, "00AP", "no mark");
    says(&text, "|C1", "blank");
    says(&text, "", "blank");
    text.steps = both;
    text.step_count = 2;
    says(&text, "school ( 04VF ) x", "04VF");
    says(&text, ")(", "no mark");
}

static void test_truths_and_times(void) {
    pl_cell_format truth = {.type = {.base = PL_TRUTH}}, date = {.type = {.base = PL_DATE}},
                   year = {.type = {.base = PL_SCHOOLJAAR}};

    says(&truth, "ja", "1");
    says(&truth, "Nee", "0");
    says(&truth, "WAAR", "1");
    says(&truth, "onwaar", "0");
    says(&truth, "0", "0");
    says(&truth, "1", "1");
    says(&truth, "true", "1");
    says(&truth, "no", "0");
    says(&truth, "j", "no truth");
    says(&truth, "2", "no truth");
    says(&date, "2021-11-05", "2021-11-05");
    says(&date, "5-11-2021", "2021-11-05");
    says(&date, "05-11-2021", "2021-11-05");
    says(&date, "31-2-2021", "no date");
    says(&date, "5-11-21", "no date");
    says(&date, "5/11/2021", "no date");
    says(&date, "20211105", "no date");
    says(&date, "2021-11-05 12:00", "no date");
    says(&date, "005-11-2021", "no date");
    says(&year, "2023/2024", "2023");
    says(&year, "2023-2024", "2023");
    says(&year, "2023/2025", "no school year");
    says(&year, "2023", "no school year");
}

static void test_members(void) {
    static const char *names[] = {"<1F", "1F", "1S", "2F"};
    pl_enum niveau = {.name = "niveau", .ordered = true, .members = {names, 4, 4}};
    pl_cell_format member = {.type = {.base = PL_MEMBER, .members = &niveau}};

    says(&member, "<1F", "0");
    says(&member, " 2F ", "3");
    says(&member, "2f", "no member");
    says(&member, "3F", "no member");
    says(&member, "", "blank");
}

/* ### columns */

static void put_text(pl_builder *builder, uint32_t row, const char *text) {
    pl_cell_format format = numbers('.', PL_UNIT_PLAIN);
    const pl_map_cell printed[] = {{.printed = "*", .missing = true},
                                   {.printed = "<5", .lo = {1, 1, NULL}, .hi = {4, 1, NULL}}};
    pl_reading reading;

    format.printed = printed;
    format.printed_count = 2;
    if (pl_cell_read(&format, &data, pl_str_of(text), &reading) != PL_READ_FINE)
        reading.kind = PL_READING_MISSING;
    pl_builder_put(builder, row, &reading, 0, 0);
}

/* Fills a column with `count` texts, a blank leaving a row unset, and prints it as "width scale:
 * values". */
static void fills(const char *const *texts, uint32_t count, const char *wanted) {
    pl_builder builder;
    pl_column *column;
    pl_buffer out;

    pl_buffer_init(&out);
    pl_builder_init(&builder, &arena, PL_NUMBER, false);
    for (uint32_t row = 0; row < count; row++)
        put_text(&builder, row, texts[row]);
    column = pl_builder_finish(&builder, count, NULL, NULL);
    pl_builder_fini(&builder);
    pl_buffer_printf(&out, "%u %u:", column->width, column->scale);
    for (uint32_t row = 0; row < count; row++) {
        pl_value value = pl_column_value(column, &data, row, &arena);

        pl_buffer_putc(&out, ' ');
        if (value.state != PL_OK) {
            pl_buffer_putc(&out, '?');
            continue;
        }
        pl_number_print(&out, value.lo);
        if (pl_number_compare(value.lo, value.hi) != 0) {
            pl_buffer_puts(&out, "..");
            pl_number_print(&out, value.hi);
        }
    }
    tap_is_string(out.ptr, wanted, "%s", wanted);
    pl_buffer_fini(&out);
}

#define FILLS(wanted, ...)                                                                         \
    fills((const char *const[]){__VA_ARGS__},                                                      \
          (uint32_t)(sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *)), wanted)

static void test_columns(void) {
    FILLS("2 0: 1 2 3", "1", "2", "3");
    FILLS("2 2: 30.04 31.3 33.08", "30.04", "31.3", "33.08");
    FILLS("2 0: 32767 -32767", "32767", "-32767");
    FILLS("4 0: 32767 32768", "32767", "32768");
    FILLS("4 1: 20000 0.5", "20000", "0.5");
    FILLS("8 0: 2147483648 1", "2147483648", "1");
    FILLS("8 9: 0.000000001 5", "0.000000001", "5");
    FILLS("0 0: 9223372036854775807 0.5 -1", "9223372036854775807", "0.5", "-1");
    FILLS("0 0: 0.5 9223372036854775807", "0.5", "9223372036854775807");
    FILLS("0 0: 1 123456789012345678901234567890 ? 1..4 7", "1", "123456789012345678901234567890",
          "*", "<5", "7");
    FILLS("2 0: 12 1..4 0", "12", "<5", "0");
    FILLS("2 1: 1..4 0.5 ? ?", "<5", "0.5", "*", "");
    FILLS("4 0: 1..4 100000", "<5", "100000");
    FILLS("2 0: ? ?", "", "*");
    FILLS("8 18: 0.000000000000000001 9", "0.000000000000000001", "9");
    FILLS("0 0: 0.000000000000000001 10", "0.000000000000000001", "10");
}

/* Unset rows get the default, printed ones stay missing, and only cells of a file have a line. */
static void test_fallback(void) {
    const uint32_t each[] = {2, 3, 4};
    const pl_lines lines = {.each = each};
    pl_reading five = {.kind = PL_READING_VALUE, .scaled = true, .lo = 5, .hi = 5};
    pl_builder builder;
    pl_column *column;

    pl_builder_init(&builder, &arena, PL_NUMBER, false);
    put_text(&builder, 0, "7");
    put_text(&builder, 1, "");
    put_text(&builder, 2, "*");
    column = pl_builder_finish(&builder, 3, &five, &lines);
    pl_builder_fini(&builder);
    tap_is_int(((const int16_t *)column->values)[1], 5, "a blank cell has the default");
    tap_is_int(column->state[1], PL_OK, "and is known");
    tap_is_int(column->state[2], PL_MISSING, "what is printed as missing stays missing");
    tap_ok(pl_lines_at(column->lines, 0) == 2 && pl_lines_at(column->lines, 1) == 0 &&
               pl_lines_at(column->lines, 2) == 4,
           "a default stands on no line");
}

/* Members and texts in order, by stretches and one by one, until one asks for more bytes. */
static void test_indexes(pl_base base, int32_t most, uint8_t width) {
    pl_builder builder;
    pl_column *column;
    int32_t codes[99];
    bool same = true;

    pl_builder_init(&builder, &arena, base, false);
    for (uint32_t row = 0; row < 1000; row += 100) {
        pl_reading reading = {.kind = PL_READING_VALUE};

        for (uint32_t i = 0; i < 99; i++)
            codes[i] = (int32_t)(row + i) * most / 999;
        pl_builder_put_codes(&builder, row, 99, codes, NULL);
        reading.index = (int32_t)(row + 99) * most / 999;
        pl_builder_put(&builder, row + 99, &reading, 0, 0);
    }
    column = pl_builder_finish(&builder, 1000, NULL, NULL);
    pl_builder_fini(&builder);
    for (uint32_t row = 0; row < 1000; row++)
        same = same && pl_column_index(column, row) == (int32_t)row * most / 999;
    tap_ok(same && !column->state, "indexes up to %d", most);
    tap_is_int(column->width, width, "bytes of an index up to %d", most);
}

/* Random puts in random order against a plain array of exact numbers. */
static void test_random_columns(void) {
    static uint64_t state = 88172645463325252u;
    uint32_t wrong = 0;

    for (int round = 0; round < 300; round++) {
        pl_number expected[64];
        pl_builder builder;
        pl_column *column;

        pl_builder_init(&builder, &arena, PL_NUMBER, false);
        for (uint32_t i = 0; i < 64; i++) {
            uint32_t row = (i * 37) % 64;
            pl_reading reading = {0};
            unsigned bits;

            state = state * 6364136223846793005u + 1442695040888963407u;
            bits = (unsigned)(state >> 58) + (round % 3 == 0 ? 0 : 1);
            expected[row] =
                pl_number_scaled(&arena, (int64_t)(state >> 1) >> (bits > 62 ? 62 : bits),
                                 (unsigned)(state >> 20) % 7);
            pl_reading_set_number(&reading, expected[row], expected[row]);
            pl_builder_put(&builder, row, &reading, 0, 0);
        }
        column = pl_builder_finish(&builder, 64, NULL, NULL);
        pl_builder_fini(&builder);
        for (uint32_t row = 0; row < 64; row++)
            wrong += pl_number_compare(pl_column_value(column, &data, row, &arena).lo,
                                       expected[row]) != 0;
    }
    tap_is_int(wrong, 0, "a column gives back what was put, whatever widths it went through");
}

static void test_keys(void) {
    uint32_t wrong = 0;
    pl_keys keys;

    pl_keys_init(&keys, 3);
    for (uint32_t i = 0; i < 20000; i++) {
        uint32_t key[3] = {i % 7, i / 7, i ^ 5};
        bool added;

        wrong += pl_keys_find(&keys, key) != PL_NO_KEY;
        wrong += pl_keys_add(&keys, key, &added) != i || !added;
        wrong += pl_keys_add(&keys, key, &added) != i || added;
    }
    tap_is_int(wrong, 0, "keys are numbered as they come");
    tap_is_int(keys.count, 20000, "each once");
    pl_keys_fini(&keys);
}

int main(void) {
    pl_arena_init(&arena);
    data.arena = &arena;
    pl_texts_init(&data);
    test_numbers();
    test_domains();
    test_percentages();
    test_fractions();
    test_printed();
    test_printed_percentages();
    test_texts();
    test_truths_and_times();
    test_members();
    test_columns();
    test_fallback();
    test_indexes(PL_MEMBER, 255, 1);
    test_indexes(PL_MEMBER, 256, 2);
    test_indexes(PL_TEXT, 255, 2);
    test_indexes(PL_TEXT, 32767, 2);
    test_indexes(PL_TEXT, 32768, 4);
    test_indexes(PL_TEXT, 2000000, 4);
    test_random_columns();
    test_keys();
    pl_arena_fini(&arena);
    return tap_done();
}
