/* A setuid program believes no issuers of its environment. */
/* where: not windows, because no program is setuid there */
/* devserver: --tls */
/* valgrind: no, it reports the AES-GCM assembler, whose tags are right or no login would succeed */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <sys/auxv.h>

#include "../harness.h"

static bool setuid_program;

/* Stands in front of the system's. */
unsigned long getauxval(unsigned long kind)
{
    unsigned long (*real)(unsigned long);
    if (kind == AT_SECURE)
        return setuid_program;
    *(void **)&real = dlsym(RTLD_NEXT, "getauxval");
    return real(kind);
}

/* In a process of its own, since a trust store is read once. */
static void log_in_as(bool setuid, const char *variable, const char *value, af_status expected)
{
    struct child child;
    if (fork_child(&child)) {
        setuid_program = setuid;
        CHECK(set_variable(variable, value));
        CHECK_STATUS(af_login(test_client(), KEY, NULL, NULL), expected);
        child_passed(&child);
    }
    join_child(&child);
}

int main(void)
{
    char folder[4096];
    const char *file = setting("AF_TEST_CA_FILE");
    enter_folder();
    char *text = contents_of(file);
    put("issuer.pem", text);
    free(text);
    CHECK(getcwd(folder, sizeof folder) != NULL);
    log_in_as(false, "SSL_CERT_FILE", file, AF_STATUS_OK);
    log_in_as(false, "SSL_CERT_DIR", folder, AF_STATUS_OK);
    log_in_as(true, "SSL_CERT_FILE", file, AF_STATUS_TLS_UNTRUSTED);
    log_in_as(true, "SSL_CERT_DIR", folder, AF_STATUS_TLS_UNTRUSTED);
    leave_folder();
    return 0;
}
