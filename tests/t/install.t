#!/bin/sh
# What `make install` puts where, and that the program finds its standard library wherever the whole is put.
. "${0%/*}/../tap/env.sh"
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
unset MAKEFLAGS MAKELEVEL MFLAGS

install_there() {
    make --silent install DESTDIR="$work" prefix=/opt/peil bindir=/opt/peil/bin datarootdir=/opt/peil/share
}

installed_as_listed() {
    (cd "$work/opt/peil" && find . -type f | sed 's|^\./||' | LC_ALL=C sort) | diff "$top/tests/installed" -
}

ok "make install" install_there
ok "installed files are those of tests/installed" installed_as_listed
ok "the program runs where it was put" "$work/opt/peil/bin/peil" --version
ok "and so does recheck" "$work/opt/peil/bin/peil-recheck" --help
done_testing
