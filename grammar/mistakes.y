/* mistakes.y - a syntax error goes to the reader, which knows what an author may have meant. */

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
