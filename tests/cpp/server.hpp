// The development server's admin API, and what the tests order there.

#ifndef SERVER_HPP
#define SERVER_HPP

#include "harness.hpp"

#ifdef _WIN32
#define WIN32_LEAN_AND_MEAN
#include <winsock2.h>
#else
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#endif

#include <cstdint>

namespace harness {

#ifdef _WIN32

// Windows has sockets once somebody has asked for them.
inline void want_sockets() {
  WSADATA data;
  CHECK(WSAStartup(MAKEWORD(2, 2), &data) == 0);
}

inline void close_socket(int connection) { closesocket(static_cast<SOCKET>(connection)); }

inline constexpr int send_quietly = 0;
using SendSize = int;

#else

inline void want_sockets() {}

inline void close_socket(int connection) { close(connection); }

inline constexpr int send_quietly = MSG_NOSIGNAL;
using SendSize = std::size_t;

#endif

// Can be activated offline: lifetime, three slots.
inline constexpr std::string_view lasting_key = "EVER-LAST-KEY8-5GRN";

inline int connect_to(const std::string& url) {
  want_sockets();
  sockaddr_in address = sockaddr_in();
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1))));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int connection = static_cast<int>(socket(AF_INET, SOCK_STREAM, 0));
  CHECK(connection >= 0);
  CHECK(connect(connection, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  return connection;
}

// Asks the admin API; gives the body of the answer. Anything but a success fails the test.
inline std::string admin(std::string_view method, std::string_view path, std::string_view body) {
  std::string request;
  request.append(method).append(" ").append(path).append(" HTTP/1.1\r\nHost: localhost\r\n");
  request.append("Connection: close\r\nContent-Type: application/json\r\n");
  request.append("Authorization: Bearer ").append(environment("AF_TEST_ADMIN_KEY")).append("\r\n");
  request.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n\r\n").append(body);
  const int connection = connect_to(environment("AF_TEST_ADMIN_URL"));
  // How wide a size is differs among the systems.
  const auto size = static_cast<SendSize>(request.size());
  CHECK(send(connection, request.data(), size, send_quietly) == static_cast<long>(size));

  std::string answer;
  char part[4096];
  for (long got; (got = static_cast<long>(recv(connection, part, sizeof part, 0))) > 0;) {
    answer.append(part, static_cast<std::size_t>(got));
  }
  close_socket(connection);
  const std::size_t end = answer.find("\r\n\r\n");
  if (answer.rfind("HTTP/1.1 2", 0) != 0 || end == std::string::npos) {
    fail(__FILE__, __LINE__, request + answer);
  }
  return answer.substr(end + 4);
}

// The text of the first field of this name, its escapes undone.
inline std::string json_text(std::string_view json, std::string_view name) {
  const std::string start = std::string("\"").append(name).append("\":\"");
  const std::size_t found = json.find(start);
  if (found == std::string_view::npos) fail(__FILE__, __LINE__, start + " is not in " + std::string(json));
  std::string text;
  for (std::size_t at = found + start.size(); json.at(at) != '"'; ++at) {
    if (json[at] != '\\') {
      text += json[at];
    } else {
      text += json.at(++at) == 'n' ? '\n' : json[at];
    }
  }
  return text;
}

// A text of several lines, to stand between quotes.
inline std::string json_escaped(std::string_view text) {
  std::string escaped;
  for (char letter : text) {
    if (letter == '\n') {
      escaped += "\\n";
    } else {
      escaped += letter;
    }
  }
  return escaped;
}

// A license file; `order` as in {"hwid":{"mode":"any"}}.
inline std::string mint(std::string_view key, std::string_view order) {
  const std::string path = "/v1/licenses/" + std::string(key) + "/offline-files";
  return json_text(admin("POST", path, order), "file");
}

// One that works everywhere and never ends, but for the lie that `fault`, JSON, puts into it.
inline std::string mint_for_any(std::string_view fault = "") {
  std::string order = "{\"hwid\":{\"mode\":\"any\"},\"expiresAt\":null";
  if (!fault.empty()) order.append(",\"fault\":").append(fault);
  return mint(good_key(), order + "}");
}

// How many requests there were so far, to one endpoint or to all.
inline int request_count(std::string_view endpoint = "") {
  std::string path = "/dev/requests";
  if (!endpoint.empty()) path.append("?endpoint=").append(endpoint);
  const std::string json = admin("GET", path, "");
  int count = 0;
  for (std::size_t at = 0; (at = json.find("\"number\":", at)) != std::string::npos; ++at) ++count;
  return count;
}

// Takes every machine and address off the app's lists.
inline void clear_security() {
  admin("PUT", "/v1/apps/" + environment("AF_TEST_APP_ID") + "/security",
        R"({"hwidBlacklist":[],"ipBlacklist":[]})");
}

// Knows no secret.
inline authforge::Config file_config() {
  authforge::Config config =
      authforge::Config::for_files(environment("AF_TEST_APP_ID"), environment("AF_TEST_PUBLIC_KEY"));
  config.api_base_url(environment("AF_TEST_URL"));
  return config;
}

inline authforge::Client file_client() { return client(file_config()); }

} // namespace harness

#endif // SERVER_HPP
