/* rules.y - standards, indicators, ambitions and targets, and the clauses that other declarations share with them. */

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
|   attested

attested:
    ATTESTED_BY names rhythm_option     { $$ = MAKE(ATTESTED, @$, NULL, $2, $3); }

/* `on failure` is the last part of a rule: all that follows belongs to it. */
failing_rule:
    rule ON_FAILURE                     { $$ = PUSH($1, MAKE0(FAILURE, @2, NULL)); }
|   rule plan                           { $$ = pl_build_bare_failure(reader, $1, $2); }
|   rule evaluate                       { $$ = pl_build_bare_failure(reader, $1, $2); }
|   failing_rule plan                   { $$ = pl_build_push_last(reader, $1, $2); }
|   failing_rule evaluate               { $$ = pl_build_push_last(reader, $1, $2); }
|   failing_rule rule_clause            { $$ = pl_build_after_failure(reader, $1, $2); }
|   failing_rule sync
|   failing_rule ANEW

plan:
    PLAN text                           { $$ = MAKE(PLAN, @$, $1->text, $2); }
|   plan by                             { $$ = pl_build_spanned(reader, PUSH($1, $2), @$); }
|   plan WITHIN duration                { $$ = pl_build_spanned(reader, PUSH($1, $3), @$); }

evaluate:
    EVALUATE rhythm                     { $$ = MAKE(EVALUATE, @$, $1->text, $2); }
|   EVALUATE rhythm by                  { $$ = MAKE(EVALUATE, @$, $1->text, $2, $3); }

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

by:
    BY names                            { $$ = pl_build_renamed(reader, $2, PL_NODE_BY, @1); }

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
    GRADE grades COMMA name OTHERWISE   { $$ = PUSH($2, MAKE(GRADE_CASE, @4, $4->text, NONE, NONE)); }

grades:
    grade_case                          { $$ = MAKE(GRADE, @$, NULL, $1); }
|   grades COMMA grade_case             { $$ = PUSH($1, $3); }

grade_case:
    name WHEN condition                 { $$ = MAKE(GRADE_CASE, @1, $1->text, $3, NONE); }
|   name FLAGS WHEN condition           { $$ = MAKE(GRADE_CASE, @1, $1->text, $4, pl_build_name(reader, $2)); }
