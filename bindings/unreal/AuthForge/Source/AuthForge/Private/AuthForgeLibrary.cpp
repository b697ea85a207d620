#include "AuthForgeLibrary.h"

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
		Error.Message = ToString(From.message());
		return Error;
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
