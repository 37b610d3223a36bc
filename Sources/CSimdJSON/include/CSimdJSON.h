#ifndef CSIMDJSON_H
#define CSIMDJSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A reusable parser with its padded copy of the document. Belongs to one thread.
typedef struct csj_parser csj_parser;

/// What a value is. `csj_missing` never comes from a document: it marks a value that was looked for and not found.
typedef enum csj_kind {
    csj_missing = 0,
    csj_null,
    csj_bool,
    csj_integer,
    csj_number,
    csj_string,
    csj_array,
    csj_object
} csj_kind;

/// A place in the parsed document.
typedef struct csj_node {
    const void *document;
    size_t place;
} csj_node;

/// A value with what it holds; texts and nodes live until the parser parses again or is destroyed.
typedef struct csj_value {
    csj_kind kind;
    bool flag;
    /// UTF-8, not terminated by zero, of a string.
    const char *text;
    size_t length;
    /// Only of `csj_integer`.
    int64_t integer;
    /// Of `csj_integer` and `csj_number`.
    double number;
    csj_node node;
} csj_value;

/// A walk over the members of an object or the elements of an array.
typedef struct csj_cursor {
    csj_node at;
    csj_node end;
} csj_cursor;

/// A parser for documents of at most `capacity` bytes and `depth` levels, or NULL without memory.
csj_parser *csj_parser_create(size_t capacity, size_t depth);
void csj_parser_destroy(csj_parser *parser);

/// Parses a copy of the bytes. 0, or an error code for `csj_error_text`.
int csj_parse(csj_parser *parser, const void *bytes, size_t length, csj_value *root);

/// The reason of an error code, in English.
const char *csj_error_text(int code);

/// Starts a walk; of anything but an object or array it has no steps.
csj_cursor csj_open(const csj_value *container);

/// The next member of an object; false at the end.
bool csj_next_member(csj_cursor *cursor, const char **key, size_t *length, csj_value *value);

/// The next element of an array; false at the end.
bool csj_next_element(csj_cursor *cursor, csj_value *value);

/// Whether bytes are UTF-8.
bool csj_is_utf8(const void *bytes, size_t length);

#ifdef __cplusplus
}
#endif

#endif
