/* main.c - the program: language, standard library, then the command. All real work is behind peil.h. */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700
#endif

#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/table.h"

#ifndef PKGDATADIR
#define PKGDATADIR "/usr/local/share/peil"
#endif
#ifndef LOCALEDIR
#define LOCALEDIR "/usr/local/share/locale"
#endif

/* ### where things are */

/* A file opened while 1 is closed would become standard output and take the report; closed descriptors are filled so
 * that writing to them fails. */
static void hold_standard_files(void) {
    for (int file = 0; file <= 2; file++)
        if (fcntl(file, F_GETFD) < 0)
            (void)open("/dev/null", O_RDONLY);
}

static bool is_folder(const char *path) {
    struct stat status;

    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* Finds a folder of the installation: what the environment says, else beside the program (so that an installation may be
 * moved, and a build tree works), else where it was configured. */
static const char *find_folder(const char *variable, const char *beside, const char *configured,
                               char *room, size_t size) {
    const char *said = getenv(variable);
    char self[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);

    if (said && *said)
        return said;
    if (length > 0) {
        self[length] = '\0';
        if (snprintf(room, size, "%s/../share/%s", dirname(self), beside) < (int)size &&
            is_folder(room))
            return room;
    }
    return configured;
}

/* ### language */

/* The language that the environment asks for, as setlocale looks for it. */
static const char *asked_language(void) {
    static const char *const variables[] = {"LC_ALL", "LC_MESSAGES", "LANG"};

    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
        const char *value = getenv(variables[i]);

        if (value && *value)
            return value;
    }
    return "C";
}

/* A machine without the locale nl_NL.UTF-8 can still speak Dutch: gettext needs only some locale that is not C, and
 * LANGUAGE. All output is UTF-8, whatever the locale's own encoding. */
static void set_language(void) {
    static char room[PATH_MAX];
    const char *asked = asked_language();

    if (!setlocale(LC_ALL, "") && setlocale(LC_ALL, "C.UTF-8") && !getenv("LANGUAGE"))
        (void)setenv("LANGUAGE", asked, 1);
#if defined(ENABLE_NLS) && ENABLE_NLS
    bindtextdomain("peil", find_folder("PEIL_LOCALEDIR", "locale", LOCALEDIR, room, sizeof room));
    bind_textdomain_codeset("peil", "UTF-8");
    textdomain("peil");
#else
    (void)room;
#endif
}

/* ### commands */

/* Printed whole; a full disk is status 5 here too. */
static peil_status close_output(peil_status status) {
    if (fflush(stdout) == 0 && !ferror(stdout))
        return status;
    fputs(_("peil: standard output cannot be written\n"), stderr);
    return PEIL_NO_OUTPUT;
}

static peil_status print_completion(const char *shell) {
    if (strcmp(shell, "bash") != 0)
        return pl_usage_error(PL_COMMAND_COUNT,
                              _("there is no completion for `%s` yet; there is one for bash"),
                              shell);
    pl_completion_print(stdout);
    return close_output(PEIL_OK);
}

/* Lines after the first say what this build can do that another may not. */
static void print_version(void) {
    printf("peil %s\n", peil_version());
    for (const peil_ability *a = peil_abilities(); a->name; a++)
        if (a->built)
            printf("%s: %s\n", _(a->name), a->library);
        else
            printf(_("%s: none, built without %s\n"), _(a->name), a->library);
}

static peil_status run_without_command(const pl_arguments *arguments) {
    if (arguments->given[PL_OPTION_VERSION]) {
        print_version();
        return close_output(PEIL_OK);
    }
    if (arguments->given[PL_OPTION_COMPLETION])
        return print_completion(arguments->values[PL_OPTION_COMPLETION]);
    if (arguments->operand_count > 0)
        return pl_usage_error(PL_COMMAND_COUNT, _("a command comes first, before `%s`"),
                              arguments->operands[0]);
    return pl_usage_error(PL_COMMAND_COUNT, "%s", _("what is to be done? A command is missing"));
}

static peil_status run(const pl_arguments *arguments) {
    static char room[PATH_MAX];
    const char *stdlib =
        find_folder("PEIL_STDLIB", "peil/stdlib", PKGDATADIR "/stdlib", room, sizeof room);

    if (arguments->given[PL_OPTION_HELP]) {
        pl_help_print(arguments->command, stdout);
        return close_output(PEIL_OK);
    }
    if (arguments->given[PL_OPTION_MANUAL]) {
        pl_manual_print(arguments->command, stdout);
        return close_output(PEIL_OK);
    }
    switch (arguments->command) {
    case PL_COMMAND_CHECK: return pl_check_command(arguments, stdlib);
    case PL_COMMAND_AGENDA: return pl_agenda_command(arguments, stdlib);
    case PL_COMMAND_DOC: return pl_doc_command(arguments, stdlib);
    case PL_COMMAND_LINT: return pl_lint_command(arguments, stdlib);
    case PL_COMMAND_TABLE: return pl_table_command(arguments, stdlib);
    case PL_COMMAND_TEST: return pl_test_command(arguments, stdlib);
    case PL_COMMAND_WHY: return pl_why_command(arguments, stdlib);
    default: return run_without_command(arguments);
    }
}

int main(int argc, char **argv) {
    pl_arguments arguments = {0};
    peil_status status;

    hold_standard_files();
    set_language();
    status = pl_arguments_parse(&arguments, argc, argv);
    if (status == PEIL_OK)
        status = run(&arguments);
    pl_arguments_free(&arguments);
    return (int)status;
}
