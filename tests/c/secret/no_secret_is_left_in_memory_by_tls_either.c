/* No secret is left in memory by TLS either. */
/* devserver: --tls */
/* valgrind: no, it keeps freed memory for its reports */

#include "../harness.h"
#include "../harness/secrets.h"

int main(void)
{
    check_nothing_is_left(setting("AF_TEST_CA_FILE"));
    return 0;
}
