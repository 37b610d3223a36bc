#pragma once
#include <stddef.h>
#include <sys/types.h>

/// Bytes of one socket that were read ahead of their reader or written but not sent yet.
///
/// libmosquitto reads the header of a packet byte by byte and then the rest, and writes each packet by itself: four
/// or five system calls a message, which is most of what a message costs. It has no setting for that. So this
/// module puts its own `read` and `write` before those of the C library, and while a `block_io` is in use on a
/// thread, that thread reads and writes the socket in blocks. The library also rings a bell with each packet that
/// it queues: a byte into a pair of sockets of its own, to wake a `select` that this program has none of; nobody
/// answers, so nothing is written. All other calls go through unchanged. Where the two functions cannot be replaced
/// (a libmosquitto linked statically), nothing is held and nothing breaks.
typedef struct block_io block_io;

/// Makes one that holds so many bytes each way; NULL if memory is short.
block_io *block_io_make(size_t capacity);

/// Frees one that is not in use.
void block_io_free(block_io *io);

/// From now on, and until `block_io_end`, this thread reads and writes the socket in blocks.
void block_io_begin(block_io *io, int socket);

/// Ends what `block_io_begin` began; what is held stays.
void block_io_end(void);

/// How many bytes were read ahead: `poll` does not know of them.
size_t block_io_unread(const block_io *io);

/// How many bytes were written and not sent: nothing may be written past them.
size_t block_io_unsent(const block_io *io);

/// Sends what the socket takes of the bytes that were written; -1 with `errno` set if it takes none.
ssize_t block_io_send(block_io *io);

/// While it holds, nothing is sent but by `block_io_send`: what finds no room is refused with EAGAIN.
void block_io_hold(block_io *io, int holds);

/// Forgets everything held, because the connection is over.
void block_io_discard(block_io *io);
