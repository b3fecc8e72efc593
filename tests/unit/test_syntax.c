/* test_syntax.c - reading rule files: words by their place, literals, trees, messages, documents, and texts that nobody meant
 * as rules. Each table below is one aspect; a row is a source and what comes of it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grammar/parser.h"
#include "syntax/reader.h"
#include "tap.h"

/* ### one source */

typedef struct reading {
    pl_arena arena;
    pl_source source;
    pl_document document;
    pl_compiler compiler;
    pl_node *file;
    pl_buffer out;
} reading;

static void begin(reading *r, pl_str text, bool markdown) {
    memset(r, 0, sizeof *r);
    pl_arena_init(&r->arena);
    r->source =
        (pl_source){.name = "test", .text = text, .document = markdown ? &r->document : NULL};
    r->compiler.arena = &r->arena;
    pl_names_init(&r->compiler.names, &r->arena);
    pl_diags_init(&r->compiler.diags, &r->arena);
    pl_buffer_init(&r->out);
    pl_buffer_puts(&r->out, "");
    r->file = pl_parse(&r->compiler, &r->source);
}

static void end(reading *r) {
    pl_buffer_fini(&r->out);
    pl_arena_fini(&r->arena);
}

/* "line:column code, ..", in the order of the source. */
static const char *messages(reading *r) {
    pl_diags *diags = &r->compiler.diags;

    pl_diags_sort(diags);
    r->out.len = 0;
    for (uint32_t i = 0; i < diags->list.len; i++) {
        const pl_diag *d = &diags->list.items[i];
        pl_position at = pl_source_position(&r->source, d->span.start);

        pl_buffer_printf(&r->out, "%s%u:%u %s", i > 0 ? ", " : "", at.line, at.column,
                         pl_diag_id(d->code));
    }
    return r->out.len > 0 ? r->out.ptr : "";
}

static uint32_t count_errors(pl_str text) {
    uint32_t errors;
    reading r;

    begin(&r, text, false);
    errors = r.compiler.diags.errors;
    end(&r);
    return errors;
}

static void says(const char *name, const char *text, const char *wanted) {
    reading r;

    begin(&r, pl_str_of(text), false);
    tap_is_string(messages(&r), wanted, "%s", name);
    end(&r);
}

/* ### trees, on one line: kind "text" number(kids) */

static void push_tree(pl_buffer *out, const pl_node *node) {
    pl_buffer_puts(out, pl_node_kind_name(node->kind));
    if (node->text)
        pl_buffer_printf(out, " %s", node->text);
    if (node->number.den != 0 || node->number.big) {
        pl_buffer_putc(out, ' ');
        pl_number_print(out, node->number);
    }
    if (node->count == 0)
        return;
    pl_buffer_putc(out, '(');
    for (uint32_t i = 0; i < node->count; i++) {
        pl_buffer_puts(out, i > 0 ? ", " : "");
        push_tree(out, node->kids[i]);
    }
    pl_buffer_putc(out, ')');
}

static const pl_node *first_of(const pl_node *node, pl_node_kind kind) {
    const pl_node *found = node->kind == kind ? node : NULL;

    for (uint32_t i = 0; i < node->count && !found; i++)
        found = first_of(node->kids[i], kind);
    return found;
}

/* The first node of a kind in the tree of `text`, which is read without a message. */
static void gives(const char *text, pl_node_kind kind, const char *wanted) {
    const pl_node *node;
    reading r;

    begin(&r, pl_str_of(text), false);
    node = first_of(r.file, kind);
    if (r.compiler.diags.errors > 0)
        pl_buffer_puts(&r.out, messages(&r));
    else if (node)
        push_tree(&r.out, node);
    tap_is_string(r.out.ptr, wanted, "%s", text);
    end(&r);
}

/* The condition of a rule that requires `text`. */
static void requires(const char *text, const char *wanted) {
    char source[400];
    const pl_node *node;
    reading r;

    snprintf(source, sizeof source, "standard s \"t\"\n  for each school\n  require %s\n", text);
    begin(&r, pl_str_of(source), false);
    node = first_of(r.file, PL_NODE_REQUIRE);
    if (r.compiler.diags.errors > 0 || !node)
        pl_buffer_printf(&r.out, "%s", messages(&r));
    else
        push_tree(&r.out, node->kids[0]);
    tap_is_string(r.out.ptr, wanted, "require %s", text);
    end(&r);
}

static void test_conditions(void) {
    requires("1F >= 90%", "compare >=(name 1F, number percent 0.9)");
    requires("1S/2F = DLE/DL", "compare =(name 1S/2F, binary /(name DLE, name DL))");
    requires("a <> 0.5 or b \u2265 2",
             "or(compare <>(name a, number 0.5), compare >=(name b, number 2))");
    requires("a and b and c", "and(name a, name b, name c)");
    requires("(a and b) or c", "or(and(name a, name b), name c)");
    requires("not a = b", "not(compare =(name a, name b))");
    requires("a - b - -c * 2 < 3",
             "compare <(binary -(binary -(name a, name b), binary *(negate(name c), number 2)), "
             "number 3)");
    requires(
        "a / b rounded to 1% >= 90 %",
        "compare >=(rounded(binary /(name a, name b), number percent 0.01), number percent 0.9)");
    requires("weging in 20..22", "in in(name weging, range(number 20, number 22))");
    requires("weging not in 20..<22.5", "in not in(name weging, range <(number 20, number 22.5))");
    requires("soort in {SBO, \"V-\", 2, -3, 5%}",
             "in in(name soort, set(name SBO, text V-, number 2, number -3, number percent 0.05))");
    requires("dag >= 2021-08-01", "compare >=(name dag, date 18840)");
    requires("t[weging] < t.kolom[a + 1, b]",
             "compare <(index(name t, name weging), index(qualified kolom(name t), binary +(name "
             "a, number 1), name b))");
    requires("score is known and score is not missing",
             "and(is known(name score), is not missing(name score))");
    requires("`in` = `some`", "compare =(name in, name some)");
    requires("tijd <= 100 000 minutes", "compare <=(name tijd, number minutes 100000)");
    requires("ce is not met", "is not met(name ce)");
    requires("ce is no norm", "is no norm(name ce)");
}

static void test_aggregates(void) {
    requires("share of eindtoets >= 90%",
             "compare >=(aggregate share(-, name eindtoets, -, -, -), number percent 0.9)");
    requires("(share of eindtoets over last 3 schooljaar where a = b having niveau >= 1F) >= 90%",
             "compare >=(aggregate share(-, name eindtoets, period last(number 3), compare =(name "
             "a, name b), "
             "compare >=(name niveau, name 1F)), number percent 0.9)");
    requires("average score of toets over 2022/2023..2023/2024 > 3",
             "compare >(aggregate average(name score, name toets, period range(schooljaar 2022, "
             "schooljaar 2023), -, -), number 3)");
    requires("(sum uren of verzuim where vak = taal) < 16 hours",
             "compare <(aggregate sum(name uren, name verzuim, -, compare =(name vak, name taal), "
             "-), number hours 16)");
    requires("average = sum", "compare =(name average, name sum)");
    requires("count of toets over this schooljaar >= 4",
             "compare >=(aggregate count(-, name toets, period this, -, -), number 4)");
    requires("at least 80% of leerling where a = b have normgroep >= III",
             "quantifier at least(number percent 0.8, name leerling, -, compare =(name a, name b), "
             "compare >=(name normgroep, name III))");
    requires("every toets over last 2 schooljaar including this has (a and b)",
             "quantifier every(-, name toets, period last 1(number 2), -, and(name a, name b))");
    requires("exactly 3 of toets have a", "quantifier exactly(number 3, name toets, -, -, name a)");
    requires("not no toets has a", "not(quantifier no(-, name toets, -, -, name a))");
    requires("at least 4 of code in {A, B} have g[code] >= o",
             "quantifier at least(number 4, in in(name code, set(name A, name B)), -, -, "
             "compare >=(index(name g, name code), name o))");
    gives("measure 1F for school = share of eindtoets over last 3 schooljaar, 5 if fewer than 15 "
          "leerling having niveau >= 1F\n",
          PL_NODE_MEASURE,
          "measure 1F(-, name school, aggregate share(-, name eindtoets, period last(number 3, "
          "small-n(number 5, number 15, "
          "name leerling)), -, compare >=(name niveau, name 1F)))");
    gives("measure k for school = 57% when a and b, 67% otherwise\n", PL_NODE_CASES,
          "cases(case(number percent 0.57, and(name a, name b)), case(number percent 0.67, -))");
}

static void test_declarations(void) {
    gives("levels n \"<1F\" < 1F < 1S\n", PL_NODE_LEVELS,
          "levels n(list(text <1F, name 1F, name 1S))");
    gives("entity e of p key a, b yearly without {2019/2020}\n  a text\n  b {X, Y} default X\n  c "
          "number 20..40 yearly\n",
          PL_NODE_ENTITY,
          "entity e 1(name p, list(name a, name b), list(field a(name text, -, -, -), field "
          "b(set(name X, name Y), -, name X, -), "
          "field c 1(name number, range(number 20, number 40), -, -)), list(schooljaar 2019))");
    gives("field IQ of leerling number absent means not taken\n", PL_NODE_FIELD,
          "field IQ(name number, -, absent-means not taken, name leerling)");
    gives("parameter p = 92% from 2020-08-01, 1/3 from 2021/2022 until 2023-07-31\n",
          PL_NODE_PARAMETER,
          "parameter p(dated(number percent 0.92, date 18475, -), dated(number 1/3, schooljaar "
          "2021, date 19569))");
    gives("table t \"T\" key a overlap first from 2015/2016\n  | a | b |\n  |---|---|\n  | ..<5 | "
          "- |\n  | 5.. | 3% |\n  | <1 |  |\n",
          PL_NODE_TABLE,
          "table t 3(text T, list(name a), -, schooljaar 2015, -, list(row(name a, name b), "
          "row(range <(-, number 5), no-norm), "
          "row(range(number 5, -), number percent 0.03), row(range <(-, number 1), no-norm)))");
    gives("dataset d \"T\"\n  school from \"a.csv\" separator tab schooljaar 2023/2024 incomplete\n"
          "    brin = \"OVT\" before \"|\" rounded to 0.01, p = \"P\" in percent, q = \"Q\" in "
          "fractions,\n"
          "    rows vak, count from rekenen \"<1F\" \"R\", lezen 1F \"L\",\n    \"<5\" is 1..4, "
          "\"*\" is missing\n",
          PL_NODE_DATASET,
          "dataset d(text T, mapping school(text a.csv, option separator(name tab), option "
          "schooljaar(schooljaar 2023), "
          "option incomplete(-), column brin(text OVT, step before(text |), step rounded(number "
          "0.01)), column p(text P, "
          "step percent(-)), column q(text Q, step fractions(-)), rows(list(name vak, name count), "
          "row-source(list(name rekenen, text "
          "<1F), text R), "
          "row-source(list(name lezen, name 1F), text L)), cell(text <5, range(number 1, number "
          "4)), cell(text *, -)))");
    gives("handbook h \"H\"\n  source \"S\" dated 2021-11-05\n  valid from 2021-08-01 until "
          "2022/2023\n",
          PL_NODE_HANDBOOK,
          "handbook h(text H, source(text S, date 18936), valid(date 18840, schooljaar 2022))");
    gives("standard s \"T\" for each school where a except where b needs c \"why\" require d when "
          "e cite \"B\" 5 owner x, y\n",
          PL_NODE_RULE,
          "rule s(name standard, text T, for-each school(name a), except(name b), needs(name c, "
          "text why), require(name d, name e), "
          "cite(text B, number 5), owner(name x, name y))");
}

/* ### words by place */

static const char *const name_places[] = {
    "standard s \"t\"\n  for each school\n  require %s >= 3 and a = %s\n",
    "standard s \"t\"\n  for each %s where %s in {a, %s}\n  require a\n  owner %s, b\n  note "
    "\"n\"\n",
    "standard s \"t\"\n  for each school\n  require (average %s of toets) >= t[%s]\n",
    "entity %s key %s\n  a text\n",
    "entity school key brin\n  %s text\n  %s {A, B} default A\n  c number\n",
    "table t key %s\n  | %s | b |\n  | 1..2 | %s |\n",
    "dataset d\n  %s from \"a.csv\" separator \";\"\n    %s = \"A\", b = \"B\"\n    %s = \"C\" "
    "after \"|\"\n",
    "measure %s \"t\" for school = %s / 2\n",
    "levels l %s < a < b\n",
};

static const char *fill(const char *pattern, const char *name) {
    static char text[1000];
    char *out = text;

    for (const char *p = pattern; *p; p++) {
        if (p[0] == '%' && p[1] == 's') {
            out += sprintf(out, "%s", name);
            p++;
        } else {
            *out++ = *p;
        }
    }
    *out = '\0';
    return text;
}

static void try_name(const char *name, unsigned *tried, pl_buffer *refused) {
    for (size_t i = 0; i < sizeof name_places / sizeof *name_places; i++) {
        ++*tried;
        if (count_errors(pl_str_of(fill(name_places[i], name))) > 0)
            pl_buffer_printf(refused, "%s in %zu; ", name, i);
    }
}

/* Every keyword that is not reserved can be a name everywhere; both words of a pair too. */
static void test_free_words(void) {
    unsigned tried = 0;
    pl_buffer refused;

    pl_buffer_init(&refused);
    pl_buffer_puts(&refused, "");
    for (unsigned i = 0; i < pl_word_count; i++) {
        const char *text = pl_words[i].text, *blank = strchr(text, ' ');
        char first[40];

        /* `for each except where ..` is a filter, not an entity called `except`. */
        if (strcmp(text, "except where") == 0)
            continue;

        if (pl_words[i].class == PL_WORD_RESERVED || pl_words[i].class == PL_WORD_DUTCH)
            continue;
        snprintf(first, sizeof first, "%.*s", blank ? (int)(blank - text) : (int)strlen(text),
                 text);
        if (!pl_word_find(pl_str_of(first), PL_CLASS(RESERVED)))
            try_name(first, &tried, &refused);
        if (blank && !pl_word_find(pl_str_of(blank + 1), PL_CLASS(RESERVED)))
            try_name(blank + 1, &tried, &refused);
    }
    tap_is_string(refused.ptr, "", "%u places where a keyword is a name", tried);
    pl_buffer_fini(&refused);
}

static void test_token_words(void) {
    pl_arena arena;

    pl_arena_init(&arena);
    for (int token = PL_T_END; token <= PL_T_SCHOOL_WEEK; token++)
        if (!*pl_token_words(&arena, token))
            tap_ok(false, "token %d has words", token);
    tap_ok(true, "every token has words");
    pl_arena_fini(&arena);
}

/* ### literals */

static void test_literals(void) {
    says("a comma between digits", "standard s for each school require a in {20,5, 21}\n",
         "1:42 P0109");
    says("a list without blanks", "standard s for each school require a in {2,3,4}\n",
         "1:42 P0110");
    says("points between thousands", "parameter p = 1.000.000\n", "1:15 P0111");
    says("a point and zeros", "parameter p = 100.000 euro\n", "1:15 P0112");
    says("a point and three digits is advice", "parameter p = 21.175\n", "1:15 P0113");
    says("thousandths", "parameter p = 0.001\n", "");
    says("no such day", "parameter p = 1 from 2021-02-29\n", "1:22 P0115");
    says("a Dutch date", "parameter p = 1 from 1-8-2021\n", "1:22 P0116");
    says("a date in words", "parameter p = 1 from 1 aug 2021\n", "1:22 P0116");
    says("no school year", "parameter p = 1 from 2020/2022\n", "1:22 P0117");
    says("a school year with a dash", "parameter p = 1 from 2020-2021\n", "1:22 P0118");
    says("a school year cut short", "parameter p = 1 from 2020/21\n", "1:22 P0118");
    says("a division of numbers", "parameter p = 1000/50\n", "");
    says("signs of other languages",
         "standard s for each school require a => 3 and b =< 4 and c == 5 and d != 6\n",
         "1:38 P0105, 1:49 P0105, 1:60 P0105, 1:71 P0105");
    says("curly quotes", "standard s \u201Ct\u201D for each school require a\n", "1:12 P0108");
    says("single quotes", "standard s 't' for each school require a\n", "1:12 P0108");
    says("an open quote", "standard s \"t\n  for each school\n  require a\n", "1:12 P0107");
    says("a doubled quote is one", "standard s \"a \"\"b\"\" c\" for each school require a\n", "");
    says("a row without an end", "table t\n  | a | b |\n  | 1 | 2\n  | 3 | 4 |\n", "3:10 P0121");
    says("a dash in a cell", "table t\n  | a | b |\n  | 1 | \u2013 |\n  | 2 | - |\n", "");
    says("blanks that do not break",
         "standard\u00A0s for\u00A0each school require a\u00A0>=\u00A090\u00A0%\n", "");
    says("an invisible sign", "standard s for each sch\u200Bool require a\n", "1:24 P0103");
    says("a mark of order", "\xEF\xBB\xBFstandard s for each school require a\n", "");
    says("tabs and returns", "standard s \"t\"\r\n\tfor each\tschool\r\n\trequire a\r\n", "");
    says("returns alone", "standard s \"t\"\r  for each school\r  require a\r", "");
    says("a name in two ways",
         "standard s for each school require \u00E9\u00E9n = e\u0301e\u0301n\n", "");
    says("Windows-1252", "standard s for each school require caf\xE9 = 1\n", "1:39 P0101");
    says("a control byte", "standard s for each\x01 school require a\n", "1:20 P0102");
    says("a semicolon", "standard s for each school require a in {b; c}\n", "1:43 P0105");
    says("an ellipsis", "standard s for each school require a in 20\u202622\n", "1:43 P0105");
}

/* ### messages for the mistakes that authors make */

#define RULE "standard s \"t\"\n  for each school\n"

static void test_messages(void) {
    says("no `require`", RULE "  1F >= 90%\n", "3:3 P0205");
    says("misspelt keywords",
         RULE "  requier a\n  site \"x\"\n  atested by b\nstandrd c \"t\"\n  for each school\n",
         "3:3 P0203, 4:3 P0203, 5:3 P0203, 6:1 P0203");
    says("no `when`", RULE "  require a >= 68% weging in 20..22\n", "3:20 P0207");
    says("no `when`, on the next line", RULE "  require a >= 68%\n  weging in 20..22\n",
         "4:3 P0206");
    says("Dutch keywords", RULE "  require a als b en c\n  eis d\n",
         "3:13 P0119, 3:19 P0119, 4:3 P0119");
    says("`of` for `or`", RULE "  require a = 1 of b = 2\n", "3:17 P0119");
    says("capitals", "Standard s \"t\"\n  For each school\n  Require a When b\n  CITE \"x\"\n",
         "1:1 P0120, 2:3 P0120, 3:3 P0120, 3:13 P0120, 4:3 P0120");
    says("codes in capitals are names", RULE "  require a in {NO, IS, OF}\n", "");
    says("no `have`", RULE "  require at least 4 of toets where vak = taal g >= h\n", "3:48 P0208");
    says("`on failure` is last", RULE "  require a\n  on failure plan \"x\" note \"y\"\n",
         "4:23 P0238");
    says("an open bracket", RULE "  require (a >= 90%\nstandard t \"t\"\n  for each school\n",
         "3:20 P0215");
    says("two rules on a line", "standard a for each school standard b for each school\n",
         "1:28 P0235");
    says("a list without commas", "derive m from toets by school vak\n", "1:31 P0233");
    says("a dash in a cell", "table t\n  | a | b |\n  | 127 - 129 | 3 |\n", "3:5 P0218");
    says("a file without quotes", "dataset d\n  school from bijlage.csv\n    a = \"A\"\n",
         "2:15 P0226");
    says("two numbers", "deadline d check for each groep after school week 10 30\n", "1:51 P0232");
    says("a misspelt verdict", "test \"t\"\n  given school a = 1\n  expect s mett\n", "3:12 P0203");
    says("`and` beside `or`", RULE "  require a and b or c\n", "3:11 P0210");
    says("an open end", RULE "  require every toets has a and b\n", "3:11 P0211");
    says("an open end behind", RULE "  require a and every toets has b\n", "3:17 P0212");
    says("an open end compared",
         RULE
         "  require share of toets having a >= 90%\n  require share of toets having a = 1 >= 90%\n",
         "4:11 P0213");
    says("a chain", RULE "  require a < b < c\n", "3:17 P0209");
    says("an open range in a condition", RULE "  require a in 20..\n", "3:18 P0219");
    says("a set behind a sign", RULE "  require a = {b, c}\n", "3:13 P0247");
    says("bare cases", RULE "  require a when b, c otherwise\n", "3:19 P0224");
    says("a grade without an end", RULE "  grade rood when a\n  note \"x\"\n", "3:20 P0225");
    says("a name with a hyphen", RULE "  require a >= 3\n  owner intern-begeleider\n", "4:9 P0229");
    says("a clause before all rules", "  require a\nstandard s \"t\"\n  for each school\n",
         "1:3 P0237");
    says("a clause in a table",
         "table t\n  | a | b |\n  require a\nstandard s \"t\"\n  for each school\n", "3:3 P0236");
    says("a rule without its kind", RULE "  require a\n t \"t\"\n  for each school\n  require b\n",
         "4:2 P0249");
    says("the period behind the filter",
         RULE "  require (share of toets where a = 1 over last 3 schooljaar having b) > 3\n",
         "3:39 P0214");
    says("how many years", RULE "  require share of toets over last schooljaar > 3\n",
         "3:31 P0257");
    says("a reserved name", "standard s \"t\"\n  for each in\n  require a\n", "2:12 P0234");
    says("one sign is missing", "parameter p 3\n", "1:13 P0246");
    says("something behind a whole", "omit \"a\" reason \"b\" c\n", "1:21 P0251");
    says("two modules", "use inspectie, onderwijs\n", "1:14 P0264");
    says("the end of the file", RULE "  require a >=", "3:13 P0245");
    says("an empty file", "", "");
    says("a mistake in the head keeps the body",
         "standard 12 \"t\"\n  for each school\n  requir a\n", "1:10 P0246, 3:3 P0203");
    says("a mistake in a field", "entity e key a\n  a text\n  b number 3.. \n  c {A B}\n  d text\n",
         "3:13 P0219, 4:8 P0233");
}

/* What can be read of a broken rule is kept. */
static void test_recovery(void) {
    const pl_node *rule;
    reading r;

    begin(&r, pl_str_of(RULE "  require a >= 1\n  1F >= 90%\n  require b >= 2\n  cite \"x\"\n"),
          false);
    rule = first_of(r.file, PL_NODE_RULE);
    if (tap_ok(rule != NULL, "a rule with a mistake is a rule")) {
        push_tree(&r.out, rule);
        tap_is_string(r.out.ptr,
                      "rule s(name standard, text t, for-each school(-), require(compare >=(name "
                      "a, number 1), -), error, "
                      "require(compare >=(name b, number 2), -), cite(text x, -))",
                      "all clauses but the wrong one are kept");
    }
    end(&r);
}

/* ### documents */

static void document(const char *name, const char *text, unsigned declarations,
                     const char *wanted) {
    reading r;

    begin(&r, pl_str_of(text), true);
    tap_is_string(messages(&r), wanted, "%s", name);
    tap_is_int(r.file->count, declarations, "%s: %u declarations", name, declarations);
    end(&r);
}

static void test_documents(void) {
    document("a block",
             "# Kop\n\n```peil\nstandard s for each school require a\n```\ntekst standard t\n", 1,
             "");
    document("lines are the document's",
             "Kop\n```peil\nstandard s\n  for each school\n  a >= 1\n```\n", 1, "5:3 P0205");
    document("other blocks",
             "```\nstandard s\n```\n~~~ python\nx = 1\n~~~\n```peil title=x\nuse a\n```\n", 1, "");
    document("a near miss", "```piel\nuse a\n```\n```Peil\nuse b\n```\n", 2,
             "1:4 P0125, 4:4 P0125");
    document("an open block", "tekst\n```peil\nuse a\n", 1, "2:1 P0126");
    document("a fence in a fence", "````peil\nuse a\n```\n````\n", 1, "3:1 P0104");
    document("no block", "tekst\n", 0, "");
    document("returns", "```peil\r\nuse a\r\nuse b\r\n```\r\n", 2, "");
}

/* ### texts that nobody meant as rules */

static void test_random_bytes(void) {
    static const char signs[] = "abz1F9 \t\n|\"'`,.<>=(){}[]#%-+*/:;\\\r\xC3\xA9\xE2\x80\x93\xFF";
    char text[300];

    for (int round = 0; round < 3000; round++) {
        size_t length = tap_random(sizeof text);
        bool any = round % 2 == 0;

        for (size_t i = 0; i < length; i++)
            text[i] = any ? (char)tap_random(256) : signs[tap_random(sizeof signs - 1)];
        count_errors((pl_str){text, length});
    }
    tap_ok(true, "3000 texts of random bytes are survived");
}

static void nested(const char *name, const char *open, const char *middle, const char *shut,
                   unsigned depth, const char *wanted) {
    pl_buffer text;
    reading r;

    pl_buffer_init(&text);
    pl_buffer_puts(&text, RULE "  require ");
    for (unsigned i = 0; i < depth; i++)
        pl_buffer_puts(&text, open);
    pl_buffer_puts(&text, middle);
    for (unsigned i = 0; i < depth; i++)
        pl_buffer_puts(&text, shut);
    pl_buffer_puts(&text, "\n  cite \"x\"\n");
    begin(&r, (pl_str){text.ptr, text.len}, false);
    tap_ok(strncmp(messages(&r), wanted, strlen(wanted)) == 0 &&
               (*wanted || r.compiler.diags.errors == 0),
           "%s, %u deep: %.60s", name, depth, messages(&r));
    tap_ok(r.file->height < 300, "%s: the tree stays low, %u", name, r.file->height);
    end(&r);
    pl_buffer_fini(&text);
}

static void test_depth(void) {
    nested("parentheses", "(", "a", ")", 90, "");
    nested("parentheses", "(", "a", ")", 100000, "3:111 P0244");
    nested("sets", "{", "a", "}", 100000, "3:11 P");
    nested("indexes", "t[", "a", "]", 50000, "3:212 P0244");
    nested("sums", "", "a", " + a", 100, "");
    nested("sums", "", "a", " + a", 20000, "3:11 P0244");
    nested("conditions", "not (", "a", ")", 150, "3:");
    nested("conjunctions are flat", "", "a", " and a", 20000, "");
    nested("not", "not ", "a", "", 20000, "3:15 P");
    nested("minus", "- ", "a", "", 20000, "3:13 P");
    nested("quantifiers", "every toets has ", "a", "", 20000, "3:27 P");
    nested("aggregates", "sum (", "a", ")", 20000, "3:");
}

static void test_sizes(void) {
    pl_buffer text;

    pl_buffer_init(&text);
    while (text.len < 3000000)
        pl_buffer_puts(&text, "standard s \"t\"\n  for each school\n  require a >= 90%\n");
    tap_is_int(count_errors((pl_str){text.ptr, text.len}), 0, "3 MB of rules are read");
    while (text.len < 5000000)
        pl_buffer_puts(&text, "standard s \"t\"\n  for each school\n  require a >= 90%\n");
    tap_is_int(count_errors((pl_str){text.ptr, text.len}), 1, "5 MB are refused");
    pl_buffer_fini(&text);
}

int main(void) {
    test_conditions();
    test_aggregates();
    test_declarations();
    test_free_words();
    test_token_words();
    test_literals();
    test_messages();
    test_recovery();
    test_documents();
    test_random_bytes();
    test_depth();
    test_sizes();
    return tap_done();
}
