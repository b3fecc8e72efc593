# env.sh - read first by every test in tests/t/: where the sources and the build are, and how to say ok.
# A test is run in the build folder, by `make check` or by `prove SOURCES/tests/t`; its own name tells where the sources are.

top=$(cd "$(dirname "$0")/../.." && pwd)
build=$(pwd)
if [ ! -f "$build/config.status" ]; then
    echo "Bail out! no build here: run the tests in the folder where configure was run"
    exit 1
fi

count=0

# ok NAME COMMAND...: one test, passed when the command succeeds; what it prints is shown when it fails.
ok() {
    count=$((count + 1))
    name=$1
    shift
    if said=$("$@" 2>&1); then
        echo "ok $count - $name"
    else
        echo "not ok $count - $name"
        printf '%s\n' "$said" | sed 's/^/# /'
    fi
}

# done_testing: the plan, once all tests have run.
done_testing() {
    echo "1..$count"
}
