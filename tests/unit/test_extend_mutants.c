/* test_extend_mutants.c - sound Lua files with words taken out, exchanged and thrown in, a few thousand times over: reading and calling one
 * never crashes and always ends, it gives a value of its type or a fault with a text, and the same again when it is asked again. */
#include <assert.h>
#include <string.h>

#include "extend/extend.h"
#include "tap.h"

#define MUTANTS 4000
#define MOST_PIECES 600

static const char *const files[] = {
    "local stappen, som = { 1, 2, 0.25, [\"x\"] = { y = 3 } }, 0\n"
    "local function reken(x, ja, tekst)\n"
    "  for i = 1, #stappen do som = som + x / ( i + 2 ) - stappen [ i ] * 3 end\n"
    "  for i , v in ipairs ( stappen ) do som = som + v ^ 2 end\n"
    "  if ja and som >= 1/3 or tekst == \"De Ark\" then return som // 2 % 7 end\n"
    "  return math.round ( - som , 0.05 )\n"
    "end\n"
    "return reken\n",
    "--[[ een lange\n uitleg ]]\n"
    "return function ( x , ja , ... )\n"
    "  local tekst <const> , n = ... , 10 -- en een korte\n"
    "  while n > 0 do\n"
    "    n = n - 1\n"
    "    if n == 5 then goto verder end\n"
    "    repeat x = x * 1.5 until x > n ~= ja\n"
    "    ::verder::\n"
    "  end\n"
    "  return tonumber ( tostring ( x ) .. \"\" ) + tekst : len ( ) + ( \"ab\" ) : rep ( 3 ) : len "
    "( ) / [[2]] : sub ( 1 ) : len ( )\n"
    "end\n"};

static const char *const words[] = {"while true do",
                                    "end",
                                    "^",
                                    "1e9",
                                    "..",
                                    "...",
                                    "::x::",
                                    "goto x",
                                    "function ( )",
                                    "[[",
                                    "]]",
                                    "--",
                                    "--[[",
                                    "\"",
                                    "'",
                                    "\\z",
                                    "_ENV",
                                    "_PEIL_ADD",
                                    "<const>",
                                    "<",
                                    "==",
                                    "~=",
                                    "0x7f",
                                    "9223372036854775807",
                                    "99999999999999999999",
                                    "#",
                                    "-",
                                    "not",
                                    "for i = 1 , 3 do",
                                    "for i =",
                                    "local",
                                    "local x <close> = nil",
                                    "nil",
                                    "{",
                                    "}",
                                    "(",
                                    ")",
                                    "return",
                                    "return nil",
                                    "/ 0",
                                    "// 0",
                                    "% 0",
                                    "error ( )",
                                    "assert ( false )",
                                    "select ( -1 , ... )",
                                    "string.rep ( \"x\" , 1000000 )",
                                    "x ( )",
                                    "x . y",
                                    "&",
                                    "~",
                                    "math",
                                    "string",
                                    "ipairs",
                                    "\r",
                                    "\n",
                                    "\x01",
                                    "\xff",
                                    "1 .",
                                    ".5",
                                    "5 .",
                                    "a.b.c",
                                    "= 1",
                                    "and",
                                    "or",
                                    ";"};

/* One in the place of another leaves the file well formed. */
static const char *const operands[] = {
    "x ",   "ja ",  "n ",   "i ",  "v ",   "som ",   "stappen ", "1 ",      "5 ",     "3 ",   "0 ",
    "1.5 ", "0.5 ", "nil ", "-1 ", "{ } ", "\"a\" ", "true ",    "2 ^ 70 ", "1 / 3 ", "math "};

static pl_str pieces[MOST_PIECES];
static int piece_count;

static void split(const char *text) {
    piece_count = 0;
    while (*text && piece_count < MOST_PIECES) {
        size_t length = strcspn(text, " ") + 1;

        if (length > strlen(text))
            length = strlen(text);
        pieces[piece_count++] = (pl_str){text, length};
        text += length;
    }
}

static pl_str any_piece(void) {
    if (tap_random(2) == 0)
        return pl_str_of(words[tap_random((uint32_t)(sizeof words / sizeof *words))]);
    return pieces[tap_random((uint32_t)piece_count)];
}

static bool is_operand(pl_str piece) {
    for (size_t i = 0; i < sizeof operands / sizeof *operands; i++)
        if (pl_str_equal(piece, pl_str_of(operands[i])))
            return true;
    return false;
}

/* One to three changes. */
static void mutate(pl_buffer *out) {
    uint32_t places[3], changes = tap_random(4) > 0 ? 1 : 2 + tap_random(2);

    out->len = 0;
    for (int c = 0; c < 3; c++)
        places[c] = (uint32_t)c < changes ? tap_random((uint32_t)piece_count) : UINT32_MAX;
    for (uint32_t i = 0; i < (uint32_t)piece_count; i++) {
        bool here = i == places[0] || i == places[1] || i == places[2];
        uint32_t how = here ? tap_random(3) : 3;

        if (here && is_operand(pieces[i]) && tap_random(4) > 0) {
            pl_buffer_puts(out,
                           operands[tap_random((uint32_t)(sizeof operands / sizeof *operands))]);
            continue;
        }

        if (how != 0)
            pl_buffer_push(out, pieces[i].ptr, pieces[i].len);
        if (how < 2) {
            pl_str more = any_piece();

            pl_buffer_push(out, more.ptr, more.len);
            pl_buffer_putc(out, ' ');
        }
    }
}

static bool same(const pl_value *a, const pl_value *b) {
    return a->state == b->state && (a->state != PL_OK || pl_number_compare(a->lo, b->lo) == 0);
}

static bool sound_fault(const pl_extend_fault *fault) {
    return fault->text && *fault->text &&
        (fault->kind == PL_EXTEND_WRONG || fault->kind == PL_EXTEND_LIMIT);
}

typedef struct counts {
    int refused, failed, answered;
} counts;

/* Two calls of one host. */
static bool call_twice(pl_extend_host *host, pl_arena *arena, counts *n) {
    pl_value arguments[] = {
        {.base = PL_NUMBER, .lo = {27, 4, NULL}, .hi = {27, 4, NULL}},
        {.base = PL_TRUTH, .truth = PL_TRUE},
        {.base = PL_TEXT, .text = "De Ark"},
    };
    pl_value first = {0}, second = {0};
    pl_extend_fault fault = {0}, again = {0};
    bool done = pl_extend_call(host, arena, arguments, &first, &fault);

    if (pl_extend_call(host, arena, arguments, &second, &again) != done)
        return false;
    n->answered += done;
    n->failed += !done;
    if (done)
        return same(&first, &second) && (first.state == PL_OK || first.state == PL_MISSING);
    return sound_fault(&fault) && fault.kind == again.kind && fault.line == again.line &&
        strcmp(fault.text, again.text) == 0;
}

static bool try(pl_str text, counts *n) {
    static const pl_type inputs[] = {{.base = PL_NUMBER}, {.base = PL_TRUTH}, {.base = PL_TEXT}};
    const pl_source source = {.name = "f.lua", .text = text};
    const pl_extend_function function = {"f", &source, 3, inputs, {.base = PL_NUMBER}};
    pl_extend_fault fault = {0};
    pl_extend_host *host;
    pl_arena arena;
    bool good;

    pl_arena_init(&arena);
    host = pl_extend_open(&arena, &function, &fault);
    good = host ? call_twice(host, &arena, n) : sound_fault(&fault);
    n->refused += !host;
    if (host)
        pl_extend_close(host);
    pl_arena_fini(&arena);
    return good;
}

int main(void) {
    counts n = {0};
    pl_buffer text;
    int bad = 0;

    tap_plan(2);
    if (!pl_extend_version()) {
        tap_skip("mutants of Lua files", "this build has no Lua");
        tap_skip("some of them can be called", "this build has no Lua");
        return tap_done();
    }
    pl_number_setup();
    pl_buffer_init(&text);
    for (int m = 0; m < MUTANTS; m++) {
        split(files[m % 2]);
        mutate(&text);
        if (!try((pl_str){text.ptr, text.len}, &n) && bad++ == 0)
            tap_ok(false, "this file is read and called as it should be:\n%s", text.ptr);
    }
    pl_buffer_fini(&text);
    tap_is_int(bad, 0, "%d mutants of Lua files give a value, or say what is wrong", MUTANTS);
    tap_ok(n.answered > MUTANTS / 20 && n.failed > MUTANTS / 50 && n.refused > MUTANTS / 20,
           "%d of them answer, %d fail, %d are refused", n.answered, n.failed, n.refused);
    return tap_done();
}
