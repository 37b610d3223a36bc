#include "setting.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static int number(const char *text, long long *value, const char *unit) {
    char *end;
    errno = 0;
    *value = strtoll(text, &end, 10);
    return end != text && errno == 0 && *value >= 0 && strcmp(end, unit) == 0 ? 0 : -1;
}

static int parse_one(const char *word, struct cfd_setting *setting) {
    long long value;
    if (*word == 0 || strcmp(word, "ok") == 0) return 0;
    if (strcmp(word, "full") == 0) {
        setting->room = 0;
        return 0;
    }
    if (strncmp(word, "full:", 5) == 0) return number(word + 5, &setting->room, "");
    if (strncmp(word, "slow:", 5) == 0) {
        if (number(word + 5, &value, "ms") != 0 || value > 60000) return -1;
        setting->slow_us = (long)value * 1000;
        return 0;
    }
    if (strncmp(word, "ioerr:", 6) == 0) {
        if (number(word + 6, &value, "") != 0 || value < 1 || value > LONG_MAX) return -1;
        setting->failing = (long)value;
        return 0;
    }
    if (strncmp(word, "power-cut:", 10) == 0) {
        if (word[10] != '/' || strlen(word + 10) >= sizeof setting->log) return -1;
        strcpy(setting->log, word + 10);
        return 0;
    }
    return -1;
}

int cfd_parse(const char *text, struct cfd_setting *setting) {
    char copy[PATH_MAX + 128], *rest = copy, *word;
    memset(setting, 0, sizeof *setting);
    setting->room = -1;
    if (strlen(text) >= sizeof copy) return -1;
    strcpy(copy, text);
    copy[strcspn(copy, " \n")] = 0;
    while ((word = strsep(&rest, ",")) != NULL)
        if (parse_one(word, setting) != 0) return -1;
    return 0;
}
