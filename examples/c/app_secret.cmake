# cmake -DHEADER=app_secret.h -P app_secret.cmake
#
# Writes a C and C++ header with the app secret that the environment variable AUTHFORGE_APP_SECRET has, masked: it
# stands nowhere in the program as it is. That stops a search for texts and no more: see docs/secret.md. Run it in
# your build, with the variable from the secrets of your CI, and keep the header out of your repository.

cmake_minimum_required(VERSION 3.18)

set(secret "$ENV{AUTHFORGE_APP_SECRET}")
if(secret STREQUAL "" OR "${HEADER}" STREQUAL "")
  message(FATAL_ERROR "need the app secret in AUTHFORGE_APP_SECRET and -DHEADER=FILE")
endif()
string(HEX "${secret}" plain)
string(LENGTH "${plain}" digits)
string(RANDOM LENGTH ${digits} ALPHABET 0123456789abcdef mask)

set(plain_bytes "")
set(mask_bytes "")
math(EXPR last "${digits} - 2")
foreach(at RANGE 0 ${last} 2)
  string(SUBSTRING "${plain}" ${at} 2 byte)
  string(SUBSTRING "${mask}" ${at} 2 over)
  math(EXPR masked "0x${byte} ^ 0x${over}" OUTPUT_FORMAT HEXADECIMAL)
  string(APPEND plain_bytes "${masked}, ")
  string(APPEND mask_bytes "0x${over}, ")
endforeach()
math(EXPR size "${digits} / 2 + 1")

file(WRITE "${HEADER}" "/* Made by app_secret.cmake. Not for a repository. */
#ifndef APP_SECRET_H
#define APP_SECRET_H

enum { APP_SECRET_SIZE = ${size} };

/* volatile, so that no compiler puts the two together while it compiles. */
static const volatile unsigned char app_secret_masked[] = {${plain_bytes}0};
static const volatile unsigned char app_secret_mask[] = {${mask_bytes}0};

/* Writes the secret and its end into `text`, which has APP_SECRET_SIZE bytes. */
static inline const char *app_secret(char *text) {
  for (int i = 0; i < APP_SECRET_SIZE; i++) text[i] = (char)(app_secret_masked[i] ^ app_secret_mask[i]);
  return text;
}

#endif
")
