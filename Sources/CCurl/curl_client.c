#include "CCurl.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct curl_client {
    CURL *handle;
    struct curl_slist *headers;
    unsigned char *body;
    size_t length, capacity, longest;
    bool is_too_long;
    char reason[CURL_ERROR_SIZE];
};

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void start_library(void) { curl_global_init(CURL_GLOBAL_DEFAULT); }

static size_t receive(char *bytes, size_t size, size_t count, void *context) {
    curl_client *client = context;
    size_t length = size * count;
    if (length > client->longest - client->length) {
        client->is_too_long = true;
        return 0;
    }
    if (client->length + length > client->capacity) {
        size_t capacity = 2 * (client->length + length);
        unsigned char *body = realloc(client->body, capacity);
        if (body == NULL) return 0;
        client->body = body;
        client->capacity = capacity;
    }
    memcpy(client->body + client->length, bytes, length);
    client->length += length;
    return length;
}

curl_client *curl_client_make(size_t longest_body) {
    pthread_once(&once, start_library);
    curl_client *client = calloc(1, sizeof *client);
    if (client == NULL) return NULL;
    client->longest = longest_body;
    client->handle = curl_easy_init();
    // Without the empty "Expect", older libcurl waits a second for leave to send more than 1 kB.
    const char *headers[] = {"Accept: application/json", "Content-Type: application/json", "Expect:"};
    for (size_t index = 0; index < sizeof headers / sizeof *headers; index++) {
        struct curl_slist *list = curl_slist_append(client->headers, headers[index]);
        if (list != NULL) client->headers = list;
    }
    if (client->handle == NULL || client->headers == NULL) {
        curl_client_free(client);
        return NULL;
    }
    CURL *handle = client->handle;
    curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, client->reason);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, receive);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, client);
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, client->headers);
    curl_easy_setopt(handle, CURLOPT_USERAGENT, "callahead");
    curl_easy_setopt(handle, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(handle, CURLOPT_PROXY, "");
    curl_easy_setopt(handle, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(handle, CURLOPT_MAXCONNECTS, 1L);
    // No signals: time-outs of name resolution must not interrupt other threads.
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
#if LIBCURL_VERSION_NUM >= 0x075500
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
#else
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
#if LIBCURL_VERSION_NUM >= 0x075700
    // Else a time-out while a name is looked up waits for the end of the look-up.
    curl_easy_setopt(handle, CURLOPT_QUICK_EXIT, 1L);
#endif
    return client;
}

void curl_client_free(curl_client *client) {
    if (client == NULL) return;
    if (client->handle != NULL) curl_easy_cleanup(client->handle);
    curl_slist_free_all(client->headers);
    free(client->body);
    free(client);
}

static curl_client_outcome outcome_of(const curl_client *client, CURLcode code) {
    if (client->is_too_long) return curl_client_too_long;
    switch (code) {
    case CURLE_OK: return curl_client_answered;
    case CURLE_OPERATION_TIMEDOUT: return curl_client_timeout;
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT:
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION: return curl_client_unreachable;
    default: return curl_client_broken;
    }
}

curl_client_outcome curl_client_exchange(
    curl_client *client, const char *url, const char *json, size_t json_length, long milliseconds, bool fresh,
    curl_client_answer *answer) {
    CURL *handle = client->handle;
    client->length = 0;
    client->is_too_long = false;
    client->reason[0] = 0;
    curl_easy_setopt(handle, CURLOPT_URL, url);
    // 0 would mean without a limit.
    curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, milliseconds < 1 ? 1L : milliseconds);
    curl_easy_setopt(handle, CURLOPT_FRESH_CONNECT, fresh ? 1L : 0L);
    if (json == NULL) {
        curl_easy_setopt(handle, CURLOPT_HTTPGET, 1L);
    } else {
        curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)json_length);
        curl_easy_setopt(handle, CURLOPT_POSTFIELDS, json);
    }
    CURLcode code = curl_easy_perform(handle);
    if (code != CURLE_OK && client->reason[0] == 0) {
        strncpy(client->reason, curl_easy_strerror(code), sizeof client->reason - 1);
    }
    answer->status = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &answer->status);
    answer->body = client->body;
    answer->length = client->length;
    answer->reason = client->reason;
    return outcome_of(client, code);
}
