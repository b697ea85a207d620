/* activate_offline.c - turn a license key into a license file with one call, and never need the network again.
 *
 * Usage: activate_offline URL APP_ID PUBLIC_KEY LICENSE_KEY LICENSE_FILE [CA_FILE]
 * The app secret comes from AUTHFORGE_APP_SECRET: docs/secret.md says where a program that you ship has it from.
 * Run it again on the same machine and it gets the same file, for nothing. Then run offline with it. */
#include <authforge.h>

#include <stdio.h>
#include <stdlib.h>

static const char *advice(af_status status) {
  switch (status) {
    case AF_STATUS_INVALID_KEY:
      return "check the license key for typing mistakes";
    case AF_STATUS_OFFLINE_ACTIVATION_DISABLED:
      return "this program is not sold for use without a network";
    case AF_STATUS_OFFLINE_ACTIVATION_REQUIRES_PERPETUAL:
      return "only a license without an end can be used offline";
    case AF_STATUS_OFFLINE_ACTIVATION_LIMIT_REACHED:
      return "all machines of this license are taken; ask the vendor";
    case AF_STATUS_FILE_WRITE_FAILED:
      return "choose another place for the license file";
    default:
      return af_status_is_transient((int32_t)status) ? "try again later" : "ask the vendor";
  }
}

static af_client *make_client(char **argv, const char *ca_file) {
  af_error error = AF_ERROR_INIT;
  af_client *client = NULL;
  af_config *config = af_config_new(argv[2], getenv("AUTHFORGE_APP_SECRET"), argv[3], "LOCAL");
  if (af_config_set_api_base_url(config, argv[1], &error) != AF_STATUS_OK ||
      af_config_set_ca_file(config, ca_file, &error) != AF_STATUS_OK ||
      af_client_new(config, &client, &error) != AF_STATUS_OK) {
    printf("setup: %s\n", error.message);
  }
  af_config_free(config);
  return client;
}

int main(int argc, char **argv) {
  af_error error = AF_ERROR_INIT;
  af_session *session = NULL;
  af_client *client;

  if (argc < 6) {
    printf(
        "usage: AUTHFORGE_APP_SECRET=... activate_offline URL APP_ID PUBLIC_KEY LICENSE_KEY LICENSE_FILE [CA_FILE]\n");
    return 2;
  }
  client = make_client(argv, argc > 6 ? argv[6] : NULL);
  if (client == NULL) return 1;

  /* Verified before it is written, written before it counts; on failure nothing has changed. */
  if (af_activate_offline(client, argv[4], argv[5], &session, &error) != AF_STATUS_OK) {
    printf("activation: %s (%s)\n", error.code, error.message);
    printf("activation: %s\n", advice(error.status));
    af_client_free(client);
    return 1;
  }
  printf("activation: %s\n", af_session_is_reissued(session) ? "this machine's file, again" : "a new file");
  printf("license: %s, bound to %u machine(s), written to %s\n", af_session_license_file_id(session),
         (unsigned)af_session_bound_hwid_count(session), argv[5]);
  af_session_free(session);
  af_client_free(client);
  return 0;
}
