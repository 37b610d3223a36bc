#include "CSimdJSON.h"

#include <cstring>
#include <memory>
#include <new>
#include <simdjson.h>
#include <type_traits>

using namespace simdjson;

struct csj_parser {
    csj_parser(size_t limit) : parser(limit), limit(limit) {}

    dom::parser parser;
    std::unique_ptr<uint8_t[]> padded;
    size_t room = 0;
    size_t limit;
};

// Nodes cross the C boundary as plain bytes.
static_assert(std::is_trivially_copyable_v<dom::element> && sizeof(dom::element) == sizeof(csj_node));
static_assert(std::is_trivially_copyable_v<dom::object::iterator> && sizeof(dom::object::iterator) == sizeof(csj_node));
static_assert(std::is_trivially_copyable_v<dom::array::iterator> && sizeof(dom::array::iterator) == sizeof(csj_node));

namespace {

template <typename Place> csj_node node_of(const Place &place) {
    csj_node node;
    std::memcpy(static_cast<void *>(&node), static_cast<const void *>(&place), sizeof(node));
    return node;
}

template <typename Place> Place place_of(const csj_node &node) {
    Place place;
    std::memcpy(static_cast<void *>(&place), static_cast<const void *>(&node), sizeof(node));
    return place;
}

simdjson_inline void read(const dom::element &element, csj_value &value) {
    switch (element.type()) {
    case dom::element_type::NULL_VALUE:
        value.kind = csj_null;
        break;
    case dom::element_type::BOOL:
        value.kind = csj_bool;
        value.flag = element.get_bool().value_unsafe();
        break;
    case dom::element_type::INT64:
        value.kind = csj_integer;
        value.integer = element.get_int64().value_unsafe();
        value.number = static_cast<double>(value.integer);
        break;
    case dom::element_type::UINT64:
        value.kind = csj_number;
        value.number = static_cast<double>(element.get_uint64().value_unsafe());
        break;
    case dom::element_type::DOUBLE:
        value.kind = csj_number;
        value.number = element.get_double().value_unsafe();
        break;
    case dom::element_type::STRING: {
        std::string_view text = element.get_string().value_unsafe();
        value.kind = csj_string;
        value.text = text.data();
        value.length = text.size();
        break;
    }
    case dom::element_type::ARRAY:
        value.kind = csj_array;
        value.node = node_of(element);
        break;
    case dom::element_type::OBJECT:
        value.kind = csj_object;
        value.node = node_of(element);
        break;
    }
}

} // namespace

csj_parser *csj_parser_create(size_t capacity, size_t depth) {
    std::unique_ptr<csj_parser> made(new (std::nothrow) csj_parser(capacity));
    // The depth is kept when the parser grows later.
    if (!made || made->parser.allocate(4096, depth)) return nullptr;
    return made.release();
}

void csj_parser_destroy(csj_parser *parser) { delete parser; }

int csj_parse(csj_parser *parser, const void *bytes, size_t length, csj_value *root) {
    if (length > parser->limit) return CAPACITY;
    if (length > parser->room) {
        size_t room = length < 4096 ? 4096 : length;
        std::unique_ptr<uint8_t[]> wider(new (std::nothrow) uint8_t[room + SIMDJSON_PADDING]);
        if (!wider) return MEMALLOC;
        parser->padded = std::move(wider);
        parser->room = room;
    }
    if (length == 0) return EMPTY;
    std::memcpy(parser->padded.get(), bytes, length);
    std::memset(parser->padded.get() + length, 0, SIMDJSON_PADDING);
    dom::element element;
    error_code error = parser->parser.parse(parser->padded.get(), length, false).get(element);
    if (error) return error;
    read(element, *root);
    return SUCCESS;
}

const char *csj_error_text(int code) {
    if (code < 0 || code >= NUM_ERROR_CODES) return "unknown";
    return error_message(static_cast<error_code>(code));
}

csj_cursor csj_open(const csj_value *container) {
    csj_cursor cursor = {{nullptr, 0}, {nullptr, 0}};
    if (container->kind == csj_object) {
        dom::object object;
        if (!place_of<dom::element>(container->node).get(object)) {
            cursor.at = node_of(object.begin());
            cursor.end = node_of(object.end());
        }
    } else if (container->kind == csj_array) {
        dom::array array;
        if (!place_of<dom::element>(container->node).get(array)) {
            cursor.at = node_of(array.begin());
            cursor.end = node_of(array.end());
        }
    }
    return cursor;
}

bool csj_next_member(csj_cursor *cursor, const char **key, size_t *length, csj_value *value) {
    if (cursor->at.place >= cursor->end.place) return false;
    auto at = place_of<dom::object::iterator>(cursor->at);
    std::string_view name = at.key();
    *key = name.data();
    *length = name.size();
    read(at.value(), *value);
    ++at;
    cursor->at = node_of(at);
    return true;
}

bool csj_next_element(csj_cursor *cursor, csj_value *value) {
    if (cursor->at.place >= cursor->end.place) return false;
    auto at = place_of<dom::array::iterator>(cursor->at);
    read(*at, *value);
    ++at;
    cursor->at = node_of(at);
    return true;
}

bool csj_is_utf8(const void *bytes, size_t length) {
    return simdjson::validate_utf8(static_cast<const char *>(bytes), length);
}
