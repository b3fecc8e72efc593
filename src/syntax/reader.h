/* reader.h - what the lexer, the words' places, the parser and the messages share while one source
 * is read.
 * The whole source becomes an array of tokens first, so that a word can be judged by what stands
 * behind it and reading can go on at the next restart point after a mistake. Private to syntax/ and
 * grammar/. */
#ifndef PL_SYNTAX_READER_H
#define PL_SYNTAX_READER_H

#include "syntax/tree.h"

enum {
    PL_TOKEN_FIRST = 1,     /* the first of its line */
    PL_TOKEN_QUOTED = 2,    /* a name in back quotes: never a keyword */
    PL_TOKEN_REPORTED = 4,  /* a diagnostic was given for it, or for what was skipped before it */
    PL_TOKEN_GLUED = 8,     /* no blank between it and the token before it */
    PL_TOKEN_JOINED = 16,   /* part of the token before it: the parser does not get it */
    PL_TOKEN_ANEW = 32,     /* begins a clause: the parser gets ANEW before it */
    PL_TOKEN_BARE_RULE = 64 /* names a rule, its keyword missing: the parser gets STANDARD first */
};

typedef struct pl_token {
    uint16_t kind;  /* PL_T_.. of grammar/parser.h */
    uint16_t flags; /* PL_TOKEN_.. */
    uint32_t start, end;
    const char *text; /* interned: a name, keyword, mark, text's contents, digits with a point */
} pl_token;

typedef struct pl_reader {
    pl_compiler *compiler;
    const pl_source *source;
    pl_arena arena; /* of the reader: what nobody needs once the tree is there */
    pl_str bytes;   /* the text that is read, same offsets as the source, with a NUL behind it */
    PL_VEC(pl_token) tokens; /* the last one is PL_T_END */
    uint32_t next;           /* the token that the parser gets next */
    uint32_t given;          /* the token that it got last */
    uint32_t begun;     /* the token before which it got ANEW or SYNC last; UINT32_MAX: none yet */
    bool sync;          /* it gets SYNC before the next one */
    uint32_t failed_at; /* token of the last syntax error, UINT32_MAX: none */
    uint32_t declaration; /* the token that begins the one that is read, UINT32_MAX: none yet */
    int declaration_kind; /* its keyword; 0: none yet */
    pl_node *file;
} pl_reader;

/* ### tokens */

/* Behind the last token: that of the last. */
pl_span pl_token_span(const pl_reader *reader, uint32_t index);
/* Words, marks and literals as they stand; the words still all names. grammar/lexer.re. */
void pl_reader_scan(pl_reader *reader);
/* Gives each word the token that its place asks for; joins pairs. place.c. */
void pl_reader_place(pl_reader *reader);
/* Both, for a whole source. */
void pl_reader_init(pl_reader *reader, pl_compiler *compiler, const pl_source *source);
void pl_reader_fini(pl_reader *reader);

/* ### words: the table of keywords.def */

typedef enum pl_word_class {
    PL_WORD_RESERVED,
    PL_WORD_DUTCH,
    PL_WORD_HINT,
    PL_WORD_DECLARATION,
    PL_WORD_CONTEXTUAL,
    PL_WORD_SUFFIX,
    PL_WORD_FOLLOWED,
    PL_WORD_PAIR,
    PL_WORD_UNIT,
    PL_WORD_MONTH
} pl_word_class;

typedef enum pl_word_place { PL_PLACE_NONE, PL_PLACE_LINE, PL_PLACE_ANYWHERE } pl_word_place;

typedef struct pl_word {
    int token;
    const char *text;
    pl_word_class class;
    pl_word_place place;
    const char *means;
} pl_word;

extern const pl_word pl_words[];
extern const unsigned pl_word_count;

/* The word with this text among classes (a set of 1 << class); NULL when there is none. */
const pl_word *pl_word_find(pl_str text, unsigned classes);
#define PL_CLASS(name) (1u << PL_WORD_##name)
#define PL_CLASSES_ANY (~0u)
/* Rows of two words that may begin with `first`, in the order of the table: the one behind `after`,
 * NULL: the first one. NULL when there is none any more. */
const pl_word *pl_word_pair(const char *first, const pl_word *after);
/* The first row of a keyword token; NULL for names, literals and marks. */
const pl_word *pl_word_of_token(int token);
/* The keyword nearest to a misspelt one among those that `allowed` says yes to, NULL when none is
 * near. `next` is the word behind it (empty when there is none), for pairs. */
const pl_word *pl_word_nearest(pl_str text, pl_str next,
                               bool (*allowed)(const pl_word *, const void *), const void *context);
/* A token in the author's words: "`require`", "a name", "a text in quotes". In the reader's
 * language. */
const char *pl_token_words(pl_arena *arena, int token);
bool pl_token_is_declaration(int token);
/* The word that stands there, keyword or name; "" for all else. */
const char *pl_token_word(const pl_token *token);

/* ### literals, with the mistakes that are made in them: literals.c. They report and give the
 * repaired token's text. */

const char *pl_literal_number(pl_reader *reader, pl_str written, pl_span span);
/* kind PL_T_DATE: text is ISO; PL_T_SCHOOLJAAR: text is the first calendar year. NULL when
 * `written` is neither. */
const char *pl_literal_dated(pl_reader *reader, int kind, pl_str written, pl_span span);
/* Composed characters (NFC), so that equal names are equal bytes. */
const char *pl_literal_name(pl_reader *reader, pl_str written);

/* ### after a syntax error */

/* Says what is wrong at token `index`, of which `expected` (count token kinds) could have stood
 * there; chooses where reading goes on. complain.c. */
void pl_reader_fail(pl_reader *reader, uint32_t index, const int *expected, int count);

#endif
