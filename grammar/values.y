/* values.y - conditions, quantifiers, aggregates, arithmetic, literals. */

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
    PERCENTILE OF operand AMONG name    { $$ = MAKE(PERCENTILE, @$, NULL, $3, $5, MAKE0(LIST, @5, NULL)); }
|   PERCENTILE OF operand AMONG name WITH_SAME sames
                                        { $$ = MAKE(PERCENTILE, @$, NULL, $3, $5, $7); }

sames:
    same                                { $$ = MAKE(LIST, @1, NULL, $1); }
|   sames COMMA same                    { $$ = PUSH($1, $3); }

same:
    name
|   name DOT name                       { $$ = MAKE(QUALIFIED, @$, $3->text, $1); }

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
|   operand compare NO                  { $$ = MAKE(COMPARE, @$, $2->text, $1, pl_build_name(reader, $3)); }
|   operand IN range                    { $$ = MAKE(IN, @$, $2->text, $1, $3); }
|   operand IN set                      { $$ = MAKE(IN, @$, $2->text, $1, $3); }
|   operand NOT IN range                { $$ = MAKE(IN, @$, pl_build_word(reader, "not in"), $1, $4); }
|   operand NOT IN set                  { $$ = MAKE(IN, @$, pl_build_word(reader, "not in"), $1, $4); }
|   operand IS name                     { $$ = MAKE(IS, @$, pl_build_state(reader, $3)->text, $1); }
|   operand IS NOT name                 { $$ = MAKE(IS, @$, pl_build_negated_word(reader, pl_build_state(reader, $4), @4)->text, $1); }
|   operand IS NO NORM                  { $$ = MAKE(IS, @$, pl_build_word(reader, "no norm"), $1); }
|   operand IS name ACROSS last_years   { $$ = MAKE(TREND, @$, $3->text, $1, $5); }
|   operand IS NOT name ACROSS last_years
                                        { $$ = MAKE(TREND, @$, pl_build_negated_word(reader, $4, @4)->text, $1, $6); }

compare:
    EQUAL | LESS | COMPARE

/* ### quantifiers and aggregates */

quantified:
    plain_quantity source HAVE simple   { $$ = pl_build_quantifier(reader, $1, NONE, $2, $4, @$); }
|   quantity number OF source HAVE simple
                                        { $$ = pl_build_quantifier(reader, $1, $2, $4, $6, @$); }
|   quantity number OF SET conditions SET_END HOLD
                                        { $$ = MAKE(HOLD, @$, $1->text, $2, $5); }
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
|   successive where_part               { $$ = MAKE(LIST, @$, NULL, $1, NONE, $2); }

successive:
    NUMBER SUCCESSIVE UNIT              { $$ = MAKE(SUCCESSIVE, @$, $3->text, pl_build_number(reader, $1, NULL)); }

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
|   LAST NUMBER UNIT                    { $$ = MAKE(LAST_UNITS, @$, $3->text, pl_build_number(reader, $2, NULL)); }
|   last_years INCLUDING_THIS           { $$ = pl_build_including(reader, $1, @$); }
|   last_years WITHOUT SET years SET_END { $$ = pl_build_without(reader, $1, $4, @$); }

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
|   PREVIOUS postfix                    { $$ = MAKE(PREVIOUS, @$, NULL, $2); }
|   number
|   text
|   day
|   day_month

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
    end
|   NO                                  { $$ = pl_build_name(reader, $1); }

range:
    range_end DOTS range_end            { $$ = pl_build_range(reader, $1, $3, $2); }

range_end:
    end
|   day_month

end:
    signed | name | text | day

day_month:
    DAYMONTH                            { $$ = pl_build_day_month(reader, $1); }

set:
    SET set_items SET_END               { $$ = pl_build_spanned(reader, $2, @$); }

set_items:
    set_item                            { $$ = MAKE(SET, @1, NULL, $1); }
|   set_items COMMA set_item            { $$ = PUSH($1, $3); }

set_item:
    literal
|   day_month
