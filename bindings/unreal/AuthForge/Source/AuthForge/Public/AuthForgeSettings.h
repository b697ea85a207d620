// The pages of the plugin in Project Settings and Editor Preferences.

#pragma once

#include "CoreMinimal.h"
#include "AuthForgeTypes.h"
#include "Engine/DeveloperSettings.h"
#include "AuthForgeSettings.generated.h"

/**
 * Project Settings > Plugins > AuthForge. Saved in Config/DefaultGame.ini, which is packaged: everything here is
 * public, and the app secret is deliberately not here.
 */
UCLASS(config = Game, defaultconfig, meta = (DisplayName = "AuthForge"))
class AUTHFORGE_API UAuthForgeSettings : public UDeveloperSettings
{
	GENERATED_BODY()

public:
	/** Application id, from the dashboard. */
	UPROPERTY(config, EditAnywhere, BlueprintReadOnly, Category = "App")
	FString AppId;

	/** The app's public keys, base64, the current one first. What any of them signed is believed. */
	UPROPERTY(config, EditAnywhere, BlueprintReadOnly, Category = "App")
	TArray<FString> PublicKeys;

	/** How a session is kept alive. */
	UPROPERTY(config, EditAnywhere, BlueprintReadOnly, Category = "Session")
	EAuthForgeHeartbeat HeartbeatMode = EAuthForgeHeartbeat::Server;

	/** Time between heartbeats. */
	UPROPERTY(config, EditAnywhere, BlueprintReadOnly, Category = "Session", meta = (ClampMin = "10", Units = "s"))
	int32 HeartbeatIntervalSeconds = 900;

	/** Session lifetime to ask for; 0 is the service's default. */
	UPROPERTY(config, EditAnywhere, BlueprintReadOnly, Category = "Session", meta = (ClampMin = "0", Units = "s"))
	int32 SessionTtlSeconds = 0;

	/** How long one request may take. */
	UPROPERTY(config, EditAnywhere, BlueprintReadOnly, Category = "Service", meta = (ClampMin = "1", ClampMax = "3600", Units = "s"))
	int32 RequestTimeoutSeconds = 15;

	/** How many attempts a login or validation makes at most. */
	UPROPERTY(config, EditAnywhere, BlueprintReadOnly, Category = "Service", meta = (ClampMin = "1", ClampMax = "10"))
	int32 LoginAttempts = 3;

	/** How long a login or validation may take, all attempts with their pauses together; 0 is twice the request timeout and 7 seconds. */
	UPROPERTY(config, EditAnywhere, BlueprintReadOnly, Category = "Service", meta = (ClampMin = "0", ClampMax = "86400000", Units = "ms"))
	int32 LoginTimeoutMs = 0;

	/** Where the service is; empty is the real one. For tests: the development server's address. */
	UPROPERTY(config, EditAnywhere, BlueprintReadOnly, Category = "Service")
	FString BaseUrl;

	/**
	 * For a game whose players' licenses are bound by an official client of version 1.0.x: makes the hardware id as that
	 * client does.
	 */
	UPROPERTY(config, EditAnywhere, BlueprintReadOnly, Category = "Service")
	EAuthForgeHwidSource HwidSource = EAuthForgeHwidSource::Default;

	/**
	 * Refuses answers about another license key or machine than was asked for, as a cheat's proxy brings them. Turn it
	 * on once a login with it has succeeded against the real service.
	 */
	UPROPERTY(config, EditAnywhere, BlueprintReadOnly, Category = "Service")
	bool bBindToken = false;

	/** The license file that LoginFromFile reads and ActivateOffline writes, from the project's Saved folder. */
	UPROPERTY(config, EditAnywhere, BlueprintReadOnly, Category = "Offline")
	FString LicenseFile = TEXT("AuthForge/license.authforge");

	virtual FName GetCategoryName() const override;

	/** Resolves a path as LicenseFile is; an empty one is LicenseFile itself. */
	FString ResolveLicenseFile(const FString& Path) const;
};

/**
 * Editor Preferences > Plugins > AuthForge (development). Saved in this user's Saved folder: neither packaged nor,
 * usually, in version control. Ignored by Shipping builds.
 */
UCLASS(config = EditorPerProjectUserSettings, meta = (DisplayName = "AuthForge (development)"))
class AUTHFORGE_API UAuthForgeDevelopmentSettings : public UDeveloperSettings
{
	GENERATED_BODY()

public:
	/**
	 * The app secret for play in editor. A packaged game gets it by UAuthForgeSubsystem::SetAppSecret, or needs none
	 * because it runs from license files: see docs/unreal.md.
	 */
	UPROPERTY(config, EditAnywhere, Category = "App", meta = (PasswordField = true))
	FString AppSecret;

	virtual FName GetCategoryName() const override;
};
