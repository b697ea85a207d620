#include "AuthForgeLibrary.h"

#include "AuthForgeModule.h"
#include "AuthForgeTranslations.h"

namespace AuthForge
{
	// 9999-12-31, the last day that FDateTime can tell.
	static constexpr int64 LastUnixTime = 253402214400;

	FString ToString(std::string_view Utf8)
	{
		FString Text;
		const FUTF8ToTCHAR Converted(Utf8.data(), static_cast<int32>(Utf8.size()));
		Text.AppendChars(Converted.Get(), Converted.Length());
		return Text;
	}

	FAuthForgeError ToError(const authforge::Error& From)
	{
		FAuthForgeError Error;
		if (From.ok())
		{
			return Error;
		}
		Error.Code = ToString(From.code());
		Error.Status = static_cast<int32>(From.status());
		Error.HttpStatus = From.http_status().value_or(0);
		const uint32 RetryAfterMs = From.raw()->retry_after_ms;
		Error.RetryAfterMs = static_cast<int32>(FMath::Min<uint32>(RetryAfterMs, MAX_int32));
		Error.bTransient = From.is_transient();
		Error.Advice = ToAdvice(From.advice());
		Error.UserMessage = ToString(From.user_message());
		Error.Message = ToString(From.message());
		return Error;
	}

	FAuthForgeError Refusal(af_status Status, const TCHAR* Code, const TCHAR* Message)
	{
		FAuthForgeError Error;
		Error.Code = Code;
		Error.Status = static_cast<int32>(Status);
		Error.Message = Message;
		if (FAuthForgeModule::IsAvailable())
		{
			const auto Known = static_cast<authforge::StatusCode>(Status);
			Error.Advice = ToAdvice(authforge::status_advice(Known));
			Error.UserMessage = ToString(authforge::status_user_message(Known));
			return Error;
		}
		// Nobody to ask; a file beside the game is missing.
		Error.Advice = EAuthForgeAdvice::Stop;
		Error.UserMessage = TEXT("Something is wrong in this program; please report it to its maker.");
		return Error;
	}

	/** Whether a culture, such as "de-AT", is of a language, such as "de". */
	static bool IsOf(const FString& Culture, const TCHAR* Language)
	{
		const TCHAR* At = *Culture;
		for (; *Language != 0; ++Language, ++At)
		{
			if (*At != *Language)
			{
				return false;
			}
		}
		return *At == 0 || *At == TEXT('-') || *At == TEXT('_');
	}

	bool UseLanguage(const FString& Culture)
	{
		if (!FAuthForgeModule::IsAvailable())
		{
			return false;
		}
		for (const FTranslation& Translation : Translations)
		{
			if (IsOf(Culture, Translation.Language))
			{
				return af_set_user_messages(Translation.Messages, Translation.Count, nullptr) == AF_STATUS_OK;
			}
		}
		return authforge::reset_user_messages().ok() && IsOf(Culture, TEXT("en"));
	}

	FAuthForgeSession ToSession(authforge::SessionView From)
	{
		FAuthForgeSession Session;
		if (!From)
		{
			return Session;
		}
		Session.bOffline = From.kind() == authforge::SessionKind::offline;
		Session.Label = ToString(From.license_label().value_or(std::string_view()));
		const int64 ExpiresAt = af_session_expires_at(From.get());
		Session.bNeverExpires = ExpiresAt == MAX_int64;
		Session.ExpiresAt = FDateTime::FromUnixTimestamp(FMath::Min(ExpiresAt, LastUnixTime));
		Session.MaxMachines = From.max_hwid_slots().value_or(-1);
		Session.Machines = From.hwid_count().value_or(-1);
		Session.LicenseVariables = ToString(From.license().json());
		Session.AppVariables = ToString(From.app().json());
		return Session;
	}
}
