/* No secret is left in memory once everything is freed. */
/* valgrind: no, it keeps freed memory for its reports */

#include "../harness.h"
#include "../harness/secrets.h"

int main(void)
{
    check_nothing_is_left(NULL);
    return 0;
}
