// A folder of the test's own.

#ifndef FOLDER_HPP
#define FOLDER_HPP

#include "harness.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <system_error>

namespace harness {

// New and empty, and gone in the end.
class Folder {
 public:
  Folder() {
    const std::filesystem::path above = std::filesystem::temp_directory_path();
    std::random_device random;
    do {
      path_ = above / ("authforge-test-" + std::to_string(random()));
    } while (!std::filesystem::create_directory(path_));
  }

  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  // A path in it, there or not.
  std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

  bool empty() const { return std::filesystem::is_empty(path_); }

 private:
  std::filesystem::path path_;
};

inline std::string contents_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) fail(path.string().c_str(), 0, "cannot be read");
  return std::string(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
}

inline void put(const std::filesystem::path& path, std::string_view text) {
  std::ofstream(path, std::ios::binary) << text;
}

} // namespace harness

#endif // FOLDER_HPP
