// Every function that authforge.h declares is called somewhere in the C++ headers.

#include "folder.hpp"

#include <set>

namespace {

constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789_";

// The names that begin with af_, with a parenthesis behind them if that is asked for.
std::set<std::string> names(const std::string& text, bool declared) {
  std::set<std::string> found;
  for (std::size_t at = 0; (at = text.find("af_", at)) != std::string::npos;) {
    const std::size_t end = text.find_first_not_of(letters, at);
    const bool begins = at == 0 || letters.find(text[at - 1]) == std::string_view::npos;
    const bool calls = end != std::string::npos && text[end] == '(';
    if (begins && (calls || !declared)) found.insert(text.substr(at, end - at));
    at = end;
  }
  return found;
}

// Without comments, in which anything may be named.
std::string code_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  CHECK(file.good());
  std::string code;
  for (std::string line; std::getline(file, line);) {
    const std::size_t start = line.find_first_not_of(' ');
    const bool comment = start != std::string::npos && (line[start] == '/' || line[start] == '*');
    if (!comment) code.append(line).append("\n");
  }
  return code;
}

} // namespace

int main() {
  const std::filesystem::path root = std::filesystem::path(__FILE__).parent_path() / "../..";
  std::string face;
  for (const auto& entry : std::filesystem::directory_iterator(root / "bindings/cpp/authforge")) {
    face += code_of(entry.path());
  }
  const std::set<std::string> called = names(face, false);
  const std::set<std::string> declared = names(code_of(root / "include/authforge.h"), true);
  CHECK(declared.size() > 50 && declared.count("af_login") == 1 && declared.count("af_session_license_file_id") == 1);
  for (const std::string& name : declared) {
    if (called.count(name) == 0) harness::fail(__FILE__, __LINE__, name + " is called nowhere");
  }
}
