/* One seat for all Windows games of a Linux machine.
 *
 * Wine and Proton give each prefix a MachineGuid of its own, so that each game, and each game that is installed anew, is
 * another machine. This makes the hardware id that a Linux build of the same app sends: of the machine below.
 *
 *     char hwid[65];
 *     if (hwid_below_wine(APP_ID, hwid))
 *         af_config_set_hwid_override(config, hwid, &error);
 *
 * Decide before your first player: a seat that was taken by the other id is not this one's. */

#ifndef PROTON_HWID_H
#define PROTON_HWID_H

#include <stdbool.h>

#ifdef _WIN32

#include <windows.h>

#include <stdio.h>
#include <string.h>
#include <wincrypt.h>

/* SHA-256 of "authforge-hwid-v2|<app id>|<machine id>" as 64 digits: what every AuthForge library sends. */
static bool hwid_of(const char *app_id, const char *machine_id, char out[65]) {
  const char *const parts[] = {"authforge-hwid-v2|", app_id, "|", machine_id};
  HCRYPTPROV provider = 0;
  HCRYPTHASH hash = 0;
  BYTE digest[32];
  DWORD length = sizeof digest;
  bool done = CryptAcquireContextW(&provider, NULL, NULL, PROV_RSA_AES, CRYPT_VERIFYCONTEXT) &&
              CryptCreateHash(provider, CALG_SHA_256, 0, 0, &hash);
  for (int i = 0; done && i < 4; i++)
    done = CryptHashData(hash, (const BYTE *)parts[i], (DWORD)strlen(parts[i]), 0);
  done = done && CryptGetHashParam(hash, HP_HASHVAL, digest, &length, 0);
  for (DWORD i = 0; done && i < length; i++) snprintf(out + 2 * i, 3, "%02x", digest[i]);
  if (hash) CryptDestroyHash(hash);
  if (provider) CryptReleaseContext(provider, 0);
  return done;
}

/* The id of the machine below: 32 digits in a file of its own, to be reached by Wine's drive for the whole of it. */
static bool machine_id_below_wine(char out[33]) {
  DWORD length = 0;
  HANDLE file = INVALID_HANDLE_VALUE;
  if (GetProcAddress(GetModuleHandleW(L"ntdll.dll"), "wine_get_version"))
    file = CreateFileW(L"Z:\\etc\\machine-id", GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
  if (file == INVALID_HANDLE_VALUE) return false;
  bool read = ReadFile(file, out, 32, &length, NULL) && length == 32;
  CloseHandle(file);
  out[read ? 32 : 0] = '\0';
  return read && strspn(out, "0123456789abcdef") == 32 && strspn(out, "0") < 32;
}

/* False on Windows itself, and where there is no such id: leave the override alone then. */
static bool hwid_below_wine(const char *app_id, char out[65]) {
  char machine_id[33];
  return machine_id_below_wine(machine_id) && hwid_of(app_id, machine_id, out);
}

#else

static bool hwid_below_wine(const char *app_id, char out[65]) {
  (void)app_id, (void)out;
  return false;
}

#endif

#endif
