/* generate_calls.c - random programs: extensions, which all programs that have them share, and calls of them. None of them fails. */
#include "maker.h"

static const char lua[] =
    "local stappen = {1, 2, 0.25}\n"
    "local geroepen = 0\n"
    "local function reken(x, y)\n"
    "  local som = 0\n"
    "  geroepen = geroepen + 1\n"
    "  for i = 1, #stappen do\n"
    "    som = som + x / (i + 2) - stappen[i] * y\n"
    "  end\n"
    "  if som == 0 or som < -100 then return nil end\n"
    "  return math.round(som * geroepen, 0.05) + (y // 3) % 2\n"
    "end\n"
    "local function ruim(x, waar, tekst)\n"
    "  if x == 7 then return nil end\n"
    "  return waar and x >= 1/3 or tekst == \"De Ark\" or tekst > \"I\" and x ~= 2.5\n"
    "end\n"
    "local function trede(niveau, x)\n"
    "  local treden = {[\"<1F\"] = \"1F\", [\"1F\"] = \"1S\", [\"1S\"] = \"2F\"}\n"
    "  return x > 20 and treden[niveau] or niveau\n"
    "end\n";

void generate_extensions(maker *m) {
    static const char *const names[] = {"reken", "ruim", "trede"};
    pl_buffer *files[] = {&m->g->reken, &m->g->ruim, &m->g->trede};

    put(m,
        "extension reken(x number, y number) gives number\n  from \"reken.lua\"\n"
        "extension ruim(x number, waar yesno, tekst text) gives yesno from \"ruim.lua\"\n"
        "extension trede(niveau peilniveau, x number) gives peilniveau from \"trede.lua\"\n");
    for (int i = 0; i < 3; i++)
        pl_buffer_printf(files[i], "%sreturn %s\n", lua, names[i]);
}

void generate_call(maker *m, int entity, int depth) {
    use(m, USES_call);
    put(m, "reken(");
    generate_number(m, entity, depth - 1);
    put(m, ", ");
    generate_number(m, entity, 0);
    put(m, ")");
}

/* As a condition. */
void generate_called(maker *m, int entity) {
    if (entity == TOETS && chance(m, 50)) {
        use(m, USES_call_of_level);
        put(m, "(trede(niveau, ");
        generate_number(m, entity, 0);
        PRINT(m, ") %s %s)", generate_sign(m), PICK(m, "1F", "1S", "2F"));
        return;
    }
    use(m, USES_call_as_condition);
    put(m, "ruim(");
    generate_number(m, entity, 1);
    put(m, ", ");
    generate_truth(m, entity, 0);
    PRINT(m, ", %s)", entity == SCHOOL ? "naam" : PICK(m, "school.naam", "\"Zee\""));
}
