/* recovery.h - which clauses belong in which declaration, and where reading goes on after a
 * mistake.
 * Private to syntax/ and grammar/. */
#ifndef PL_SYNTAX_RECOVERY_H
#define PL_SYNTAX_RECOVERY_H

#include "syntax/reader.h"

/* May a clause (its token) stand in a declaration (its token, 0 for none)? */
bool pl_clause_belongs(int clause, int declaration);
/* The token of the declaration that is being read, 0 before the first. */
int pl_reader_declaration(const pl_reader *reader);
/* The first token from `index` on where an author starts afresh; the end of the file at last. */
uint32_t pl_reader_restart(const pl_reader *reader, uint32_t index);

#endif
