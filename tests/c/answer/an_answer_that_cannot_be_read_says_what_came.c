/* An answer that cannot be read says what came. */
/* takes: 10 s */

#include "../harness.h"
#include "../harness/raw_server.h"

#define LITERAL(text) text, sizeof(text) - 1

/* Headers of so many bytes, and a good body behind them. */
static char *headers(size_t count, size_t length)
{
    char *text = malloc(count * length + 200), *value = malloc(length + 1);
    CHECK(text != NULL && value != NULL);
    memset(value, 'a', length);
    value[length] = '\0';
    size_t at = (size_t)sprintf(text, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n");
    while (count-- > 0)
        at += (size_t)sprintf(text + at, "X: %s\r\n", value + 5);
    sprintf(text + at, "\r\n{}");
    free(value);
    return text;
}

int main(void)
{
    static struct raw_server server;
    char *above = headers(1, 16 * 1024 + 200), *far_above = headers(50, 2000), *below = headers(10, 1500),
         *many = headers(1000, 10);
    const struct {
        const char *answer;
        size_t length;
        af_status status;
        int http;
        const char *said;
    } cases[] = {
        { above, strlen(above), AF_STATUS_RESPONSE_TOO_LARGE, 0, "headers" },
        { far_above, strlen(far_above), AF_STATUS_RESPONSE_TOO_LARGE, 0, "headers" },
        { many, strlen(many), AF_STATUS_RESPONSE_TOO_LARGE, 0, "headers" },
        { below, strlen(below), AF_STATUS_UNEXPECTED_RESPONSE, 200, "" },
        { LITERAL("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x08\x00"),
          AF_STATUS_INVALID_JSON_RESPONSE, 200, "content-encoding is \"gzip\"" },
        { LITERAL("HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 2\r\n\r\n{}"),
          AF_STATUS_INVALID_JSON_RESPONSE, 200, "content-encoding is \"br\"" },
        { LITERAL("HTTP/1.1 200 OK\r\nContent-Encoding: identity\r\nContent-Length: 2\r\n\r\n{}"),
          AF_STATUS_UNEXPECTED_RESPONSE, 200, "" },
        { LITERAL("HTTP/1.1 503 No\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x08\x00"),
          AF_STATUS_HTTP_ERROR, 503, "content-encoding is \"gzip\"" },
        { LITERAL("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x08\x00"),
          AF_STATUS_INVALID_JSON_RESPONSE, 200, "gzip" },
        { LITERAL("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n\xef\xbb\xbf{}"),
          AF_STATUS_INVALID_JSON_RESPONSE, 200, "byte order mark" },
        { LITERAL("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"), AF_STATUS_INVALID_JSON_RESPONSE, 200,
          "empty" },
        { LITERAL("HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n<html>portal"),
          AF_STATUS_INVALID_JSON_RESPONSE, 200, "<html>portal" },
        { LITERAL("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"status\":"), AF_STATUS_NETWORK_ERROR, 0,
          "in the middle of its answer" },
        { LITERAL("HTTP/1.1 200 OK\r\nX-Cut: of"), AF_STATUS_NETWORK_ERROR, 0,
          "in the middle of its answer" },
        { LITERAL(""), AF_STATUS_NETWORK_ERROR, 0, "closed the connection before it answered" },
        { LITERAL("HTTP/1.1 200 OK\r\nno header\r\n\r\n{}"), AF_STATUS_INVALID_JSON_RESPONSE, 0, "as HTTP" },
        { LITERAL("220 mail.example ESMTP\r\n"), AF_STATUS_NETWORK_ERROR, 0, "does not answer in HTTP" },
        /* What a TLS server says to a request without TLS: an alert. */
        { LITERAL("\x15\x03\x03\x00\x02\x02\x46"), AF_STATUS_NETWORK_ERROR, 0, "for https://" },
        { LITERAL("\x15\x03\x01\x00\x02\x02\x16"), AF_STATUS_NETWORK_ERROR, 0, "for https://" },
    };
    start_raw_server(&server);
    for (size_t i = 0; i < LENGTH(cases); i++) {
        af_error error = AF_ERROR_INIT;
        af_config *config = test_config();
        OK(af_config_set_api_base_url(config, server.url, &error));
        OK(af_config_set_request_timeout(config, 10, &error));
        af_client *client = client_of(config);
        set_answer(&server, cases[i].answer, cases[i].length);
        if (af_validate(client, KEY, NULL, &error) != cases[i].status ||
            !strstr(error.message, cases[i].said))
            FAIL("case %zu: %s: %s, need \"%s\"", i, error.code, error.message, cases[i].said);
        CHECK_EQ(error.http_status, cases[i].http);
        af_client_free(client);
    }
    free(above);
    free(far_above);
    free(below);
    free(many);
    return 0;
}
