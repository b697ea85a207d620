// Includes the header twice and shares its types with another unit.

#include "authforge.hpp"
#include "authforge.hpp"

authforge::Result<authforge::Client> make_client();
int count_failures(const authforge::Client& client);
authforge::ExceptionHandler other_unit_handler();

int main() {
  const authforge::Result<authforge::Client> client = make_client();
  if (!client) return 1;
  authforge::set_exception_handler([]() noexcept {});
  // One handler for the program, not one for each unit.
  if (other_unit_handler() == nullptr) return 2;
  return count_failures(*client) == 0 ? 0 : 3;
}
