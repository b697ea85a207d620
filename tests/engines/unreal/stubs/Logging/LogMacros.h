#pragma once

#include "StubString.h"

#include <string>
#include <vector>

namespace ELogVerbosity
{
	enum Type : uint8
	{
		NoLogging,
		Fatal,
		Error,
		Warning,
		Display,
		Log,
		Verbose,
		All
	};
}

#define DECLARE_LOG_CATEGORY_EXTERN(Name, Default, Compiled) \
	extern struct FLogCategory##Name                         \
	{                                                        \
		const char* Category;                                \
	} Name
#define DEFINE_LOG_CATEGORY(Name) \
	FLogCategory##Name Name       \
	{                             \
		#Name                     \
	}

CORE_API void StubLog(const char* Category, ELogVerbosity::Type Verbosity, const FString& Line);
// All that was logged so far, as "Category 2 text"; on any thread.
CORE_API std::vector<std::string> StubLogged();

#define UE_LOG(Name, Verbosity, ...) StubLog(Name.Category, ELogVerbosity::Verbosity, FString::Printf(__VA_ARGS__))
