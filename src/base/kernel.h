/* kernel.h - what loops over vectors are marked with. Their files are compiled with -O3 and written
 * so that they vectorise: no branch depends on an element, vectors do not overlap unless they are
 * the same. */
#ifndef PL_BASE_KERNEL_H
#define PL_BASE_KERNEL_H

#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

/* Of each kernel a version for wider vectors, chosen when the program starts. */
#ifdef HAVE_TARGET_CLONES
#define PL_KERNEL __attribute__((target_clones("avx2", "default")))
#else
#define PL_KERNEL
#endif

#endif
