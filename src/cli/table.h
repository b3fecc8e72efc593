/* table.h - the commands and options as data, and one command line read by them.
 * commands.def and options.def are the tables; parse.c reads, help.c prints. */
#ifndef PL_CLI_TABLE_H
#define PL_CLI_TABLE_H

#include "base/gettext.h"
#include "peil.h"

typedef enum pl_command {
#define PL_COMMAND(id, name, built, arguments, help) PL_COMMAND_##id,
#include "cli/commands.def"
#undef PL_COMMAND
    PL_COMMAND_COUNT /* peil itself */
} pl_command;

typedef enum pl_option {
#define PL_OPTION(id, name, argument, commands, built, help) PL_OPTION_##id,
#include "cli/options.def"
#undef PL_OPTION
    PL_OPTION_COUNT
} pl_option;

typedef struct pl_command_row {
    const char *name, *arguments, *help;
    bool built;
} pl_command_row;

typedef struct pl_option_row {
    const char *name;
    const char *argument; /* NULL: takes none */
    const char *help;
    uint32_t commands; /* bit PL_COMMAND_x; 0: of peil itself */
    bool built;
} pl_option_row;

extern const pl_command_row pl_commands[PL_COMMAND_COUNT];
extern const pl_option_row pl_options[PL_OPTION_COUNT];

/* Does the command take the option? PL_COMMAND_COUNT: peil itself, which also takes --help and --manual. */
bool pl_option_belongs(pl_option option, pl_command command);

/* One command line. Texts point into argv. */
typedef struct pl_arguments {
    pl_command command; /* PL_COMMAND_COUNT: none was given */
    bool given[PL_OPTION_COUNT];
    const char *values[PL_OPTION_COUNT]; /* the last one, of options with an argument */
    const char **fail_on; /* of options that may be repeated all of them; NULL-terminated */
    const char **roles, **schools, **statuses, **suppose;
    const char **operands; /* NULL-terminated */
    int operand_count;
} pl_arguments;

/* PEIL_OK, or PEIL_USAGE after saying on standard error what is wrong. */
peil_status pl_arguments_parse(pl_arguments *arguments, int argc, char **argv);
void pl_arguments_free(pl_arguments *arguments);

/* Says what is wrong with the command line and how to get help; gives PEIL_USAGE. */
peil_status pl_usage_error(pl_command command, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Texts for people, made from the table. PL_COMMAND_COUNT: of peil itself. */
void pl_help_print(pl_command command, FILE *out);
void pl_manual_print(pl_command command, FILE *out);
void pl_completion_print(FILE *out);

/* Columns of the terminal, 0 where there is none. */
uint32_t pl_page_width(void);

/* The commands. */
peil_status pl_agenda_command(const pl_arguments *arguments, const char *stdlib);
peil_status pl_check_command(const pl_arguments *arguments, const char *stdlib);
peil_status pl_doc_command(const pl_arguments *arguments, const char *stdlib);
peil_status pl_lint_command(const pl_arguments *arguments, const char *stdlib);
peil_status pl_table_command(const pl_arguments *arguments, const char *stdlib);
peil_status pl_test_command(const pl_arguments *arguments, const char *stdlib);
peil_status pl_why_command(const pl_arguments *arguments, const char *stdlib);

/* Shows on standard error how far what is called next is, when it takes over a second: only on a terminal, else NULL. No
 * other thread calls anything of the session until the end, which wipes the line. */
typedef struct pl_progress_line pl_progress_line;
pl_progress_line *pl_progress_begin(const peil *p);
/* The same for what writes to a path (NULL, "-": standard output) as it goes: NULL where that may be the terminal, which shows
 * by itself how far it is. */
pl_progress_line *pl_progress_beside(const peil *p, const char *path);
void pl_progress_end(pl_progress_line *line);

/* What the commands share. */
/* A session, its time measured when that is asked for; closing says what it was. */
peil *pl_open(const pl_arguments *arguments, const char *stdlib);
void pl_close(peil *p);
bool pl_has_colour(int file);     /* is it a terminal that wants colour? */
void pl_say_diagnostics(peil *p); /* to standard error */
/* A whole number of 1..most; false when it is none. */
bool pl_read_count(const char *text, uint32_t most, uint32_t *out);
peil_status pl_write_out(const char *path, const char *bytes, size_t length);
void pl_say_unwritten(const char *path, const char *why);
/* peil_evaluate; see how far it is. */
peil_status pl_evaluate(peil *p);
/* The files and folders named on the command line, from operand `first` on. */
peil_status pl_add_rules(peil *p, const pl_arguments *arguments, int first);
/* Rules and data are both looked at before anything is said: several mistakes in one run. */
peil_status pl_prepare(peil *p, const pl_arguments *arguments, int first);
/* Options of any run over data: its date, that there is data, threads and rows at once. */
peil_status pl_read_run(peil *p, const pl_arguments *arguments);
peil_status pl_read_separator(const pl_arguments *arguments, char *out); /* 0: not given */

#endif
