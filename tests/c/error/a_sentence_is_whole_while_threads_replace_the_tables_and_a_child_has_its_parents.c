/* A sentence is whole while threads replace the tables, and a child has its parent's. */

#include <pthread.h>

#include "authforge/messages_de.h"
#include "authforge/messages_es.h"
#include "../harness.h"

/* Different tables that a process may set. */
#define MOST 64

static bool over;

static void *replace(void *german)
{
    while (!__atomic_load_n(&over, __ATOMIC_ACQUIRE)) {
        const af_status set =
            german ? af_set_user_messages(AF_USER_MESSAGES_DE, AF_USER_MESSAGES_DE_COUNT, NULL)
                   : af_set_user_messages(AF_USER_MESSAGES_ES, AF_USER_MESSAGES_ES_COUNT, NULL);
        CHECK_STATUS(set, AF_STATUS_OK);
    }
    return NULL;
}

static void set(const char *text, af_status status)
{
    const af_user_message table[] = { { AF_USER_MESSAGE_ID_SUCCESS, text } };
    CHECK_STATUS(af_set_user_messages(table, 1, NULL), status);
}

/* Nothing that another thread holds keeps a child from asking or setting. */
static void ask_in_a_child(void)
{
#if HAS_FORK
    struct child child;
    if (fork_child(&child)) {
        CHECK(strcmp(af_status_user_message(AF_STATUS_OK), "Everything is in order.") != 0);
        set("Bene.", AF_STATUS_OK);
        CHECK_TEXT(af_status_user_message(AF_STATUS_OK), "Bene.");
        child_passed(&child);
    }
    join_child(&child);
#endif
}

int main(void)
{
    pthread_t threads[4];
    CHECK_STATUS(af_set_user_messages(AF_USER_MESSAGES_DE, AF_USER_MESSAGES_DE_COUNT, NULL), AF_STATUS_OK);
    for (size_t i = 0; i < LENGTH(threads); i++)
        CHECK_EQ(pthread_create(&threads[i], NULL, replace, i % 2 ? &over : NULL), 0);
    for (int round = 0; round < 2000; round++) {
        const char *text = af_status_user_message(AF_STATUS_EXPIRED);
        CHECK(strcmp(text, AF_USER_MESSAGES_DE[AF_USER_MESSAGE_ID_LICENSE_EXPIRED].text) == 0 ||
              strcmp(text, AF_USER_MESSAGES_ES[AF_USER_MESSAGE_ID_LICENSE_EXPIRED].text) == 0);
        if (round % 500 == 0)
            ask_in_a_child();
    }
    __atomic_store_n(&over, true, __ATOMIC_RELEASE);
    for (size_t i = 0; i < LENGTH(threads); i++)
        CHECK_EQ(pthread_join(threads[i], NULL), 0);

    /* However often two were set, they are two. What is kept is bounded, and what was set can be set again. */
    char text[16];
    for (int i = 2; i < MOST; i++) {
        snprintf(text, sizeof text, "%d", i);
        set(text, AF_STATUS_OK);
    }
    set("one too many", AF_STATUS_TOO_MANY);
    CHECK_TEXT(af_status_user_message(AF_STATUS_OK), "63");
    set("2", AF_STATUS_OK);
    CHECK_TEXT(af_status_user_message(AF_STATUS_OK), "2");
    CHECK_STATUS(af_set_user_messages(NULL, 0, NULL), AF_STATUS_OK);
    CHECK_TEXT(af_status_user_message(AF_STATUS_OK), "Everything is in order.");
    return 0;
}
