// Includes the header twice and shares its types with another unit.

#include "authforge.hpp"
#include "authforge.hpp"

#include <filesystem>

authforge::Result<authforge::Client> make_client();
int count_failures(const authforge::Client& client);
authforge::ExceptionHandler other_unit_handler();
bool reads(const authforge::Client& client, const authforge::PathArgument& path);

int main() {
  const authforge::Result<authforge::Client> client = make_client();
  if (!client) return 1;
  authforge::set_exception_handler([]() noexcept {});
  // One handler for the program, not one for each unit.
  if (other_unit_handler() == nullptr) return 2;
  const std::filesystem::path path("no/such/file");
  const authforge::PathArgument argument(path);
  if (argument.utf8() != "no/such/file") return 3;
  if (reads(*client, path) || reads(*client, "no/such/file")) return 4;
  if (client->activate_offline(" ", path) || client->activate_offline(" ", "file")) return 5;
  return count_failures(*client) == 0 ? 0 : 6;
}
