/* test_load.c - whole loading, from files in a folder of its own to the snapshot: keys and links,
 * years, merging, `rows`, what is read at all, and every way in which a file can be wrong. The
 * model is made by hand, so that nothing here rests on the parser. */
#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700
#endif

#include "data/order.h"
#include "load/load.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tap.h"

static pl_arena arena;
static const char *folder;

/* ### the model: school > leerling > eindtoets, toets */

static const char *niveaus[] = {"<1F", "1F", "1S", "2F"}, *soorten[] = {"BO", "SBO"};
static const pl_enum niveau_enum = {.name = "niveau", .ordered = true, .members = {niveaus, 4, 4}};
static const pl_enum soort_enum = {.members = {soorten, 2, 2}};
static const pl_value soort_default = {.base = PL_MEMBER, .index = 0};

static pl_model model;
static pl_entity school, leerling, eindtoets, toets;
static pl_measure reached;
static pl_expr share = {.kind = PL_EXPR_AGGREGATE, .aggregate = PL_AGG_SHARE};

static pl_field *add_field(pl_entity *entity, const char *name, pl_type type) {
    pl_field *field = PL_MAKE(&arena, pl_field);

    field->name = name;
    field->entity = entity;
    field->type = type;
    field->key = entity->fields.len < entity->key_count;
    field->index = entity->fields.len;
    PL_PUSH(&arena, &entity->fields, field);
    return field;
}

static void add_entity(pl_entity *entity, const char *name, pl_entity *parent, bool yearly) {
    entity->name = name;
    entity->parent = parent;
    entity->depth = parent ? parent->depth + 1 : 0;
    entity->yearly = yearly;
    entity->key_count = 1;
    entity->index = model.entities.len;
    PL_PUSH(&arena, &model.entities, entity);
}

static void make_model(void) {
    const pl_type text = {.base = PL_TEXT}, plain = {.base = PL_NUMBER, .unit = PL_UNIT_PLAIN};
    pl_field *field;

    add_entity(&school, "school", NULL, false);
    add_field(&school, "brin", text);
    add_field(&school, "naam", text);
    field = add_field(&school, "soort", (pl_type){.base = PL_MEMBER, .members = &soort_enum});
    field->default_value = &soort_default;
    field = add_field(&school, "weging", plain);
    field->yearly = field->has_domain = true;
    field->domain_lo = (pl_number){20, 1, NULL};
    field->domain_hi = (pl_number){40, 1, NULL};
    add_entity(&leerling, "leerling", &school, false);
    add_field(&leerling, "leerlingnummer", plain);
    add_entity(&eindtoets, "eindtoets", &leerling, true);
    add_field(&eindtoets, "vak", text);
    add_field(&eindtoets, "niveau", (pl_type){.base = PL_MEMBER, .members = &niveau_enum});
    add_entity(&toets, "toets", &leerling, false);
    add_field(&toets, "datum", (pl_type){.base = PL_DATE});
    add_field(&toets, "score", plain);
    reached = (pl_measure){.name = "1F",
                           .entity = &school,
                           .type = {.base = PL_NUMBER, .unit = PL_UNIT_PERCENT},
                           .definition = &share};
    PL_PUSH(&arena, &model.measures, &reached);
}

/* ### a dataset block and its files */

static pl_dataset dataset;
static pl_needed needed;
static pl_diags diags;

static void forget_all(void) {
    dataset = (pl_dataset){.name = "proef", .directory = folder};
    needed.digests = true;
    needed.fields = PL_MAKE_ARRAY(&arena, bool *, model.entities.len);
    needed.entities = PL_MAKE_ARRAY(&arena, bool, model.entities.len);
    needed.measures = PL_MAKE_ARRAY(&arena, bool, model.measures.len);
    for (uint32_t i = 0; i < model.entities.len; i++)
        needed.fields[i] = PL_MAKE_ARRAY(&arena, bool, model.entities.items[i]->fields.len);
    pl_diags_init(&diags, &arena);
}

/* All fields of the entity. */
static void need(const pl_entity *entity) {
    needed.entities[entity->index] = true;
    for (uint32_t i = 0; i < entity->fields.len; i++)
        needed.fields[entity->index][i] = true;
    if (entity == &school)
        needed.measures[0] = true;
}

static const char *path_of(const char *name) {
    return pl_arena_format(&arena, "%s/%s", folder, name);
}

static void write_bytes(const char *name, const char *bytes, size_t length) {
    FILE *file = fopen(path_of(name), "wb");

    if (!file || fwrite(bytes, 1, length, file) != length || fclose(file) != 0)
        exit(99);
}

static void write_file(const char *name, const char *text) {
    write_bytes(name, text, strlen(text));
}

/* "TARGET=HEADER" for each column; the target a field of the entity or a key above it,
 * `schooljaar`, `count` or 1F. */
static pl_target target_of(const pl_entity *entity, pl_str name) {
    if (pl_str_equal(name, pl_str_of("schooljaar")))
        return (pl_target){.kind = PL_TARGET_SCHOOLJAAR};
    if (pl_str_equal(name, pl_str_of("count")))
        return (pl_target){.kind = PL_TARGET_COUNT};
    if (pl_str_equal(name, pl_str_of("1F")))
        return (pl_target){.kind = PL_TARGET_MEASURE, .measure = &reached};
    for (const pl_entity *e = entity; e; e = e->parent)
        for (uint32_t i = 0; i < e->fields.len; i++)
            if (pl_str_equal(name, pl_str_of(e->fields.items[i]->name)))
                return (pl_target){.kind = PL_TARGET_FIELD, .field = e->fields.items[i]};
    exit(98);
}

static pl_mapping *map_file(pl_entity *entity, const char *file, int year,
                            const char *const *columns) {
    pl_mapping *mapping = PL_MAKE(&arena, pl_mapping);

    *mapping = (pl_mapping){.entity = entity,
                            .file = file,
                            .separator = ';',
                            .decimal = ',',
                            .has_year = year > 0,
                            .year = year};
    for (; *columns; columns++) {
        const char *sign = strchr(*columns, '=');
        pl_map_column column = {
            .target = target_of(entity, (pl_str){*columns, (size_t)(sign - *columns)}),
            .header = sign + 1};

        PL_PUSH(&arena, &mapping->columns, column);
    }
    PL_PUSH(&arena, &dataset.mappings, mapping);
    return mapping;
}

#define MAP(entity, file, year, ...)                                                               \
    map_file((entity), (file), (year), (const char *const[]){__VA_ARGS__, NULL})

/* ### what comes out, as text */

static void print_cell(pl_buffer *out, const pl_data *data, const pl_field *field,
                       const pl_column *column, uint32_t row) {
    pl_value value = pl_column_value(column, data, row, &arena);

    if (value.state != PL_OK) {
        pl_buffer_putc(out, '?');
    } else if (value.base == PL_TEXT) {
        pl_buffer_puts(out, value.text);
    } else if (value.base == PL_MEMBER) {
        pl_buffer_puts(out, field->type.members->members.items[value.index]);
    } else if (value.base == PL_DATE) {
        pl_date_print(out, value.index);
    } else {
        pl_number_print(out, value.lo);
        if (pl_number_compare(value.lo, value.hi) != 0) {
            pl_buffer_puts(out, "..");
            pl_number_print(out, value.hi);
        }
    }
}

static void print_series(pl_buffer *out, const pl_data *data, const pl_field *field,
                         const char *name, const pl_series *series, const pl_rows *rows,
                         uint32_t row) {
    for (uint32_t i = 0; i < series->years.len; i++) {
        const pl_column *column = series->columns.items[i];
        pl_place place;

        pl_buffer_printf(out, " %s", name);
        if (series->years.items[i] != PL_ANY_YEAR)
            pl_buffer_printf(out, "[%d]", series->years.items[i]);
        pl_buffer_putc(out, '=');
        print_cell(out, data, field, column, row);
        if (pl_data_place(rows, column, row, &place))
            pl_buffer_printf(out, "@%u", place.line);
    }
}

/* The rows of an entity: "SUBJECT: naam=..@line ..; ..". Keys are in the subject. */
static const char *rows_text(const pl_data *data, const pl_entity *entity) {
    const pl_rows *rows = pl_data_rows(data, entity);
    pl_buffer out;
    const char *text;

    pl_buffer_init(&out);
    pl_buffer_puts(&out, "");
    for (uint32_t row = 0; row < rows->count; row++) {
        pl_buffer_puts(&out, row > 0 ? "; " : "");
        pl_data_subject(&out, data, entity, row);
        pl_buffer_putc(&out, ':');
        for (uint32_t i = entity->key_count; i < entity->fields.len; i++)
            print_series(&out, data, entity->fields.items[i], entity->fields.items[i]->name,
                         &rows->fields[i], rows, row);
        if (entity == &school)
            print_series(&out, data, NULL, "1F", &data->measures[0], rows, row);
        if (rows->weight) {
            pl_buffer_puts(&out, " x");
            print_cell(&out, data, NULL, rows->weight, row);
        }
        if (rows->row_header && rows->row_header[row])
            pl_buffer_printf(&out, " (%s)", rows->row_header[row]);
    }
    text = pl_arena_copy(&arena, out.ptr, out.len);
    pl_buffer_fini(&out);
    return text;
}

/* "P0512:3:Header; ..", and the file where it is not a.csv. */
static const char *faults_text(void) {
    pl_buffer out;
    const char *text;

    pl_buffer_init(&out);
    pl_buffer_puts(&out, "");
    for (uint32_t i = 0; i < diags.list.len; i++) {
        const pl_diag *d = &diags.list.items[i];

        pl_buffer_printf(&out, "%s%s:%u", i > 0 ? "; " : "", pl_diag_id(d->code), d->line);
        if (d->column)
            pl_buffer_printf(&out, ":%s", d->column);
    }
    text = pl_arena_copy(&arena, out.ptr, out.len);
    pl_buffer_fini(&out);
    return text;
}

static pl_data *load(void) {
    return pl_load(&arena, &diags, &model, &dataset, &needed);
}

/* Loads; what is wrong must be as wanted (""): then the rows of the entity. */
static pl_data *gives(const pl_entity *entity, const char *wanted_faults, const char *wanted_rows,
                      const char *name) {
    pl_data *data;

    need(entity);
    data = load();
    tap_is_string(faults_text(), wanted_faults, "%s: diagnostics", name);
    if (wanted_rows)
        tap_is_string(rows_text(data, entity), wanted_rows, "%s", name);
    return data;
}

/* One file a.csv of schools with brin, naam and weging of 2021/2022. */
static void school_file(const char *text, const char *wanted_faults, const char *wanted_rows,
                        const char *name) {
    forget_all();
    write_file("a.csv", text);
    MAP(&school, "a.csv", 2021, "brin=BRIN", "naam=Naam", "weging=Weging");
    gives(&school, wanted_faults, wanted_rows, name);
}

/* ### plain files */

static void test_plain(void) {
    school_file("BRIN;Naam;Weging\n04VF;De Grote Beer;30,04\n05AB;De Duif;\n", "",
                "04VF: naam=De Grote Beer@2 soort=BO weging[2021]=30.04@2; 05AB: naam=De Duif@3 "
                "soort=BO weging[2021]=?@3",
                "plain");
    school_file("\xEF\xBB\xBF\"BRIN\" ;x;Naam; Weging\r\n 04VF ;y;\"a;\"\"b\";\xC2\xA0"
                "21\r\n",
                "P0524:1", "", "a blank behind a quote");
    school_file("\xEF\xBB\xBF\"BRIN\";x;Naam; Weging\r\n 04VF ;y;\"a;\"\"b\";\xC2\xA0"
                "21\r\n",
                "", "04VF: naam=a;\"b@2 soort=BO weging[2021]=21@2",
                "byte order mark, quotes, padding, an unused column");
    school_file("BRIN;Naam;Weging\r04VF;caf\xE9;21\r", "",
                "04VF: naam=caf\xC3\xA9@2 soort=BO weging[2021]=21@2", "CR and Windows-1252");
    school_file(
        "BRIN;Naam;Weging\n04VF;\"a\nb\";21\n05AB;c;22", "",
        "04VF: naam=a\nb@2 soort=BO weging[2021]=21@2; 05AB: naam=c@4 soort=BO weging[2021]=22@4",
        "a line end in quotes");
}

static void test_bad_files(void) {
    school_file("", "P0529:0", "", "empty");
    school_file("\xEF\xBB\xBF\n\n", "P0529:0", "", "empty lines only");
    school_file("BRIN;Naam;Weging\n", "P0530:0", "", "header only");
    school_file("BRIN;naam;Weging\n04VF;a;21\n", "P0526:1", "", "a header in another case");
    school_file("BRIN,Naam,Weging\n04VF,a,21\n", "P0528:1", "", "another separator");
    school_file("School;Plaats\n04VF;a\n", "P0525:1; P0525:1; P0525:1", "",
                "headers that are nowhere near");
    school_file("\"", "P0523:1", "", "a lone quote");
    school_file("BRIN;Naam;Weging\n04VF;\"a;21\n05AB;b;22\n", "P0523:2", NULL, "an open quote");
    school_file("BRIN;Naam;Weging\n04VF;a\n05AB;b;22;x\n06AB;c;23\n", "P0521:2; P0522:3",
                "06AB: naam=c@4 soort=BO weging[2021]=23@4", "short and long records");
    school_file("BRIN;Naam;Weging;Naam\n04VF;a;21;b\n", "P0527:1", "", "a header twice");
    school_file("BRIN;Naam;Weging;x;x\n04VF;a;21;b;b\n", "", NULL,
                "an unused header twice is nobody's business");
}

static void test_cells(void) {
    school_file("BRIN;Naam;Weging\n04VF;a;41\n05AB;b;x\n06AB;c;21\n",
                "P0512:2:Weging; P0501:3:Weging", "06AB: naam=c@4 soort=BO weging[2021]=21@4",
                "bad cells give no rows and are never a zero");
    school_file("BRIN;Naam;Weging\n;a;21\n \xC2\xA0;b;22\n", "P0515:2:BRIN; P0515:3:BRIN", "",
                "a blank key");
    school_file("BRIN;Naam;Weging\n04VF;a;21.5\n", "P0502:2:Weging", "",
                "a point where a comma is read");
}

static void test_many_faults(void) {
    pl_buffer text, wanted;

    pl_buffer_init(&text);
    pl_buffer_init(&wanted);
    pl_buffer_puts(&text, "BRIN;Naam;Weging\n");
    for (int i = 0; i < 50; i++)
        pl_buffer_printf(&text, "%02dAB;a;%s\n", i, i % 2 ? "x" : "21");
    for (int i = 0; i < 20; i++)
        pl_buffer_printf(&wanted, "P0501:%d:Weging; ", 3 + 2 * i);
    pl_buffer_puts(&wanted, "P0535:43");
    school_file(text.ptr, wanted.ptr, NULL, "twenty faults, then how many more");
    tap_is_string(diags.list.items[20].message, "and 5 more errors in this file, from this line on",
                  "the rest is counted");
    pl_buffer_fini(&text);
    pl_buffer_fini(&wanted);
}

static void test_hostile(void) {
    const size_t length = 2000000;
    char *text = malloc(length);

    memset(text, ';', length);
    write_bytes("a.csv", text, length);
    forget_all();
    MAP(&school, "a.csv", 2021, "brin=BRIN");
    gives(&school, "P0525:1", "", "two million columns");
    memset(text, '"', length);
    write_bytes("a.csv", text, length - 1);
    forget_all();
    MAP(&school, "a.csv", 2021, "brin=BRIN");
    gives(&school, "P0523:1", "", "two million quotes");
    memset(text, 'x', length);
    memcpy(text, "BRIN\n", 5);
    write_bytes("a.csv", text, length);
    forget_all();
    MAP(&school, "a.csv", 2021, "brin=BRIN");
    need(&school);
    tap_ok(load()->rows[school.index]->count == 1 && diags.errors == 0,
           "a key of two million bytes");
    write_bytes("a.csv", "BRIN\n04\0VF\n", 11);
    school_file("", "P0529:0", "", "empty again");
    free(text);
}

static void test_world(void) {
    forget_all();
    MAP(&school, "nowhere.csv", 2021, "brin=BRIN");
    gives(&school, "P0601:0", "", "a file that is not there");
    forget_all();
    MAP(&school, ".", 2021, "brin=BRIN");
    gives(&school, "P0601:0", "", "a folder");
    forget_all();
    write_bytes("a.csv", "BRIN\n04\0VF\n", 11);
    MAP(&school, "a.csv", 2021, "brin=BRIN");
    gives(&school, "P0532:2", "", "a zero byte");
    forget_all();
    MAP(&school, "nowhere.csv", 2021, "brin=BRIN");
    write_file("a.csv", "BRIN;nr;datum;score\n04VF;1;5-11-2021;7,5\n");
    MAP(&toets, "a.csv", 2021, "brin=BRIN", "leerlingnummer=nr", "datum=datum", "score=score");
    load();
    tap_is_string(faults_text(), "P0601:0", "a file that is not needed must be there all the same");
}

/* ### keys and links */

static void test_doubled(void) {
    school_file("BRIN;Naam;Weging\n04VF;a;21\n05AB;b;22\n04VF;c;23\n", "P0516:4", NULL,
                "a doubled key");
    tap_is_string(diags.list.items[0].message, "school 04VF has been given already, on line 2",
                  "both lines are named");
    forget_all();
    write_file("a.csv",
               "brin;nr;d;s\n04VF;1;5-11-2021;7\n04VF;01;2021-11-05;8\n04VF;1;6-11-2021;9\n05AB;1;"
               "5-11-2021;6\n");
    MAP(&toets, "a.csv", 0, "brin=brin", "leerlingnummer=nr", "datum=d", "score=s");
    gives(
        &toets, "P0516:3",
        "04VF/1/2021-11-05: score=7@2; 04VF/1/2021-11-06: score=9@4; 05AB/1/2021-11-05: score=6@5",
        "keys are compared by value");
    tap_is_string(diags.list.items[0].message,
                  "toets 04VF/1/2021-11-05 has been given already, on line 2",
                  "with their ancestors");
}

static void test_links(void) {
    pl_data *data;

    forget_all();
    write_file("a.csv", "BRIN;Naam\n04VF;a\n");
    write_file("b.csv", "brin;nr\n04VF;7\n04VF;8\n");
    write_file(
        "c.csv",
        "brin;nr;vak;n\n04VF;8;lezen;1F\n04VF;7;lezen;2F\n04VF;9;lezen;2F\n05AB;7;lezen;2F\n");
    MAP(&eindtoets, "c.csv", 2021, "brin=brin", "leerlingnummer=nr", "vak=vak", "niveau=n");
    MAP(&leerling, "b.csv", 0, "brin=brin", "leerlingnummer=nr");
    MAP(&school, "a.csv", 0, "brin=BRIN", "naam=Naam");
    data = gives(&eindtoets, "P0518:4:nr; P0518:5:brin",
                 "04VF/8/lezen/2021-2022: niveau=1F@2; 04VF/7/lezen/2021-2022: niveau=2F@3",
                 "children find their parents, in whatever order the mappings stand");
    tap_is_string(diags.list.items[0].message, "there is no leerling 04VF/9 in b.csv",
                  "a pupil that nobody knows");
    tap_is_string(diags.list.items[1].message, "there is no school 05AB in a.csv",
                  "a school that nobody knows");
    tap_is_int(pl_links_at(&data->rows[eindtoets.index]->up[1], 0), 1, "row of the pupil");
    tap_is_int(pl_links_at(&data->rows[eindtoets.index]->up[0], 0), 0, "row of the school");
    tap_is_int(data->rows[eindtoets.index]->covered.items[0], 2021, "a year that is covered");
}

static void test_made_parents(void) {
    pl_data *data;

    forget_all();
    write_file("a.csv", "brin;nr;vak;n\n04VF;8;lezen;1F\n04VF;8;rekenen;1S\n05AB;8;lezen;2F\n");
    MAP(&eindtoets, "a.csv", 2021, "brin=brin", "leerlingnummer=nr", "vak=vak", "niveau=n");
    data = gives(&eindtoets, "", NULL, "parents without a mapping");
    tap_is_string(rows_text(data, &leerling), "04VF/8:; 05AB/8:", "pupils are made of the keys");
    tap_is_string(rows_text(data, &school), "04VF:; 05AB:", "so are schools");
    tap_ok(data->rows[school.index]->mapped, "which counts as mapped");
    forget_all();
    MAP(&eindtoets, "a.csv", 2021, "brin=brin", "leerlingnummer=nr", "vak=vak", "niveau=n");
    gives(&school, "", "04VF: soort=BO; 05AB: soort=BO",
          "with their defaults, also when only the parents are asked for");
}

static void test_unlinked(void) {
    pl_data *data;

    forget_all();
    write_file("a.csv", "brin;vak;n\n04VF;lezen;1F\n04VF;lezen;1F\n04VF;lezen;2F\n");
    MAP(&eindtoets, "a.csv", 2021, "brin=brin", "vak=vak", "niveau=n");
    data = gives(&eindtoets, "",
                 "04VF/lezen/2021-2022: niveau=1F@2; 04VF/lezen/2021-2022: niveau=1F@3; "
                 "04VF/lezen/2021-2022: niveau=2F@4",
                 "rows without their pupil stand for one each");
    tap_is_int(pl_links_at(&data->rows[eindtoets.index]->up[1], 0), PL_NO_ROW,
               "not linked to a pupil");
    tap_is_int(pl_links_at(&data->rows[eindtoets.index]->up[0], 2), 0, "but to the school");
    forget_all();
    write_file("a.csv", "brin;vak;n;c\n04VF;lezen;1F;3\n04VF;lezen;2F;5\n04VF;lezen;1F;4\n");
    MAP(&eindtoets, "a.csv", 2021, "brin=brin", "vak=vak", "niveau=n", "count=c");
    gives(&eindtoets, "P0516:4",
          "04VF/lezen/2021-2022: niveau=1F@2 x3; 04VF/lezen/2021-2022: niveau=2F@3 x5",
          "rows that count must differ in something");
}

/* ### years */

static void test_years(void) {
    forget_all();
    write_file("a.csv",
               "brin;jaar;w;naam\n04VF;2021/2022;30;a\n05AB;2021-2022;31;b\n04VF;2022/2023;32;a\n");
    MAP(&school, "a.csv", 0, "brin=brin", "schooljaar=jaar", "weging=w", "naam=naam");
    gives(&school, "",
          "04VF: naam=a@2 soort=BO weging[2021]=30@2 weging[2022]=32@4; 05AB: naam=b@3 soort=BO "
          "weging[2021]=31@3 weging[2022]=?",
          "a year in each record");
    forget_all();
    write_file("a.csv",
               "brin;jaar;w;naam\n04VF;2021/2022;30;a\n04VF;2022/2023;32;b\n04VF;2021/"
               "2022;30;a\n04VF;;30;a\n04VF;2021;1;a\n");
    MAP(&school, "a.csv", 0, "brin=brin", "schooljaar=jaar", "weging=w", "naam=naam");
    gives(&school, "P0520:3:naam; P0516:4; P0515:5:jaar; P0508:6:jaar; P0512:6:w", NULL,
          "a name that differs, a year twice, no year");
}

static void test_merging(void) {
    forget_all();
    write_file("a.csv", "brin;w\n04VF;30\n05AB;\n");
    write_file("b.csv", "brin;w;naam\n06AB;33;c\n04VF;32;a\n");
    write_file("c.csv", "brin;w\n05AB;31\n04VF;30\n06AB;34\n");
    MAP(&school, "a.csv", 2021, "brin=brin", "weging=w");
    MAP(&school, "b.csv", 2022, "brin=brin", "weging=w", "naam=naam");
    gives(&school, "",
          "04VF: naam=a@3 soort=BO weging[2021]=30@2 weging[2022]=32@3; 05AB: naam=? soort=BO "
          "weging[2021]=?@3 weging[2022]=?; "
          "06AB: naam=c@2 soort=BO weging[2021]=? weging[2022]=33@2",
          "rows of two files are one by key");
    MAP(&school, "c.csv", 2022, "brin=brin", "weging=w");
    gives(&school, "P0520:3:w; P0520:4:w", NULL, "another value for the same year");
    tap_is_string(diags.list.items[0].message,
                  "`weging` of 04VF/2022-2023 is given twice: b.csv has another value on line 3",
                  "both places are named");
    forget_all();
    MAP(&school, "a.csv", 2021, "brin=brin", "weging=w");
    MAP(&school, "c.csv", 2021, "brin=brin", "weging=w");
    gives(&school, "",
          "04VF: soort=BO weging[2021]=30@2; 05AB: soort=BO weging[2021]=31@2; 06AB: soort=BO "
          "weging[2021]=34@4",
          "a blank is filled, the same value is no contradiction");
    forget_all();
    MAP(&school, "a.csv", 0, "brin=brin", "weging=w");
    MAP(&school, "b.csv", 2022, "brin=brin", "weging=w");
    gives(&school, "P0536:0", NULL, "for every year and for one year");
}

/* ### rows from columns */

static void add_source(pl_mapping *mapping, const char *vak, int niveau, const char *header) {
    pl_value *values = PL_MAKE_ARRAY(&arena, pl_value, 2);
    pl_map_rows_source source = {.values = values, .header = header};

    values[0] = (pl_value){.base = PL_TEXT, .text = vak};
    values[1] = (pl_value){.base = PL_MEMBER, .index = niveau};
    PL_PUSH(&arena, &mapping->row_sources, source);
}

static void map_buckets(const char *file, int year) {
    pl_mapping *mapping = MAP(&eindtoets, file, year, "brin=brin");
    pl_map_cell small = {.printed = "<5", .lo = {1, 1, NULL}, .hi = {4, 1, NULL}};

    PL_PUSH(&arena, &mapping->row_targets, target_of(&eindtoets, pl_str_of("vak")));
    PL_PUSH(&arena, &mapping->row_targets, target_of(&eindtoets, pl_str_of("niveau")));
    PL_PUSH(&arena, &mapping->cells, small);
    add_source(mapping, "rekenen", 1, "REK_1F");
    add_source(mapping, "lezen", 3, "LV_2F");
}

static void test_rows(void) {
    pl_data *data;
    pl_place place;

    forget_all();
    write_file("a.csv", "brin;REK_1F;LV_2F\n04VF;12;<5\n05AB;;0\n");
    map_buckets("a.csv", 2022);
    data = gives(&eindtoets, "",
                 "04VF/rekenen/2022-2023: niveau=1F@2 x12 (REK_1F); 04VF/lezen/2022-2023: "
                 "niveau=2F@2 x1..4 (LV_2F); "
                 "05AB/rekenen/2022-2023: niveau=1F@3 x? (REK_1F); 05AB/lezen/2022-2023: "
                 "niveau=2F@3 x0 (LV_2F)",
                 "a row for each source column");
    tap_ok(pl_data_place(data->rows[eindtoets.index], data->rows[eindtoets.index]->weight, 1,
                         &place) &&
               strcmp(place.header, "LV_2F") == 0 && place.line == 2,
           "the place of a count is its source column");
    forget_all();
    write_file("a.csv", "brin;REK_1F;LV_2F\n04VF;12;<5\n05AB;x;-1\n04VF;1;2\n");
    map_buckets("a.csv", 2022);
    gives(&eindtoets, "P0501:3:REK_1F; P0513:3:LV_2F; P0516:4", NULL,
          "bad counts, and a school twice");
    forget_all();
    write_file("a.csv", "brin;REK_1F;LV_2F\n04VF;12;<5\n");
    write_file("b.csv", "brin;REK_1F;LV_2F\n04VF;3;4\n");
    map_buckets("a.csv", 2022);
    map_buckets("b.csv", 2023);
    map_buckets("b.csv", 2022);
    data = gives(&eindtoets, "P0517:2", NULL, "two files of one year");
    tap_is_string(diags.list.items[0].message,
                  "eindtoets 04VF/rekenen/2022-2023 has been given already, by a.csv on line 2",
                  "the other file is named");
    tap_is_int(data->rows[eindtoets.index]->covered.len, 2, "two years are covered");
    tap_ok(pl_data_place(data->rows[eindtoets.index], data->rows[eindtoets.index]->weight, 2,
                         &place) &&
               strcmp(place.file, "b.csv") == 0,
           "each row knows its file");
}

/* ### what is read */

static void test_needed(void) {
    pl_data *data;

    forget_all();
    write_file("a.csv", "brin;naam;w;f\n04VF;a;x;y\n");
    MAP(&school, "a.csv", 2021, "brin=brin", "naam=naam", "weging=w", "1F=f");
    needed.entities[school.index] = true;
    needed.fields[school.index][1] = true;
    data = load();
    tap_is_string(faults_text(), "", "cells of columns that are not needed are not read");
    tap_is_string(rows_text(data, &school), "04VF: naam=a@2", "nor are they there");
    forget_all();
    MAP(&school, "a.csv", 2021, "brin=brin", "naam=NAAM");
    needed.entities[school.index] = true;
    load();
    tap_is_string(faults_text(), "P0526:1", "but every header that the block names must be there");
}

static void test_measures(void) {
    pl_data *data;

    forget_all();
    write_file("a.csv", "brin;f\n04VF;97,6%\n05AB;\n06AB;88%\n");
    MAP(&school, "a.csv", 2021, "brin=brin", "1F=f");
    data = gives(&school, "",
                 "04VF: soort=BO 1F[2021]=0.976@2; 05AB: soort=BO 1F[2021]=?@3; 06AB: soort=BO "
                 "1F[2021]=0.88@4",
                 "a measure as a column");
    tap_ok(pl_dataset_supplies(&dataset, &reached), "which the dataset supplies");
    tap_ok(pl_data_measure(data, &reached, 2021) && !pl_data_measure(data, &reached, 2022),
           "for its year only");
    tap_is_int(data->files.items[0].records, 3, "records of the file");
    tap_is_string(data->files.items[0].name, "a.csv", "named as the block names it");
    tap_is_string(data->files.items[0].sha256,
                  "82845b847b24dc003e675865dc2b0ca69b7ffe2d83312376ec8d475e241c6d46",
                  "its checksum");
}

static void test_accessors(void) {
    pl_data *data;
    const uint32_t *order;

    forget_all();
    write_file("a.csv", "brin;naam\n06AB;c\n04VF;c\n05AB;a\n");
    MAP(&school, "a.csv", 0, "brin=brin", "naam=naam");
    data = gives(&school, "", NULL, "three schools");
    order = pl_data_subject_order(data, &school);
    tap_ok(order[0] == 1 && order[1] == 2 && order[2] == 0, "subjects in order");
    tap_ok(order == pl_data_subject_order(data, &school), "made once");
    tap_ok(pl_data_find_text(data, pl_str_of("05AB")) < data->texts.len, "a text that is there");
    tap_ok(pl_data_find_text(data, pl_str_of("nergens")) == UINT32_MAX, "a text that is not");
    forget_all();
    need(&school);
    data = pl_load(&arena, &diags, &model, NULL, &needed);
    tap_ok(diags.errors == 0 && data->rows[school.index]->count == 0 &&
               !data->rows[school.index]->mapped,
           "no dataset at all");
}

/* ### order of subjects */

static void push_word(pl_buffer *out, const char *letters) {
    for (uint32_t left = 1 + tap_random(3); left > 0; left--)
        pl_buffer_putc(out, letters[tap_random((uint32_t)strlen(letters))]);
}

/* Many rows of school, vak, year, of few letters. */
static pl_data *many_subjects(const char *letters) {
    pl_buffer file = {0};

    forget_all();
    pl_buffer_puts(&file, "brin;vak;jaar\n");
    for (int row = 0; row < 500; row++) {
        uint32_t year = tap_random(4);

        push_word(&file, letters);
        pl_buffer_putc(&file, ';');
        push_word(&file, letters);
        pl_buffer_printf(&file, ";201%u/201%u\n", year, year + 1);
    }
    write_bytes("a.csv", file.ptr, file.len);
    pl_buffer_fini(&file);
    MAP(&eindtoets, "a.csv", 0, "brin=brin", "vak=vak", "schooljaar=jaar");
    need(&eindtoets);
    return load();
}

static bool is_in_order(pl_data *data, const pl_entity *entity) {
    const uint32_t *order = pl_data_subject_order(data, entity);
    pl_buffer before = {0};

    pl_buffer_puts(&before, "");
    for (uint32_t i = 0; i < data->rows[entity->index]->count; i++) {
        pl_buffer here = {0};
        int way;

        pl_data_subject(&here, data, entity, order[i]);
        way = pl_str_compare((pl_str){before.ptr, before.len}, (pl_str){here.ptr, here.len});
        if (way > 0 || (way == 0 && i > 0 && order[i - 1] > order[i]))
            return false;
        pl_buffer_fini(&before);
        before = here;
    }
    pl_buffer_fini(&before);
    return true;
}

static void test_order(void) {
    uint32_t *order = PL_MAKE_ARRAY(&arena, uint32_t, 500);
    pl_data *data = many_subjects("abc");

    tap_ok(diags.errors == 0 && data->rows[eindtoets.index]->count == 500, "many subjects");
    tap_ok(pl_order_by_ranks(data, &eindtoets, order), "ranks give their order");
    tap_ok(is_in_order(data, &eindtoets), "which is that of their texts");
    data = many_subjects("a/");
    tap_ok(!pl_order_by_ranks(data, &eindtoets, order), "texts with the sign between parts");
    tap_ok(is_in_order(data, &eindtoets), "are sorted themselves");
    data = many_subjects("a-.");
    tap_ok(is_in_order(data, &eindtoets), "signs below the one between parts");
}

/* ### random files */

/* Schools with random names and wegings through every way of writing a file; they must come back as
 * they went in. */
static bool comes_back(char separator, const char *end, bool quoted, bool mark) {
    static const char *const names[] = {
        "a", "De \"\"Beer\"\"", "x, y; z", "caf\xC3\xA9", "twee\nregels", "\t", "0637"};
    uint32_t chosen[30], weging[30], wrong = 0;
    pl_buffer text;
    pl_data *data;

    pl_buffer_init(&text);
    pl_buffer_printf(&text, "%s\"brin\"%cnaam%cw%s", mark ? "\xEF\xBB\xBF" : "", separator,
                     separator, end);
    for (uint32_t i = 0; i < 30; i++) {
        const char *quote = quoted ? "\"" : "";

        chosen[i] = tap_random(7);
        weging[i] = 2000 + tap_random(2001);
        pl_buffer_printf(&text, "%s%02uAB%s%c\"%s\"%c\"%u,%02u\"%s", quote, i, quote, separator,
                         names[chosen[i]], separator, weging[i] / 100, weging[i] % 100,
                         i < 29 ? end : "");
    }
    forget_all();
    write_bytes("a.csv", text.ptr, text.len);
    pl_buffer_fini(&text);
    MAP(&school, "a.csv", 2021, "brin=brin", "naam=naam", "weging=w")->separator = separator;
    need(&school);
    data = load();
    if (diags.errors > 0 || data->rows[school.index]->count != 30)
        return false;
    for (uint32_t i = 0; i < 30; i++) {
        pl_value w =
            pl_column_value(pl_data_field(data, school.fields.items[3], 2021), data, i, &arena);
        pl_value name =
            pl_column_value(pl_data_field(data, school.fields.items[1], 2021), data, i, &arena);
        size_t length = name.state == PL_OK ? strlen(name.text) : 0,
               wanted = strlen(names[chosen[i]]);

        wrong += pl_number_compare(w.lo, pl_number_scaled(&arena, weging[i], 2)) != 0;
        wrong += chosen[i] == 1 ? length != wanted - 2
            : chosen[i] == 5    ? length != 0
                                : strcmp(name.text, names[chosen[i]]) != 0;
    }
    return wrong == 0;
}

static void test_random_tables(void) {
    static const char *const ends[] = {"\n", "\r\n", "\r"};
    uint32_t wrong = 0;

    for (uint32_t i = 0; i < 3 * 3 * 4; i++)
        wrong += !comes_back(",;\t"[i % 3], ends[i / 3 % 3], i / 9 % 2 == 1, i / 18 == 1);
    tap_is_int(wrong, 0, "random schools come back through every way of writing them");
}

/* Valid files with bytes changed: anything may be said of them, nothing may break. */
static void test_random_damage(void) {
    static const char good[] =
        "brin;REK_1F;LV_2F;naam;w\n04VF;12;<5;a;30,04\n05AB;3;0;\"b;c\";21\n06AB;;7;d;\n";
    uint32_t quiet = 0;

    for (int round = 0; round < 2000; round++) {
        char bytes[sizeof good];

        memcpy(bytes, good, sizeof good);
        for (uint32_t changes = tap_random(4); changes > 0; changes--)
            bytes[tap_random(sizeof good - 1)] =
                tap_random(2) ? "\";,\n\r 5"[tap_random(7)] : (char)tap_random(256);
        forget_all();
        write_bytes("a.csv", bytes, sizeof good - 1);
        map_buckets("a.csv", 2022);
        MAP(&school, "a.csv", 2021, "brin=brin", "naam=naam", "weging=w");
        need(&school);
        need(&eindtoets);
        quiet += load()->rows[school.index]->count == 3 && diags.errors == 0;
    }
    tap_ok(quiet > 500 && quiet < 1500, "damaged files break nothing (%u of 2000 are still right)",
           quiet);
}

static void remove_files(void) {
    static const char *const names[] = {"a.csv", "b.csv", "c.csv"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        remove(path_of(names[i]));
    rmdir(folder);
}

int main(void) {
    const char *temporary = getenv("TMPDIR");

    pl_arena_init(&arena);
    folder =
        mkdtemp(pl_arena_format(&arena, "%s/peil-load-XXXXXX", temporary ? temporary : "/tmp"));
    if (!folder)
        return 99;
    make_model();
    test_plain();
    test_bad_files();
    test_cells();
    test_many_faults();
    test_hostile();
    test_world();
    test_doubled();
    test_links();
    test_made_parents();
    test_unlinked();
    test_years();
    test_merging();
    test_rows();
    test_needed();
    test_measures();
    test_accessors();
    test_order();
    test_random_tables();
    test_random_damage();
    remove_files();
    pl_arena_fini(&arena);
    return tap_done();
}
