/* parser.y - the grammar of rule files, in five parts that the build joins in this order: this one has the tokens, the file
 * and names; declarations.y, rules.y and values.y go from the outside in; mistakes.y hands a syntax error to the reader.
 * Actions build nodes by src/syntax/build.h and nothing else. Which words are keywords was decided before (place.c).
 * After a mistake the reader goes on at the next place where an author starts afresh and gives SYNC before it: every body
 * below has a `sync`, so that a mistake ends its clause, never its declaration. */

%require "3.8"
%define api.pure full
%define api.prefix {pl_grammar_}
%define api.token.prefix {PL_T_}
%define api.location.type {pl_span}
%define parse.error custom
%define parse.lac full
%locations
%expect 0
%param {pl_reader *reader}

%code requires {
#include "syntax/reader.h"
}

%code provides {
/* The next token, or the sign that stands before it. src/syntax/feed.c. */
int pl_grammar_lex(PL_GRAMMAR_STYPE *value, pl_span *location, pl_reader *reader);
}

%code {
#include <assert.h>

#include "syntax/build.h"

/* From the first to the last symbol; what is empty stands behind the token before it. */
#define YYLLOC_DEFAULT(current, rhs, n)                                                   \
    ((current).source = YYRHSLOC(rhs, (n) ? 1 : 0).source,                                \
     (current).start = (n) ? YYRHSLOC(rhs, 1).start : YYRHSLOC(rhs, 0).end,               \
     (current).end = (n) ? YYRHSLOC(rhs, (n)).end : YYRHSLOC(rhs, 0).end)

#define MAKE(kind, at, text, ...) \
    pl_build(reader, PL_NODE_##kind, (at), (text), (pl_node *const[]){__VA_ARGS__, NULL})
#define MAKE0(kind, at, text) pl_build(reader, PL_NODE_##kind, (at), (text), (pl_node *const[]){NULL})
#define NONE pl_build_absent(reader)
#define PUSH(parent, kid) pl_build_push(reader, (parent), (kid))
#define LIST1(kid) MAKE(LIST, (kid)->span, NULL, (kid))
/* A part of a body that could not be read; a declaration whose head could not. */
#define UNREAD MAKE0(ERROR, reader_span(reader), NULL)
#define BROKEN pl_build_broken(reader)

static pl_span reader_span(const pl_reader *reader);
static void yyerror(YYLTYPE *location, pl_reader *reader, const char *message);
}

%union {
    const pl_token *token;
    pl_node *node;
}

/* ### tokens: texts and classes of the keywords are in src/syntax/keywords.def */

%token SYNC
/* Before what begins a clause: all before it is complete, or the mistake lies there. */
%token ANEW

%token <token> END NAME TEXT NUMBER PERCENT DATE SCHOOLJAAR DAYMONTH UNIT
%token <token> DOT COMMA OPEN CLOSE INDEX INDEX_END SET SET_END BAR ROW ROW_END
%token <token> DOTS OPEN_END OPEN_START PLUS MINUS TIMES OVER_SIGN EQUAL LESS COMPARE
/* A comma that only what stands behind it can explain: before `5 if fewer than`, before a new item of a mapping. */
%token <token> SMALL_COMMA ITEM_COMMA
/* In a dataset: a name before `from "file"`, a name before `=`, a text before `is`. */
%token <token> MAPPED COLUMN_NAME CELL_TEXT

%token <token> AND OR NOT IN IS IF OF FOR WHERE WHEN OTHERWISE REQUIRE EVERY SOME NO HAVE HAVING

%token <token> HANDBOOK USE SECTION OMIT LEVELS ENTITY FIELD MEASURE PARAMETER TABLE STANDARD INDICATOR AMBITION TARGET
%token <token> DATASET DEADLINE DECISION DERIVE DEFINE POPULATION ATTEST INDICATORS DEFINITION ROLE TASK WAIVER TEST EXTENSION

%token <token> SOURCE DATED FROM UNTIL CITE NOTE OWNER ITEMS REASON NEEDS PROVISIONAL GRADE FLAGS GIVES PLAN DO CHECK ACT
%token <token> EVALUATE BY AS EACH LIKE AFTER BEFORE WITHIN EVIDENCE GIVEN EXPECT ON NORM KEY YEARLY DEFAULT WITHOUT OVERLAP
%token <token> SEPARATOR DECIMAL ENCODING SCHOOLJAAR_OPTION TABLE_OPTION INCOMPLETE ROWS OVER ELSE AMONG ACROSS

%token <token> AGGREGATE PERCENTILE PREVIOUS LAST THIS EXACTLY SUCCESSIVE HOLD

%token <token> FOR_EACH EXCEPT_WHERE ON_FAILURE VALID_FROM ATTESTED_BY AT_LEAST AT_MOST MORE_THAN FEWER_THAN ROUNDED_TO
%token <token> TIMES_PER INCLUDING_THIS ABSENT_MEANS WITH_SAME IN_PERCENT IN_FRACTIONS SCHOOL_WEEK

/* A comparison goes on as far as it can: `where a = 3 >= 4` is the mistake `(.. where a = 3) >= 4`. */
%precedence BARE
%precedence EQUAL LESS COMPARE

%type <token> word suffix any_name rule_kind compare plain_quantity quantity phase
%type <node> declaration name title names text texts
%type <node> handbook use section omit levels member members entity entity_head parent key_names yearly without years
%type <node> field typed type domain field_decl measure parameter dated dated_value table row cells cell bound
%type <node> rule failing_rule rule_clause dataset dataset_head mapping option table_option column cell_reading rows row_source
%type <node> row_values row_value deadline decision derive define define_head population attest attested indicators like new_ids left_out
%type <node> indicator_row indicator_cells indicator_cell definition role task by waiver rule_name same sames test given
%type <node> given_values given_value expect rule_names subject extension extension_inputs
%type <node> clause remark cite note owner valid until day grade grades grade_case timing event weeks week duration rhythm plan evaluate
%type <node> rhythm_option where_option
%type <node> value cases when_cases condition simple comparison operand rounded sum product factor primary postfix literal number
%type <node> signed set set_items set_item day_month range range_end end arguments conj disj alone loose item tail_aggregate aggregate quantified source
%type <node> period_option period last_years small conditions percentile where_part successive

%start input

%%

/* ### a file */

input:
    file END

file:
    start
|   file declaration                    { PUSH(reader->file, $declaration); }

start:
    %empty
|   sync

sync:
    error SYNC                          { yyerrok; }

declaration:
    handbook | use | section | omit | levels | entity | field_decl | measure | parameter | table
|   rule | failing_rule | dataset | deadline | decision | derive | define | population | attest
|   indicators | definition | role | task | waiver | test | extension

/* ### names and texts */

name:
    any_name                            { $$ = pl_build_name(reader, $1); }

any_name:
    NAME | word | suffix

/* Keywords that are names wherever the grammar does not expect them. */
word:
    SOURCE | DATED | FROM | UNTIL | CITE | NOTE | OWNER | ITEMS | REASON | NEEDS | PROVISIONAL | GRADE | FLAGS
|   PLAN | DO | CHECK | ACT | EVALUATE | BY | AS | EACH | LIKE | AFTER | BEFORE | WITHIN | EVIDENCE | GIVEN | EXPECT | NORM
|   KEY | OVERLAP | SEPARATOR | DECIMAL | ENCODING | ROWS | OVER | ELSE | AMONG | ACROSS | INCOMPLETE

/* The same, but for the name of a field that follows another one. */
suffix:
    YEARLY | DEFAULT | WITHOUT

names:
    name                                { $$ = LIST1($1); }
|   names COMMA name                    { $$ = PUSH($1, $3); }

text:
    TEXT                                { $$ = pl_build_text(reader, $1); }

texts:
    text                                { $$ = LIST1($1); }
|   texts COMMA text                    { $$ = PUSH($1, $3); }

title:
    %empty                              { $$ = NONE; }
|   text
