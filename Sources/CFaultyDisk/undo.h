#ifndef CALLAHEAD_FAULTY_DISK_UNDO_H
#define CALLAHEAD_FAULTY_DISK_UNDO_H

#include <stdint.h>

/// One thing that happened to a file; the name and then the old bytes follow it in the log.
struct cfd_record {
    uint32_t magic;
    /// `W` write, `T` truncation, `S` sync, `D` deletion.
    uint8_t kind;
    uint8_t name_length;
    uint16_t unused;
    /// Where it was written, or the new size; for a sync the size of the log when it began.
    uint64_t offset;
    /// Size of the file before.
    uint64_t size;
    /// How many bytes were written.
    uint32_t length;
    /// How many old bytes follow.
    uint32_t old_length;
};

#define CFD_MAGIC 0x43464431u

/// Appends to the log in one piece, so that several processes can.
///
/// @return 0 or -1.
int cfd_note(int log, struct cfd_record record, const char *name, const void *old);

#endif
