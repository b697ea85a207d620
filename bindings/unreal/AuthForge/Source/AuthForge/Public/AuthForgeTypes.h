// What the plugin tells: errors and sessions; and the delegates that carry them.

#pragma once

#include "CoreMinimal.h"
#include "AuthForgeEnums.h"
#include "AuthForgeTypes.generated.h"

/** How a session is kept alive. */
UENUM(BlueprintType)
enum class EAuthForgeHeartbeat : uint8
{
	/** A heartbeat with the service each interval: a revoked license is noticed in mid-game. */
	Server,
	/** No network after the login, until the session ends. */
	Local
};

/** How something went. */
USTRUCT(BlueprintType)
struct AUTHFORGE_API FAuthForgeError
{
	GENERATED_BODY()

	/** A word to decide on, such as invalid_key; ok for a success. */
	UPROPERTY(BlueprintReadOnly, Category = "AuthForge")
	FString Code = TEXT("ok");

	/** The same as a number: an af_status; 0 is a success. */
	UPROPERTY(BlueprintReadOnly, Category = "AuthForge")
	int32 Status = 0;

	/** HTTP status of the answer; 0 if there was none. */
	UPROPERTY(BlueprintReadOnly, Category = "AuthForge")
	int32 HttpStatus = 0;

	/** What the service asked to wait, in milliseconds; 0 if it did not. */
	UPROPERTY(BlueprintReadOnly, Category = "AuthForge")
	int32 RetryAfterMs = 0;

	/** Whether a session survives this failure of a heartbeat, so that the next one may succeed. Of a login it says nothing. */
	UPROPERTY(BlueprintReadOnly, Category = "AuthForge")
	bool bTransient = false;

	/** What the game should do about it. */
	UPROPERTY(BlueprintReadOnly, Category = "AuthForge")
	EAuthForgeAdvice Advice = EAuthForgeAdvice::None;

	/** One sentence for the player: what went wrong, and what to do. English, unless UseLanguage has set another. */
	UPROPERTY(BlueprintReadOnly, Category = "AuthForge")
	FString UserMessage;

	/** One line for a developer, in English. Never a secret, key or token. */
	UPROPERTY(BlueprintReadOnly, Category = "AuthForge")
	FString Message;

	bool IsOk() const { return Status == 0; }
};

/** What the service, or a license file, said of a license at one moment. */
USTRUCT(BlueprintType)
struct AUTHFORGE_API FAuthForgeSession
{
	GENERATED_BODY()

	/** Whether it comes from a license file. */
	UPROPERTY(BlueprintReadOnly, Category = "AuthForge")
	bool bOffline = false;

	/** The operator's label of the license; empty if it has none. */
	UPROPERTY(BlueprintReadOnly, Category = "AuthForge")
	FString Label;

	/** Whether the session (a license file) never ends; ExpiresAt means nothing then. */
	UPROPERTY(BlueprintReadOnly, Category = "AuthForge")
	bool bNeverExpires = false;

	/** When it ends unless a heartbeat renews it, in UTC; for a license file, when the file ends. */
	UPROPERTY(BlueprintReadOnly, Category = "AuthForge")
	FDateTime ExpiresAt = FDateTime(0);

	/** How many machines the license may be bound to; -1 if that is not known. */
	UPROPERTY(BlueprintReadOnly, Category = "AuthForge")
	int32 MaxMachines = -1;

	/** How many machines it is bound to; -1 if that is not known. */
	UPROPERTY(BlueprintReadOnly, Category = "AuthForge")
	int32 Machines = -1;

	/** The license's variables as a JSON object. */
	UPROPERTY(BlueprintReadOnly, Category = "AuthForge")
	FString LicenseVariables;

	/** The app's variables as a JSON object. */
	UPROPERTY(BlueprintReadOnly, Category = "AuthForge")
	FString AppVariables;
};

/** Something good happened: a login, a heartbeat, other variables. */
DECLARE_DYNAMIC_MULTICAST_DELEGATE(FAuthForgeHappened);

/** The session is over: why, or an error that is none after a logout. */
DECLARE_DYNAMIC_MULTICAST_DELEGATE_OneParam(FAuthForgeSessionEnded, const FAuthForgeError&, Error);

/** A login or a heartbeat failed. */
DECLARE_DYNAMIC_MULTICAST_DELEGATE_TwoParams(FAuthForgeFailed, EAuthForgeReason, Reason, const FAuthForgeError&, Error);

/** An attempt failed, and another is made after so many seconds; which attempt it was, 1 is the first. */
DECLARE_DYNAMIC_MULTICAST_DELEGATE_ThreeParams(FAuthForgeRetrying, const FAuthForgeError&, Error, float, RetryInSeconds, int32, Attempt);

/** A pin of an async node. */
DECLARE_DYNAMIC_MULTICAST_DELEGATE_TwoParams(FAuthForgeActionPin, const FAuthForgeSession&, Session, const FAuthForgeError&, Error);

/** The outcome of one call, for Blueprint. The session is empty after a failure. */
DECLARE_DYNAMIC_DELEGATE_TwoParams(FAuthForgeDone, const FAuthForgeSession&, Session, const FAuthForgeError&, Error);

/** The outcome of one call, for C++. The session is empty after a failure. */
DECLARE_DELEGATE_TwoParams(FAuthForgeFinished, const FAuthForgeSession&, const FAuthForgeError&);
