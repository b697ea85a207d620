// examples/cpp/offline.cpp, as its reader would run it: without a file it writes an activation request, with
// the one that the operator makes of it, it runs, and it stops when its file has ended.

#include "folder.hpp"
#include "server.hpp"

#include <ctime>
#include <iostream>
#include <sstream>
#include <vector>

#define main example
#include "../../examples/cpp/offline.cpp"
#undef main

namespace {

// The example must end with `status` and say all of it.
void check_run(int status, const std::filesystem::path& file, const std::filesystem::path& request,
               const char* seconds, const std::vector<std::string_view>& needed) {
  std::vector<std::string> words = {"offline",
                                    harness::environment("AF_TEST_APP_ID"),
                                    harness::environment("AF_TEST_PUBLIC_KEY"),
                                    file.string(),
                                    request.string(),
                                    seconds};
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());

  const std::ostringstream said;
  std::streambuf* const console = std::cout.rdbuf(said.rdbuf());
  const int ended = example(static_cast<int>(arguments.size()), arguments.data());
  std::cout.rdbuf(console);
  if (ended != status) harness::fail(__FILE__, ended, said.str());
  for (std::string_view text : needed) {
    if (said.str().find(text) == std::string::npos) harness::fail(__FILE__, __LINE__, said.str());
  }
}

// What the operator makes of the request.
std::string ordered(std::string_view request, std::string_view expires_at) {
  std::string order = "{\"expiresAt\":" + std::string(expires_at) + ",\"activationRequest\":\"";
  return harness::mint(harness::good_key(), order + harness::json_escaped(request) + "\"}");
}

// In two seconds, as JSON.
std::string soon() {
  const std::time_t then = std::time(nullptr) + 2;
  char text[40];
  CHECK(std::strftime(text, sizeof text, "\"%Y-%m-%dT%H:%M:%S.000Z\"", std::gmtime(&then)) > 0);
  return text;
}

} // namespace

int main() {
  const harness::Folder folder;
  const std::filesystem::path file = folder / "license.authforge", request = folder / "mail-me";
  check_run(3, file, request, "0", {"login: read_error", "request: please mail "});
  harness::put(file, ordered(harness::contents_of(request), "null"));
  check_run(0, file, request, "0",
            {"login: ok", "for Ada Lovelace, tier pro", "for 1 machine(s)", "for ever", "still licensed"});
  harness::put(file, ordered(harness::contents_of(request), soon()));
  check_run(0, file, request, "30",
            {"login: ok", "ends in ", "failure: heartbeat_failed / expired", "the license has ended"});
}
