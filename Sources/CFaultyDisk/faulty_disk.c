#include "include/faulty_disk.h"

#include "setting.h"
#include "undo.h"

#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/// A file of SQLite; the real one stands behind it in the same piece of memory.
struct faulty_file {
    sqlite3_file base;
    char name[256];
};

#define REAL(file) ((sqlite3_file *)((struct faulty_file *)(file) + 1))

static struct {
    pthread_mutex_t lock;
    sqlite3_vfs vfs;
    sqlite3_vfs *real;
    char file[PATH_MAX];
    char text[PATH_MAX + 128];
    struct cfd_setting setting;
    /// By how much files have grown, and how many writes and syncs there were, since the setting changed.
    long long grown;
    long count;
    int log;
    char log_path[PATH_MAX];
} disk = {.lock = PTHREAD_MUTEX_INITIALIZER, .log = -1};

static void take(const char *text) {
    struct cfd_setting setting;
    if (strcmp(text, disk.text) == 0 || strlen(text) >= sizeof disk.text) return;
    if (cfd_parse(text, &setting) != 0) return;
    strcpy(disk.text, text);
    disk.setting = setting;
    disk.grown = disk.count = 0;
    if (strcmp(setting.log, disk.log_path) == 0) return;
    strcpy(disk.log_path, setting.log);
    if (disk.log >= 0) close(disk.log);
    disk.log = -1;
    if (setting.log[0] != 0) disk.log = open(setting.log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

// With the lock held.
static void refresh(void) {
    if (disk.file[0] == 0) return;
    char text[sizeof disk.text];
    int file = open(disk.file, O_RDONLY | O_CLOEXEC);
    if (file < 0) return;
    ssize_t count = read(file, text, sizeof text - 1);
    close(file);
    if (count < 0) return;
    text[count] = 0;
    take(text);
}

// Whether this write or sync is one that fails; with the lock held.
static int fails(void) {
    disk.count++;
    return disk.setting.failing > 0 && disk.count % disk.setting.failing == 0;
}

static sqlite3_int64 size_of(sqlite3_file *file) {
    sqlite3_int64 size = 0;
    return REAL(file)->pMethods->xFileSize(REAL(file), &size) == SQLITE_OK ? size : 0;
}

// Writes down what a power cut would bring back; with the lock held.
static int note(sqlite3_file *file, uint8_t kind, sqlite3_int64 offset, uint32_t length, sqlite3_int64 size) {
    if (disk.log < 0) return SQLITE_OK;
    struct cfd_record record = {.kind = kind, .offset = (uint64_t)offset, .size = (uint64_t)size, .length = length};
    sqlite3_int64 end = kind == 'T' ? size : offset + length;
    if (end > size) end = size;
    char *old = NULL;
    if ((kind == 'W' || kind == 'T') && end > offset) {
        record.old_length = (uint32_t)(end - offset);
        old = malloc(record.old_length);
        if (old == NULL) return SQLITE_NOMEM;
        int status = REAL(file)->pMethods->xRead(REAL(file), old, (int)record.old_length, offset);
        if (status != SQLITE_OK && status != SQLITE_IOERR_SHORT_READ) {
            free(old);
            return status;
        }
    }
    int status = cfd_note(disk.log, record, ((struct faulty_file *)file)->name, old);
    free(old);
    return status == 0 ? SQLITE_OK : SQLITE_IOERR_WRITE;
}

static int faulty_write(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset) {
    pthread_mutex_lock(&disk.lock);
    refresh();
    int status = fails() ? SQLITE_IOERR_WRITE : SQLITE_OK;
    if (status == SQLITE_OK && (disk.setting.room >= 0 || disk.log >= 0)) {
        sqlite3_int64 size = size_of(file);
        sqlite3_int64 growth = offset + count > size ? offset + count - size : 0;
        if (disk.setting.room >= 0 && growth > 0 && disk.grown + growth > disk.setting.room) {
            status = SQLITE_FULL;
        } else {
            disk.grown += growth;
            status = note(file, 'W', offset, (uint32_t)count, size);
        }
    }
    pthread_mutex_unlock(&disk.lock);
    return status == SQLITE_OK ? REAL(file)->pMethods->xWrite(REAL(file), bytes, count, offset) : status;
}

static int faulty_truncate(sqlite3_file *file, sqlite3_int64 size) {
    pthread_mutex_lock(&disk.lock);
    refresh();
    int status = note(file, 'T', size, 0, size_of(file));
    pthread_mutex_unlock(&disk.lock);
    return status == SQLITE_OK ? REAL(file)->pMethods->xTruncate(REAL(file), size) : status;
}

static int faulty_sync(sqlite3_file *file, int flags) {
    pthread_mutex_lock(&disk.lock);
    refresh();
    int status = fails() ? SQLITE_IOERR_FSYNC : SQLITE_OK;
    long slow = disk.setting.slow_us;
    struct stat log = {0};
    if (disk.log >= 0) fstat(disk.log, &log);
    pthread_mutex_unlock(&disk.lock);
    if (slow > 0) usleep((useconds_t)slow);
    if (status == SQLITE_OK) status = REAL(file)->pMethods->xSync(REAL(file), flags);
    if (status != SQLITE_OK) return status;
    pthread_mutex_lock(&disk.lock);
    status = note(file, 'S', log.st_size, 0, 0);
    pthread_mutex_unlock(&disk.lock);
    return status;
}

static int faulty_close(sqlite3_file *file) { return REAL(file)->pMethods->xClose(REAL(file)); }
static int faulty_read(sqlite3_file *file, void *bytes, int count, sqlite3_int64 offset) {
    return REAL(file)->pMethods->xRead(REAL(file), bytes, count, offset);
}
static int faulty_size(sqlite3_file *file, sqlite3_int64 *size) {
    return REAL(file)->pMethods->xFileSize(REAL(file), size);
}
static int faulty_lock(sqlite3_file *file, int kind) { return REAL(file)->pMethods->xLock(REAL(file), kind); }
static int faulty_unlock(sqlite3_file *file, int kind) { return REAL(file)->pMethods->xUnlock(REAL(file), kind); }
static int faulty_check(sqlite3_file *file, int *isReserved) {
    return REAL(file)->pMethods->xCheckReservedLock(REAL(file), isReserved);
}
static int faulty_control(sqlite3_file *file, int operation, void *value) {
    return REAL(file)->pMethods->xFileControl(REAL(file), operation, value);
}
static int faulty_sector(sqlite3_file *file) { return REAL(file)->pMethods->xSectorSize(REAL(file)); }
static int faulty_device(sqlite3_file *file) { return REAL(file)->pMethods->xDeviceCharacteristics(REAL(file)); }
// The shared memory of the log's index is the real one: other processes work beside this one.
static int faulty_shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **memory) {
    return REAL(file)->pMethods->xShmMap(REAL(file), page, size, extend, memory);
}
static int faulty_shm_lock(sqlite3_file *file, int offset, int count, int flags) {
    return REAL(file)->pMethods->xShmLock(REAL(file), offset, count, flags);
}
static void faulty_shm_barrier(sqlite3_file *file) { REAL(file)->pMethods->xShmBarrier(REAL(file)); }
static int faulty_shm_unmap(sqlite3_file *file, int isDeleted) {
    return REAL(file)->pMethods->xShmUnmap(REAL(file), isDeleted);
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = faulty_close,
    .xRead = faulty_read,
    .xWrite = faulty_write,
    .xTruncate = faulty_truncate,
    .xSync = faulty_sync,
    .xFileSize = faulty_size,
    .xLock = faulty_lock,
    .xUnlock = faulty_unlock,
    .xCheckReservedLock = faulty_check,
    .xFileControl = faulty_control,
    .xSectorSize = faulty_sector,
    .xDeviceCharacteristics = faulty_device,
    .xShmMap = faulty_shm_map,
    .xShmLock = faulty_shm_lock,
    .xShmBarrier = faulty_shm_barrier,
    .xShmUnmap = faulty_shm_unmap,
};

static const char *last_part(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

static int faulty_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *given) {
    (void)vfs;
    struct faulty_file *own = (struct faulty_file *)file;
    memset(own, 0, sizeof *own);
    // Files without a name are SQLite's own and of no use after a crash.
    int isKept = path != NULL && strlen(last_part(path)) < sizeof own->name;
    if (isKept) strcpy(own->name, last_part(path));
    int status = disk.real->xOpen(disk.real, path, REAL(file), flags, given);
    // Without methods SQLite does not close it.
    if (REAL(file)->pMethods != NULL) own->base.pMethods = &methods;
    return status;
}

static int faulty_delete(sqlite3_vfs *vfs, const char *path, int syncs) {
    (void)vfs;
    int status = disk.real->xDelete(disk.real, path, syncs);
    pthread_mutex_lock(&disk.lock);
    if (status == SQLITE_OK && disk.log >= 0)
        cfd_note(disk.log, (struct cfd_record){.kind = 'D'}, last_part(path), NULL);
    pthread_mutex_unlock(&disk.lock);
    return status;
}

int cfd_install(const char *setting, int is_default) {
    struct cfd_setting parsed;
    int isFile = strncmp(setting, "file:/", 6) == 0;
    if (isFile ? strlen(setting) >= sizeof disk.file : cfd_parse(setting, &parsed) != 0) return -1;
    sqlite3_vfs *real = disk.real != NULL ? disk.real : sqlite3_vfs_find(NULL);
    if (real == NULL) return -1;
    pthread_mutex_lock(&disk.lock);
    disk.file[0] = 0;
    if (isFile) {
        strcpy(disk.file, setting + 5);
        refresh();
    } else {
        take(setting);
    }
    int isNew = disk.real == NULL;
    if (isNew) {
        disk.real = real;
        disk.vfs = *real;
        disk.vfs.zName = "faulty-disk";
        disk.vfs.pNext = NULL;
        disk.vfs.szOsFile = real->szOsFile + (int)sizeof(struct faulty_file);
        disk.vfs.xOpen = faulty_open;
        disk.vfs.xDelete = faulty_delete;
    }
    pthread_mutex_unlock(&disk.lock);
    return isNew && sqlite3_vfs_register(&disk.vfs, is_default) != SQLITE_OK ? -1 : 0;
}
