/* calendar_world.h - the attested holidays of Noord, Midden and Zuid, and days by their text. */
#ifndef PL_TESTS_CALENDAR_WORLD_H
#define PL_TESTS_CALENDAR_WORLD_H

#include "calendar/holidays.h"

void cal_world(pl_holidays *holidays, pl_arena *arena);
pl_holiday_fault cal_push(pl_holidays *holidays, int schooljaar, const char *name,
                          const char *region, const char *first, const char *last);
const pl_region *cal_region(const pl_holidays *holidays, const char *name);
/* The day that is written; one that does not exist fails the test. */
pl_date cal_day(const char *iso);
bool cal_is_day(pl_date got, const char *iso, const char *name);

#endif
