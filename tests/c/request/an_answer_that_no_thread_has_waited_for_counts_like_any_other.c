/* An answer that no thread has waited for counts like any other. */

#include "../harness.h"
#include "../harness/awaited_answers.h"

int main(void)
{
    af_client *client = test_client();
    await_answers(client);
    af_client_free(client);
    return 0;
}
