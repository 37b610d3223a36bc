#ifndef CRE2_H
#define CRE2_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A compiled pattern. Nothing in it that a caller could see changes: any number of threads may match with it.
typedef struct cre_pattern cre_pattern;

/// Where a group matched: bytes of the text. `start` is -1 for a group that took no part.
typedef struct cre_range {
    ptrdiff_t start;
    ptrdiff_t end;
} cre_range;

/// Compiles a pattern in RE2's syntax.
///
/// - `memory`: Most bytes for its program and the states that matching keeps.
/// - `reason`: Takes why it can't be compiled, ended by zero, at most `room` bytes with it.
///
/// NULL if it can't be compiled. Writes nothing to the error output.
cre_pattern *cre_pattern_create(const char *text, size_t length, int64_t memory, char *reason, size_t room);
void cre_pattern_destroy(cre_pattern *pattern);

/// How many groups capture.
int cre_group_count(const cre_pattern *pattern);

/// The name of a group from 1, not ended by zero; false if it has none. Lives as long as the pattern.
bool cre_group_name(const cre_pattern *pattern, int group, const char **name, size_t *length);

/// Whether the pattern is found anywhere in the text, in time proportional to the text's length.
///
/// `ranges` takes the whole match first, then the groups: `count` of them, at most 33.
bool cre_match(const cre_pattern *pattern, const void *text, size_t length, cre_range *ranges, int count);

#ifdef __cplusplus
}
#endif

#endif
