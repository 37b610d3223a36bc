#include "block_io.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct {
    size_t start, end;
    char *bytes;
} block;

struct block_io {
    int socket;
    size_t capacity;
    block unread, unsent;
    // The last descriptor that was looked at because a single byte was written to it, and whether it is a bell.
    int bell;
    int is_bell;
    int holds;
};

static _Thread_local block_io *in_use;

// The C library's own names for what this module replaces.
extern ssize_t __read(int descriptor, void *bytes, size_t count);
extern ssize_t __write(int descriptor, const void *bytes, size_t count);

static size_t length(const block *block) { return block->end - block->start; }

block_io *block_io_make(size_t capacity) {
    block_io *io = malloc(sizeof *io + 2 * capacity);
    if (io == NULL) return NULL;
    char *bytes = (char *)(io + 1);
    *io = (block_io){
        .socket = -1, .capacity = capacity, .bell = -1, .unread.bytes = bytes, .unsent.bytes = bytes + capacity};
    return io;
}

void block_io_free(block_io *io) { free(io); }

void block_io_begin(block_io *io, int socket) {
    io->socket = socket;
    in_use = io;
}

void block_io_end(void) { in_use = NULL; }

size_t block_io_unread(const block_io *io) { return length(&io->unread); }

size_t block_io_unsent(const block_io *io) { return length(&io->unsent); }

ssize_t block_io_send(block_io *io) {
    block *unsent = &io->unsent;
    if (length(unsent) == 0) return 0;
    ssize_t sent = __write(io->socket, unsent->bytes + unsent->start, length(unsent));
    if (sent > 0) unsent->start += (size_t)sent;
    if (length(unsent) == 0) unsent->start = unsent->end = 0;
    return sent;
}

void block_io_hold(block_io *io, int holds) { io->holds = holds; }

void block_io_discard(block_io *io) {
    io->unread.start = io->unread.end = 0;
    io->unsent.start = io->unsent.end = 0;
    // The library makes its pair of sockets anew for each connection.
    io->bell = -1;
}

// Whether the descriptor is one of a pair of sockets. A log's may be a local socket too, but its other end has a name.
static int is_bell(block_io *io, int descriptor) {
    if (descriptor != io->bell) {
        struct sockaddr_storage name;
        socklen_t size = sizeof name;
        io->is_bell = getpeername(descriptor, (struct sockaddr *)&name, &size) == 0 && name.ss_family == AF_UNIX
            && size == sizeof name.ss_family;
        io->bell = descriptor;
    }
    return io->is_bell;
}

ssize_t read(int descriptor, void *bytes, size_t count) {
    block_io *io = in_use;
    if (io == NULL || descriptor != io->socket) return __read(descriptor, bytes, count);
    block *unread = &io->unread;
    if (length(unread) == 0) {
        if (count >= io->capacity) return __read(descriptor, bytes, count);
        ssize_t result = __read(descriptor, unread->bytes, io->capacity);
        if (result <= 0) return result;
        unread->start = 0;
        unread->end = (size_t)result;
    }
    if (count > length(unread)) count = length(unread);
    memcpy(bytes, unread->bytes + unread->start, count);
    unread->start += count;
    return (ssize_t)count;
}

ssize_t write(int descriptor, const void *bytes, size_t count) {
    block_io *io = in_use;
    if (io == NULL) return __write(descriptor, bytes, count);
    if (descriptor != io->socket) {
        return count == 1 && is_bell(io, descriptor) ? 1 : __write(descriptor, bytes, count);
    }
    block *unsent = &io->unsent;
    if (io->holds && count > io->capacity - unsent->end) {
        errno = EAGAIN;
        return -1;
    }
    while (count > io->capacity - unsent->end && length(unsent) > 0) {
        // The rest of a block that is half sent keeps its place, so this ends when the socket is full or the block out.
        if (block_io_send(io) < 0) return -1;
    }
    if (count > io->capacity) return __write(descriptor, bytes, count);
    memcpy(unsent->bytes + unsent->end, bytes, count);
    unsent->end += count;
    return (ssize_t)count;
}
