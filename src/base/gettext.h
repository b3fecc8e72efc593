/* gettext.h - messages through gettext; N_() marks a text that is translated when printed. */
#ifndef PL_BASE_GETTEXT_H
#define PL_BASE_GETTEXT_H

#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#if defined(ENABLE_NLS) && ENABLE_NLS
#include <libintl.h>
#define _(text) gettext(text)
#define PL_PLURAL(one, many, n) ngettext((one), (many), (unsigned long)(n))
#else
#define _(text) (text)
#define PL_PLURAL(one, many, n) ((n) == 1 ? (one) : (many))
#endif
#define N_(text) text

#endif
