/* read-ics.c - reads a calendar with libical. Status 1 when the library finds an error in it, or misses something that RFC 5545
 * asks of such a calendar; says how many events and journal entries there are. Built by tests/t/calendar.t where libical is installed. */
#include <libical/ical.h>
#include <stdio.h>

static char *next_line(char *line, size_t size, void *file) {
    return fgets(line, (int)size, file);
}

int main(int argc, char **argv) {
    FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
    icalparser *parser = icalparser_new();
    icalcomponent *calendar;
    int errors, events;

    if (file == NULL)
        return 2;
    icalparser_set_gen_data(parser, file);
    calendar = icalparser_parse(parser, next_line);
    fclose(file);
    icalparser_free(parser);
    if (calendar == NULL)
        return 1;
    errors = icalcomponent_count_errors(calendar) + !icalrestriction_check(calendar);
    events = icalcomponent_count_components(calendar, ICAL_VEVENT_COMPONENT) +
        icalcomponent_count_components(calendar, ICAL_VJOURNAL_COMPONENT);
    printf("%d events or journal entries, %d errors\n", events, errors);
    icalcomponent_free(calendar);
    return errors > 0 || events == 0;
}
