/* io.h - files: read whole, written whole or not at all. Errors are returned, never printed here.
 * *why is a clause in the reader's language: "it is a folder", "no such file or folder". */
#ifndef PL_BASE_IO_H
#define PL_BASE_IO_H

#include <sys/types.h>

#include "base/text.h"

/* Reads a regular file into the arena, a NUL behind its bytes. On failure false and *why. Files
 * over 4 GiB are refused. */
bool pl_file_read(pl_arena *arena, const char *path, pl_str *out, const char **why);
/* A regular file that is read in parts. */
typedef struct pl_input {
    int file;
    size_t size;
} pl_input;

/* As pl_file_read. */
bool pl_input_open(pl_input *input, const char *path, const char **why);
/* Reads `size` bytes from `at` on; gives how many there were. Several threads may. */
size_t pl_input_read(const pl_input *input, size_t at, char *bytes, size_t size);
void pl_input_close(pl_input *input);

/* Maps a file read-only until pl_file_unmap or the end of the process; as pl_file_read otherwise,
 * but without the NUL. */
bool pl_file_map(const char *path, pl_str *out, const char **why);
void pl_file_unmap(pl_str bytes);
/* Writes beside the target and renames, so that a reader sees the old file or the new one; special
 * files (/dev/full, /dev/stdout) are written in place. */
bool pl_file_write(const char *path, pl_str bytes, const char **why);
/* The same a part at a time. After pl_writing_begin gave true, any number of puts, then
 * pl_writing_end; once a put has failed the others do nothing, and the end says why. */
typedef struct pl_writing {
    int file;
    char *target;     /* NULL: a special file, written in place */
    pl_buffer beside; /* name of the file that will become the target */
    bool has_mode;    /* the target was there: it keeps its permissions */
    mode_t mode;
    int error; /* errno of what failed first; 0: nothing */
} pl_writing;

bool pl_writing_begin(pl_writing *writing, const char *path, const char **why);
bool pl_writing_put(pl_writing *writing, pl_str bytes);
bool pl_writing_end(pl_writing *writing, const char **why);
/* directory + "/" + name in the arena, unless name is absolute. */
const char *pl_path_join(pl_arena *arena, const char *directory, const char *name);
const char *pl_path_directory(pl_arena *arena, const char *path); /* "." when there is none */
/* Names in a folder, sorted by bytes, without "." and ".."; in the arena; false with *why on
 * failure. */
bool pl_folder_list(pl_arena *arena, const char *path, const char ***names, uint32_t *count,
                    const char **why);
bool pl_path_is_folder(const char *path);
bool pl_path_exists(const char *path);
/* SHA-256 as 64 hex digits (OpenSSL libcrypto). */
const char *pl_sha256(pl_arena *arena, pl_str bytes);
/* The same of bytes that come in parts. */
typedef struct pl_digest pl_digest;
pl_digest *pl_digest_new(void);
void pl_digest_put(pl_digest *digest, pl_str bytes);
/* Frees the digest. arena NULL: nobody asks what it is. */
const char *pl_digest_take(pl_digest *digest, pl_arena *arena);

#endif
