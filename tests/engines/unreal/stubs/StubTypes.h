#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <type_traits>
#include <utility>

using int8 = std::int8_t;
using int32 = std::int32_t;
using int64 = std::int64_t;
using uint8 = std::uint8_t;
using uint32 = std::uint32_t;
using uint64 = std::uint64_t;
using ANSICHAR = char;
// As on Linux and macOS; Windows has wchar_t of the same size.
using TCHAR = char16_t;

#define TEXT_PASTE(x) u##x
#define TEXT(x) TEXT_PASTE(x)

#define STUB_API __attribute__((visibility("default")))
#define CORE_API STUB_API
#define COREUOBJECT_API STUB_API
#define ENGINE_API STUB_API
#define PROJECTS_API STUB_API
#define DEVELOPERSETTINGS_API STUB_API

#ifndef PLATFORM_WINDOWS
#define PLATFORM_WINDOWS 0
#endif
#ifndef UE_BUILD_SHIPPING
#define UE_BUILD_SHIPPING 0
#endif
#define WITH_EDITOR 1

// Macros of Unreal that other headers have to survive.
#define FORCEINLINE inline
#define INDEX_NONE (-1)
#define PI (3.1415926535897932f)
#define verify(expr) check(expr)
#define ensure(expr) (!!(expr))
#define unimplemented() check(false)
#define checkNoEntry() check(false)
#define MAX_int32 ((int32)0x7fffffff)
#define MAX_int64 ((int64)0x7fffffffffffffff)
#define LIKELY(x) __builtin_expect(!!(x), 1)

CORE_API void StubCheckFailed(const char* Expression, const char* File, int Line);
#define check(expr)                                              \
	do                                                           \
	{                                                            \
		if (!(expr)) StubCheckFailed(#expr, __FILE__, __LINE__); \
	} while (false)

// Empty, so that the warnings are those of the compiler.
#define THIRD_PARTY_INCLUDES_START
#define THIRD_PARTY_INCLUDES_END
#define PRAGMA_PUSH_PLATFORM_DEFAULT_PACKING
#define PRAGMA_POP_PLATFORM_DEFAULT_PACKING

template <class T>
constexpr std::remove_reference_t<T>&& MoveTemp(T&& Value) noexcept
{
	static_assert(std::is_lvalue_reference_v<T>, "MoveTemp of what is no lvalue");
	static_assert(!std::is_const_v<std::remove_reference_t<T>>, "MoveTemp of what is const");
	return static_cast<std::remove_reference_t<T>&&>(Value);
}

struct FMath
{
	template <class T>
	static constexpr T Min(T A, T B)
	{
		return B < A ? B : A;
	}
};

CORE_API bool IsInGameThread();

struct FDateTime
{
	constexpr explicit FDateTime(int64 InTicks = 0) : Ticks(InTicks) {}
	static FDateTime FromUnixTimestamp(int64 Seconds) { return FDateTime((Seconds + Epoch) * PerSecond); }
	int64 ToUnixTimestamp() const { return Ticks / PerSecond - Epoch; }

private:
	static constexpr int64 PerSecond = 10000000;
	static constexpr int64 Epoch = 62135596800;
	int64 Ticks;
};
