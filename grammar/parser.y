/* parser.y - the grammar of rule files. Read it from the top: a file, its declarations, their clauses, conditions, values.
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
#define LATER(word, at, ...) MAKE(LATER, (at), (word)->text, __VA_ARGS__)
#define LATER0(word, at) MAKE0(LATER, (at), (word)->text)
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
%token <token> DATASET DEADLINE DECISION DERIVE DEFINE POPULATION ATTEST INDICATORS WAIVER TEST EXTENSION

%token <token> SOURCE DATED FROM UNTIL CITE NOTE OWNER ITEMS REASON NEEDS PROVISIONAL GRADE FLAGS GIVES PLAN DO CHECK ACT
%token <token> EVALUATE BY AS EACH AFTER BEFORE WITHIN EVIDENCE GIVEN EXPECT NORM KEY YEARLY DEFAULT WITHOUT OVERLAP
%token <token> SEPARATOR DECIMAL ENCODING SCHOOLJAAR_OPTION INCOMPLETE ROWS OVER ELSE AMONG ACROSS

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
%type <node> rule failing_rule rule_clause dataset dataset_head mapping option column cell_reading rows row_source
%type <node> row_values row_value deadline decision derive define define_head population attest indicators indicator_row
%type <node> indicator_cell waiver rule_name test given expect extension extension_inputs
%type <node> clause remark cite note owner valid until day grade grades timing event weeks duration rhythm plan plan_tail evaluate
%type <node> rhythm_option where_option by_option
%type <node> value cases when_cases condition simple comparison operand rounded sum product factor primary postfix literal number
%type <node> signed set set_items range range_end arguments conj disj alone loose item tail_aggregate aggregate quantified source
%type <node> period_option period last_years small conditions percentile where_part

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
|   indicators | waiver | test | extension

/* ### names and texts */

name:
    any_name                            { $$ = pl_build_name(reader, $1); }

any_name:
    NAME | word | suffix

/* Keywords that are names wherever the grammar does not expect them. */
word:
    SOURCE | DATED | FROM | UNTIL | CITE | NOTE | OWNER | ITEMS | REASON | NEEDS | PROVISIONAL | GRADE | FLAGS
|   PLAN | DO | CHECK | ACT | EVALUATE | BY | AS | EACH | AFTER | BEFORE | WITHIN | EVIDENCE | GIVEN | EXPECT | NORM
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

/* ### handbooks and their parts */

handbook:
    HANDBOOK name title                 { $$ = pl_build_declaration(reader, PL_NODE_HANDBOOK, $2); PUSH($$, $3); }
|   HANDBOOK sync                       { $$ = BROKEN; }
|   handbook SOURCE text                { $$ = PUSH($1, MAKE(SOURCE, pl_span_join(@2, @3), NULL, $3, NONE)); }
|   handbook SOURCE text DATED day      { $$ = PUSH($1, MAKE(SOURCE, pl_span_join(@2, @5), NULL, $3, $5)); }
|   handbook valid                      { $$ = PUSH($1, $2); }
|   handbook ITEMS texts                { $$ = PUSH($1, pl_build_renamed(reader, $3, PL_NODE_ITEMS, @2)); }
|   handbook remark                     { $$ = PUSH($1, $2); }
|   handbook sync                       { $$ = PUSH($1, UNREAD); }
|   handbook ANEW

use:
    USE name                            { $$ = pl_build_declaration(reader, PL_NODE_USE, $2); }
|   USE sync                            { $$ = BROKEN; }
|   use sync                            { $$ = PUSH($1, UNREAD); }
|   use ANEW

section:
    SECTION name title                  { $$ = pl_build_declaration(reader, PL_NODE_SECTION, $2); PUSH($$, $3); }
|   SECTION sync                        { $$ = BROKEN; }
|   section ITEMS texts                 { $$ = PUSH($1, pl_build_renamed(reader, $3, PL_NODE_ITEMS, @2)); }
|   section remark                      { $$ = PUSH($1, $2); }
|   section sync                        { $$ = PUSH($1, UNREAD); }
|   section ANEW

omit:
    OMIT text REASON text               { $$ = MAKE(OMIT, @$, NULL, $2, $4); }
|   OMIT sync                           { $$ = BROKEN; }
|   omit sync                           { $$ = PUSH($1, UNREAD); }
|   omit ANEW

/* ### what there is to speak of */

levels:
    LEVELS name members                 { $$ = pl_build_declaration(reader, PL_NODE_LEVELS, $2); PUSH($$, $3); }
|   LEVELS sync                         { $$ = BROKEN; }
|   levels sync                         { $$ = PUSH($1, UNREAD); }
|   levels ANEW

members:
    member                              { $$ = LIST1($1); }
|   members LESS member                 { $$ = PUSH($1, $3); }

member:
    name | text

entity:
    ENTITY entity_head                  { $$ = $2; }
|   ENTITY sync                         { $$ = BROKEN; }
|   entity field                        { $$ = pl_build_field_of_entity(reader, $1, $2); }
|   entity sync                         { $$ = PUSH($1, UNREAD); }
|   entity ANEW

entity_head:
    name parent KEY key_names yearly without
                                        { $$ = pl_build_entity(reader, $1, (pl_node *const[]){$2, $4, $6}, $5); }

parent:
    %empty                              { $$ = NONE; }
|   OF name                             { $$ = $2; }

key_names:
    names

yearly:
    %empty                              { $$ = NULL; }
|   YEARLY                              { $$ = NONE; }

without:
    %empty                              { $$ = MAKE0(LIST, @$, NULL); }
|   WITHOUT SET years SET_END           { $$ = $3; }

years:
    SCHOOLJAAR                          { $$ = MAKE(LIST, @1, NULL, pl_build_schooljaar(reader, $1)); }
|   years COMMA SCHOOLJAAR              { $$ = PUSH($1, pl_build_schooljaar(reader, $3)); }

field:
    NAME typed                          { $$ = pl_build_field(reader, pl_build_name(reader, $1), $2, NONE); }
|   word typed                          { $$ = pl_build_field(reader, pl_build_name(reader, $1), $2, NONE); }

/* An unnamed FIELD: type, domain, default. */
typed:
    type domain                         { $$ = MAKE(FIELD, @$, NULL, $1, $2, NONE); }
|   typed YEARLY                        { $$ = pl_build_yearly(reader, $1, $2); }
|   typed DEFAULT literal               { $$ = pl_build_default(reader, $1, $3); }
|   typed ABSENT_MEANS NOT name         { $$ = pl_build_default(reader, $1, pl_build_absent_means(reader, @2, $4)); }

type:
    name
|   set

domain:
    %empty                              { $$ = NONE; }
|   signed DOTS signed                  { $$ = pl_build_range(reader, $1, $3, $2); }

field_decl:
    FIELD name OF name typed            { $$ = pl_build_field(reader, $2, $5, $4); }
|   FIELD sync                          { $$ = BROKEN; }
|   field_decl sync                     { $$ = PUSH($1, UNREAD); }
|   field_decl ANEW

measure:
    MEASURE name title FOR name EQUAL value
                                        { $$ = pl_build_declaration(reader, PL_NODE_MEASURE, $2);
                                          PUSH($$, $3); PUSH($$, $5); PUSH($$, $7); }
|   MEASURE sync                        { $$ = BROKEN; }
|   measure remark                      { $$ = PUSH($1, $2); }
|   measure sync                        { $$ = PUSH($1, UNREAD); }
|   measure ANEW

parameter:
    PARAMETER name EQUAL dated          { $$ = pl_build_declaration(reader, PL_NODE_PARAMETER, $2); PUSH($$, $4); }
|   PARAMETER sync                      { $$ = BROKEN; }
|   parameter COMMA dated               { $$ = PUSH($1, $3); }
|   parameter remark                    { $$ = PUSH($1, $2); }
|   parameter sync                      { $$ = PUSH($1, UNREAD); }
|   parameter ANEW

dated:
    dated_value                         { $$ = MAKE(DATED, @1, NULL, $1, NONE, NONE); }
|   dated_value FROM day                { $$ = MAKE(DATED, @$, NULL, $1, $3, NONE); }
|   dated_value FROM day UNTIL day      { $$ = MAKE(DATED, @$, NULL, $1, $3, $5); }
|   dated_value UNTIL day               { $$ = MAKE(DATED, @$, NULL, $1, NONE, $3); }

dated_value:
    literal
|   number OVER_SIGN number             { $$ = pl_build_fraction(reader, $1, $3); }
|   range

/* ### tables */

table:
    TABLE name title                    { $$ = pl_build_table(reader, $2, $3); }
|   TABLE sync                          { $$ = BROKEN; }
|   table KEY names                     { $$ = pl_build_table_part(reader, $1, PL_TABLE_KEYS, $3); }
|   table BY name                       { $$ = pl_build_table_part(reader, $1, PL_TABLE_BY, $3); }
|   table FROM day                      { $$ = pl_build_table_part(reader, $1, PL_TABLE_FROM, $3); }
|   table UNTIL day                     { $$ = pl_build_table_part(reader, $1, PL_TABLE_UNTIL, $3); }
|   table OVERLAP name                  { $$ = pl_build_overlap(reader, $1, $3); }
|   table row                           { $$ = pl_build_row_of_table(reader, $1, $2); }
|   table remark                        { $$ = PUSH($1, $2); }
|   table sync                          { $$ = PUSH($1, UNREAD); }
|   table ANEW

row:
    ROW cells ROW_END                   { $$ = pl_build_spanned(reader, $2, @$); }
|   ROW sync ROW_END                    { $$ = UNREAD; }

cells:
    cell                                { $$ = MAKE(ROW, @1, NULL, $1); }
|   cells BAR cell                      { $$ = PUSH($1, $3); }

cell:
    %empty                              { $$ = MAKE0(NO_NORM, @$, NULL); }
|   MINUS                               { $$ = MAKE0(NO_NORM, @$, NULL); }
|   literal
|   set
|   range
|   bound OPEN_END                      { $$ = pl_build_range(reader, $1, NONE, $2); }
|   OPEN_START bound                    { $$ = pl_build_range(reader, NONE, $2, $1); }
|   LESS bound                          { $$ = pl_build_range(reader, NONE, $2, $1); }
|   COMPARE bound                       { $$ = pl_build_compared_cell(reader, $1, $2); }

bound:
    literal

/* ### rules */

rule:
    rule_kind name title                { $$ = pl_build_rule(reader, $1, $2, $3); }
|   rule_kind sync                      { $$ = BROKEN; }
|   rule rule_clause                    { $$ = PUSH($1, $2); }
|   rule sync                           { $$ = PUSH($1, UNREAD); }
|   rule ANEW

rule_kind:
    STANDARD | INDICATOR | AMBITION | TARGET

rule_clause:
    clause
|   grade
|   ATTESTED_BY names rhythm_option     { $$ = LATER($1, @$, $2, $3); }

/* `on failure` is the last part of a rule: all that follows belongs to it. */
failing_rule:
    rule ON_FAILURE                     { $$ = PUSH($1, LATER0($2, @2)); }
|   rule plan                           { $$ = pl_build_bare_failure(reader, $1, $2); }
|   rule evaluate                       { $$ = pl_build_bare_failure(reader, $1, $2); }
|   failing_rule plan                   { $$ = pl_build_push_last(reader, $1, $2); }
|   failing_rule evaluate               { $$ = pl_build_push_last(reader, $1, $2); }
|   failing_rule rule_clause            { $$ = pl_build_after_failure(reader, $1, $2); }
|   failing_rule sync
|   failing_rule ANEW

plan:
    PLAN text plan_tail                 { $$ = LATER($1, @$, $2, $3); }

plan_tail:
    %empty                              { $$ = MAKE0(LIST, @$, NULL); }
|   plan_tail BY names                  { $$ = PUSH($1, $3); }
|   plan_tail WITHIN duration           { $$ = PUSH($1, $3); }

evaluate:
    EVALUATE rhythm by_option           { $$ = LATER($1, @$, $2, $3); }

by_option:
    %empty                              { $$ = NONE; }
|   BY names                            { $$ = $2; }

clause:
    FOR_EACH name where_option          { $$ = MAKE(FOR_EACH, @2, $2->text, $3); }
|   EXCEPT_WHERE condition              { $$ = MAKE(EXCEPT, @$, NULL, $2); }
|   REQUIRE condition                   { $$ = MAKE(REQUIRE, @$, NULL, $2, NONE); }
|   REQUIRE condition WHEN condition    { $$ = MAKE(REQUIRE, @$, NULL, $2, $4); }
|   NEEDS condition                     { $$ = MAKE(NEEDS, @$, NULL, $2, NONE); }
|   NEEDS condition text                { $$ = MAKE(NEEDS, @$, NULL, $2, $3); }
|   PROVISIONAL UNTIL day               { $$ = MAKE(PROVISIONAL, @$, NULL, $3); }
|   remark
|   owner
|   valid

where_option:
    %empty                              { $$ = NONE; }
|   WHERE condition                     { $$ = $2; }

remark:
    cite | note

cite:
    CITE text                           { $$ = MAKE(CITE, @$, NULL, $2, NONE); }
|   CITE text NUMBER                    { $$ = MAKE(CITE, @$, NULL, $2, pl_build_number(reader, $3, NULL)); }

note:
    NOTE text                           { $$ = MAKE(NOTE, @$, NULL, $2); }

owner:
    OWNER names                         { $$ = pl_build_renamed(reader, $2, PL_NODE_OWNER, @1); }

valid:
    VALID_FROM day until                { $$ = MAKE(VALID, @$, NULL, $2, $3); }

until:
    %empty                              { $$ = NONE; }
|   UNTIL day                           { $$ = $2; }

day:
    DATE                                { $$ = pl_build_date(reader, $1); }
|   SCHOOLJAAR                          { $$ = pl_build_schooljaar(reader, $1); }

/* The last grade has no condition: nothing passes in silence. */
grade:
    GRADE grades COMMA name OTHERWISE   { $$ = LATER($1, @$, $2, $4); }

grades:
    name WHEN condition                 { $$ = MAKE(LIST, @$, NULL, $1, $3); }
|   name FLAGS WHEN condition           { $$ = MAKE(LIST, @$, NULL, $1, $4); }
|   grades COMMA name WHEN condition    { PUSH($1, $3); $$ = PUSH($1, $5); }
|   grades COMMA name FLAGS WHEN condition
                                        { PUSH($1, $3); $$ = PUSH($1, $6); }

/* ### datasets */

dataset:
    dataset_head
|   dataset mapping                     { $$ = PUSH($1, $2); }

dataset_head:
    DATASET name title                  { $$ = pl_build_declaration(reader, PL_NODE_DATASET, $2); PUSH($$, $3); }
|   DATASET sync                        { $$ = BROKEN; }
|   dataset_head sync                   { $$ = PUSH($1, UNREAD); }
|   dataset_head ANEW

mapping:
    MAPPED FROM text                    { $$ = MAKE(MAPPING, @1, $1->text, $3); }
|   MAPPED sync                         { $$ = UNREAD; }
|   mapping option                      { $$ = PUSH($1, $2); }
|   mapping column                      { $$ = PUSH($1, $2); }
|   mapping rows                        { $$ = PUSH($1, $2); }
|   mapping cell_reading                { $$ = PUSH($1, $2); }
|   mapping ITEM_COMMA
|   mapping sync                        { $$ = PUSH($1, UNREAD); }
|   mapping ANEW

option:
    SEPARATOR text                      { $$ = MAKE(OPTION, @$, $1->text, $2); }
|   SEPARATOR name                      { $$ = MAKE(OPTION, @$, $1->text, $2); }
|   DECIMAL text                        { $$ = MAKE(OPTION, @$, $1->text, $2); }
|   ENCODING text                       { $$ = MAKE(OPTION, @$, $1->text, $2); }
|   SCHOOLJAAR_OPTION SCHOOLJAAR        { $$ = MAKE(OPTION, @$, $1->text, pl_build_schooljaar(reader, $2)); }
|   INCOMPLETE                          { $$ = MAKE(OPTION, @$, $1->text, NONE); }

column:
    COLUMN_NAME EQUAL text              { $$ = MAKE(COLUMN, @1, $1->text, $3); }
|   column BEFORE text                  { $$ = PUSH($1, MAKE(STEP, pl_span_join(@2, @3), $2->text, $3)); }
|   column AFTER text                   { $$ = PUSH($1, MAKE(STEP, pl_span_join(@2, @3), $2->text, $3)); }
|   column ROUNDED_TO number            { $$ = PUSH($1, MAKE(STEP, pl_span_join(@2, @3), pl_build_word(reader, "rounded"), $3)); }
|   column IN_PERCENT                   { $$ = PUSH($1, MAKE(STEP, @2, pl_build_word(reader, "percent"), NONE)); }
|   column IN_FRACTIONS                 { $$ = PUSH($1, MAKE(STEP, @2, pl_build_word(reader, "fractions"), NONE)); }

cell_reading:
    CELL_TEXT IS range                  { $$ = MAKE(CELL, @$, NULL, pl_build_text(reader, $1), $3); }
|   CELL_TEXT IS signed                 { $$ = MAKE(CELL, @$, NULL, pl_build_text(reader, $1), $3); }
|   CELL_TEXT IS name                   { $$ = pl_build_missing_cell(reader, pl_build_text(reader, $1), $3); }

rows:
    ROWS names FROM row_source          { $$ = MAKE(ROWS, @$, NULL, $2, $4); }
|   rows COMMA row_source               { $$ = pl_build_spanned(reader, PUSH($1, $3), @$); }

row_source:
    row_values                          { $$ = pl_build_row_source(reader, $1, @$); }

row_values:
    row_value                           { $$ = LIST1($1); }
|   row_values row_value                { $$ = pl_build_spanned(reader, PUSH($1, $2), @$); }

row_value:
    NAME                                { $$ = pl_build_name(reader, $1); }
|   text
|   signed
|   day

/* ### waivers */

waiver:
    WAIVER FOR name text FROM rule_name { $$ = MAKE(WAIVER, @$, $3->text, $4, $6); }
|   WAIVER sync                         { $$ = BROKEN; }
|   waiver UNTIL day                    { $$ = PUSH($1, MAKE(UNTIL, pl_span_join(@2, @3), NULL, $3)); }
|   waiver REASON text                  { $$ = PUSH($1, MAKE(REASON, pl_span_join(@2, @3), NULL, $3)); }
|   waiver owner                        { $$ = PUSH($1, $2); }
|   waiver remark                       { $$ = PUSH($1, $2); }
|   waiver sync                         { $$ = PUSH($1, UNREAD); }
|   waiver ANEW

rule_name:
    name
|   name DOT name                       { $$ = MAKE(QUALIFIED, @$, $3->text, $1); }

/* ### declarations whose meaning is built later */

deadline:
    DEADLINE name title phase           { $$ = LATER($1, pl_span_join(@1, @2), $2, $3, $4 ? pl_build_name(reader, $4) : NONE); }
|   DEADLINE sync                       { $$ = BROKEN; }
|   deadline clause                     { $$ = PUSH($1, $2); }
|   deadline timing                     { $$ = PUSH($1, $2); }
|   deadline sync                       { $$ = PUSH($1, UNREAD); }
|   deadline ANEW

phase:
    %empty                              { $$ = NULL; }
|   PLAN | DO | CHECK | ACT

timing:
    AFTER SCHOOL_WEEK weeks             { $$ = LATER($1, @$, $3); }
|   AFTER duration                      { $$ = LATER($1, @$, $2); }
|   AFTER event                         { $$ = LATER($1, @$, $2); }
|   WITHIN duration AFTER event         { $$ = LATER($1, @$, $2, $4); }
|   BEFORE event                        { $$ = LATER($1, @$, $2); }
|   TIMES_PER name                      { $$ = LATER($1, @$, $2); }
|   rhythm
|   BY names                            { $$ = LATER($1, @$, $2); }
|   EVIDENCE name where_option          { $$ = LATER($1, @$, $2, $3); }

weeks:
    NUMBER                              { $$ = MAKE(LIST, @1, NULL, pl_build_number(reader, $1, NULL)); }
|   NUMBER DOTS NUMBER                  { $$ = MAKE(LIST, @$, NULL, pl_build_range(reader,
                                                pl_build_number(reader, $1, NULL), pl_build_number(reader, $3, NULL), $2)); }
|   weeks COMMA NUMBER                  { $$ = PUSH($1, pl_build_number(reader, $3, NULL)); }

event:
    name
|   name DOT name                       { $$ = MAKE(QUALIFIED, @$, $3->text, $1); }
|   day
|   DAYMONTH                            { $$ = pl_build_day_month(reader, $1); }

duration:
    NUMBER UNIT                         { $$ = pl_build_number(reader, $1, $2); }

rhythm_option:
    %empty                              { $$ = NONE; }
|   rhythm

rhythm:
    EVERY duration                      { $$ = LATER($1, @$, $2); }
|   EVERY name                          { $$ = LATER($1, @$, $2); }
|   EVERY name IN name                  { $$ = LATER($1, @$, $2, $4); }

decision:
    DECISION name title FOR_EACH name cases
                                        { $$ = LATER($1, pl_span_join(@1, @2), $2, $3, $5, $6); }
|   DECISION name title FOR_EACH name GIVES name cases
                                        { $$ = LATER($1, pl_span_join(@1, @2), $2, $3, $5, $7, $8); }
|   DECISION sync                       { $$ = BROKEN; }
|   decision clause                     { $$ = PUSH($1, $2); }
|   decision sync                       { $$ = PUSH($1, UNREAD); }
|   decision ANEW

derive:
    DERIVE name FROM name BY names where_option
                                        { $$ = LATER($1, pl_span_join(@1, @2), $2, $4, $6, $7); }
|   DERIVE sync                         { $$ = BROKEN; }
|   derive clause                       { $$ = PUSH($1, $2); }
|   derive sync                         { $$ = PUSH($1, UNREAD); }
|   derive ANEW

define:
    DEFINE name title FOR name EQUAL value
                                        { $$ = pl_build_declaration(reader, PL_NODE_DEFINE, $2);
                                          PUSH($$, $3); PUSH($$, $5); PUSH($$, $7); }
|   DEFINE name title EQUAL value       { $$ = pl_build_declaration(reader, PL_NODE_DEFINE, $2);
                                          PUSH($$, $3); PUSH($$, NONE); PUSH($$, $5); }
|   DEFINE define_head EQUAL value      { $$ = LATER($1, pl_span_join(@1, $2->span), $2, $4); }
|   DEFINE sync                         { $$ = BROKEN; }
|   define clause                       { $$ = PUSH($1, $2); }
|   define sync                         { $$ = PUSH($1, UNREAD); }
|   define ANEW

/* With an index it is one definition for each value of the names. */
define_head:
    name INDEX names INDEX_END title    { $$ = MAKE(LIST, @1, NULL, $1, $5, $3); }
|   define_head FOR name                { $$ = PUSH($1, $3); }

population:
    POPULATION name title               { $$ = LATER($1, pl_span_join(@1, @2), $2, $3); }
|   POPULATION sync                     { $$ = BROKEN; }
|   population clause                   { $$ = PUSH($1, $2); }
|   population sync                     { $$ = PUSH($1, UNREAD); }
|   population ANEW

attest:
    ATTEST name title FOR name EACH name BY names AS set
                                        { $$ = LATER($1, pl_span_join(@1, @2), $2, $3, $5, $7, $9, $11); }
|   ATTEST sync                         { $$ = BROKEN; }
|   attest remark                       { $$ = PUSH($1, $2); }
|   attest sync                         { $$ = PUSH($1, UNREAD); }
|   attest ANEW

indicators:
    INDICATORS name title FOR_EACH name ATTESTED_BY names rhythm_option
                                        { $$ = LATER($1, pl_span_join(@1, @2), $2, $3, $5, $7, $8); }
|   INDICATORS sync                     { $$ = BROKEN; }
|   indicators indicator_row            { $$ = PUSH($1, $2); }
|   indicators remark                   { $$ = PUSH($1, $2); }
|   indicators sync                     { $$ = PUSH($1, UNREAD); }
|   indicators ANEW

indicator_row:
    ROW indicator_cell ROW_END          { $$ = MAKE(ROW, @$, NULL, $2); }
|   ROW indicator_cell BAR indicator_cell ROW_END
                                        { $$ = MAKE(ROW, @$, NULL, $2, $4); }
|   ROW indicator_cell BAR indicator_cell BAR indicator_cell ROW_END
                                        { $$ = MAKE(ROW, @$, NULL, $2, $4, $6); }
|   ROW sync ROW_END                    { $$ = UNREAD; }

indicator_cell:
    %empty                              { $$ = NONE; }
|   WHEN                                { $$ = pl_build_name(reader, $1); }
|   condition

test:
    TEST text                           { $$ = LATER($1, pl_span_join(@1, @2), $2); }
|   TEST sync                           { $$ = BROKEN; }
|   test GIVEN name given               { $$ = PUSH($1, LATER($2, pl_span_join(@2, @4), $3, $4)); }
|   test EXPECT name expect             { $$ = PUSH($1, LATER($2, pl_span_join(@2, @4), $3, $4)); }
|   test remark                         { $$ = PUSH($1, $2); }
|   test sync                           { $$ = PUSH($1, UNREAD); }
|   test ANEW

given:
    NAME EQUAL literal                  { $$ = MAKE(LIST, @$, NULL, pl_build_name(reader, $1), $3); }
|   given COMMA NAME EQUAL literal      { PUSH($1, pl_build_name(reader, $3)); $$ = PUSH($1, $5); }

expect:
    name                                { $$ = pl_build_state(reader, $1); }
|   NO NORM                             { $$ = MAKE0(NAME, @$, pl_build_word(reader, "no norm")); }
|   NOT name                            { $$ = pl_build_negated_word(reader, pl_build_state(reader, $2), @$); }
|   EQUAL literal                       { $$ = $2; }

extension:
    EXTENSION name OPEN extension_inputs CLOSE GIVES type FROM text
                                        { $$ = LATER($1, pl_span_join(@1, @2), $2, $4, $7, $9); }
|   EXTENSION sync                      { $$ = BROKEN; }
|   extension remark                    { $$ = PUSH($1, $2); }
|   extension sync                      { $$ = PUSH($1, UNREAD); }
|   extension ANEW

extension_inputs:
    name type                           { $$ = MAKE(LIST, @$, NULL, $1, $2); }
|   extension_inputs COMMA name type    { PUSH($1, $3); $$ = PUSH($1, $4); }

/* ### values: what a measure, a definition or a pair of parentheses holds */

value:
    condition
|   cases
|   percentile

cases:
    when_cases
|   when_cases COMMA condition OTHERWISE
                                        { $$ = PUSH($1, MAKE(CASE, pl_span_join(@3, @4), NULL, $3, NONE));
                                          $$ = pl_build_spanned(reader, $$, @$); }

when_cases:
    condition WHEN condition            { $$ = MAKE(CASES, @$, NULL, MAKE(CASE, @$, NULL, $1, $3)); }
|   when_cases COMMA condition WHEN condition
                                        { $$ = PUSH($1, MAKE(CASE, pl_span_join(@3, @5), NULL, $3, $5));
                                          $$ = pl_build_spanned(reader, $$, @$); }

percentile:
    PERCENTILE OF operand AMONG name    { $$ = LATER($1, @$, $3, $5); }
|   PERCENTILE OF operand AMONG name WITH_SAME names
                                        { $$ = LATER($1, @$, $3, $5, $7); }

/* ### conditions: `and` and `or` are never mixed, and what has an open end stands alone */

condition:
    simple | conj | disj | alone | loose

conj:
    simple AND simple                   { $$ = MAKE(AND, @$, NULL, $1, $3); }
|   conj AND simple                     { $$ = pl_build_spanned(reader, PUSH($1, $3), @$); }

disj:
    simple OR simple                    { $$ = MAKE(OR, @$, NULL, $1, $3); }
|   disj OR simple                      { $$ = pl_build_spanned(reader, PUSH($1, $3), @$); }

alone:
    quantified
|   NOT quantified                      { $$ = MAKE(NOT, @$, NULL, $2); }
|   tail_aggregate

/* Mistakes that parse, so that both readings can be offered. */
loose:
    conj OR item                        { $$ = pl_build_mixed(reader, PL_NODE_OR, $1, $3); }
|   disj AND item                       { $$ = pl_build_mixed(reader, PL_NODE_AND, $1, $3); }
|   conj AND alone                      { $$ = pl_build_beside(reader, PL_NODE_AND, $1, $3); }
|   disj OR alone                       { $$ = pl_build_beside(reader, PL_NODE_OR, $1, $3); }
|   simple AND alone                    { $$ = pl_build_beside(reader, PL_NODE_AND, $1, $3); }
|   simple OR alone                     { $$ = pl_build_beside(reader, PL_NODE_OR, $1, $3); }
|   alone AND item                      { $$ = pl_build_open_end(reader, PL_NODE_AND, $1, $3); }
|   alone OR item                       { $$ = pl_build_open_end(reader, PL_NODE_OR, $1, $3); }
|   alone compare operand               { $$ = pl_build_compared_tail(reader, $1, $2, $3); }
|   loose AND item                      { $$ = $1; }
|   loose OR item                       { $$ = $1; }

item:
    simple | alone

simple:
    comparison
|   NOT comparison                      { $$ = MAKE(NOT, @$, NULL, $2); }

comparison:
    operand                             %prec BARE
|   operand compare operand             { $$ = MAKE(COMPARE, @$, $2->text, $1, $3); }
|   operand IN range                    { $$ = MAKE(IN, @$, $2->text, $1, $3); }
|   operand IN set                      { $$ = MAKE(IN, @$, $2->text, $1, $3); }
|   operand NOT IN range                { $$ = MAKE(IN, @$, pl_build_word(reader, "not in"), $1, $4); }
|   operand NOT IN set                  { $$ = MAKE(IN, @$, pl_build_word(reader, "not in"), $1, $4); }
|   operand IS name                     { $$ = MAKE(IS, @$, pl_build_state(reader, $3)->text, $1); }
|   operand IS NOT name                 { $$ = MAKE(IS, @$, pl_build_negated_word(reader, pl_build_state(reader, $4), @4)->text, $1); }
|   operand IS NO NORM                  { $$ = MAKE(IS, @$, pl_build_word(reader, "no norm"), $1); }
|   operand IS name ACROSS last_years   { $$ = LATER($4, @$, $1, $3, $5); }
|   operand IS NOT name ACROSS last_years
                                        { $$ = LATER($5, @$, $1, pl_build_negated_word(reader, $4, @4), $6); }

compare:
    EQUAL | LESS | COMPARE

/* ### quantifiers and aggregates */

quantified:
    plain_quantity source HAVE simple   { $$ = pl_build_quantifier(reader, $1, NONE, $2, $4, @$); }
|   quantity number OF source HAVE simple
                                        { $$ = pl_build_quantifier(reader, $1, $2, $4, $6, @$); }
|   quantity number OF SET conditions SET_END HOLD
                                        { $$ = LATER($7, @$, pl_build_name(reader, $1), $2, $5); }
|   quantity NUMBER name                { $$ = pl_build_quantifier(reader, $1, pl_build_number(reader, $2, NULL),
                                                MAKE(LIST, @3, NULL, $3, NONE, NONE), NONE, @$); }

plain_quantity:
    EVERY | SOME | NO

quantity:
    AT_LEAST | AT_MOST | MORE_THAN | FEWER_THAN | EXACTLY

conditions:
    condition                           { $$ = MAKE(LIST, @1, NULL, $1); }
|   conditions COMMA condition          { $$ = PUSH($1, $3); }

/* Of what: entity, period, filter. */
source:
    name period_option where_part       { $$ = MAKE(LIST, @$, NULL, $1, $2, $3); }
|   name IN set                         { $$ = MAKE(LIST, @$, NULL, MAKE(IN, @$, $2->text, $1, $3), NONE, NONE); }
|   last_years where_part               { $$ = MAKE(LIST, @$, NULL, $1, NONE, $2); }
|   NUMBER SUCCESSIVE UNIT              { $$ = MAKE(LIST, @$, NULL, LATER($2, @$, pl_build_number(reader, $1, $3)), NONE, NONE); }

where_part:
    %empty                              { $$ = NONE; }
|   WHERE simple                        { $$ = $2; }

tail_aggregate:
    aggregate WHERE simple              { $$ = pl_build_tail(reader, $1, $3, NONE, @$); }
|   aggregate WHERE simple HAVING simple
                                        { $$ = pl_build_tail(reader, $1, $3, $5, @$); }
|   aggregate HAVING simple             { $$ = pl_build_tail(reader, $1, NONE, $3, @$); }

aggregate:
    AGGREGATE OF name period_option     { $$ = MAKE(AGGREGATE, @$, $1->text, NONE, $3, $4, NONE, NONE); }
|   AGGREGATE OF last_years             { $$ = MAKE(AGGREGATE, @$, $1->text, NONE, $3, NONE, NONE, NONE); }
|   AGGREGATE postfix period_option     { $$ = MAKE(AGGREGATE, @$, $1->text, $2, NONE, $3, NONE, NONE); }
|   AGGREGATE postfix OF name period_option
                                        { $$ = MAKE(AGGREGATE, @$, $1->text, $2, $4, $5, NONE, NONE); }
|   AGGREGATE postfix OF last_years     { $$ = MAKE(AGGREGATE, @$, $1->text, $2, $4, NONE, NONE, NONE); }

period_option:
    %empty                              { $$ = NONE; }
|   OVER period                         { $$ = $2; }

period:
    last_years small                    { $$ = pl_build_small(reader, $1, $2, @$); }
|   THIS name                           { $$ = pl_build_this_year(reader, $1, $2, @$); }
|   SCHOOLJAAR                          { $$ = MAKE(PERIOD, @$, pl_build_word(reader, "range"),
                                                pl_build_schooljaar(reader, $1), pl_build_schooljaar(reader, $1)); }
|   SCHOOLJAAR DOTS SCHOOLJAAR          { $$ = MAKE(PERIOD, @$, pl_build_word(reader, "range"),
                                                pl_build_schooljaar(reader, $1), pl_build_schooljaar(reader, $3)); }

last_years:
    LAST NUMBER name                    { $$ = pl_build_last(reader, $2, $3, @$); }
|   LAST NUMBER UNIT                    { $$ = pl_build_last(reader, $2, pl_build_name(reader, $3), @$); }
|   last_years INCLUDING_THIS           { $$ = pl_build_including(reader, $1, @$); }
|   last_years WITHOUT SET years SET_END { $$ = LATER($2, @$, $1, $4); }

small:
    %empty                              { $$ = NONE; }
|   SMALL_COMMA NUMBER IF FEWER_THAN NUMBER name
                                        { $$ = MAKE(SMALL_N, pl_span_join(@2, @6), NULL, pl_build_number(reader, $2, NULL),
                                                pl_build_number(reader, $5, NULL), $6); }

/* ### arithmetic */

operand:
    rounded
|   operand ELSE rounded                { $$ = MAKE(ELSE, @$, NULL, $1, $3); }

rounded:
    sum
|   rounded ROUNDED_TO number           { $$ = MAKE(ROUNDED, @$, NULL, $1, $3); }

sum:
    product
|   sum PLUS product                    { $$ = MAKE(BINARY, @$, $2->text, $1, $3); }
|   sum MINUS product                   { $$ = MAKE(BINARY, @$, $2->text, $1, $3); }

product:
    factor
|   product TIMES factor                { $$ = MAKE(BINARY, @$, $2->text, $1, $3); }
|   product OVER_SIGN factor            { $$ = MAKE(BINARY, @$, $2->text, $1, $3); }

factor:
    primary
|   MINUS primary                       { $$ = MAKE(NEGATE, @$, NULL, $2); }

primary:
    postfix
|   aggregate
|   PREVIOUS postfix                    { $$ = LATER($1, @$, $2); }
|   number
|   text
|   day

postfix:
    name
|   name DOT name                       { $$ = MAKE(QUALIFIED, @$, $3->text, $1); }
|   name INDEX arguments INDEX_END      { $$ = pl_build_index(reader, $1, $3, @$); }
|   name DOT name INDEX arguments INDEX_END
                                        { $$ = pl_build_index(reader, MAKE(QUALIFIED, pl_span_join(@1, @3), $3->text, $1), $5, @$); }
|   name OPEN arguments CLOSE           { $$ = pl_build_call(reader, $1, $3, @$); }
|   OPEN value CLOSE                    { $$ = $2; }

arguments:
    operand                             { $$ = MAKE(LIST, @1, NULL, $1); }
|   arguments COMMA operand             { $$ = PUSH($1, $3); }

/* ### literals, ranges, sets */

number:
    NUMBER                              { $$ = pl_build_number(reader, $1, NULL); }
|   NUMBER UNIT                         { $$ = pl_build_number(reader, $1, $2); }
|   PERCENT                             { $$ = pl_build_percent(reader, $1); }

signed:
    number
|   MINUS number                        { $$ = pl_build_negative(reader, $2, @$); }

literal:
    signed | name | text | day

range:
    range_end DOTS range_end            { $$ = pl_build_range(reader, $1, $3, $2); }

range_end:
    literal

set:
    SET set_items SET_END               { $$ = pl_build_spanned(reader, $2, @$); }

set_items:
    literal                             { $$ = MAKE(SET, @1, NULL, $1); }
|   set_items COMMA literal             { $$ = PUSH($1, $3); }

%%

static pl_span reader_span(const pl_reader *reader) {
    return pl_token_span(reader, reader->declaration == UINT32_MAX ? 0 : reader->declaration);
}

/* ### mistakes */

/* Only for what is no syntax error: the stack of the parser is full. */
static void yyerror(YYLTYPE *location, pl_reader *reader, const char *message) {
    (void)message;
    PL_REPORT0(&reader->compiler->diags, TOO_DEEP, *location);
}

static int token_of_symbol(yysymbol_kind_t symbol) {
    for (int token = PL_T_SYNC; token <= PL_T_SCHOOL_WEEK; token++)
        if (YYTRANSLATE(token) == symbol)
            return token;
    return PL_T_YYEOF;
}

static int yyreport_syntax_error(const yypcontext_t *context, pl_reader *reader) {
    yysymbol_kind_t symbols[YYNTOKENS];
    int tokens[YYNTOKENS], count = yypcontext_expected_tokens(context, symbols, YYNTOKENS);

    if (count < 0)
        return count;
    for (int i = 0; i < count; i++)
        tokens[i] = token_of_symbol(symbols[i]);
    pl_reader_fail(reader, reader->given, tokens, count);
    return 0;
}
