// Wherever a text goes in it may be null: nothing where it is optional, else invalid_argument, which names
// it. Every other form of a text arrives as it is.

#include "folder.hpp"
#include "server.hpp"

#include <cstddef>
#include <type_traits>

using authforge::Client;
using authforge::Config;
using authforge::HeartbeatMode;
using authforge::OptionalText;
using authforge::PathArgument;
using authforge::TextArgument;

namespace {

constexpr std::string_view public_key = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
constexpr const char* null = nullptr;

// A text of somebody else's.
struct Theirs {
  operator std::string_view() const { return "tg:1"; } // NOLINT: implicit on purpose.
};

template <class From>
constexpr bool is_text =
    std::is_convertible_v<From, TextArgument> && std::is_convertible_v<From, PathArgument> &&
    std::is_convertible_v<From, OptionalText>;

static_assert(is_text<const char*> && is_text<char*> && is_text<const char (&)[4]> && is_text<char (&)[4]>);
static_assert(is_text<std::string> && is_text<std::string&> && is_text<const std::string&>);
static_assert(is_text<std::string_view> && is_text<const std::string_view&> && is_text<Theirs>);
static_assert(is_text<std::nullptr_t> && is_text<std::nullopt_t>);
static_assert(is_text<std::optional<std::string_view>> && is_text<std::optional<std::string>>);
static_assert(is_text<std::optional<const char*>> && is_text<OptionalText>);
static_assert(!std::is_convertible_v<int, TextArgument> && !std::is_convertible_v<char, TextArgument>);
static_assert(!std::is_convertible_v<bool, TextArgument> && !std::is_convertible_v<void*, TextArgument>);
static_assert(!std::is_convertible_v<std::filesystem::path, TextArgument>);
static_assert(std::is_convertible_v<std::optional<std::filesystem::path>, PathArgument>);
static_assert(std::is_convertible_v<std::optional<PathArgument>, PathArgument>);

template <class Value>
void check_named(const authforge::Result<Value>& result, std::string_view field) {
  REFUSED(result.error(), invalid_argument);
  const std::string need = std::string(field) + " is ";
  if (result.error().message().find(need) != 0) harness::fail(__FILE__, __LINE__, result.error().message());
}

Config filled() { return Config("app", "secret", public_key, HeartbeatMode::server); }

std::string hwid_with(const TextArgument& text) {
  return Client::create(filled().hwid_override(text)).value().hwid().value();
}

void check_config() {
  check_named(Client::create(Config(nullptr, "secret", public_key, HeartbeatMode::server)), "app_id");
  check_named(Client::create(Config(null, "secret", public_key, HeartbeatMode::server)), "app_id");
  check_named(Client::create(Config(NULL, NULL, NULL, HeartbeatMode::server)), "app_id");
  check_named(Client::create(Config("app", "secret", null, HeartbeatMode::server)), "public_key");
  check_named(Client::create(Config(std::optional<std::string>(), null, null, HeartbeatMode::server)),
              "app_id");
  check_named(Client::create(Config::for_files(null, public_key)), "app_id");
  check_named(Client::create(Config::for_files("app", nullptr)), "public_key");
  // Chained on, it still says the first.
  check_named(Client::create(Config("app", "secret", null, HeartbeatMode::server).hwid_override("x")),
              "public_key");
  // An empty text is another mistake.
  REFUSED(Client::create(Config("", "secret", public_key, HeartbeatMode::server)).error(), invalid_config);

  // Without a secret it reads files, and cannot log in.
  const Client files = harness::client(Config("app", null, public_key, HeartbeatMode::local));
  const authforge::Result<authforge::Session> login = files.validate("KEY");
  REFUSED(login.error(), invalid_config);
  CHECK(login.error().message().find("app_secret") != std::string_view::npos);

  const std::string machine = hwid_with(std::nullopt);
  CHECK(machine.size() == 64 && hwid_with(null) == machine && hwid_with(nullptr) == machine);
  CHECK(hwid_with({}) == machine && hwid_with(std::optional<std::string_view>()) == machine);
  OK(Client::create(filled().api_base_url(null).ca_file(null)));
  OK(Client::create(filled().api_base_url(nullptr).ca_file(nullptr).hwid_override(nullptr)));
  OK(Client::create(filled().api_base_url(NULL).ca_file(NULL).hwid_override(NULL)));
  OK(Client::create(filled().api_base_url({}).ca_file({})));
  OK(Client::create(filled().ca_file(std::optional<std::filesystem::path>())));
}

void check_forms() {
  char array[] = "tg:1";
  char* pointer = array;
  const std::optional<std::string> optional = "tg:1";
  const std::string longer = std::string(200, 'x');
  CHECK(hwid_with("tg:1") == "tg:1" && hwid_with(array) == "tg:1" && hwid_with(pointer) == "tg:1");
  CHECK(hwid_with(std::string("tg:1")) == "tg:1" && hwid_with(std::string_view("tg:12", 4)) == "tg:1");
  CHECK(hwid_with({"tg:12", 4}) == "tg:1" && hwid_with(optional) == "tg:1" && hwid_with(Theirs()) == "tg:1");
  CHECK(hwid_with(longer) == longer && hwid_with(OptionalText(longer)) == longer);
#if defined(__cpp_lib_char8_t)
  const std::u8string string8 = u8"\u00e4";
  const char8_t* null8 = nullptr;
  static_assert(is_text<const char8_t*> && is_text<std::u8string> && is_text<std::u8string_view>);
  CHECK(hwid_with(u8"\u00e4") == "\xc3\xa4" && hwid_with(string8) == "\xc3\xa4");
  CHECK(hwid_with(std::u8string_view(string8)) == "\xc3\xa4" &&
        hwid_with(std::optional(string8)) == "\xc3\xa4");
  CHECK(hwid_with(null8).size() == 64);
#endif
}

void check_client() {
  const Client client = harness::client(harness::config());
  check_named(client.login(nullptr), "license_key");
  check_named(client.login(null), "license_key");
  check_named(client.login({}), "license_key");
  check_named(client.login(NULL), "license_key");
  check_named(client.login(std::nullopt), "license_key");
  REFUSED(client.login("").error(), missing_license_key);
  REFUSED(client.login(std::string_view()).error(), missing_license_key);
  check_named(client.validate(null), "license_key");
  check_named(client.login_start(null), "license_key");
  check_named(client.validate_start(null), "license_key");
  check_named(client.activate_offline(null, null), "license_key");
  check_named(client.activate_offline_start(null, null), "license_key");
  check_named(client.login_from_file(null), "path_or_text");
  check_named(client.login_from_file(NULL), "path_or_text");
  check_named(client.login_from_file(std::optional<PathArgument>()), "path_or_text");
  check_named(client.verify_license_file(nullptr), "path_or_text");
  check_named(client.login_from_file_start(null), "path_or_text");
  check_named(client.verify_license_file_start(null), "path_or_text");
  check_named(client.write_activation_request(null), "path");
  check_named(client.write_activation_request_start(nullptr), "path");
  check_named(authforge::parse_activation_request(null), "text");
  check_named(authforge::parse_activation_request(nullptr), "text");

  // A null path writes no file.
  const auto activated = client.activate_offline(harness::lasting_key, null);
  OK(activated);
  CHECK(activated->license_file().has_value());

  const auto session = client.login(harness::good_key());
  OK(session);
  const authforge::Variables license = session->license();
  CHECK(license.get_string("tier") == "pro");
  CHECK(license.type(null) == authforge::VariableType::none && !license.get_bool(nullptr));
  CHECK(!license.get_int(null) && !license.get_double({}) && !license.get_string(std::nullopt));
  const authforge::BoundHwids hwids = activated->bound_hwids();
  CHECK(!hwids.contains(null) && !hwids.contains(nullptr) && !hwids.contains(""));
  CHECK(hwids.contains(client.hwid().value()));
}

void check_options() {
  const Client client = harness::client(harness::file_config());
  authforge::SelfBanOptions ban;
  ban.license_key = null;
  ban.session_token = nullptr;
  CHECK(!ban.license_key && !ban.session_token);
  ban.license_key = NULL;
  CHECK(!ban.license_key);
  REFUSED(client.self_ban(ban).error(), missing_license_key);
  ban.license_key = "text";
  CHECK(ban.license_key == "text" && ban.license_key->size() == 4);
  ban.license_key = {};
  CHECK(!ban.license_key);

  authforge::ActivationRequestOptions request;
  for (OptionalText* text : {&request.machine_name, &request.os, &request.sdk, &request.license_key})
    *text = null;
  request.created_at = static_cast<const char*>(nullptr);
  const authforge::Result<std::string> made = client.create_activation_request(request);
  OK(made);
  const std::string read = authforge::parse_activation_request(*made).value();
  const std::string plain =
      authforge::parse_activation_request(client.create_activation_request().value()).value();
  // The default, and not empty: that would leave the field out.
  CHECK(harness::json_text(read, "os") == harness::json_text(plain, "os"));
  CHECK(harness::json_text(read, "sdk") == harness::json_text(plain, "sdk"));
  request.os = "";
  CHECK(authforge::parse_activation_request(client.create_activation_request(request).value())
            .value()
            .find("\"os\"") == std::string::npos);
  // A copy of its own.
  {
    std::string gone = "a system that is long enough for the heap";
    request.os = gone;
    gone.assign(gone.size(), '-');
  }
  CHECK(request.os == "a system that is long enough for the heap");
}

} // namespace

int main() {
  check_config();
  check_forms();
  check_client();
  check_options();
}
