#include "CRE2.h"

#include <algorithm>
#include <cstring>
#include <exception>
#include <memory>
#include <re2/re2.h>
#include <re2/stringpiece.h>

namespace {

constexpr int most_pieces = 33;

RE2::Options options(int64_t memory) {
    RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(memory);
    return options;
}

void tell(const char *text, char *reason, size_t room) {
    if (room == 0) return;
    size_t length = std::min(std::strlen(text), room - 1);
    std::memcpy(reason, text, length);
    reason[length] = 0;
}

} // namespace

struct cre_pattern {
    cre_pattern(re2::StringPiece text, int64_t memory) : expression(text, options(memory)) {}

    RE2 expression;
};

cre_pattern *cre_pattern_create(const char *text, size_t length, int64_t memory, char *reason, size_t room) {
    try {
        auto made = std::make_unique<cre_pattern>(re2::StringPiece(text, length), memory);
        if (made->expression.ok()) return made.release();
        tell(made->expression.error().c_str(), reason, room);
    } catch (const std::exception &error) {
        tell(error.what(), reason, room);
    }
    return nullptr;
}

void cre_pattern_destroy(cre_pattern *pattern) { delete pattern; }

int cre_group_count(const cre_pattern *pattern) { return pattern->expression.NumberOfCapturingGroups(); }

bool cre_group_name(const cre_pattern *pattern, int group, const char **name, size_t *length) {
    const auto &names = pattern->expression.CapturingGroupNames();
    auto found = names.find(group);
    if (found == names.end()) return false;
    *name = found->second.data();
    *length = found->second.size();
    return true;
}

bool cre_match(const cre_pattern *pattern, const void *text, size_t length, cre_range *ranges, int count) {
    re2::StringPiece pieces[most_pieces];
    count = std::min(count, most_pieces);
    const char *start = text ? static_cast<const char *>(text) : "";
    re2::StringPiece whole(start, length);
    if (!pattern->expression.Match(whole, 0, length, RE2::UNANCHORED, pieces, count)) return false;
    for (int group = 0; group < count; group++) {
        if (pieces[group].data() == nullptr) {
            ranges[group] = {-1, -1};
        } else {
            ptrdiff_t place = pieces[group].data() - start;
            ranges[group] = {place, place + static_cast<ptrdiff_t>(pieces[group].size())};
        }
    }
    return true;
}
