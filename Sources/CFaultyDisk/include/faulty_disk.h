#ifndef CALLAHEAD_FAULTY_DISK_H
#define CALLAHEAD_FAULTY_DISK_H

/// The environment variable that asks for a disk that fails.
#define CFD_VARIABLE "CALLAHEAD_DISK"

/// Gives SQLite in this process a disk that fails; for tests only.
///
/// The setting is a list, separated by commas, of:
/// `slow:20ms` (every sync takes that much longer), `full` (no file can grow), `full:BYTES` (files can grow by so many
/// bytes in all), `ioerr:N` (every n-th write or sync fails), `power-cut:LOG` (what cfd_power_cut needs is written to
/// LOG), `ok` (nothing of it); or of `file:PATH` alone: the list then stands in that file, is read before each access,
/// and may change at any time.
///
/// Files that are open already are not touched. May be called again with another setting.
///
/// @param is_default Otherwise only databases that name it use it: `file:…?vfs=faulty-disk`.
/// @return 0, or -1 if the setting can't be understood.
int cfd_install(const char *setting, int is_default);

/// What a power cut has done.
struct cfd_loss {
    /// Writes that had not been synced, and how many of them are gone.
    long unsynced, lost;
};

/// Makes files what a disk would hold after the power was cut: writes after the last sync of each file are undone.
///
/// No process may have the files open. The log is emptied.
///
/// @param log What `power-cut:LOG` has written.
/// @param folder Where the files stand.
/// @param seed 0 undoes everything that was not synced; otherwise it decides how many of the first of these writes have
/// reached each file all the same, the last of them in part (by sectors of 512 bytes).
/// @return 0, or -1 with errno set.
int cfd_power_cut(const char *log, const char *folder, unsigned long long seed, struct cfd_loss *loss);

#endif
