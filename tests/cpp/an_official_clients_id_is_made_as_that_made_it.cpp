// Here once more, with the standard library and a shell as the official C++ client does it; and what is sent is it.
// where: not windows, because what the official client asks is asked of Linux here

#include "server.hpp"

#include <array>
#include <cctype>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace {

std::string printed_by(const std::string& command) {
  std::string text;
  std::array<char, 256> chunk{};
  std::FILE* const pipe = popen(command.c_str(), "r");
  CHECK(pipe != nullptr);
  while (const std::size_t count = std::fread(chunk.data(), 1, chunk.size(), pipe))
    text.append(chunk.data(), count);
  const int status = pclose(pipe);
  return text.empty() && status != 0 ? "unavailable" : text;
}

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::string compact(const std::string& text) {
  std::string words;
  for (const char letter : text) {
    const bool is_space = std::isspace(static_cast<unsigned char>(letter)) != 0;
    if (!is_space)
      words += letter;
    else if (!words.empty() && words.back() != ' ')
      words += ' ';
  }
  if (!words.empty() && words.back() == ' ') words.pop_back();
  return words.empty() ? "empty" : words.substr(0, 256);
}

std::string card() {
  for (const auto& entry : std::filesystem::directory_iterator("/sys/class/net")) {
    std::string address;
    for (const char letter : content_of(entry.path() / "address"))
      if (std::isxdigit(static_cast<unsigned char>(letter))) address += letter;
    if (address.find_first_not_of('0') != std::string::npos) return address;
  }
  return "mac-unavailable";
}

std::string processor() {
  const std::string all = content_of("/proc/cpuinfo");
  for (std::size_t at = 0; at < all.size();) {
    const std::string line = all.substr(at, all.find('\n', at) - at);
    for (const char* name : {"model name", "Hardware", "Processor"}) {
      if (line.rfind(name, 0) != 0 || line.find(':') == std::string::npos) continue;
      const std::string value = line.substr(line.find(':') + 1);
      const std::size_t first = value.find_first_not_of(" \t"), last = value.find_last_not_of(" \t\r");
      return first == std::string::npos ? "" : value.substr(first, last + 1 - first);
    }
    at += line.size() + 1;
  }
  return compact(all);
}

std::string expected() {
  const std::string disks = printed_by("lsblk -ndo SERIAL 2>/dev/null");
  std::ofstream("/tmp/authforge-material-" + std::to_string(getpid()))
      << "mac:" << card() << "|cpu:" << processor() << "|disk:" << compact(disks);
  const std::string path = "/tmp/authforge-material-" + std::to_string(getpid());
  const std::string digest = printed_by("sha256sum < " + path);
  std::filesystem::remove(path);
  return digest.substr(0, 64);
}

} // namespace

int main() {
  const std::string own = harness::client(harness::config()).hwid().value();
  const authforge::Client client =
      harness::client(harness::config().hwid_source(authforge::HwidSource::cpp_1));
  // The first call that needs it blocks for it.
  OK(client.login(harness::good_key()));
  CHECK(client.hwid().value() == expected());
  CHECK(harness::admin("GET", "/dev/requests", "").find("\"hwid\":\"" + expected() + '"') !=
        std::string::npos);
  const std::string other =
      harness::client(harness::config().hwid_source(authforge::HwidSource::csharp_1)).hwid().value();
  CHECK(other.size() == 64 && other != own && other != client.hwid().value() && own != client.hwid().value());

  // An override comes first, in whatever order they are set.
  const authforge::Client named =
      harness::client(harness::config().hwid_override("seat").hwid_source(authforge::HwidSource::cpp_1));
  CHECK(named.hwid().value() == "seat");
  authforge::Config odd = harness::config();
  odd.hwid_source(static_cast<authforge::HwidSource>(3));
  REFUSED(odd.error(), invalid_argument);
  CHECK(harness::client(harness::config().hwid_source(authforge::HwidSource::standard)).hwid().value() ==
        own);
}
