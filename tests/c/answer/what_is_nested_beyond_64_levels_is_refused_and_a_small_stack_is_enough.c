/* What is nested beyond 64 levels is refused, and a small stack is enough. */
/* shipped: without optimisation a call takes more */

#include "../harness.h"

static af_client *client;

/* `levels` of them, the innermost empty. */
static void nest(char *out, int levels, bool objects)
{
    *out = '\0';
    for (int i = 0; i < levels; i++)
        strcat(out, objects && i + 1 < levels ? "{\"a\":" : "[");
    strcat(out, "]");
    for (int i = 1; i < levels; i++)
        strcat(out, objects ? "}" : "]");
}

/* The payload is one level, its variables another. */
static void fault_of(char *out, size_t size, int levels, bool objects)
{
    char deep[2000];
    nest(deep, levels - 2, objects);
    CHECK_BELOW(snprintf(out, size, "{\"set_fields\":{\"licenseVariables\":{\"deep\":%s}}}", deep), size);
}

static af_status answered(int levels, bool objects)
{
    char fault[2400], order[2600];
    fault_of(fault, sizeof fault, levels, objects);
    snprintf(order, sizeof order, "{\"fault\":%s,\"count\":1}", fault);
    add_fault(order);
    return af_validate(client, KEY, NULL, NULL);
}

static af_status file(int levels, bool objects)
{
    char fault[2400], order[2600];
    fault_of(fault, sizeof fault, levels, objects);
    snprintf(order, sizeof order, "{\"hwid\":{\"mode\":\"any\"},\"expiresAt\":null,\"fault\":%s}", fault);
    char *text = mint(KEY, order);
    af_status status = af_verify_license_file(client, text, NULL, NULL);
    free(text);
    return status;
}

/* An answer that nobody has signed. */
static af_status unsigned_answer(int http, const char *start, int levels, const char *end)
{
    char deep[4000], order[4600];
    nest(deep, levels, false);
    CHECK_BELOW(snprintf(order, sizeof order,
                         "{\"fault\":{\"status\":{\"http\":%d,\"body\":%s%s%s}},\"count\":1}", http, start,
                         deep, end),
                sizeof order);
    add_fault(order);
    return af_validate(client, KEY, NULL, NULL);
}

static void *on_a_small_stack(void *nothing)
{
    for (int objects = 0; objects <= 1; objects++) {
        CHECK_STATUS(answered(64, objects), AF_STATUS_OK);
        CHECK_STATUS(answered(65, objects), AF_STATUS_INVALID_PAYLOAD_JSON);
        CHECK_STATUS(answered(120, objects), AF_STATUS_INVALID_PAYLOAD_JSON);
        CHECK_STATUS(file(64, objects), AF_STATUS_OK);
        CHECK_STATUS(file(65, objects), AF_STATUS_MALFORMED_PAYLOAD);
    }
    CHECK_STATUS(unsigned_answer(200, "", 64, ""), AF_STATUS_RESPONSE_NOT_JSON_OBJECT);
    CHECK_STATUS(unsigned_answer(200, "", 65, ""), AF_STATUS_INVALID_JSON_RESPONSE);
    CHECK_STATUS(unsigned_answer(200, "", 127, ""), AF_STATUS_INVALID_JSON_RESPONSE);
    CHECK_STATUS(unsigned_answer(403, "{\"status\":\"failed\",\"error\":\"blocked\",\"x\":", 63, "}"),
                 AF_STATUS_BLOCKED);
    CHECK_STATUS(unsigned_answer(403, "{\"status\":\"failed\",\"error\":\"blocked\",\"x\":", 64, "}"),
                 AF_STATUS_HTTP_ERROR);
    /* Brackets in a text are no levels. */
    char brackets[200], order[400];
    memset(brackets, '[', 150);
    strcpy(brackets + 150, "\\\"{{{");
    snprintf(order, sizeof order, "{\"fault\":{\"set_fields\":{\"licenseLabel\":\"%s\"}},\"count\":1}",
             brackets);
    add_fault(order);
    CHECK_STATUS(af_validate(client, KEY, NULL, NULL), AF_STATUS_OK);
    return nothing;
}

int main(void)
{
    pthread_t thread;
    pthread_attr_t small;
    CHECK_EQ(pthread_attr_init(&small), 0);
    CHECK_EQ(pthread_attr_setstacksize(&small, 128 * 1024), 0);
    client = test_client();
    CHECK_EQ(pthread_create(&thread, &small, on_a_small_stack, NULL), 0);
    CHECK_EQ(pthread_join(thread, NULL), 0);
    CHECK_EQ(pthread_attr_destroy(&small), 0);
    af_client_free(client);
    return 0;
}
