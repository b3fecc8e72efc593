dnl peil.m4 - the few macros that configure.ac repeats.

dnl PL_CHOICE(NAME, WHAT): --enable-NAME, off unless asked for.
AC_DEFUN([PL_CHOICE],
[AC_ARG_ENABLE([$1], [AS_HELP_STRING([--enable-$1], [$2])], [], [enable_$1=no])])

dnl PL_LIBRARY(PREFIX, MODULE, PACKAGE): a library by pkg-config; refuses with the Debian package.
AC_DEFUN([PL_LIBRARY],
[PKG_CHECK_MODULES([$1], [$2], [],
                   [AC_MSG_ERROR([the library $2 is missing: install the Debian package $3])])])

dnl PL_GENERATOR(VARIABLE, PROGRAM, OUTPUT): a generator of grammar/; may be missing where grammar/OUTPUT is there.
AC_DEFUN([PL_GENERATOR],
[AC_PATH_PROG([$1], [$2], [no])
AS_IF([test "$$1" = no], [
    AS_IF([test -f "$srcdir/grammar/$3"], [],
          [AC_MSG_ERROR([$2 is missing, and so is grammar/$3: install the Debian package $2, or take a release tarball])])
    $1="${am_missing_run}$2"
])])

dnl PL_COMPILER_FLAGS(VARIABLE, FLAGS): those of FLAGS that the compiler knows.
AC_DEFUN([PL_COMPILER_FLAGS],
[$1=
for pl_flag in $2; do
    AC_MSG_CHECKING([whether $CC accepts $pl_flag])
    pl_saved_cflags=$CFLAGS
    CFLAGS="$CFLAGS -Werror $pl_flag"
    AC_COMPILE_IFELSE([AC_LANG_PROGRAM([], [])],
                      [$1="$$1 $pl_flag"; AC_MSG_RESULT([yes])], [AC_MSG_RESULT([no])])
    CFLAGS=$pl_saved_cflags
done
AC_SUBST([$1])])
