#pragma once
#include <stdbool.h>
#include <stddef.h>

/// One libcurl handle with the connection it keeps open, for short questions and answers over HTTP.
///
/// libcurl's own settings are variadic, which Swift can't call. Not to be used by two threads at once.
typedef struct curl_client curl_client;

/// How an exchange ended.
typedef enum {
    curl_client_answered,
    /// Nobody listens, the name is unknown, or the certificate is not trusted.
    curl_client_unreachable,
    /// The connection ended before the answer did.
    curl_client_broken,
    curl_client_timeout,
    /// The body is longer than allowed.
    curl_client_too_long,
} curl_client_outcome;

/// What came of an exchange; valid until the next one or the end of the client.
typedef struct {
    long status;
    const unsigned char *body;
    size_t length;
    /// Why there is no answer; empty if there is one.
    const char *reason;
} curl_client_answer;

/// Makes a client that takes bodies up to this length; NULL if memory is short.
curl_client *curl_client_make(size_t longest_body);

void curl_client_free(curl_client *client);

/// Sends a GET, or a POST if there is JSON, and waits for the whole answer, at most so long.
///
/// Redirections are not followed and no proxy is used, whatever the environment says: what is sent goes only where the
/// URL says. A kept connection that the server has closed meanwhile is replaced by libcurl itself.
///
/// - fresh: whether a new connection is opened in any case.
curl_client_outcome curl_client_exchange(
    curl_client *client, const char *url, const char *json, size_t json_length, long milliseconds, bool fresh,
    curl_client_answer *answer);
