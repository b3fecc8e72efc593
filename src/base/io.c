/* io.c - whole files in and out, folders, paths, SHA-256. Output goes to a new file beside the
 * target, is flushed to the disk and takes the target's place in one step, so a failure leaves what
 * was there. Reasons are texts; the caller adds the name. */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700
#endif

#include "base/io.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/gettext.h"

/* Offsets in rule texts and lengths of cells are 32 bits wide. */
#define LARGEST_FILE UINT32_MAX

static const char *reason(int error) {
    switch (error) {
    case ENOENT: return _("no such file or folder");
    case EISDIR: return _("it is a folder");
    case ENOTDIR: return _("a part of the path is no folder");
    case EACCES:
    case EPERM: return _("permission denied");
    case ENOSPC: return _("no space left on the device");
    default: return strerror(error);
    }
}

/* ### reading */

/* An open regular file and its size; -1 and *why otherwise. */
static int open_regular(const char *path, size_t *size, const char **why) {
    /* O_NONBLOCK: opening a pipe must fail below, not wait for a writer. */
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat status;

    if (file < 0 || fstat(file, &status) != 0) {
        *why = reason(errno);
    } else if (S_ISDIR(status.st_mode)) {
        *why = reason(EISDIR);
    } else if (!S_ISREG(status.st_mode)) {
        *why = _("it is not a regular file");
    } else if ((uint64_t)status.st_size > LARGEST_FILE) {
        *why = _("it is larger than 4 GiB");
    } else {
        *size = (size_t)status.st_size;
        return file;
    }
    if (file >= 0)
        close(file);
    return -1;
}

/* Reads up to `size` bytes; fewer when the file became shorter meanwhile. */
static bool read_all(int file, char *bytes, size_t size, size_t *length) {
    *length = 0;
    while (*length < size) {
        ssize_t got = read(file, bytes + *length, size - *length);

        if (got < 0 && errno != EINTR)
            return false;
        if (got == 0)
            return true;
        if (got > 0)
            *length += (size_t)got;
    }
    return true;
}

bool pl_file_read(pl_arena *arena, const char *path, pl_str *out, const char **why) {
    size_t size, length;
    int file = open_regular(path, &size, why);
    char *bytes;
    bool fine;

    if (file < 0)
        return false;
    bytes = pl_arena_alloc(arena, size + 1, 1);
    fine = read_all(file, bytes, size, &length);
    assert(length <= size);
    if (!fine)
        *why = reason(errno);
    close(file);
    *out = (pl_str){bytes, fine ? length : 0};
    return fine;
}

bool pl_input_open(pl_input *input, const char *path, const char **why) {
    input->file = open_regular(path, &input->size, why);
    return input->file >= 0;
}

size_t pl_input_read(const pl_input *input, size_t at, char *bytes, size_t size) {
    size_t length = 0;

    while (length < size) {
        ssize_t got = pread(input->file, bytes + length, size - length, (off_t)(at + length));

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        length += (size_t)got;
    }
    return length;
}

void pl_input_close(pl_input *input) {
    close(input->file);
    input->file = -1;
}

bool pl_file_map(const char *path, pl_str *out, const char **why) {
    size_t size;
    int file = open_regular(path, &size, why);
    void *bytes;

    *out = (pl_str){"", 0};
    if (file < 0)
        return false;
    if (size > 0) {
        bytes = mmap(NULL, size, PROT_READ, MAP_PRIVATE, file, 0);
        if (bytes == MAP_FAILED) {
            *why = reason(errno);
            close(file);
            return false;
        }
        *out = (pl_str){bytes, size};
    }
    close(file);
    return true;
}

void pl_file_unmap(pl_str bytes) {
    if (bytes.len > 0 && munmap((void *)(uintptr_t)bytes.ptr, bytes.len) != 0)
        assert(!"the bytes are those that pl_file_map gave");
}

/* ### writing */

static bool write_all(int file, pl_str bytes) {
    while (bytes.len > 0) {
        ssize_t put = write(file, bytes.ptr, bytes.len);

        if (put < 0 && errno != EINTR)
            return false;
        if (put > 0)
            bytes = (pl_str){bytes.ptr + put, bytes.len - (size_t)put};
    }
    return true;
}

/* Devices, pipes, and the names of open files, which may be redirected to a regular one. */
static bool is_special(const char *path, const struct stat *status) {
    return !S_ISREG(status->st_mode) || strncmp(path, "/dev/std", 8) == 0 ||
        strncmp(path, "/dev/fd/", 8) == 0;
}

/* Standard output is that of this process: /dev/stdout opened anew would begin at its first byte.
 */
static int open_special(const char *path) {
    if (strcmp(path, "/dev/stdout") == 0)
        return dup(STDOUT_FILENO);
    if (strcmp(path, "/dev/stderr") == 0)
        return dup(STDERR_FILENO);
    return open(path, O_WRONLY | O_CLOEXEC);
}

#define MOST_ATTEMPTS 100

/* A new file beside `target`, its name in *name. The process number keeps two runs apart; a file
 * that an earlier run left behind is passed over. */
static int create_beside(pl_buffer *name, const char *target, mode_t mode) {
    int file = -1;

    for (int attempt = 0; file < 0 && attempt < MOST_ATTEMPTS; attempt++) {
        name->len = 0;
        pl_buffer_printf(name, "%s.%ld-%d.tmp", target, (long)getpid(), attempt);
        file = open(name->ptr, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
        if (file < 0 && errno != EEXIST)
            break;
    }
    return file;
}

/* The rename itself lasts only once its folder is on the disk. Not all file systems can do it, and
 * the file is whole either way, so a failure is no error. */
static void flush_folder(const char *path) {
    pl_buffer folder;
    const char *slash = strrchr(path, '/');
    int file;

    pl_buffer_init(&folder);
    if (slash)
        pl_buffer_push(&folder, path, (size_t)(slash - path) + 1);
    else
        pl_buffer_putc(&folder, '.');
    file = open(folder.ptr, O_RDONLY | O_CLOEXEC);
    if (file >= 0) {
        (void)fsync(file);
        close(file);
    }
    pl_buffer_fini(&folder);
}

/* Through a symbolic link to the file that it names. */
static bool begin_existing(pl_writing *w, const char *path, mode_t mode) {
    w->target = realpath(path, NULL);
    w->has_mode = true;
    w->mode = mode & 0777;
    if (w->target)
        w->file = create_beside(&w->beside, w->target, 0666);
    return w->file >= 0;
}

static bool begin_new(pl_writing *w, const char *path) {
    w->target = strdup(path);
    if (!w->target)
        pl_out_of_memory();
    w->file = create_beside(&w->beside, w->target, 0666);
    return w->file >= 0;
}

static bool begin(pl_writing *w, const char *path) {
    struct stat status;
    bool exists = stat(path, &status) == 0;

    if (!exists)
        return errno == ENOENT && begin_new(w, path);
    if (S_ISDIR(status.st_mode)) {
        errno = EISDIR;
        return false;
    }
    if (!is_special(path, &status))
        return begin_existing(w, path, status.st_mode);
    w->file = open_special(path);
    return w->file >= 0;
}

/* What is beside the target is taken away again unless it came to stand in its place. */
static void end_writing(pl_writing *w, bool in_place) {
    if (w->target && w->beside.len > 0 && !in_place)
        unlink(w->beside.ptr);
    pl_buffer_fini(&w->beside);
    free(w->target);
    *w = (pl_writing){.file = -1};
}

bool pl_writing_begin(pl_writing *w, const char *path, const char **why) {
    int error;

    *w = (pl_writing){.file = -1};
    if (begin(w, path))
        return true;
    error = errno;
    end_writing(w, true); /* there is no file beside it */
    *why = reason(error);
    return false;
}

bool pl_writing_put(pl_writing *w, pl_str bytes) {
    assert(w->file >= 0);
    if (w->error == 0 && !write_all(w->file, bytes))
        w->error = errno;
    return w->error == 0;
}

/* Whole, on the disk, and under its own name; all three may be where a full disk shows. */
static bool settle(pl_writing *w) {
    int file = w->file;
    bool fine = w->error == 0 &&
        (!w->target || ((!w->has_mode || fchmod(file, w->mode) == 0) && fsync(file) == 0));

    if (!fine && w->error == 0)
        w->error = errno;
    if (close(file) != 0 && w->error == 0)
        w->error = errno;
    if (w->error == 0 && w->target && rename(w->beside.ptr, w->target) != 0)
        w->error = errno;
    return w->error == 0;
}

bool pl_writing_end(pl_writing *w, const char **why) {
    bool fine;

    assert(w->file >= 0);
    fine = settle(w);
    if (fine && w->target)
        flush_folder(w->target);
    if (!fine)
        *why = reason(w->error);
    end_writing(w, fine);
    return fine;
}

bool pl_file_write(const char *path, pl_str bytes, const char **why) {
    pl_writing w;

    if (!pl_writing_begin(&w, path, why))
        return false;
    (void)pl_writing_put(&w, bytes); /* the end says whether it went well */
    return pl_writing_end(&w, why);
}

/* ### paths and folders */

const char *pl_path_join(pl_arena *arena, const char *directory, const char *name) {
    size_t length = strlen(directory);

    if (name[0] == '/' || length == 0 || strcmp(directory, ".") == 0)
        return pl_arena_copy(arena, name, strlen(name));
    return pl_arena_format(arena, directory[length - 1] == '/' ? "%s%s" : "%s/%s", directory, name);
}

const char *pl_path_directory(pl_arena *arena, const char *path) {
    const char *slash = strrchr(path, '/');

    if (!slash)
        return ".";
    return pl_arena_copy(arena, path, slash == path ? 1 : (size_t)(slash - path));
}

static int by_bytes(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

bool pl_folder_list(pl_arena *arena, const char *path, const char ***names, uint32_t *count,
                    const char **why) {
    PL_VEC(const char *) list = {0};
    DIR *folder = opendir(path);
    struct dirent *entry;
    int error;

    if (!folder) {
        *why = reason(errno);
        return false;
    }
    errno = 0;
    while ((entry = readdir(folder)) != NULL) {
        const char *name = entry->d_name;

        if (strcmp(name, ".") != 0 && strcmp(name, "..") != 0)
            PL_PUSH(arena, &list, pl_arena_copy(arena, name, strlen(name)));
        errno = 0;
    }
    error = errno;
    closedir(folder);
    if (error != 0) {
        *why = reason(error);
        return false;
    }
    if (list.len > 0)
        qsort(list.items, list.len, sizeof *list.items, by_bytes);
    *names = list.items;
    *count = list.len;
    return true;
}

bool pl_path_is_folder(const char *path) {
    struct stat status;

    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

bool pl_path_exists(const char *path) {
    struct stat status;

    return stat(path, &status) == 0;
}

/* ### checksum */

static const char *print_digest(pl_arena *arena, const unsigned char *digest, unsigned length) {
    static const char hex[] = "0123456789abcdef";
    char *text = pl_arena_alloc(arena, 2 * length + 1, 1);

    assert(length == 32);
    for (unsigned i = 0; i < length; i++) {
        text[2 * i] = hex[digest[i] >> 4];
        text[2 * i + 1] = hex[digest[i] & 15];
    }
    return text;
}

struct pl_digest {
    EVP_MD_CTX *context;
};

/* None of it fails but for want of memory. */
static void must(int fine) {
    if (fine != 1)
        pl_out_of_memory();
}

pl_digest *pl_digest_new(void) {
    pl_digest *digest = pl_heap_resize(NULL, sizeof *digest);

    digest->context = EVP_MD_CTX_new();
    must(digest->context != NULL);
    must(EVP_DigestInit_ex(digest->context, EVP_sha256(), NULL));
    return digest;
}

void pl_digest_put(pl_digest *digest, pl_str bytes) {
    must(EVP_DigestUpdate(digest->context, bytes.ptr, bytes.len));
}

const char *pl_digest_take(pl_digest *digest, pl_arena *arena) {
    unsigned char bytes[EVP_MAX_MD_SIZE];
    unsigned length = 0;

    must(EVP_DigestFinal_ex(digest->context, bytes, &length));
    EVP_MD_CTX_free(digest->context);
    free(digest);
    return arena ? print_digest(arena, bytes, length) : NULL;
}

const char *pl_sha256(pl_arena *arena, pl_str bytes) {
    pl_digest *digest = pl_digest_new();

    pl_digest_put(digest, bytes);
    return pl_digest_take(digest, arena);
}
