/* test_load_ways.c - the same files read in every way (record by record; in blocks of any size, by
 * vectors of any kind, by one thread and several) give the same dataset and the same diagnostics:
 * every row, cell, width, place and message. Files made by hand to be hostile, and at random. */
#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700
#endif

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "api/session.h"
#include "load/load.h"
#include "tap.h"

static char folder[] = "/tmp/peil-ways-XXXXXX";

static const char rules[] =
    "levels niveau \"<1F\" < 1F < 1S < 2F\n"
    "entity school key brin\n"
    "  brin text\n"
    "entity groep of school key naam\n"
    "  naam text\n"
    "entity leerling of groep key nummer\n"
    "  nummer number\n"
    "  niveau niveau\n"
    "  score  number -50..500\n"
    "  deel   percent 0%..100%\n"
    "  datum  date\n"
    "  jong   yesno\n"
    "  tekst  text\n"
    "entity stand of school key jaar\n"
    "  jaar   text\n"
    "  weging number 20..40\n"
    "entity toets of leerling key vak\n"
    "  vak   text\n"
    "  punt  number\n"
    "dataset proef\n"
    "  toets from \"toets.csv\" separator \";\"\n"
    "    brin = \"brin\", naam = \"groep\", nummer = \"nummer\", vak = \"vak\", punt = \"punt\"\n"
    "  stand from \"stand.csv\" separator \",\"\n"
    "    brin = \"brin\", jaar = \"jaar\", weging = \"weging\"\n"
    "  leerling from \"leerling.csv\" separator \";\" decimal \",\"\n"
    "    brin = \"brin\", naam = \"groep\", nummer = \"nummer\", niveau = \"niveau\", score = "
    "\"score\",\n"
    "    deel = \"deel\" in percent, datum = \"datum\", jong = \"jong\", tekst = \"tekst\"\n"
    "    \"<5\" is 1..4, \"*\" is missing\n";

static const char header[] = "brin;groep;nummer;x;niveau;score;deel;datum;jong;tekst\n";

/* ### files */

static const char *path_of(const char *name) {
    static char path[200];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void write_file(const char *name, pl_str bytes) {
    FILE *file = fopen(path_of(name), "wb");

    if (!file || fwrite(bytes.ptr, 1, bytes.len, file) != bytes.len || fclose(file) != 0)
        exit(99);
}

static void remove_files(void) {
    static const char *const names[] = {"rules.peil", "stand.csv", "leerling.csv", "toets.csv"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        unlink(path_of(names[i]));
    rmdir(folder);
}

/* ### the session, for its model */

static peil *session;

static void make_session(void) {
    write_file("rules.peil", pl_str_of(rules));
    write_file(
        "stand.csv",
        pl_str_of("brin,jaar,weging\n01AB,2020-2021,25.5\nA,2020-2021,25.50\nA,2021-2022,30\n"));
    write_file("leerling.csv", pl_str_of(header));
    write_file("toets.csv", pl_str_of("brin;groep;nummer;vak;punt\n"));
    session = peil_new(NULL);
    if (peil_add_rules(session, path_of("rules.peil")) != PEIL_OK ||
        peil_set_data(session, NULL, path_of("rules.peil")) != PEIL_OK ||
        peil_check_rules(session) != PEIL_OK) {
        peil_print_diagnostics(session, false, false, stderr);
        exit(98);
    }
}

static pl_needed need_all(pl_arena *arena) {
    const pl_model *model = session->model;
    pl_needed needed = {.digests = true};

    needed.fields = PL_MAKE_ARRAY(arena, bool *, model->entities.len);
    needed.entities = PL_MAKE_ARRAY(arena, bool, model->entities.len);
    needed.measures = PL_MAKE_ARRAY(arena, bool, model->measures.len + 1);
    for (uint32_t i = 0; i < model->entities.len; i++) {
        needed.entities[i] = true;
        needed.fields[i] = PL_MAKE_ARRAY(arena, bool, model->entities.items[i]->fields.len + 1);
        for (uint32_t f = 0; f < model->entities.items[i]->fields.len; f++)
            needed.fields[i][f] = true;
    }
    return needed;
}

/* ### everything that a load says, as text */

static void print_value(pl_buffer *out, const pl_value *value) {
    if (value->state != PL_OK) {
        pl_buffer_putc(out, '?');
    } else if (value->base == PL_TEXT) {
        pl_buffer_puts(out, value->text);
    } else if (value->base == PL_NUMBER) {
        pl_number_print(out, value->lo);
        pl_buffer_puts(out, "..");
        pl_number_print(out, value->hi);
    } else {
        pl_buffer_printf(out, "%d/%d", (int)value->truth, (int)value->index);
    }
}

static void print_column(pl_buffer *out, const pl_data *data, const pl_rows *rows,
                         const pl_column *column, pl_arena *arena) {
    pl_buffer_printf(out, "\n  width %d scale %d upper %d exact %d states %d:", column->width,
                     column->scale, column->upper != NULL, column->exact != NULL,
                     column->state != NULL);
    for (uint32_t row = 0; row < rows->count; row++) {
        pl_value value = pl_column_value(column, data, row, arena);
        pl_place place;

        pl_buffer_putc(out, ' ');
        print_value(out, &value);
        if (pl_data_place(rows, column, row, &place))
            pl_buffer_printf(out, "@%s:%s:%u", place.file, place.header, place.line);
    }
}

static void print_rows(pl_buffer *out, const pl_data *data, const pl_rows *rows, pl_arena *arena) {
    pl_buffer_printf(out, "%s %u", rows->entity->name, rows->count);
    for (uint32_t depth = 0; depth < rows->entity->depth; depth++) {
        pl_buffer_puts(out, "\n  up:");
        for (uint32_t row = 0; row < rows->count; row++)
            pl_buffer_printf(out, " %d", pl_links_at(&rows->up[depth], row));
    }
    for (uint32_t f = 0; f < rows->entity->fields.len; f++)
        for (uint32_t c = 0; c < rows->fields[f].columns.len; c++)
            print_column(out, data, rows, rows->fields[f].columns.items[c], arena);
    pl_buffer_putc(out, '\n');
}

static void print_diags(pl_buffer *out, const pl_diags *diags) {
    for (uint32_t i = 0; i < diags->list.len; i++) {
        const pl_diag *d = &diags->list.items[i];

        pl_buffer_printf(out, "%s %s:%u:%s: %s\n", pl_diag_id(d->code), d->file ? d->file : "-",
                         d->line, d->column ? d->column : "-", d->message);
    }
    pl_buffer_printf(out, "%u errors\n", diags->errors);
}

/* The columns of a faulty load are nobody's business. */
static char *load(pl_load_ways ways, bool *fine) {
    pl_arena arena;
    pl_diags diags;
    pl_buffer out;
    pl_needed needed;
    const pl_data *data;

    pl_arena_init(&arena);
    pl_diags_init(&diags, &arena);
    pl_buffer_init(&out);
    needed = need_all(&arena);
    needed.ways = ways;
    data = pl_load(&arena, &diags, session->model, session->dataset, &needed);
    print_diags(&out, &diags);
    for (uint32_t i = 0; i < data->files.len; i++)
        pl_buffer_printf(&out, "%s %s %u %d\n", data->files.items[i].name,
                         data->files.items[i].sha256, data->files.items[i].records,
                         data->files.items[i].windows_1252);
    *fine = diags.errors == 0;
    for (uint32_t i = 0; *fine && i < session->model->entities.len; i++)
        print_rows(&out, data, data->rows[i], &arena);
    pl_arena_fini(&arena);
    return out.ptr;
}

/* ### comparing */

static const size_t sizes[] = {16, 61, 64, 257, 1000, 4096, 0};

static pl_load_ways random_ways(void) {
    pl_load_ways ways = {.jobs = 1 + tap_random(3)};

    ways.block_bytes = sizes[tap_random(sizeof sizes / sizeof *sizes)];
    ways.texts = tap_random(2) * (1 + tap_random(20));
    do
        ways.level = (pl_scan_level)tap_random(PL_SCAN_LEVELS);
    while (ways.level != PL_SCAN_FOUND && !pl_scan_has(ways.level));
    return ways;
}

/* Where two texts begin to differ, for a message. */
static const char *around(const char *text, const char *other) {
    size_t i = 0;

    while (text[i] && text[i] == other[i])
        i++;
    return text + (i > 60 ? i - 60 : 0);
}

/* True when the load was fine. */
static bool compare(pl_str file, int tries, const char *name) {
    bool fine, same = true, again;
    char *wanted;

    write_file("leerling.csv", file);
    wanted = load((pl_load_ways){.singly = true}, &fine);
    for (int i = 0; i < tries && same; i++) {
        pl_load_ways ways = random_ways();
        char *got = load(ways, &again);

        same = strcmp(got, wanted) == 0;
        if (!same) {
            printf("# %s: blocks of %zu, level %d, %u jobs\n", name, ways.block_bytes, ways.level,
                   ways.jobs);
            printf("# got    %.200s\n# wanted %.200s\n", around(got, wanted), around(wanted, got));
        }
        free(got);
    }
    free(wanted);
    if (!same)
        tap_ok(false, "%s", name);
    return fine;
}

static void hostile(const char *body, const char *name) {
    pl_buffer file;

    pl_buffer_init(&file);
    pl_buffer_puts(&file, header);
    pl_buffer_puts(&file, body);
    compare((pl_str){file.ptr, file.len}, 40, name);
    tap_ok(true, "%s", name);
    pl_buffer_fini(&file);
}

#define PLAIN "A;1;7;x;1F;3,5;50;2021-01-01;ja;t\n"

static void test_hostile(void) {
    hostile("", "no records");
    hostile(PLAIN, "one record");
    hostile(PLAIN "A;1;8;x;1F;3,5;50;2021-01-01;ja;t", "a last record without an end");
    hostile(PLAIN "A;1;8;x;1F;3,5;50;2021-01-01;ja;t\r", "a last record that ends in CR");
    hostile(
        "A;1;7;x;1F;3,5;50;2021-01-01;ja;\"a\nb\"\nA;1;8;x;1F;3,5;50;2021-01-01;ja;\"\r\n\"\"\"\n"
        "A;1;9;x;1F;3,5;50;2021-01-01;ja;t\n",
        "line ends in quotes");
    hostile("A;1;7;x;1F;3,5;50;2021-01-01;ja;a\"b\n" PLAIN,
            "a quote inside a plain field, and a double key");
    hostile("A;1;8;x;1F;3,5;50;2021-01-01;ja;\"a\"b\n" PLAIN, "text behind a closing quote");
    hostile(PLAIN "A;1;8;x;1F;3,5;50;2021-01-01;ja;\"a\n" PLAIN, "a quote that is never closed");
    hostile("\n\n" PLAIN "\n\r\n\r" PLAIN "\n", "empty lines");
    hostile("A;1;7;x;1F;3,5;50;2021-01-01;ja;t\rA;1;8;x;1F;3;5;2021-01-01;nee;t\r", "CR");
    hostile("A;1;7;x;1F;3,5;50;2021-01-01;ja;t\r\nA;1;8;x;1F;3;5;2021-01-01;nee;\"t\"\r\n", "CRLF");
    hostile(PLAIN "A;1;8\n"
                  "A;1;9;x;1F;3,5;50;2021-01-01;ja;t;u\n",
            "short and long records");
    hostile(PLAIN "A;1;6;x;1F;3,5;50;2021-01-01;ja;t\nA;1;7;x;1F;3,5;50;2021-01-01;ja;t\n",
            "keys that do not ascend, and one twice");
    hostile(";1;6;x;1F;3,5;50;2021-01-01;ja;t\nB;1;0,5;x;1F;501;101;x;x;t\n",
            "faults of all kinds");
    hostile("A;1;7;x;1F;<5;50;2021-01-01;ja;t\nA;1;8;x;*;*;<5;*;*;*\nA;1;9;x;;;;;;\n",
            "bounded, missing and blank");
    hostile("A;1;1,50;x;1F;99999999999999999999;50;2021-01-01;ja;t\n",
            "a key that is no whole number");
    hostile("A;1;7;x;1F;0,123456789012345678;33,3333333333;2021-01-01;ja;t\n"
            "A;1;8;x;1F;499,9;33%;01-02-2021;ja;t\n",
            "many decimals");
    hostile("A;1;7;x;1F;3,5;50;2021-01-01;ja;t\nA;1;8;x;1F;\"3,25\";50;2021-01-01;ja;t\n"
            "A;1;9;x;1F;108,9;50;2021-01-01;ja;t\n",
            "more decimals in a quoted cell than in those around it");
    hostile("caf\xC3\xA9;1;7;x;1F;3;5;2021-01-01;ja;\xC2\xA0t \n", "UTF-8");
    hostile("caf\xE9;1;7;x;1F;3;5;2021-01-01;ja;\x80\n" PLAIN, "Windows-1252");
    hostile(PLAIN "caf\xE9;1;7;x;1F;3;5;2021-01-01;ja;\x81\n" PLAIN, "neither");
}

static void test_long(void) {
    pl_buffer file;

    pl_buffer_init(&file);
    pl_buffer_puts(&file, header);
    for (int i = 0; i < 300; i++) {
        pl_buffer_printf(&file, "A;1;%d;x;1F;3,5;50;2021-01-01;ja;\"", i);
        for (uint32_t j = tap_random(2) * tap_random(9000); j > 0; j--)
            pl_buffer_putc(&file, "ab;\n"[tap_random(4)]);
        pl_buffer_puts(&file, "\"\n");
    }
    compare((pl_str){file.ptr, file.len}, 30, "long fields");
    tap_ok(true, "long fields");
    pl_buffer_fini(&file);
}

/* Children that find their parents, one that does not, and one twice. */
static void test_children(uint32_t faults, const char *name) {
    pl_buffer parents, children;

    pl_buffer_init(&parents);
    pl_buffer_init(&children);
    pl_buffer_puts(&parents, header);
    pl_buffer_puts(&children, "brin;groep;nummer;vak;punt\n");
    for (uint32_t i = 0; i < 500; i++) {
        uint32_t other = faults && tap_random(400) == 0 ? 1 : 0;

        pl_buffer_printf(&parents, "%c;%u;%u;x;1F;3;5;;ja;t\n", 'A' + (int)(i / 100), i % 3, i);
        pl_buffer_printf(&children, "%c;%u;%u;rek;%u.%u\n%c;%u;%u;taal;\n", 'A' + (int)(i / 100),
                         i % 3, i + other, i, i % 4, 'A' + (int)(i / 100), i % 3, i);
    }
    write_file("toets.csv", (pl_str){children.ptr, children.len});
    compare((pl_str){parents.ptr, parents.len}, 30, name);
    tap_ok(true, "%s", name);
    write_file("toets.csv", pl_str_of("brin;groep;nummer;vak;punt\n"));
    pl_buffer_fini(&parents);
    pl_buffer_fini(&children);
}

/* A cell that asks for more decimals than a number before it has room for. */
static void test_scales(void) {
    write_file("toets.csv",
               pl_str_of("brin;groep;nummer;vak;punt\nA;1;7;a;5\n"
                         "A;1;7;b;9999999999999999\nA;1;7;c;-0.000000001\n"
                         "A;1;7;d;0.000000002\nA;1;7;e;8.5\n"));
    hostile(PLAIN, "more decimals than there is room for");
    write_file("toets.csv", pl_str_of("brin;groep;nummer;vak;punt\n"));
}

/* More rows than a frame of links has, of so many pupils and groups in order or in none; the tests of
 * a pupil stand together or apart; some pupils have one twice. */
static void test_far(bool ordered, uint32_t pupils, uint32_t twice, const char *name) {
    pl_buffer parents, children;

    pl_buffer_init(&parents);
    pl_buffer_init(&children);
    pl_buffer_puts(&parents, header);
    pl_buffer_puts(&children, "brin;groep;nummer;vak;punt\n");
    for (uint32_t i = 0; i < pupils; i++)
        pl_buffer_printf(&parents, "%u;%u;%u;x;1F;3;5;;ja;\n", i % 50, i % 3, i);
    for (uint32_t i = 0; i < 5000; i++) {
        uint32_t pupil = ordered ? i * pupils / 5000 : i * 7919 % pupils;
        uint32_t test = twice && tap_random(twice) == 0 ? i - 1 : i;

        pl_buffer_printf(&children, "%u;%u;%u;v%u;%u\n", pupil % 50, pupil % 3, pupil,
                         ordered ? test : test % 6007, i % 10);
    }
    write_file("toets.csv", (pl_str){children.ptr, children.len});
    compare((pl_str){parents.ptr, parents.len}, 6, name);
    tap_ok(true, "%s", name);
    write_file("toets.csv", pl_str_of("brin;groep;nummer;vak;punt\n"));
    pl_buffer_fini(&parents);
    pl_buffer_fini(&children);
}

/* A byte 0 is in no C string. */
static void test_nul(void) {
    pl_buffer file;

    pl_buffer_init(&file);
    pl_buffer_puts(&file, header);
    pl_buffer_puts(&file, PLAIN PLAIN);
    pl_buffer_putc(&file, '\0');
    compare((pl_str){file.ptr, file.len}, 20, "a byte 0");
    tap_ok(true, "a byte 0");
    pl_buffer_fini(&file);
}

/* ### at random */

typedef struct manner {
    uint32_t odd;  /* one in so many cells is none that is usual */
    bool harmless; /* but none is a fault */
    const char *end;
    bool ordered;
    uint32_t schools;
    uint32_t first; /* number of a pupil */
    bool quoted;    /* scores are in quotes */
} manner;

static const char *odd_cell(void) {
    static const char *const cells[] = {"",
                                        " ",
                                        "*",
                                        "<5",
                                        "\"\"",
                                        "\"<5\"",
                                        "x\"",
                                        "\"x",
                                        "\"a\"\"b\"",
                                        "\"a;b\"",
                                        "\"a\nb\"",
                                        "-1",
                                        "-0,5",
                                        "1e3",
                                        "1.5",
                                        "0007",
                                        "\xC3\xA9",
                                        "12345678901234567",
                                        "3,",
                                        ",5",
                                        ",",
                                        "\r",
                                        "1 ",
                                        "100%",
                                        "\xC2\xA0",
                                        "abcdefghijklmnopqrstuvwxyz",
                                        "abcdefghijklmnop",
                                        "abcdefghi",
                                        "abcdefgh",
                                        "7",
                                        "12345678",
                                        "745002022",
                                        "1234567890123456",
                                        "12345678,5",
                                        "0,0000001"};

    return cells[tap_random(sizeof cells / sizeof *cells)];
}

static void push_harmless(pl_buffer *out, bool key, const char *usual) {
    static const char *const forms[] = {"\"%s\"", " %s", "%s  ", "\"%s \"", "\xC2\xA0%s"};
    char cell[80];
    uint32_t form = usual[0] == '"' ? 5 + tap_random(4) : tap_random(key ? 5 : 9);

    snprintf(cell, sizeof cell, forms[form < 5 ? form : 0], usual);
    pl_buffer_puts(out,
                   form < 5        ? cell
                       : form == 5 ? "*"
                       : form == 6 ? "\"*\""
                       : form == 7 ? " "
                                   : "");
}

static void push_cell(pl_buffer *out, manner m, bool key, const char *usual) {
    if (tap_random(key ? m.odd / 4 * 16 + 4 : m.odd) != 0)
        pl_buffer_puts(out, usual);
    else if (m.harmless)
        push_harmless(out, key, usual);
    else
        pl_buffer_puts(out, odd_cell());
}

static void push_record(pl_buffer *out, manner m, uint32_t i) {
    static const char *const levels[] = {"<1F", "1F", "1S", "2F", "\"1F\""};
    static const char *const truths[] = {"ja", "nee", "0", "JA"};
    char cell[40];

    snprintf(cell, sizeof cell, "%02uAB", m.ordered ? i * m.schools / 1000 : tap_random(m.schools));
    push_cell(out, m, true, cell);
    snprintf(cell, sizeof cell, ";%u;", tap_random(3));
    pl_buffer_puts(out, cell);
    snprintf(cell, sizeof cell, "%u", m.first + (m.ordered ? i : i * 7919 % 5003));
    push_cell(out, m, true, cell);
    pl_buffer_puts(out, ";x;");
    push_cell(out, m, false, levels[tap_random(5)]);
    pl_buffer_putc(out, ';');
    snprintf(cell, sizeof cell, m.quoted ? "\"%u,%u\"" : "%u,%u", tap_random(400), tap_random(100));
    push_cell(out, m, false, cell);
    pl_buffer_putc(out, ';');
    snprintf(cell, sizeof cell, "%u", tap_random(101));
    push_cell(out, m, false, cell);
    pl_buffer_putc(out, ';');
    snprintf(cell, sizeof cell, "20%02u-%02u-01", tap_random(30), 1 + tap_random(12));
    push_cell(out, m, false, cell);
    pl_buffer_putc(out, ';');
    push_cell(out, m, false, truths[tap_random(4)]);
    pl_buffer_putc(out, ';');
    snprintf(cell, sizeof cell, "tekst %u", tap_random(2) ? tap_random(10) : i);
    push_cell(out, m, false, cell);
    pl_buffer_puts(out, m.end ? m.end : tap_random(2) ? "\n" : "\r\n");
}

static void test_random(uint32_t odd, bool harmless, const char *name) {
    static const char *const ends[] = {"\n", "\r\n", NULL};
    static const uint32_t firsts[] = {0, 1000, 99999900, 745002000};
    uint32_t fine = 0;

    for (int turn = 0; turn < 60; turn++) {
        manner m = {odd,
                    harmless,
                    ends[tap_random(3)],
                    tap_random(3) > 0,
                    1 + tap_random(20),
                    firsts[tap_random(4)],
                    tap_random(4) == 0};
        uint32_t records = 1 + tap_random(400);
        pl_buffer file;

        pl_buffer_init(&file);
        pl_buffer_puts(&file, tap_random(4) == 0 ? "\xEF\xBB\xBF" : "");
        pl_buffer_puts(&file, header);
        for (uint32_t i = 0; i < records; i++)
            push_record(&file, m, i);
        if (tap_random(3) == 0)
            file.len--;
        fine += compare((pl_str){file.ptr, file.len}, 8, name);
        pl_buffer_fini(&file);
    }
    tap_ok(true, "%s: %u of 60 without a fault", name, fine);
}

static void say_what_is_left_out(void) {
    for (pl_scan_level level = PL_SCAN_PLAIN; level < PL_SCAN_LEVELS; level++)
        if (!pl_scan_has(level))
            tap_skip("vectors of another machine", "this one does not have them");
}

int main(void) {
    if (!mkdtemp(folder))
        return 97;
    make_session();
    say_what_is_left_out();
    test_hostile();
    test_long();
    test_nul();
    test_scales();
    test_children(0, "children");
    test_children(1, "children without a parent");
    test_far(true, 20, 0, "few parents in order");
    test_far(true, 3000, 0, "many parents in order");
    test_far(false, 20, 0, "few parents that alternate");
    test_far(false, 3000, 0, "many parents in no order");
    test_far(false, 3000, 2000, "many parents in no order, and keys twice");
    test_random(1000000, true, "usual records");
    test_random(100, true, "odd cells that are fine");
    test_random(3, true, "mostly odd cells that are fine");
    test_random(2000, false, "a few odd cells");
    test_random(100, false, "odd cells");
    test_random(8, false, "hardly a usual cell");
    remove_files();
    peil_free(session);
    return tap_done();
}
