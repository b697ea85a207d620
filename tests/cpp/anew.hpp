// This program anew, as a process of its own.

#ifndef ANEW_HPP
#define ANEW_HPP

#include "harness.hpp"

#ifdef _WIN32
#include <process.h>
#else
#include <sys/wait.h>
#include <unistd.h>
#endif

namespace harness {

#ifdef _WIN32

inline constexpr const char* nowhere = "NUL";

// Runs it with one word; gives the status that it ends with.
inline int run_anew(const char* program, const char* word) {
  const std::string quoted = std::string("\"") + program + "\"";
  return static_cast<int>(_spawnl(_P_WAIT, program, quoted.c_str(), word, nullptr));
}

#else

inline constexpr const char* nowhere = "/dev/null";

// Runs it with one word; gives the status that it ends with.
inline int run_anew(const char* program, const char* word) {
  const pid_t child = fork();
  CHECK(child >= 0);
  if (child == 0) {
    execl(program, program, word, nullptr);
    _exit(127);
  }
  int ended = 0;
  CHECK(waitpid(child, &ended, 0) == child);
  return WIFEXITED(ended) ? WEXITSTATUS(ended) : -1;
}

#endif

} // namespace harness

#endif // ANEW_HPP
