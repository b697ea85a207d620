// windows.h and Xlib.h define words that many C++ headers use; this one does without them.

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstring>
#include <iterator>
#include <limits>
#include <memory>
#include <optional>
#include <string>

#define None 0L
#define Status int
#define Bool int
#define True 1
#define False 0
#define Success 0
#define Always 2
#define KeyPress 2
#define ERROR 0
#define NO_ERROR 0L
#define DELETE (0x00010000L)
#define IN
#define OUT
#define OPTIONAL
#define far
#define near
#define small char
#define interface struct
#define min(a, b) (((a) < (b)) ? (a) : (b))
#define max(a, b) (((a) > (b)) ? (a) : (b))
#define GetMessage GetMessageA
#define SendMessage SendMessageA

#include "authforge.hpp"

#undef None
#undef Status
#undef min
#undef max

#include "harness.hpp"

int main() { CHECK(authforge::version() == af_version()); }
