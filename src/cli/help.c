/* help.c - --help, man pages and shell completion, made from the tables of commands and options.
 * Nothing here knows a single option by name but --format, whose values are the table of formats. */
#include <string.h>

#include "cli/table.h"

static const struct {
    peil_status status;
    const char *meaning;
} exit_statuses[] = {
    {PEIL_OK, N_("evaluated; nothing flagged")},
    {PEIL_FLAGGED,
     N_("evaluated; a standard or indicator is not met, a deadline is overdue, or a test fails")},
    {PEIL_UNDECIDED,
     N_("evaluated; nothing flagged, but something undecided, and --strict was given")},
    {PEIL_BAD_RULES, N_("rule files are wrong")},
    {PEIL_BAD_DATA, N_("data is unreadable or breaks its declaration")},
    {PEIL_NO_OUTPUT, N_("output could not be written, out of memory, or a limit was reached")},
    {PEIL_USAGE, N_("wrong use of the command line")},
};

static const struct {
    const char *name, *meaning;
} environment[] = {
    {"LC_ALL, LC_MESSAGES, LANG, LANGUAGE",
     N_("the language of messages and of the text report: English, Dutch")},
    {"NO_COLOR", N_("no colour, also on a terminal")},
    {"COLUMNS", N_("width of the text report, instead of the terminal's; 100 where there is none")},
    {"PEIL_STDLIB", N_("folder of the standard library, instead of the installed one")},
    {"PEIL_LOCALEDIR", N_("folder of the translations, instead of the installed one")},
};

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static const char *about(void) {
    return _(
        "RULES are files (.peil, .peil.md) or folders that hold them.\n"
        "SNAPSHOT is a folder of CSV or JSON Lines files with its dataset.peil, or a SQLite file.");
}

/* Empty texts are not for gettext, which answers them with the head of its catalogue. */
static const char *translated(const char *text) {
    return *text ? _(text) : "";
}

/* ### --help */

static void print_option(const pl_option_row *row, FILE *out) {
    char name[48];

    (void)snprintf(name, sizeof name, "--%s%s%s", row->name, row->argument ? " " : "",
                   row->argument ? _(row->argument) : "");
    fprintf(out, "  %-24s %s%s\n", name, _(row->help), row->built ? "" : _(" (not built yet)"));
}

static void print_options(pl_command command, FILE *out) {
    fprintf(out, "\n%s\n", _("Options:"));
    for (int i = 0; i < PL_OPTION_COUNT; i++)
        if (pl_option_belongs((pl_option)i, command))
            print_option(&pl_options[i], out);
}

static const peil_format *formats_of(peil *p, pl_command command) {
    switch (command) {
    case PL_COMMAND_TEST: return peil_test_formats(p);
    case PL_COMMAND_AGENDA: return peil_agenda_formats(p);
    default: return peil_formats(p);
    }
}

static void print_formats(pl_command command, FILE *out) {
    peil *p = peil_new(NULL);

    fprintf(out, "\n%s\n", _("Formats:"));
    for (const peil_format *format = formats_of(p, command); format->name; format++)
        fprintf(out, "  %-24s %s\n", format->name, _(format->help));
    peil_free(p);
}

static void print_statuses(FILE *out) {
    fprintf(out, "\n%s\n", _("Exit status:"));
    for (size_t i = 0; i < LENGTH(exit_statuses); i++)
        fprintf(out, "  %2d  %s\n", (int)exit_statuses[i].status, _(exit_statuses[i].meaning));
}

static void print_main_help(FILE *out) {
    fprintf(out, "%s\n\n%s\n", _("Usage: peil COMMAND ..."),
            _("Holds the rules of a handbook against the data of schools."));
    fprintf(out, "\n%s\n", _("Commands:"));
    for (int i = 0; i < PL_COMMAND_COUNT; i++)
        fprintf(out, "  %-10s %s%s\n", pl_commands[i].name, _(pl_commands[i].help),
                pl_commands[i].built ? "" : _(" (not built yet)"));
    print_options(PL_COMMAND_COUNT, out);
    fprintf(out, "\n%s\n", _("`peil COMMAND --help` says what a command takes."));
}

void pl_help_print(pl_command command, FILE *out) {
    const pl_command_row *row;

    if (command == PL_COMMAND_COUNT) {
        print_main_help(out);
        return;
    }
    row = &pl_commands[command];
    fprintf(out, _("Usage: peil %s %s [OPTION]...\n"), row->name, translated(row->arguments));
    fprintf(out, "\n%s\n\n%s\n", _(row->help), about());
    print_options(command, out);
    if (pl_option_belongs(PL_OPTION_FORMAT, command))
        print_formats(command, out);
    print_statuses(out);
}

/* ### man pages */

/* roff takes a dash for a hyphen, and a dot or quote at the start of a line for a request. Words between `backquotes` get
 * the quotes of the page. */
static void print_roff(const char *text, FILE *out) {
    bool inside = false;

    if (*text == '.' || *text == '\'')
        fputs("\\&", out);
    for (; *text; text++) {
        if (*text == '-') {
            fputs("\\-", out);
        } else if (*text == '\\') {
            fputs("\\e", out);
        } else if (*text == '`') {
            fputs(inside ? "\\(cq" : "\\(oq", out);
            inside = !inside;
        } else {
            fputc(*text, out);
        }
    }
}

static void print_item(const char *item, const char *argument, const char *text, bool built,
                       FILE *out) {
    fputs(".TP\n.B ", out);
    print_roff(item, out);
    if (argument)
        fprintf(out, " \\fI%s\\fR", argument);
    fputc('\n', out);
    print_roff(text, out);
    fprintf(out, "%s\n", built ? "" : _(" (not built yet)"));
}

static void print_manual_options(pl_command command, FILE *out) {
    fprintf(out, ".SH %s\n", _("OPTIONS"));
    for (int i = 0; i < PL_OPTION_COUNT; i++) {
        const pl_option_row *row = &pl_options[i];
        char name[32];

        if (!pl_option_belongs((pl_option)i, command))
            continue;
        (void)snprintf(name, sizeof name, "--%s", row->name);
        print_item(name, row->argument ? _(row->argument) : NULL, _(row->help), row->built, out);
    }
}

static void print_manual_formats(pl_command command, FILE *out) {
    peil *p = peil_new(NULL);

    fprintf(out, ".SH %s\n", _("FORMATS"));
    for (const peil_format *format = formats_of(p, command); format->name; format++)
        print_item(format->name, NULL, _(format->help), true, out);
    peil_free(p);
}

static void print_manual_end(FILE *out) {
    fprintf(out, ".SH %s\n", _("EXIT STATUS"));
    for (size_t i = 0; i < LENGTH(exit_statuses); i++) {
        char number[8];

        (void)snprintf(number, sizeof number, "%d", (int)exit_statuses[i].status);
        print_item(number, NULL, _(exit_statuses[i].meaning), true, out);
    }
    fprintf(out, ".SH %s\n", _("ENVIRONMENT"));
    for (size_t i = 0; i < LENGTH(environment); i++)
        print_item(environment[i].name, NULL, _(environment[i].meaning), true, out);
}

static void print_main_manual(FILE *out) {
    fprintf(out, ".TH peil 1 \"\" \"Peil %s\"\n.SH %s\npeil \\- ", peil_version(), _("NAME"));
    print_roff(_("holds the rules of a handbook against the data of schools"), out);
    fprintf(out, "\n.SH %s\n.B peil\n\\fI%s\\fR ...\n.SH %s\n", _("SYNOPSIS"), _("COMMAND"),
            _("COMMANDS"));
    for (int i = 0; i < PL_COMMAND_COUNT; i++)
        print_item(pl_commands[i].name,
                   *pl_commands[i].arguments ? _(pl_commands[i].arguments) : NULL,
                   _(pl_commands[i].help), pl_commands[i].built, out);
    print_manual_options(PL_COMMAND_COUNT, out);
    print_manual_end(out);
    fprintf(out, ".SH %s\n", _("SEE ALSO"));
    for (int i = 0, first = 1; i < PL_COMMAND_COUNT; i++) {
        if (pl_commands[i].built)
            fprintf(out, "%s.BR peil\\-%s (1)", first ? "" : ",\n", pl_commands[i].name);
        first = first && !pl_commands[i].built;
    }
    fputc('\n', out);
}

void pl_manual_print(pl_command command, FILE *out) {
    const pl_command_row *row;

    if (command == PL_COMMAND_COUNT) {
        print_main_manual(out);
        return;
    }
    row = &pl_commands[command];
    fprintf(out, ".TH \"peil\\-%s\" 1 \"\" \"Peil %s\"\n.SH %s\npeil\\-%s \\- ", row->name,
            peil_version(), _("NAME"), row->name);
    print_roff(_(row->help), out);
    fprintf(out, "\n.SH %s\n.B peil %s\n", _("SYNOPSIS"), row->name);
    print_roff(translated(row->arguments), out);
    fprintf(out, " [\\fI%s\\fR]...\n.SH %s\n", _("OPTION"), _("DESCRIPTION"));
    print_roff(about(), out);
    fputc('\n', out);
    print_manual_options(command, out);
    if (pl_option_belongs(PL_OPTION_FORMAT, command))
        print_manual_formats(command, out);
    print_manual_end(out);
    fprintf(out, ".SH %s\n.BR peil (1)\n", _("SEE ALSO"));
}

/* ### completion */

static void print_words(pl_command command, FILE *out) {
    bool first = true;

    for (int i = 0; i < PL_OPTION_COUNT; i++) {
        if (!pl_options[i].built || !pl_option_belongs((pl_option)i, command))
            continue;
        fprintf(out, "%s--%s", first ? "" : " ", pl_options[i].name);
        first = false;
    }
}

static void print_format_names(pl_command command, FILE *out) {
    peil *p = peil_new(NULL);
    const char *between = "";

    for (const peil_format *format = formats_of(p, command); format->name; format++) {
        fprintf(out, "%s%s", between, format->name);
        between = " ";
    }
    peil_free(p);
}

static void print_built_commands(FILE *out) {
    for (int i = 0; i < PL_COMMAND_COUNT; i++)
        if (pl_commands[i].built)
            fprintf(out, "%s ", pl_commands[i].name);
}

void pl_completion_print(FILE *out) {
    fputs("# completion of peil for bash; made by `peil --completion bash`\n"
          "_peil() {\n"
          "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} words\n"
          "    if [ \"$before\" = --format ]; then\n"
          "        case ${COMP_WORDS[1]} in\n",
          out);
    for (int i = 0; i < PL_COMMAND_COUNT; i++) {
        if (!pl_commands[i].built || !pl_option_belongs(PL_OPTION_FORMAT, (pl_command)i))
            continue;
        fprintf(out, "        %s) words='", pl_commands[i].name);
        print_format_names((pl_command)i, out);
        fputs("' ;;\n", out);
    }
    fputs("        *) words= ;;\n        esac\n    elif [ \"$COMP_CWORD\" -eq 1 ]; then\n        "
          "words='",
          out);
    print_built_commands(out);
    print_words(PL_COMMAND_COUNT, out);
    fputs("'\n    else\n        case ${COMP_WORDS[1]} in\n", out);
    for (int i = 0; i < PL_COMMAND_COUNT; i++) {
        if (!pl_commands[i].built)
            continue;
        fprintf(out, "        %s) words='", pl_commands[i].name);
        print_words((pl_command)i, out);
        fputs("' ;;\n", out);
    }
    fputs("        *) words= ;;\n"
          "        esac\n"
          "        case $word in\n"
          "        -*) ;;\n"
          "        *) words= ;;\n"
          "        esac\n"
          "    fi\n"
          "    COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
          "}\n"
          "complete -o default -F _peil peil\n",
          out);
}
