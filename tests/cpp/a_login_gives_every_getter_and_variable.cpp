// The session of a login has what the development server's demo license says, and so has the client.

#include "harness.hpp"

#include <vector>

using authforge::VariableType;

namespace {

void check_license(const authforge::SessionView& session) {
  CHECK(session.kind() == authforge::SessionKind::online);
  CHECK(session.expires_at() > authforge::now());
  CHECK(session.license_label() == "Ada Lovelace");
  CHECK(session.max_hwid_slots() == 3);
  CHECK(session.hwid_count() == 1);
  CHECK(!session.has_unlimited_hwid_slots());
  CHECK(session.key_id() == "dev-1");
  CHECK(session.license_key() == harness::good_key());
  CHECK(session.issued_at().has_value() && *session.issued_at() <= session.expires_at());
  CHECK(!session.license_file_id() && !session.license_file() && !session.is_reissued());
  CHECK(session.hwid_policy() == authforge::HwidPolicy::none && session.bound_hwids().empty());
  CHECK(!session.request_id() || !session.request_id()->empty());
  CHECK(session.json().find("sessionToken") != std::string_view::npos);

  const authforge::LicenseExpiry expiry = session.license_expires_at();
  CHECK(expiry.kind == authforge::LicenseEnd::date);
  CHECK(expiry.at.has_value() && expiry.at->time_since_epoch() == std::chrono::seconds(2082758400));
}

void check_variables(const authforge::Variables& license) {
  CHECK(license.type("tier") == VariableType::string);
  CHECK(license.get_string("tier") == "pro");
  CHECK(license.get_int("seats") == 3);
  CHECK(license.get_double("seats") == 3.0);
  CHECK(license.get_double("ratio") == 0.5);
  CHECK(license.get_bool("beta") == true);
  CHECK(!license.get_int("tier") && !license.get_bool("seats") && !license.get_string("beta"));
  CHECK(!license.get_int("ratio") && !license.get_double("tier"));
  CHECK(license.type("Tier") == VariableType::none && !license.get_string("Tier"));
  CHECK(license.type(std::string_view("tier\0", 5)) == VariableType::none);
  CHECK(license.get_string(std::string(1000, 'x')).value_or("fallback") == "fallback");

  std::vector<std::string_view> names;
  for (authforge::Variable variable : license) {
    CHECK(variable.type() == license.type(variable.name()));
    names.push_back(variable.name());
  }
  CHECK(names == std::vector<std::string_view>{"beta", "ratio", "seats", "tier"});
  CHECK(license.size() == names.size() && !license.empty());
}

} // namespace

int main() {
  const authforge::Client client = harness::client(harness::config());
  CHECK(!client.is_authenticated());
  const authforge::Result<authforge::Session> session = client.login(harness::good_key());
  OK(session);
  CHECK(client.is_authenticated());
  check_license(*session);
  check_variables(session->license());

  const authforge::Variables app = session->app();
  CHECK(app.get_string("motd") == "Welcome to the development server");
  CHECK(app.get_int("min_version") == 3);
  CHECK(app.get_bool("maintenance") == false);
  CHECK(app.json().find("min_version") != std::string_view::npos);

  authforge::Result<authforge::Session> copy = session->clone();
  OK(copy);
  check_license(*copy);
  const authforge::Result<authforge::Session> current = client.session();
  OK(current);
  CHECK(current->json() == session->json());

  CHECK(client.session_data().value() == session->json());
  CHECK(client.app_variables().value() == app.json());
  CHECK(client.license_variables().value() == session->license().json());
  CHECK(client.hwid().value().size() == 64);

  OK(client.logout());
  CHECK(!client.is_authenticated());
  REFUSED(client.session().error(), not_authenticated);
  REFUSED(client.session_data().error(), not_authenticated);
  check_license(*session);
}
