/* declarations.y - what begins its line: handbooks, what there is to speak of, tables, datasets, and all that is no rule. */

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
|   IN name                             { $$ = MAKE0(REFERENCE, @2, $2->text); }

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
|   day_month

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
|   MAPPED FROM table_option            { $$ = PUSH(MAKE(MAPPING, @1, $1->text, NONE), $3); }
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
|   table_option

/* Of a database; of that which is the snapshot where no file is named. */
table_option:
    TABLE_OPTION text                   { $$ = MAKE(OPTION, @$, $1->text, $2); }

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

/* The id of an indicator may be no name: `expect "5.4a" met`. */
rule_name:
    name
|   name DOT name                       { $$ = MAKE(QUALIFIED, @$, $3->text, $1); }
|   text
|   name DOT text                       { $$ = MAKE(QUALIFIED, @$, $3->text, $1); }

/* ### populations */

population:
    POPULATION name title               { $$ = pl_build_declaration(reader, PL_NODE_POPULATION, $2); PUSH($$, $3); }
|   POPULATION sync                     { $$ = BROKEN; }
|   population clause                   { $$ = PUSH($1, $2); }
|   population sync                     { $$ = PUSH($1, UNREAD); }
|   population ANEW

/* ### deadlines */

deadline:
    DEADLINE name title phase           { $$ = pl_build_declaration(reader, PL_NODE_DEADLINE, $2); PUSH($$, $3);
                                          PUSH($$, $4 ? pl_build_name(reader, $4) : NONE); }
|   DEADLINE sync                       { $$ = BROKEN; }
|   deadline clause                     { $$ = PUSH($1, $2); }
|   deadline timing                     { $$ = PUSH($1, $2); }
|   deadline sync                       { $$ = PUSH($1, UNREAD); }
|   deadline ANEW

phase:
    %empty                              { $$ = NULL; }
|   PLAN | DO | CHECK | ACT

timing:
    AFTER SCHOOL_WEEK weeks             { $$ = MAKE(TIMING, @$, pl_build_word(reader, "after week"), $3); }
|   AFTER duration                      { $$ = MAKE(TIMING, @$, $1->text, $2); }
|   AFTER event                         { $$ = MAKE(TIMING, @$, $1->text, $2); }
|   WITHIN duration AFTER event         { $$ = MAKE(TIMING, @$, $1->text, $2, $4); }
|   BEFORE event                        { $$ = MAKE(TIMING, @$, $1->text, $2); }
|   TIMES_PER name                      { $$ = MAKE(TIMING, @$, pl_build_word(reader, "times"),
                                                pl_build_times(reader, $1), $2); }
|   rhythm
|   by
|   EVIDENCE name where_option          { $$ = MAKE(EVIDENCE, @$, $2->text, $3); }

weeks:
    week                                { $$ = LIST1($1); }
|   weeks COMMA week                    { $$ = PUSH($1, $3); }

week:
    NUMBER                              { $$ = pl_build_number(reader, $1, NULL); }
|   NUMBER DOTS NUMBER                  { $$ = pl_build_range(reader, pl_build_number(reader, $1, NULL),
                                                pl_build_number(reader, $3, NULL), $2); }

event:
    name
|   name DOT name                       { $$ = MAKE(QUALIFIED, @$, $3->text, $1); }
|   day
|   day_month

duration:
    NUMBER UNIT                         { $$ = pl_build_number(reader, $1, $2); }

rhythm_option:
    %empty                              { $$ = NONE; }
|   rhythm

rhythm:
    EVERY duration                      { $$ = MAKE(RHYTHM, @$, NULL, $2, NONE); }
|   EVERY name                          { $$ = MAKE(RHYTHM, @$, NULL, $2, NONE); }
|   EVERY name IN name                  { $$ = MAKE(RHYTHM, @$, NULL, $2, $4); }

/* ### declarations whose meaning is built later */

decision:
    DECISION name title FOR_EACH name cases
                                        { $$ = pl_build_decision(reader, $2, (pl_node *const[]){$3, $5, NONE, $6}); }
|   DECISION name title FOR_EACH name GIVES name cases
                                        { $$ = pl_build_decision(reader, $2, (pl_node *const[]){$3, $5, $7, $8}); }
|   DECISION sync                       { $$ = BROKEN; }
|   decision clause                     { $$ = PUSH($1, $2); }
|   decision sync                       { $$ = PUSH($1, UNREAD); }
|   decision ANEW

derive:
    DERIVE name FROM name BY names where_option
                                        { $$ = pl_build_declaration(reader, PL_NODE_DERIVE, $2);
                                          PUSH($$, $4); PUSH($$, $6); PUSH($$, $7); }
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
|   DEFINE define_head EQUAL value      { $$ = PUSH($2, NONE); PUSH($$, $4); }
|   DEFINE define_head FOR name EQUAL value
                                        { $$ = PUSH($2, $4); PUSH($$, $6); }
|   DEFINE sync                         { $$ = BROKEN; }
|   define clause                       { $$ = PUSH($1, $2); }
|   define sync                         { $$ = PUSH($1, UNREAD); }
|   define ANEW

/* With an index it is one definition for each value of the names. */
define_head:
    name INDEX names INDEX_END title    { $$ = pl_build_declaration(reader, PL_NODE_INDEXED, $1); PUSH($$, $5); PUSH($$, $3); }

attest:
    ATTEST name title FOR name EACH name BY names AS set
                                        { $$ = pl_build_attest(reader, $2, (pl_node *const[]){$3, $5, $7, $9, $11}); }
|   ATTEST sync                         { $$ = BROKEN; }
|   attest remark                       { $$ = PUSH($1, $2); }
|   attest sync                         { $$ = PUSH($1, UNREAD); }
|   attest ANEW

/* Without `for each` it is a list that others take over: `like`. */
indicators:
    INDICATORS name title               { $$ = pl_build_declaration(reader, PL_NODE_INDICATORS, $2); PUSH($$, $3); }
|   INDICATORS sync                     { $$ = BROKEN; }
|   indicators FOR_EACH name where_option
                                        { $$ = PUSH($1, MAKE(FOR_EACH, @3, $3->text, $4)); }
|   indicators attested                 { $$ = PUSH($1, $2); }
|   indicators like                     { $$ = PUSH($1, $2); }
|   indicators PROVISIONAL UNTIL day    { $$ = PUSH($1, MAKE(PROVISIONAL, pl_span_join(@2, @4), NULL, $4)); }
|   indicators valid                    { $$ = PUSH($1, $2); }
|   indicators owner                    { $$ = PUSH($1, $2); }
|   indicators remark                   { $$ = PUSH($1, $2); }
|   indicators indicator_row            { $$ = PUSH($1, $2); }
|   indicators sync                     { $$ = PUSH($1, UNREAD); }
|   indicators ANEW

like:
    LIKE name new_ids left_out          { $$ = MAKE(LIKE, @$, $2->text, $3, $4); }

new_ids:
    %empty                              { $$ = NONE; }
|   AS text                             { $$ = $2; }

left_out:
    %empty                              { $$ = NONE; }
|   WITHOUT set                         { $$ = $2; }

indicator_row:
    ROW indicator_cells ROW_END         { $$ = pl_build_spanned(reader, $2, @$); }
|   ROW sync ROW_END                    { $$ = UNREAD; }

indicator_cells:
    indicator_cell                      { $$ = MAKE(ROW, @1, NULL, $1); }
|   indicator_cells BAR indicator_cell  { $$ = PUSH($1, $3); }

indicator_cell:
    %empty                              { $$ = NONE; }
|   MINUS                               { $$ = NONE; }
|   WHEN                                { $$ = MAKE0(NAME, @$, pl_build_word(reader, "when")); }
|   condition

/* ### what is no rule: words, people and what they do */

definition:
    DEFINITION name title               { $$ = pl_build_declaration(reader, PL_NODE_DEFINITION, $2); PUSH($$, $3); }
|   DEFINITION sync                     { $$ = BROKEN; }
|   definition remark                   { $$ = PUSH($1, $2); }
|   definition sync                     { $$ = PUSH($1, UNREAD); }
|   definition ANEW

role:
    ROLE name title                     { $$ = pl_build_declaration(reader, PL_NODE_ROLE, $2); PUSH($$, $3); }
|   ROLE sync                           { $$ = BROKEN; }
|   role remark                         { $$ = PUSH($1, $2); }
|   role sync                           { $$ = PUSH($1, UNREAD); }
|   role ANEW

task:
    TASK name title                     { $$ = pl_build_declaration(reader, PL_NODE_TASK, $2); PUSH($$, $3); }
|   TASK sync                           { $$ = BROKEN; }
|   task by                             { $$ = PUSH($1, $2); }
|   task FOR_EACH name                  { $$ = PUSH($1, MAKE(FOR_EACH, @3, $3->text, NONE)); }
|   task remark                         { $$ = PUSH($1, $2); }
|   task sync                           { $$ = PUSH($1, UNREAD); }
|   task ANEW

test:
    TEST text                           { $$ = pl_build_declaration(reader, PL_NODE_TEST, $2); }
|   TEST sync                           { $$ = BROKEN; }
|   test ON day                         { $$ = PUSH($1, MAKE(ON, @3, NULL, $3)); }
|   test GIVEN name given               { $$ = PUSH($1, MAKE(GIVEN, @3, $3->text, $4)); }
|   test EXPECT rule_names expect subject
                                        { $$ = PUSH($1, MAKE(EXPECT, pl_span_join(@3, @5), NULL, $3, $4, $5)); }
|   test remark                         { $$ = PUSH($1, $2); }
|   test sync                           { $$ = PUSH($1, UNREAD); }
|   test ANEW

rule_names:
    rule_name                           { $$ = LIST1($1); }
|   rule_names COMMA rule_name          { $$ = PUSH($1, $3); }

/* Nothing behind the entity: a row of which nothing is known. */
given:
    %empty                              { $$ = MAKE0(LIST, @$, NULL); }
|   given_values

given_values:
    given_value                         { $$ = LIST1($1); }
|   given_values COMMA given_value      { $$ = PUSH($1, $3); }

given_value:
    NAME EQUAL literal                  { $$ = MAKE(VALUE, @$, $1->text, $3); }
|   NAME EQUAL range                    { $$ = MAKE(VALUE, @$, $1->text, $3); }
|   NAME EQUAL set                      { $$ = MAKE(VALUE, @$, $1->text, $3); }

expect:
    name                                { $$ = pl_build_state(reader, $1); }
|   NO NORM                             { $$ = MAKE0(NAME, @$, pl_build_word(reader, "no norm")); }
|   NOT name                            { $$ = pl_build_negated_word(reader, pl_build_state(reader, $2), @$); }
|   EQUAL literal                       { $$ = MAKE(VALUE, @$, NULL, $2); }

subject:
    %empty                              { $$ = NONE; }
|   FOR text                            { $$ = $2; }

extension:
    EXTENSION name OPEN extension_inputs CLOSE GIVES type FROM text
                                        { $$ = pl_build_declaration(reader, PL_NODE_EXTENSION, $2);
                                          PUSH($$, $4); PUSH($$, $7); PUSH($$, $9); }
|   EXTENSION sync                      { $$ = BROKEN; }
|   extension remark                    { $$ = PUSH($1, $2); }
|   extension sync                      { $$ = PUSH($1, UNREAD); }
|   extension ANEW

extension_inputs:
    name type                           { $$ = MAKE(LIST, @$, NULL, $1, $2); }
|   extension_inputs COMMA name type    { PUSH($1, $3); $$ = PUSH($1, $4); }
