/* json_lines.c - JSON Lines as records: a line is one object, a column the path to a member of it:
 * "adres.plaats" is the member plaats of the object in adres; a dot in a name is written twice. The
 * paths asked for are a tree, which is walked along with each object. A member that is absent or
 * null is a blank cell; one that no record has at all is a column that is not there. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/gettext.h"
#include "load/headers.h"
#include "load/json.h"
#include "load/records.h"

#define DEEPEST 64u     /* objects and lists within each other */
#define FEW_MEMBERS 16u /* so many are compared one by one */
#define MOST_NAMES 200u /* that are remembered, to say which there are */
#define NO_FIELD UINT32_MAX

/* A member that paths go through or end at. */
typedef struct member {
    pl_str name;
    struct member *next;  /* in the same object */
    struct member *first; /* within it */
    uint32_t field;       /* of the record, where a path ends here; else NO_FIELD */
    bool seen;            /* some record has it, if only as null */
} member;

/* A name in an object that is being read. */
typedef struct named {
    pl_str name;
    size_t at;
} named;

typedef struct field {
    pl_wanted wanted;
    uint32_t same; /* the next field with the same path; NO_FIELD: none */
    char *room;    /* on the heap: for a number that is written otherwise */
    size_t size;
} field;

typedef struct reader {
    pl_records *records;
    pl_arena arena; /* of the tree */
    member root;
    uint32_t unseen; /* members where a path ends that no record had yet */
    field *fields;   /* [records->width] */
    size_t at;       /* first byte of the next line */
    uint32_t line;   /* the current one */
    bool looking;    /* for columns only: nothing is reported, no cell is taken */
    bool bad;        /* some line gave no record */
    /* The current line: */
    pl_json json;
    pl_json_word word;
    char *room; /* on the heap: for texts that had escapes */
    size_t size;
    uint32_t depth;
    bool sound;   /* its cells are */
    named *names; /* on the heap: of the objects that are open */
    uint32_t name_count, name_room;
    /* The paths that there are, for a message: */
    bool collects;
    pl_buffer path; /* that of the current member */
    PL_VEC(pl_str) paths;
} reader;

static reader *reader_of(const pl_records *records) {
    assert(records->reader);
    return records->reader;
}

/* ### the tree of paths */

static member *find_member(const member *above, pl_str name) {
    member *m = above->first;

    while (m && !pl_str_equal(m->name, name))
        m = m->next;
    return m;
}

static member *add_member(reader *r, member *above, pl_str name) {
    member *m = find_member(above, name);

    if (m)
        return m;
    m = PL_MAKE(&r->arena, member);
    *m = (member){.name = name, .next = above->first, .field = NO_FIELD};
    above->first = m;
    return m;
}

/* The first name of a path, with dots as they are in it; steps over it. *more: others follow. */
static pl_str take_name(reader *r, const char **path, bool *more) {
    char *name = PL_MAKE_ARRAY(&r->arena, char, strlen(*path) + 1);
    size_t length = 0;

    *more = false;
    while (**path && !*more) {
        *more = **path == '.' && (*path)[1] != '.';
        *path += **path == '.';
        if (!*more)
            name[length++] = *(*path)++;
    }
    return (pl_str){name, length};
}

static void add_path(reader *r, const pl_wanted *wanted, uint32_t number) {
    const char *path = wanted->header;
    member *m = &r->root;
    bool more = true;

    while (more)
        m = add_member(r, m, take_name(r, &path, &more));
    assert(*path == '\0');
    r->fields[number] = (field){.wanted = *wanted, .same = m->field};
    r->unseen += m->field == NO_FIELD;
    m->field = number;
}

/* ### what is said */

/* Of a file that several mappings read the first says what is wrong with its lines. */
static bool may_report(reader *r) {
    r->bad = true;
    return !r->looking && !r->records->file->scanned &&
        pl_fault_room(&r->records->file->faults, r->line);
}

/* False, for whoever cannot go on with the line. */
static bool fault_at(reader *r, size_t at, const char *why) {
    pl_faults *faults = &r->records->file->faults;

    r->json.start = at;
    if (may_report(r))
        PL_FAULT(faults, JSON_FAULT, r->line, NULL,
                 pl_arena_format(faults->diags->arena, "%u", pl_json_position(&r->json)), why);
    return false;
}

static bool fault(reader *r, const char *otherwise) {
    if (r->word == PL_JSON_BAD)
        return fault_at(r, r->json.start, r->json.why);
    if (r->word == PL_JSON_END)
        return fault_at(r, r->json.start,
                        _("the line ends within the object: each line holds a whole one"));
    return fault_at(r, r->json.start, otherwise);
}

/* The line gives no record. */
static void refused(reader *r) {
    r->sound = false;
    r->bad = true;
}

/* Something else stands where the cells of these fields should. */
static void refuse(reader *r, uint32_t number, const char *is, const char *wanted,
                   const char *help) {
    for (; !r->looking && number != NO_FIELD; number = r->fields[number].same) {
        if (!r->fields[number].wanted.read)
            continue;
        refused(r);
        PL_FAULT(&r->records->file->faults, CELL_NO_VALUE, r->line, r->fields[number].wanted.header,
                 is, wanted, help);
    }
}

static void refuse_object(reader *r, const member *m) {
    if (m)
        refuse(r, m->field, _("an object"), _("a value"),
               _("name a member within it by its path, as in \"adres.plaats\""));
}

/* All fields within a member; no path that is found goes deeper than `depth` from here. */
static void refuse_within(reader *r, const member *m, uint32_t depth, const char *is,
                          const char *help) {
    for (const member *in = m->first; in && depth > 0; in = in->next) {
        refuse(r, in->field, is, _("an object"), help);
        refuse_within(r, in, depth - 1, is, help);
    }
}

static void refuse_list(reader *r, const member *m) {
    const char *help =
        _("what there are several of goes into a file of its own, with the key of what it is of");

    if (!m)
        return;
    refuse(r, m->field, _("a list"), _("a value"), help);
    refuse_within(r, m, DEEPEST, _("a list"), help);
}

/* ### cells */

static void see(reader *r, member *m) {
    if (!m || m->seen)
        return;
    m->seen = true;
    r->unseen -= m->field != NO_FIELD;
}

static void take(reader *r, const member *m, pl_str cell) {
    if (!m || r->looking)
        return;
    for (uint32_t i = m->field; i != NO_FIELD; i = r->fields[i].same)
        r->records->fields[i] = cell;
    refuse_within(r, m, DEEPEST, _("a value"), _("in every record it is an object, or null"));
}

/* A number by its text; one with an exponent, or of a file with a decimal comma, is written out. */
static void take_number(reader *r, uint32_t number, pl_str text) {
    field *f = &r->fields[number];
    size_t size = text.len + PL_JSON_MOST_DIGITS + 2;

    if (f->size < size) {
        f->room = pl_heap_resize(f->room, size);
        f->size = size;
    }
    if (pl_json_plain(text, f->wanted.point, f->room, &r->records->fields[number]) ||
        !f->wanted.read)
        return;
    refused(r);
    PL_FAULT(&r->records->file->faults, NUMBER_VAST, r->line, f->wanted.header,
             pl_fault_text(&r->records->file->faults, text));
}

static bool is_plain(pl_str number) {
    return number.len <= PL_JSON_MOST_DIGITS && !memchr(number.ptr, 'e', number.len) &&
        !memchr(number.ptr, 'E', number.len);
}

static void take_numbers(reader *r, const member *m, pl_str text) {
    take(r, m, text);
    if (!m || r->looking)
        return;
    for (uint32_t i = m->field; i != NO_FIELD; i = r->fields[i].same)
        if (r->fields[i].wanted.point != '.' || !is_plain(text))
            take_number(r, i, text);
}

/* ### the paths that there are */

static void collect(reader *r) {
    pl_str path = {r->path.ptr, r->path.len};

    if (!r->collects || r->paths.len == MOST_NAMES)
        return;
    for (uint32_t i = 0; i < r->paths.len; i++)
        if (pl_str_equal(r->paths.items[i], path))
            return;
    path.ptr = pl_arena_copy(&r->arena, path.ptr ? path.ptr : "", path.len);
    PL_PUSH(&r->arena, &r->paths, path);
}

/* Goes into a member; gives the length to come back to. */
static size_t enter(reader *r, pl_str name) {
    size_t before = r->path.len;

    if (!r->collects)
        return before;
    if (r->depth > 1)
        pl_buffer_putc(&r->path, '.');
    for (size_t i = 0; i < name.len; i++) {
        pl_buffer_putc(&r->path, name.ptr[i]);
        if (name.ptr[i] == '.')
            pl_buffer_putc(&r->path, '.');
    }
    return before;
}

/* ### names within an object */

static int compare_named(const void *a, const void *b) {
    const named *left = a, *right = b;
    int order = pl_str_compare(left->name, right->name);

    return order ? order : (left->at > right->at) - (left->at < right->at);
}

static bool twice(reader *r, const named *again) {
    pl_faults *faults = &r->records->file->faults;

    if (!may_report(r))
        return false;
    return fault_at(r, again->at,
                    pl_arena_format(faults->diags->arena,
                                    _("the member \"%s\" stands in this object twice"),
                                    pl_fault_text(faults, again->name)));
}

/* `begin`: where the names of this object begin. While they are few each is compared with all. */
static bool add_name(reader *r, uint32_t begin, pl_str name) {
    named here = {name, r->json.start};

    if (r->name_count - begin < FEW_MEMBERS)
        for (uint32_t i = begin; i < r->name_count; i++)
            if (pl_str_equal(r->names[i].name, name))
                return twice(r, &here);
    if (r->name_count == r->name_room) {
        r->name_room = r->name_room ? r->name_room * 2 : 64;
        r->names = pl_heap_resize(r->names, r->name_room * sizeof *r->names);
    }
    r->names[r->name_count++] = here;
    return true;
}

static bool check_names(reader *r, uint32_t begin) {
    uint32_t count = r->name_count - begin;

    assert(begin <= r->name_count);
    if (count > FEW_MEMBERS)
        qsort(r->names + begin, count, sizeof *r->names, compare_named);
    for (uint32_t i = begin + 1; count > FEW_MEMBERS && i < r->name_count; i++)
        if (pl_str_equal(r->names[i].name, r->names[i - 1].name))
            return twice(r, &r->names[i]);
    r->name_count = begin;
    return true;
}

/* ### values */

static bool read_value(reader *r, member *m);

static void step(reader *r) {
    r->word = pl_json_next(&r->json);
}

static bool read_member(reader *r, const member *above, uint32_t begin) {
    pl_str name = r->json.text;
    member *m;
    size_t before;

    if (r->word != PL_JSON_TEXT)
        return fault(r, _("the name of a member is expected here, in double quotes"));
    if (!add_name(r, begin, name))
        return false;
    step(r);
    if (r->word != PL_JSON_COLON)
        return fault(r, _("a colon is expected here, behind the name of a member"));
    step(r);
    m = above ? find_member(above, name) : NULL;
    before = enter(r, name);
    see(r, m);
    if (!read_value(r, m))
        return false;
    r->path.len = before;
    step(r);
    return true;
}

/* Stands at the opening brace, and in the end at the closing one. */
static bool read_object(reader *r, const member *m) {
    uint32_t begin = r->name_count;

    step(r);
    if (r->word == PL_JSON_CLOSE) {
        collect(r);
        return true;
    }
    while (read_member(r, m, begin)) {
        if (r->word == PL_JSON_CLOSE)
            return check_names(r, begin);
        if (r->word != PL_JSON_COMMA)
            return fault(r, _("a comma or } is expected here"));
        step(r);
    }
    return false;
}

static bool read_list(reader *r) {
    collect(r);
    r->collects = false;
    step(r);
    if (r->word == PL_JSON_LIST_END)
        return true;
    while (read_value(r, NULL)) {
        step(r);
        if (r->word == PL_JSON_LIST_END)
            return true;
        if (r->word != PL_JSON_COMMA)
            return fault(r, _("a comma or ] is expected here"));
        step(r);
    }
    return false;
}

static bool read_nested(reader *r, member *m) {
    bool collects = r->collects, sound;

    if (r->depth == DEEPEST)
        return fault(r, _("objects and lists within each other are read to a depth of 64"));
    r->depth++;
    if (r->word == PL_JSON_OPEN) {
        refuse_object(r, m);
        sound = read_object(r, m);
    } else {
        refuse_list(r, m);
        sound = read_list(r);
        r->collects = collects;
    }
    r->depth--;
    return sound;
}

/* Stands at the first word of the value, and in the end at its last. */
static bool read_value(reader *r, member *m) {
    if (r->word == PL_JSON_OPEN || r->word == PL_JSON_LIST)
        return read_nested(r, m);
    switch (r->word) {
    case PL_JSON_TEXT: take(r, m, r->json.text); break;
    case PL_JSON_NUMBER: take_numbers(r, m, r->json.text); break;
    case PL_JSON_TRUE: take(r, m, pl_str_of("true")); break;
    case PL_JSON_FALSE: take(r, m, pl_str_of("false")); break;
    case PL_JSON_NULL: break;
    default: return fault(r, _("a value is expected here"));
    }
    collect(r);
    return true;
}

/* ### lines */

static bool take_line(reader *r, pl_str *line) {
    pl_str text = r->records->file->decoded.text;
    const char *end;

    if (r->at >= text.len)
        return false;
    end = memchr(text.ptr + r->at, '\n', text.len - r->at);
    *line = (pl_str){text.ptr + r->at, (end ? (size_t)(end - text.ptr) : text.len) - r->at};
    r->at += line->len + 1;
    r->line++;
    return true;
}

static void begin_line(reader *r, pl_str line) {
    if (r->size < line.len) {
        r->size = line.len > 2 * r->size ? line.len : 2 * r->size;
        r->room = pl_heap_resize(r->room, r->size);
    }
    pl_json_init(&r->json, line, r->room ? r->room : "");
    r->sound = true;
    r->depth = 1;
    r->name_count = 0;
    r->path.len = 0;
    for (uint32_t i = 0; i < r->records->width; i++)
        r->records->fields[i] = (pl_str){"", 0};
}

/* False for a blank line, and for one with a fault. */
static bool read_line(reader *r, pl_str line) {
    begin_line(r, line);
    step(r);
    if (r->word == PL_JSON_END)
        return false;
    if (r->word != PL_JSON_OPEN)
        return fault(r, _("a line of JSON Lines is one object, and begins with {"));
    if (!read_object(r, &r->root))
        return false;
    step(r);
    return r->word == PL_JSON_END ||
        fault(r, _("there is text behind the object: each line holds one"));
}

static bool next(pl_records *records) {
    reader *r = reader_of(records);
    pl_str line;

    while (take_line(r, &line)) {
        if (!read_line(r, line) || !r->sound)
            continue;
        records->line = r->line;
        return true;
    }
    return false;
}

static bool report_end(pl_records *records) {
    return reader_of(records)->bad;
}

/* ### columns */

static void rewind_lines(reader *r) {
    r->at = 0;
    r->line = 0;
}

/* Reads on until each path was seen once; gives how many objects there were. */
static uint32_t look_for_columns(reader *r) {
    uint32_t objects = 0;
    pl_str line;

    r->looking = true;
    while ((r->unseen > 0 || r->collects) && r->paths.len < MOST_NAMES && take_line(r, &line))
        objects += read_line(r, line);
    r->looking = false;
    rewind_lines(r);
    return objects;
}

static void report_missing(reader *r, const pl_wanted *wanted, uint32_t count) {
    pl_headers names = {0};

    r->collects = true;
    look_for_columns(r);
    r->collects = false;
    names = (pl_headers){r->paths.items, r->paths.len, 0};
    for (uint32_t i = 0; i < count; i++) {
        const char *path = wanted[i].header;
        const member *m = &r->root;

        for (bool more = true; more;)
            m = find_member(m, take_name(r, &path, &more));
        if (!m->seen)
            pl_headers_report(&names, wanted[i].header, 0, &r->records->file->faults);
    }
}

/* An empty file has no records, and is none the worse for it. */
static bool find(pl_records *records, pl_wanted *wanted, uint32_t count) {
    reader *r = reader_of(records);
    uint32_t objects;

    records->count = records->width = count;
    records->fields = PL_MAKE_ARRAY(&r->arena, pl_str, count + 1);
    r->fields = PL_MAKE_ARRAY(&r->arena, field, count + 1);
    for (uint32_t i = 0; i < count; i++) {
        wanted[i].index = i;
        add_path(r, &wanted[i], i);
    }
    objects = look_for_columns(r);
    if (r->unseen == 0 || (objects == 0 && !r->bad))
        return true;
    if (!r->bad)
        report_missing(r, wanted, count);
    while (r->bad && next(records))
        continue;
    records->file->scanned = records->file->scanned || r->bad;
    return false;
}

/* ### the form */

static size_t reached(const pl_records *records) {
    const reader *r = records->reader;

    return r->at;
}

static void fini(pl_records *records) {
    reader *r = reader_of(records);

    for (uint32_t i = 0; i < records->width; i++)
        free(r->fields[i].room);
    free(r->names);
    free(r->room);
    pl_buffer_fini(&r->path);
    pl_arena_fini(&r->arena);
    free(r);
}

void pl_records_of_json_lines(pl_records *records) {
    static const pl_record_form form = {find, next, report_end, reached, fini};
    reader *r = pl_heap_resize(NULL, sizeof *r);

    *r = (reader){.records = records, .root = {.field = NO_FIELD}};
    pl_arena_init(&r->arena);
    pl_buffer_init(&r->path);
    records->form = &form;
    records->reader = r;
}
