/* test_base_io.c - files, folders and paths as they are and as they fail; SHA-256.
 * Works in a folder of its own under $TMPDIR. */
#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700
#endif

#include "base/io.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tap.h"

static pl_arena arena;
static char folder[1024];

static const char *in_folder(const char *name) {
    return pl_path_join(&arena, folder, name);
}

static bool holds(const char *path, const char *wanted) {
    const char *why = "";
    pl_str text;

    return pl_file_read(&arena, path, &text, &why) && pl_str_equal(text, pl_str_of(wanted));
}

static uint32_t count_files(void) {
    const char **names, *why;
    uint32_t count = UINT32_MAX;

    pl_folder_list(&arena, folder, &names, &count, &why);
    return count;
}

/* ### writing */

static void test_write(void) {
    const char *path = in_folder("a.txt"), *why = "none";
    struct stat status;

    tap_ok(pl_file_write(path, pl_str_of("een\n"), &why), "a new file (%s)", why);
    tap_ok(holds(path, "een\n"), "holds what was written");
    tap_ok(chmod(path, 0640) == 0 && pl_file_write(path, pl_str_of("twee\n"), &why),
           "an old file (%s)", why);
    tap_ok(holds(path, "twee\n"), "is replaced");
    tap_ok(stat(path, &status) == 0 && (status.st_mode & 0777) == 0640, "and keeps its mode");
    tap_ok(pl_file_write(path, (pl_str){NULL, 0}, &why) && holds(path, ""),
           "nothing is a file too");
    tap_is_int(count_files(), 1, "nothing is left beside it");
}

static void test_write_link(void) {
    const char *path = in_folder("a.txt"), *link_path = in_folder("link"), *why = "none";
    struct stat status;

    if (symlink("a.txt", link_path) != 0) {
        tap_skip("a symbolic link", strerror(errno));
        return;
    }
    tap_ok(pl_file_write(link_path, pl_str_of("drie\n"), &why), "through a link (%s)", why);
    tap_ok(lstat(link_path, &status) == 0 && S_ISLNK(status.st_mode), "the link stays a link");
    tap_ok(holds(path, "drie\n"), "and the file behind it is written");
    unlink(link_path);
}

static void test_write_failures(void) {
    const char *why = "none";

    tap_ok(!pl_file_write(folder, pl_str_of("x"), &why), "a folder is not written");
    tap_is_string(why, "it is a folder", "and the reason is given");
    tap_ok(!pl_file_write(in_folder("no/such/file"), pl_str_of("x"), &why), "no such folder");
    tap_is_string(why, "no such file or folder", "and the reason is given");
    tap_ok(!pl_file_write(in_folder("a.txt/b"), pl_str_of("x"), &why), "a file is no folder");
    tap_is_string(why, "a part of the path is no folder", "and the reason is given");
    if (access("/dev/full", W_OK) != 0) {
        tap_skip("/dev/full", "there is none");
        return;
    }
    tap_ok(!pl_file_write("/dev/full", pl_str_of("x"), &why), "a full device");
    tap_is_string(why, "no space left on the device", "and the reason is given");
    tap_ok(pl_path_exists("/dev/full"), "the device is still there");
    tap_ok(pl_file_write("/dev/null", pl_str_of("x"), &why), "a device that takes all");
}

/* A disk that fills up half way: the old file must still be there, and nothing else. */
static void test_write_half(void) {
    const char *path = in_folder("a.txt"), *why = "none";
    struct rlimit limit, small;
    char bytes[8192] = {0};
    bool written;

    if (getrlimit(RLIMIT_FSIZE, &limit) != 0 || signal(SIGXFSZ, SIG_IGN) == SIG_ERR) {
        tap_skip("a disk that fills up", strerror(errno));
        return;
    }
    pl_file_write(path, pl_str_of("oud\n"), &why);
    small = limit;
    small.rlim_cur = 4096;
    setrlimit(RLIMIT_FSIZE, &small);
    written = pl_file_write(path, (pl_str){bytes, sizeof bytes}, &why);
    setrlimit(RLIMIT_FSIZE, &limit);
    tap_ok(!written, "a file that cannot be finished is not written");
    tap_ok(holds(path, "oud\n"), "the old one stays");
    tap_is_int(count_files(), 1, "and nothing is left beside it");
}

/* Root may write anywhere, so this says something for other users only. */
static void test_write_refused(void) {
    const char *closed = in_folder("closed"), *why = "none";

    if (geteuid() == 0) {
        tap_skip("a folder without permission", "run as root");
        return;
    }
    mkdir(closed, 0500);
    tap_ok(!pl_file_write(in_folder("closed/x"), pl_str_of("x"), &why), "a closed folder");
    tap_is_string(why, "permission denied", "and the reason is given");
    rmdir(closed);
}

/* ### reading */

static void test_read(void) {
    const char *path = in_folder("a.txt"), *why = "none";
    pl_str text;

    tap_ok(pl_file_write(path, (pl_str){"a\0b", 3}, &why), "a file with a NUL");
    tap_ok(pl_file_read(&arena, path, &text, &why) && text.len == 3 && text.ptr[2] == 'b',
           "is read whole");
    tap_ok(pl_file_map(path, &text, &why) && text.len == 3 && text.ptr[2] == 'b', "and mapped");
    pl_file_unmap(text);
    pl_file_write(path, (pl_str){NULL, 0}, &why);
    tap_ok(pl_file_read(&arena, path, &text, &why) && text.len == 0, "an empty file is read");
    tap_ok(pl_file_map(path, &text, &why) && text.len == 0, "and mapped");
    pl_file_unmap(text);
}

static void refuses(const char *path, const char *reason) {
    const char *why = "none";
    pl_str text;

    tap_ok(!pl_file_read(&arena, path, &text, &why), "not read: %s", reason);
    tap_is_string(why, reason, "the reason of reading");
    why = "none";
    tap_ok(!pl_file_map(path, &text, &why), "not mapped: %s", reason);
    tap_is_string(why, reason, "the reason of mapping");
}

static void test_read_failures(void) {
    const char *pipe_path = in_folder("pipe"), *large = in_folder("large");

    refuses(in_folder("missing"), "no such file or folder");
    refuses(folder, "it is a folder");
    refuses(in_folder("a.txt/x"), "a part of the path is no folder");
    refuses("/dev/null", "it is not a regular file");
    if (mkfifo(pipe_path, 0600) == 0)
        refuses(pipe_path, "it is not a regular file");
    unlink(pipe_path);
    pl_file_write(large, pl_str_of("x"), &(const char *){NULL});
    if (truncate(large, (off_t)5 << 30) == 0)
        refuses(large, "it is larger than 4 GiB");
    else
        tap_skip("a file over 4 GiB", strerror(errno));
    unlink(large);
}

/* ### folders and paths */

static void test_folder(void) {
    static const char *const made[] = {"b", "Z", "a.txt", "\xC3\xA9", "10", "9"};
    static const char *const wanted[] = {"10", "9", "Z", "a.txt", "b", "\xC3\xA9"};
    const char **names, *why = "none";
    uint32_t count = 0;
    bool sorted = true;

    for (size_t i = 0; i < 6; i++)
        pl_file_write(in_folder(made[i]), pl_str_of("x"), &why);
    tap_ok(pl_folder_list(&arena, folder, &names, &count, &why), "a folder is listed (%s)", why);
    tap_is_int(count, 6, "without the two dots");
    for (uint32_t i = 0; i < count && i < 6; i++)
        sorted = sorted && strcmp(names[i], wanted[i]) == 0;
    tap_ok(sorted, "in the order of bytes");
    for (size_t i = 0; i < 6; i++)
        unlink(in_folder(made[i]));
    tap_ok(pl_folder_list(&arena, folder, &names, &count, &why) && count == 0, "an empty folder");
    tap_ok(!pl_folder_list(&arena, in_folder("missing"), &names, &count, &why), "a missing one");
    tap_is_string(why, "no such file or folder", "and the reason is given");
    tap_ok(pl_path_is_folder(folder) && !pl_path_is_folder(in_folder("missing")), "is a folder");
    tap_ok(pl_path_exists(folder) && !pl_path_exists(in_folder("missing")), "exists");
}

static void test_paths(void) {
    tap_is_string(pl_path_join(&arena, "a", "b.csv"), "a/b.csv", "joined");
    tap_is_string(pl_path_join(&arena, "a/", "b.csv"), "a/b.csv", "no double slash");
    tap_is_string(pl_path_join(&arena, "a", "/b.csv"), "/b.csv", "an absolute name stays");
    tap_is_string(pl_path_join(&arena, ".", "b.csv"), "b.csv", "the folder one is in");
    tap_is_string(pl_path_join(&arena, "/", "b.csv"), "/b.csv", "the root");
    tap_is_string(pl_path_directory(&arena, "a/b/c"), "a/b", "the folder of a path");
    tap_is_string(pl_path_directory(&arena, "c"), ".", "of a bare name");
    tap_is_string(pl_path_directory(&arena, "/c"), "/", "of a name in the root");
}

/* ### checksum: the examples of FIPS 180-2 */

static void test_sha256(void) {
    tap_is_string(pl_sha256(&arena, (pl_str){NULL, 0}),
                  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "of nothing");
    tap_is_string(pl_sha256(&arena, pl_str_of("abc")),
                  "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "of abc");
}

int main(void) {
    const char *base = getenv("TMPDIR");

    snprintf(folder, sizeof folder, "%s/peil-io-XXXXXX", base && *base ? base : "/tmp");
    if (!mkdtemp(folder)) {
        printf("Bail out! no folder to work in\n");
        return 1;
    }
    pl_arena_init(&arena);
    test_write();
    test_write_link();
    test_write_failures();
    test_write_half();
    test_write_refused();
    test_read();
    test_read_failures();
    unlink(in_folder("a.txt"));
    test_folder();
    test_paths();
    test_sha256();
    rmdir(folder);
    pl_arena_fini(&arena);
    return tap_done();
}
