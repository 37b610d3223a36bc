#ifndef CALLAHEAD_FAULTY_DISK_SETTING_H
#define CALLAHEAD_FAULTY_DISK_SETTING_H

#include <limits.h>

/// How the disk fails now.
struct cfd_setting {
    long slow_us;
    /// Bytes by which files may still grow; -1 without a limit.
    long long room;
    /// Every n-th write or sync fails; 0 for none.
    long failing;
    /// Where to write what a power cut would undo; empty for nowhere.
    char log[PATH_MAX];
};

/// @return 0, or -1 if the text is no setting.
int cfd_parse(const char *text, struct cfd_setting *setting);

#endif
