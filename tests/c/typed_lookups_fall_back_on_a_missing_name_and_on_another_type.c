/* Typed lookups fall back on a missing name and on another type. */

#include "harness.h"

#define VARIABLES                                                                                   \
    "{\"yes\":true,\"seven\":7,\"most\":9223372036854775807,\"more\":18446744073709551615,"          \
    "\"three\":3.0,\"thousand\":1e3,\"minus\":-2e0,\"far\":1e19,\"half\":0.5,\"text\":\"gr\xc3\xbc\xc3\x9f\",\"empty\":\"\",\"nothing\":null,\"list\":[1,2],"   \
    "\"object\":{\"a\":1},\"zero\":\"a\\u0000b\",\"gr\xc3\xb6\xc3\x9f" "e\":\"XL\"}"

typedef bool (*get_bool)(const af_session *, const char *, bool);
typedef int64_t (*get_int)(const af_session *, const char *, int64_t);
typedef double (*get_double)(const af_session *, const char *, double);
typedef const char *(*get_text)(const af_session *, const char *, const char *);
typedef af_variable_type (*get_type)(const af_session *, const char *);

static void check(const af_session *session, get_bool flag, get_int whole, get_double number, get_text text,
                  get_type type)
{
    const char *const fallback = "fallback";
    CHECK(flag(session, "yes", false) && flag(session, "seven", true) && !flag(session, "text", false));
    CHECK_INT(whole(session, "seven", 0), 7);
    CHECK_INT(whole(session, "most", 0), INT64_MAX);
    CHECK_INT(whole(session, "more", -3), -3);
    CHECK_INT(whole(session, "half", -3), -3);
    /* Whole is whole, however it is written. */
    CHECK_INT(whole(session, "three", 0), 3);
    CHECK_INT(whole(session, "thousand", 0), 1000);
    CHECK_INT(whole(session, "minus", 0), -2);
    CHECK_INT(whole(session, "far", -3), -3);
    CHECK(number(session, "three", 0) == 3.0 && number(session, "thousand", 0) == 1000.0 && number(session, "far", 0) == 1e19);
    CHECK_INT(whole(session, "text", -3), -3);
    CHECK(number(session, "half", 0) == 0.5 && number(session, "seven", 0) == 7.0);
    CHECK(number(session, "more", 0) > 1.8e19 && number(session, "yes", 2.5) == 2.5);
    CHECK_TEXT(text(session, "text", fallback), "gr\xc3\xbc\xc3\x9f");
    CHECK_TEXT(text(session, "empty", fallback), "");
    CHECK_TEXT(text(session, "gr\xc3\xb6\xc3\x9f" "e", fallback), "XL");
    CHECK(text(session, "seven", fallback) == fallback && text(session, "nothing", NULL) == NULL);
    /* A text that C could not hold whole is not cut. */
    CHECK(text(session, "zero", fallback) == fallback);
    /* Names are exact. */
    CHECK(text(session, "TEXT", fallback) == fallback && text(session, "tex", fallback) == fallback);
    CHECK(text(session, NULL, fallback) == fallback && text(session, "", fallback) == fallback);
    CHECK(text(session, "\xff\xfe", fallback) == fallback);

    CHECK_INT(type(session, "yes"), AF_VARIABLE_TYPE_BOOL);
    CHECK_INT(type(session, "seven"), AF_VARIABLE_TYPE_INT);
    CHECK_INT(type(session, "half"), AF_VARIABLE_TYPE_DOUBLE);
    CHECK_INT(type(session, "text"), AF_VARIABLE_TYPE_STRING);
    CHECK_INT(type(session, "nothing"), AF_VARIABLE_TYPE_NULL);
    CHECK_INT(type(session, "list"), AF_VARIABLE_TYPE_JSON);
    CHECK_INT(type(session, "object"), AF_VARIABLE_TYPE_JSON);
    CHECK_INT(type(session, "missing"), AF_VARIABLE_TYPE_NONE);
    CHECK_INT(type(session, NULL), AF_VARIABLE_TYPE_NONE);

    char *megabyte = malloc((1 << 20) + 1);
    CHECK(megabyte != NULL);
    memset(megabyte, 'y', 1 << 20);
    megabyte[1 << 20] = '\0';
    CHECK_INT(whole(session, megabyte, 5), 5);
    free(megabyte);
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_session *session = NULL;
    af_client *client = test_client();
    add_fault("{\"fault\":{\"set_fields\":{\"appVariables\":" VARIABLES ",\"licenseVariables\":" VARIABLES "}},"
              "\"count\":1}");
    OK(af_validate(client, KEY, &session, &error));
    check(session, af_session_license_bool, af_session_license_int, af_session_license_double,
          af_session_license_string, af_session_license_type);
    check(session, af_session_app_bool, af_session_app_int, af_session_app_double, af_session_app_string,
          af_session_app_type);
    af_session_free(session);
    af_client_free(client);
    return 0;
}
