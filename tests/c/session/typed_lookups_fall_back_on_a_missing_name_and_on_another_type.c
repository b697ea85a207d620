/* Typed lookups fall back on a missing name and on another type. */

#include "../harness.h"

#define VARIABLES                                                                                                                                             \
    "{\"yes\":true,\"seven\":7,\"most\":9223372036854775807,\"more\":18446744073709551615,"                                                                   \
    "\"three\":3.0,\"thousand\":1e3,\"minus\":-2e0,\"far\":1e19,\"half\":0.5,\"text\":\"gr\xc3\xbc\xc3\x9f\",\"empty\":\"\",\"nothing\":null,\"list\":[1,2]," \
    "\"object\":{\"a\":1},\"zero\":\"a\\u0000b\",\"gr\xc3\xb6\xc3\x9f"                                                                                        \
    "e\":\"XL\"}"

#define flag(session, name, fallback) af_session_variable_bool(session, scope, name, fallback)
#define whole(session, name, fallback) af_session_variable_int(session, scope, name, fallback)
#define number(session, name, fallback) af_session_variable_double(session, scope, name, fallback)
#define text(session, name, fallback) af_session_variable_string(session, scope, name, fallback)
#define type(session, name) af_session_variable_type(session, scope, name)

static af_variable found(const af_session *session, int32_t scope, const char *name)
{
    af_variable variable = AF_VARIABLE_INIT;
    CHECK(af_session_variable(session, scope, name, &variable));
    return variable;
}

static void check_whole_reads(const af_session *session, int32_t scope)
{
    af_variable variable = found(session, scope, "yes");
    CHECK(variable.type == AF_VARIABLE_TYPE_BOOL && variable.bool_value && variable.string_value == NULL);
    variable = found(session, scope, "seven");
    CHECK(variable.type == AF_VARIABLE_TYPE_INT && variable.int_value == 7 && variable.double_value == 7.0);
    variable = found(session, scope, "half");
    CHECK(variable.type == AF_VARIABLE_TYPE_DOUBLE && variable.int_value == 0 &&
          variable.double_value == 0.5);
    variable = found(session, scope, "empty");
    CHECK(variable.type == AF_VARIABLE_TYPE_STRING && !variable.bool_value);
    CHECK_TEXT(variable.string_value, "");
    variable = found(session, scope, "list");
    CHECK_EQ(variable.type, AF_VARIABLE_TYPE_JSON);
    CHECK_TEXT(variable.string_value, "[1,2]");
    variable = found(session, scope, "nothing");
    CHECK(variable.type == AF_VARIABLE_TYPE_NULL && variable.string_value == NULL);

    /* What is not there leaves the struct as it was, and so does a scope that is none. */
    variable.int_value = 5;
    CHECK(!af_session_variable(session, scope, "missing", &variable));
    CHECK(!af_session_variable(session, scope, NULL, &variable));
    CHECK(!af_session_variable(session, 2, "seven", &variable));
    CHECK(!af_session_variable(NULL, scope, "seven", &variable));
    CHECK(!af_session_variable(session, scope, "seven", NULL));
    CHECK(variable.type == AF_VARIABLE_TYPE_NULL && variable.int_value == 5);

    /* Only as much is written as there is room for; 0 is the size of the first version. */
    variable.struct_size = offsetof(af_variable, int_value);
    CHECK(af_session_variable(session, scope, "seven", &variable));
    CHECK(variable.type == AF_VARIABLE_TYPE_INT && variable.int_value == 5);
    variable.struct_size = sizeof variable.struct_size;
    CHECK(!af_session_variable(session, scope, "half", &variable));
    af_variable zeros = { 0 };
    CHECK(af_session_variable(session, scope, "yes", &zeros));
    CHECK(zeros.type == AF_VARIABLE_TYPE_BOOL && zeros.bool_value && zeros.struct_size == sizeof zeros);
}

static void check(const af_session *session, int32_t scope)
{
    const char *const fallback = "fallback";
    CHECK(flag(session, "yes", false) && flag(session, "seven", true) && !flag(session, "text", false));
    CHECK_EQ(whole(session, "seven", 0), 7);
    CHECK_EQ(whole(session, "most", 0), INT64_MAX);
    CHECK_EQ(whole(session, "more", -3), -3);
    CHECK_EQ(whole(session, "half", -3), -3);
    /* Whole is whole, however it is written. */
    CHECK_EQ(whole(session, "three", 0), 3);
    CHECK_EQ(whole(session, "thousand", 0), 1000);
    CHECK_EQ(whole(session, "minus", 0), -2);
    CHECK_EQ(whole(session, "far", -3), -3);
    CHECK(number(session, "three", 0) == 3.0 && number(session, "thousand", 0) == 1000.0 &&
          number(session, "far", 0) == 1e19);
    CHECK_EQ(whole(session, "text", -3), -3);
    CHECK(number(session, "half", 0) == 0.5 && number(session, "seven", 0) == 7.0);
    CHECK(number(session, "more", 0) > 1.8e19 && number(session, "yes", 2.5) == 2.5);
    CHECK_TEXT(text(session, "text", fallback), "gr\xc3\xbc\xc3\x9f");
    CHECK_TEXT(text(session, "empty", fallback), "");
    CHECK_TEXT(text(session,
                    "gr\xc3\xb6\xc3\x9f"
                    "e",
                    fallback),
               "XL");
    CHECK(text(session, "seven", fallback) == fallback && text(session, "nothing", NULL) == NULL);
    /* A text that C could not hold whole is not cut. */
    CHECK(text(session, "zero", fallback) == fallback);
    /* Names are exact. */
    CHECK(text(session, "TEXT", fallback) == fallback && text(session, "tex", fallback) == fallback);
    CHECK(text(session, NULL, fallback) == fallback && text(session, "", fallback) == fallback);
    CHECK(text(session, "\xff\xfe", fallback) == fallback);

    CHECK_EQ(type(session, "yes"), AF_VARIABLE_TYPE_BOOL);
    CHECK_EQ(type(session, "seven"), AF_VARIABLE_TYPE_INT);
    CHECK_EQ(type(session, "half"), AF_VARIABLE_TYPE_DOUBLE);
    CHECK_EQ(type(session, "text"), AF_VARIABLE_TYPE_STRING);
    CHECK_EQ(type(session, "nothing"), AF_VARIABLE_TYPE_NULL);
    CHECK_EQ(type(session, "list"), AF_VARIABLE_TYPE_JSON);
    CHECK_EQ(type(session, "object"), AF_VARIABLE_TYPE_JSON);
    CHECK_EQ(type(session, "missing"), AF_VARIABLE_TYPE_NONE);
    CHECK_EQ(type(session, NULL), AF_VARIABLE_TYPE_NONE);

    char *megabyte = malloc((1 << 20) + 1);
    CHECK(megabyte != NULL);
    memset(megabyte, 'y', 1 << 20);
    megabyte[1 << 20] = '\0';
    CHECK_EQ(whole(session, megabyte, 5), 5);
    free(megabyte);
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_session *session = NULL;
    af_client *client = test_client();
    add_fault("{\"fault\":{\"set_fields\":{\"appVariables\":" VARIABLES ",\"licenseVariables\":" VARIABLES
              "}},"
              "\"count\":1}");
    OK(af_validate(client, KEY, &session, &error));
    check(session, AF_SCOPE_LICENSE);
    check(session, AF_SCOPE_APP);
    check_whole_reads(session, AF_SCOPE_LICENSE);
    check_whole_reads(session, AF_SCOPE_APP);
    /* A scope that is none has no variables. */
    CHECK(af_session_variable_int(session, 2, "seven", -3) == -3 &&
          !af_session_variable_bool(session, -1, "yes", false));
    CHECK(af_session_variable_count(session, 2) == 0 && af_session_variable_name_at(session, 2, 0) == NULL);
    CHECK(af_session_variables_json(session, 2) == NULL);
    af_session_free(session);
    af_client_free(client);
    return 0;
}
