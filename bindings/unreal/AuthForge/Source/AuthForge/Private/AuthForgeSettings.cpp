#include "AuthForgeSettings.h"

#include "AuthForgeLibrary.h"
#include "Misc/Paths.h"

namespace AuthForge
{
	authforge::Result<authforge::Client> MakeClient(const UAuthForgeSettings& Settings, const FString& AppSecret)
	{
		const FUtf8 AppId(Settings.AppId);
		const FUtf8 Secret(AppSecret);
		const FUtf8 PublicKeys(FString::Join(Settings.PublicKeys, TEXT(",")));
		const FUtf8 BaseUrl(Settings.BaseUrl);
		const auto Mode = Settings.HeartbeatMode == EAuthForgeHeartbeat::Local ? authforge::HeartbeatMode::local : authforge::HeartbeatMode::server;

		std::optional<std::string_view> OptionalSecret;
		if (!AppSecret.IsEmpty())
		{
			OptionalSecret = Secret.View();
		}
		authforge::Config Config(AppId.View(), OptionalSecret, PublicKeys.View(), Mode);
		Config.heartbeat_interval(std::chrono::seconds(Settings.HeartbeatIntervalSeconds));
		Config.ttl(std::chrono::seconds(Settings.SessionTtlSeconds));
		Config.request_timeout(std::chrono::seconds(Settings.RequestTimeoutSeconds));
		Config.login_attempts(Settings.LoginAttempts);
		Config.login_timeout(std::chrono::milliseconds(Settings.LoginTimeoutMs));
		if (!Settings.BaseUrl.IsEmpty())
		{
			Config.api_base_url(BaseUrl.View());
		}
		Config.hwid_source(ToHwidSource(Settings.HwidSource));
		if (Settings.bBindToken)
		{
			Config.token_binding(authforge::TokenBinding::if_present);
		}
		// Neither ends the process: this may be the editor.
		Config.dispatch(authforge::Dispatch::pump);
		Config.failure_policy(authforge::FailurePolicy::keep_running);
		return authforge::Client::create(Config);
	}
}

FName UAuthForgeSettings::GetCategoryName() const
{
	return FName(TEXT("Plugins"));
}

FString UAuthForgeSettings::ResolveLicenseFile(const FString& Path) const
{
	const FString& Named = Path.IsEmpty() ? LicenseFile : Path;
	// The process's own folder, from which the library would resolve it, is the engine's.
	return FPaths::ConvertRelativePathToFull(FPaths::ProjectSavedDir(), Named);
}

FName UAuthForgeDevelopmentSettings::GetCategoryName() const
{
	return FName(TEXT("Plugins"));
}
