/* parse.c - a command line read by the tables: `--name value`, `--name=value`, `--` ends the options, options and operands in
 * any order. Knows what options there are, not what their values mean. */
#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "cli/table.h"

const pl_command_row pl_commands[PL_COMMAND_COUNT] = {
#define PL_COMMAND(id, name, built, arguments, help) {name, arguments, help, built},
#include "cli/commands.def"
#undef PL_COMMAND
};

#define ON(command) (1u << PL_COMMAND_##command)
const pl_option_row pl_options[PL_OPTION_COUNT] = {
#define PL_OPTION(id, name, argument, commands, built, help)                                       \
    {name, argument, help, commands, built},
#include "cli/options.def"
#undef PL_OPTION
};
#undef ON

bool pl_option_belongs(pl_option option, pl_command command) {
    if (command == PL_COMMAND_COUNT)
        return pl_options[option].commands == 0 || option == PL_OPTION_HELP ||
            option == PL_OPTION_MANUAL;
    return (pl_options[option].commands >> command & 1u) != 0;
}

/* ### what is wrong */

peil_status pl_usage_error(pl_command command, const char *format, ...) {
    bool known = command < PL_COMMAND_COUNT;
    va_list arguments;

    fprintf(stderr, "peil%s%s: ", known ? " " : "", known ? pl_commands[command].name : "");
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fprintf(stderr, _("\nTry `peil%s%s --help`.\n"), known ? " " : "",
            known ? pl_commands[command].name : "");
    return PEIL_USAGE;
}

static peil_status refuse_command(const char *name) {
    const char *names[PL_COMMAND_COUNT + 1] = {NULL};
    char built[16 * PL_COMMAND_COUNT] = "";
    const char *nearest;
    size_t length = 0;

    for (int i = 0; i < PL_COMMAND_COUNT; i++) {
        names[i] = pl_commands[i].name;
        if (pl_commands[i].built && length < sizeof built)
            length += (size_t)snprintf(built + length, sizeof built - length, "%s%s",
                                       length > 0 ? ", " : "", names[i]);
    }
    nearest = peil_nearest(name, names);
    if (nearest)
        return pl_usage_error(PL_COMMAND_COUNT, _("there is no command `%s`; did you mean `%s`?"),
                              name, nearest);
    return pl_usage_error(PL_COMMAND_COUNT, _("there is no command `%s`; there are: %s"), name,
                          built);
}

static peil_status refuse_option(pl_command command, const char *name, size_t length) {
    const char *names[PL_OPTION_COUNT + 1] = {NULL};
    char word[32];
    const char *nearest;
    int count = 0;

    for (int i = 0; i < PL_OPTION_COUNT; i++)
        if (pl_option_belongs((pl_option)i, command))
            names[count++] = pl_options[i].name;
    (void)snprintf(word, sizeof word, "%.*s", (int)(length < sizeof word ? length : sizeof word),
                   name);
    nearest = peil_nearest(word, names);
    if (nearest)
        return pl_usage_error(command, _("there is no option `--%.*s`; did you mean `--%s`?"),
                              (int)length, name, nearest);
    return pl_usage_error(command, _("there is no option `--%.*s`"), (int)length, name);
}

/* ### reading */

typedef struct reader {
    pl_arguments *arguments;
    char **argv;
    int argc, at;
} reader;

static int find_command(const char *name) {
    int i = 0;

    while (i < PL_COMMAND_COUNT && strcmp(name, pl_commands[i].name) != 0)
        i++;
    return i;
}

static int find_option(pl_command command, const char *name, size_t length) {
    for (int i = 0; i < PL_OPTION_COUNT; i++)
        if (strlen(pl_options[i].name) == length &&
            strncmp(name, pl_options[i].name, length) == 0 &&
            pl_option_belongs((pl_option)i, command))
            return i;
    return PL_OPTION_COUNT;
}

/* Where the values of an option that may be repeated are kept; NULL for the others. */
static const char **list_of(const pl_arguments *arguments, int option) {
    switch (option) {
    case PL_OPTION_FAIL_ON: return arguments->fail_on;
    case PL_OPTION_ROLE: return arguments->roles;
    case PL_OPTION_SCHOOL: return arguments->schools;
    case PL_OPTION_STATUS: return arguments->statuses;
    case PL_OPTION_IF: return arguments->suppose;
    default: return NULL;
    }
}

static void take_value(reader *r, int option, const char *value) {
    pl_arguments *arguments = r->arguments;
    const char **list = list_of(arguments, option);

    assert(option < PL_OPTION_COUNT && (value != NULL) == (pl_options[option].argument != NULL));
    arguments->given[option] = true;
    arguments->values[option] = value;
    while (list && *list)
        list++;
    if (list)
        *list = value;
}

/* `text` is what follows the two dashes. */
static peil_status read_option(reader *r, const char *text) {
    pl_command command = r->arguments->command;
    size_t length = strcspn(text, "=");
    const char *value = text[length] == '=' ? text + length + 1 : NULL;
    int option = find_option(command, text, length);
    const pl_option_row *row;

    if (option == PL_OPTION_COUNT)
        return refuse_option(command, text, length);
    row = &pl_options[option];
    if (!row->built)
        return pl_usage_error(command, _("the option `--%s` is not built yet"), row->name);
    if (!row->argument && value)
        return pl_usage_error(command, _("the option `--%s` takes no argument"), row->name);
    if (row->argument && !value && r->at < r->argc)
        value = r->argv[r->at++];
    if (row->argument && (!value || *value == '\0'))
        return pl_usage_error(command, _("the option `--%s` needs an argument: %s"), row->name,
                              _(row->argument));
    take_value(r, option, value);
    return PEIL_OK;
}

static peil_status read_words(reader *r) {
    pl_arguments *arguments = r->arguments;
    bool options = true;

    while (r->at < r->argc) {
        const char *word = r->argv[r->at++];
        peil_status status = PEIL_OK;

        if (options && strcmp(word, "--") == 0)
            options = false;
        else if (options && strcmp(word, "-h") == 0)
            status = read_option(r, "help");
        else if (options && strncmp(word, "--", 2) == 0)
            status = read_option(r, word + 2);
        else if (options && word[0] == '-' && word[1] != '\0')
            status =
                pl_usage_error(arguments->command,
                               _("there is no option `%s`; options begin with two dashes"), word);
        else
            arguments->operands[arguments->operand_count++] = word;
        if (status != PEIL_OK)
            return status;
    }
    return PEIL_OK;
}

static const char **new_list(int most) {
    const char **list = calloc((size_t)most + 1, sizeof *list);

    assert(most >= 0);
    if (!list) {
        fputs(_("peil: out of memory\n"), stderr);
        exit(PEIL_NO_OUTPUT);
    }
    return list;
}

peil_status pl_arguments_parse(pl_arguments *arguments, int argc, char **argv) {
    reader r = {arguments, argv, argc, 1};

    memset(arguments, 0, sizeof *arguments);
    arguments->command = PL_COMMAND_COUNT;
    arguments->operands = new_list(argc);
    arguments->fail_on = new_list(argc);
    arguments->roles = new_list(argc);
    arguments->schools = new_list(argc);
    arguments->statuses = new_list(argc);
    arguments->suppose = new_list(argc);
    if (argc > 1 && argv[1][0] != '-') {
        arguments->command = (pl_command)find_command(argv[1]);
        if (arguments->command == PL_COMMAND_COUNT)
            return refuse_command(argv[1]);
        if (!pl_commands[arguments->command].built)
            return pl_usage_error(PL_COMMAND_COUNT, _("the command `%s` is not built yet"),
                                  argv[1]);
        r.at = 2;
    }
    return read_words(&r);
}

void pl_arguments_free(pl_arguments *arguments) {
    free(arguments->operands);
    free(arguments->fail_on);
    free(arguments->roles);
    free(arguments->schools);
    free(arguments->statuses);
    free(arguments->suppose);
}
