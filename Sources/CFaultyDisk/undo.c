#include "undo.h"

#include "include/faulty_disk.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

int cfd_note(int log, struct cfd_record record, const char *name, const void *old) {
    record.magic = CFD_MAGIC;
    record.name_length = (uint8_t)strlen(name);
    struct iovec parts[3] = {
        {&record, sizeof record}, {(void *)name, record.name_length}, {(void *)old, record.old_length}};
    ssize_t size = (ssize_t)(sizeof record + record.name_length + record.old_length);
    return writev(log, parts, record.old_length > 0 ? 3 : 2) == size ? 0 : -1;
}

// The whole log in memory: power cuts are for tests of seconds.
static char *contents(const char *path, size_t *size) {
    struct stat status;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return NULL;
    char *bytes = NULL;
    if (fstat(file, &status) == 0 && (bytes = malloc((size_t)status.st_size + 1)) != NULL) {
        *size = 0;
        ssize_t count;
        while (*size < (size_t)status.st_size &&
               (count = read(file, bytes + *size, (size_t)status.st_size - *size)) > 0)
            *size += (size_t)count;
    }
    close(file);
    return bytes;
}

static const struct cfd_record *record_at(const char *bytes, size_t size, size_t at, struct cfd_record *record) {
    if (at + sizeof *record > size) return NULL;
    memcpy(record, bytes + at, sizeof *record);
    size_t whole = sizeof *record + record->name_length + record->old_length;
    return record->magic == CFD_MAGIC && at + whole <= size ? record : NULL;
}

static size_t next(const struct cfd_record *record, size_t at) {
    return at + sizeof *record + record->name_length + record->old_length;
}

static int undo(int file, const struct cfd_record *record, const char *old, uint32_t kept) {
    if (record->kind == 'T' && ftruncate(file, (off_t)record->size) != 0) return -1;
    uint64_t start = record->kind == 'T' ? record->offset : record->offset + kept;
    uint32_t skipped = record->kind == 'T' ? 0 : kept;
    if (record->old_length > skipped) {
        ssize_t count = (ssize_t)(record->old_length - skipped);
        if (pwrite(file, old + skipped, (size_t)count, (off_t)start) != count) return -1;
    }
    if (record->kind == 'W' && record->offset + record->length > record->size) {
        uint64_t left = record->size > start ? record->size : start;
        if (kept == 0) left = record->size;
        if (ftruncate(file, (off_t)left) != 0) return -1;
    }
    return 0;
}

static unsigned long long draw(unsigned long long *state) {
    // SplitMix64 of Steele, Lea and Flood.
    unsigned long long z = (*state += 0x9E3779B97F4A7C15ull);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
}

struct unsynced {
    size_t *at;
    long count;
};

// The writes to one file after its last sync, in their order.
static int collect(const char *bytes, size_t size, const char *name, size_t length, struct unsynced *found) {
    struct cfd_record record;
    found->count = 0;
    for (size_t at = 0; record_at(bytes, size, at, &record); at = next(&record, at)) {
        if (record.name_length != length || memcmp(bytes + at + sizeof record, name, length) != 0) continue;
        if (record.kind == 'D') found->count = 0;
        if (record.kind == 'S') {
            long kept = 0;
            for (long i = 0; i < found->count; i++)
                if (found->at[i] >= record.offset) found->at[kept++] = found->at[i];
            found->count = kept;
        }
        if (record.kind == 'W' || record.kind == 'T') found->at[found->count++] = at;
    }
    return 0;
}

static int cut_file(
    const char *bytes, const char *folder, const char *name, size_t length, const struct unsynced *found,
    unsigned long long *seed, struct cfd_loss *loss) {
    if (found->count == 0) return 0;
    char path[PATH_MAX];
    if (snprintf(path, sizeof path, "%s/%.*s", folder, (int)length, name) >= (int)sizeof path) return -1;
    int file = open(path, O_RDWR | O_CLOEXEC);
    if (file < 0) return errno == ENOENT ? 0 : -1;
    long kept = *seed == 0 ? 0 : (long)(draw(seed) % (unsigned long long)(found->count + 1));
    int status = 0;
    for (long i = found->count - 1; i >= kept && status == 0; i--) {
        struct cfd_record record;
        memcpy(&record, bytes + found->at[i], sizeof record);
        uint32_t sectors = record.length / 512;
        uint32_t part =
            i == kept && *seed != 0 && record.kind == 'W' && sectors > 0 ? (uint32_t)(draw(seed) % sectors) * 512 : 0;
        status = undo(file, &record, bytes + found->at[i] + sizeof record + record.name_length, part);
        loss->lost++;
    }
    loss->unsynced += found->count;
    close(file);
    return status;
}

int cfd_power_cut(const char *log, const char *folder, unsigned long long seed, struct cfd_loss *loss) {
    size_t size = 0;
    memset(loss, 0, sizeof *loss);
    char *bytes = contents(log, &size);
    if (bytes == NULL) return errno == ENOENT ? 0 : -1;
    struct unsynced found = {malloc((size / sizeof(struct cfd_record) + 1) * sizeof(size_t)), 0};
    int status = found.at == NULL ? -1 : 0;
    struct cfd_record record;
    for (size_t at = 0; status == 0 && record_at(bytes, size, at, &record); at = next(&record, at)) {
        const char *name = bytes + at + sizeof record;
        // Each file once: at its first record.
        int is_first = 1;
        struct cfd_record other;
        for (size_t before = 0; before < at && record_at(bytes, size, before, &other); before = next(&other, before))
            if (other.name_length == record.name_length &&
                memcmp(bytes + before + sizeof other, name, record.name_length) == 0) {
                is_first = 0;
                break;
            }
        if (!is_first) continue;
        collect(bytes, size, name, record.name_length, &found);
        status = cut_file(bytes, folder, name, record.name_length, &found, &seed, loss);
    }
    free(found.at);
    free(bytes);
    return status == 0 ? truncate(log, 0) : -1;
}
