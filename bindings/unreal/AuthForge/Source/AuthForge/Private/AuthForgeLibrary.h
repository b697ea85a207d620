// authforge.hpp as Unreal code sees it: its texts, errors and sessions as Unreal's.

#pragma once

#include "AuthForgeTypes.h"
#include "Containers/StringConv.h"

THIRD_PARTY_INCLUDES_START
PRAGMA_PUSH_PLATFORM_DEFAULT_PACKING
#include "authforge.hpp"
PRAGMA_POP_PLATFORM_DEFAULT_PACKING
THIRD_PARTY_INCLUDES_END

class UAuthForgeSettings;

namespace AuthForge
{
	/** A text on its way into the library. Lives as long as the views that it lends: give it a name. */
	class FUtf8
	{
	public:
		// By its length, so that the library gets to see, and refuses, a NUL in the middle.
		explicit FUtf8(const FString& Text) : Converted(*Text, Text.Len()) {}

		std::string_view View() const
		{
			return std::string_view(reinterpret_cast<const char*>(Converted.Get()), static_cast<std::size_t>(Converted.Length()));
		}

	private:
		FTCHARToUTF8 Converted;
	};

	/** A text out of the library, copied. */
	FString ToString(std::string_view Utf8);

	FAuthForgeError ToError(const authforge::Error& From);

	/** For what the library, which is not there or not asked, cannot say itself. */
	FAuthForgeError Refusal(af_status Status, const TCHAR* Code, const TCHAR* Message);

	/** What players are told, in their language: "de", "de-AT". False, and English, where there is no translation. */
	bool UseLanguage(const FString& Culture);

	EAuthForgeAdvice ToAdvice(authforge::Advice From);

	FAuthForgeSession ToSession(authforge::SessionView From);

	EAuthForgeReason ToReason(authforge::Reason From);

	authforge::Scope ToScope(EAuthForgeScope From);

	/** A client with these settings, and with this secret where there is one. */
	authforge::Result<authforge::Client> MakeClient(const UAuthForgeSettings& Settings, const FString& AppSecret);

	authforge::HwidSource ToHwidSource(EAuthForgeHwidSource From);

	EAuthForgeVariableType ToVariableType(authforge::VariableType From);
}
