/* The least that a careful program does to validate a license with libcurl and libsodium, as the measure for
 * libauthforge: the same request, the same checks of the answer, nothing kept.
 *
 * bare_validate once     one validate, then the end
 * bare_validate repeat   see measure_blocks */

#include <curl/curl.h>
#include <sodium.h>
#include <string.h>

#include "measure.h"

#define HWID "b7e23ec29af22b0b4e41da31e868d57226121c84e41da31e868d57226121c84a"

struct bare {
    CURL *curl;
    struct curl_slist *headers;
    const char *app_id, *app_secret, *license_key;
    unsigned char public_key[crypto_sign_PUBLICKEYBYTES];
    char url[2048];
    char answer[64 * 1024];
    size_t length;
    int64_t expires_at;
};

static size_t receive(char *bytes, size_t size, size_t count, void *context)
{
    struct bare *bare = context;
    size_t length = size * count;
    if (bare->length + length >= sizeof bare->answer)
        return 0;
    memcpy(bare->answer + bare->length, bytes, length);
    bare->length += length;
    bare->answer[bare->length] = '\0';
    return length;
}

/* The text of a field in the compact JSON that the service writes. */
static const char *text_field(const char *json, const char *name, size_t *length)
{
    char start[64];
    snprintf(start, sizeof start, "\"%s\":\"", name);
    const char *field = strstr(json, start);
    must(field != NULL, name);
    field += strlen(start);
    *length = strcspn(field, "\"");
    return field;
}

static size_t decode(unsigned char *out, size_t room, const char *text, size_t length)
{
    size_t decoded = 0;
    must(sodium_base642bin(out, room, text, length, NULL, &decoded, NULL, sodium_base64_VARIANT_ORIGINAL) ==
             0,
         "base64");
    return decoded;
}

static void check(struct bare *bare, const char *nonce)
{
    size_t payload_length, signature_length;
    const char *payload = text_field(bare->answer, "payload", &payload_length);
    const char *signature_text = text_field(bare->answer, "signature", &signature_length);
    unsigned char signature[crypto_sign_BYTES];
    must(decode(signature, sizeof signature, signature_text, signature_length) == sizeof signature,
         "signature");
    must(crypto_sign_verify_detached(signature, (const unsigned char *)payload, payload_length,
                                     bare->public_key) == 0,
         "the proof of the answer");
    char json[48 * 1024];
    size_t json_length = decode((unsigned char *)json, sizeof json - 1, payload, payload_length);
    json[json_length] = '\0';
    size_t echo_length;
    const char *echo = text_field(json, "nonce", &echo_length);
    must(echo_length == strlen(nonce) && memcmp(echo, nonce, echo_length) == 0, "the nonce");
    const char *expiry = strstr(json, "\"expiresIn\":");
    must(expiry != NULL, "expiresIn");
    bare->expires_at = strtoll(expiry + strlen("\"expiresIn\":"), NULL, 10);
    must(bare->expires_at > (int64_t)time(NULL), "the session's end");
}

static void validate(void *context)
{
    struct bare *bare = context;
    unsigned char random[16];
    char nonce[2 * sizeof random + 1], body[1024];
    randombytes_buf(random, sizeof random);
    sodium_bin2hex(nonce, sizeof nonce, random, sizeof random);
    int length = snprintf(body, sizeof body,
                          "{\"appId\":\"%s\",\"appSecret\":\"%s\",\"hwid\":\"%s\",\"licenseKey\":\"%s\","
                          "\"nonce\":\"%s\"}",
                          bare->app_id, bare->app_secret, HWID, bare->license_key, nonce);
    curl_easy_setopt(bare->curl, CURLOPT_POSTFIELDS, body);
    curl_easy_setopt(bare->curl, CURLOPT_POSTFIELDSIZE, (long)length);
    bare->length = 0;
    long status = 0;
    must(curl_easy_perform(bare->curl) == CURLE_OK, "the request");
    curl_easy_getinfo(bare->curl, CURLINFO_RESPONSE_CODE, &status);
    must(status == 200, "the server's 200");
    check(bare, nonce);
}

static void set_up(struct bare *bare)
{
    must(sodium_init() >= 0 && curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK, "initialisation");
    bare->curl = curl_easy_init();
    must(bare->curl != NULL, "curl_easy_init");
    bare->headers = curl_slist_append(NULL, "Content-Type: application/json");
    bare->app_id = from_environment("AF_TEST_APP_ID");
    bare->app_secret = from_environment("AF_TEST_APP_SECRET");
    bare->license_key = from_environment("AF_TEST_LICENSE_KEY");
    const char *key = from_environment("AF_TEST_PUBLIC_KEY");
    must(decode(bare->public_key, sizeof bare->public_key, key, strlen(key)) == sizeof bare->public_key,
         "key");
    snprintf(bare->url, sizeof bare->url, "%s/auth/validate", from_environment("AF_TEST_URL"));
    curl_easy_setopt(bare->curl, CURLOPT_URL, bare->url);
    curl_easy_setopt(bare->curl, CURLOPT_HTTPHEADER, bare->headers);
    curl_easy_setopt(bare->curl, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(bare->curl, CURLOPT_TIMEOUT, 15L);
    curl_easy_setopt(bare->curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(bare->curl, CURLOPT_PROXY, "");
    curl_easy_setopt(bare->curl, CURLOPT_WRITEFUNCTION, receive);
    curl_easy_setopt(bare->curl, CURLOPT_WRITEDATA, bare);
    const char *issuers = getenv("BENCH_CURL_CA_FILE");
    if (issuers != NULL)
        curl_easy_setopt(bare->curl, CURLOPT_CAINFO, issuers);
}

int main(int argc, char **argv)
{
    static struct bare bare;
    set_up(&bare);
    if (argc == 2 && strcmp(argv[1], "repeat") == 0)
        measure_blocks(validate, &bare);
    else
        validate(&bare);
    curl_easy_cleanup(bare.curl);
    curl_slist_free_all(bare.headers);
    curl_global_cleanup();
    return 0;
}
