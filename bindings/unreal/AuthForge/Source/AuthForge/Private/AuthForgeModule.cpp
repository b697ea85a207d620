#include "AuthForgeModule.h"

#include "AuthForgeLibrary.h"
#include "HAL/PlatformProcess.h"
#include "Interfaces/IPluginManager.h"
#include "Misc/Paths.h"
#include "Modules/ModuleManager.h"

DEFINE_LOG_CATEGORY(LogAuthForge);

IMPLEMENT_MODULE(FAuthForgeModule, AuthForge)

namespace AuthForge
{
	// Only the log's callback could be running by then.
	static constexpr std::chrono::seconds ShutdownPatience(2);

	static bool bAvailable = false;

	static void* LoadNative()
	{
		const TSharedPtr<IPlugin> Plugin = IPluginManager::Get().FindPlugin(TEXT("AuthForge"));
		if (!Plugin.IsValid())
		{
			return nullptr;
		}
		return FPlatformProcess::GetDllHandle(*FPaths::Combine(Plugin->GetBaseDir(), TEXT(AUTHFORGE_LIBRARY)));
	}

	/** On any thread. */
	static void Log(authforge::LogLevel Level, std::string_view Text)
	{
		const FString Line = ToString(Text);
		if (Level == authforge::LogLevel::error)
		{
			UE_LOG(LogAuthForge, Error, TEXT("%s"), *Line);
		}
		else
		{
			UE_LOG(LogAuthForge, Warning, TEXT("%s"), *Line);
		}
	}
}

void FAuthForgeModule::StartupModule()
{
	Library = AuthForge::LoadNative();
	// Windows loads the library with the first call of it, which would crash without this. Elsewhere the system has
	// loaded it together with the module.
	AuthForge::bAvailable = Library != nullptr || !PLATFORM_WINDOWS;
	if (!AuthForge::bAvailable)
	{
		UE_LOG(LogAuthForge, Error, TEXT("%s could not be loaded: nobody can log in"), TEXT(AUTHFORGE_LIBRARY));
		return;
	}
	// Without it the log stays silent; nothing else depends on it.
	static_cast<void>(authforge::set_log_callback(authforge::LogLevel::warn, &AuthForge::Log));
}

void FAuthForgeModule::ShutdownModule()
{
	if (AuthForge::bAvailable)
	{
		AuthForge::bAvailable = false;
		// Neither can fail in a way that matters now: the library is never unmapped while a thread of it runs.
		static_cast<void>(authforge::set_log_callback(nullptr));
		static_cast<void>(authforge::shutdown(AuthForge::ShutdownPatience));
	}
	if (Library != nullptr)
	{
		FPlatformProcess::FreeDllHandle(Library);
		Library = nullptr;
	}
}

bool FAuthForgeModule::IsAvailable()
{
	return AuthForge::bAvailable;
}
