// The enums of authforge.h that Blueprint sees: made by `cargo xtask generate`; do not edit.

#pragma once

#include "CoreMinimal.h"
#include "AuthForgeEnums.generated.h"

/** What a variable is. */
UENUM(BlueprintType)
enum class EAuthForgeVariableType : uint8
{
	/** There is no variable of this name. */
	None = 0,
	/** JSON null. */
	Null = 1,
	/** True or false. */
	Bool = 2,
	/** A whole number of 64 bits, also when it is written as 3.0 or 1e3. */
	Int = 3,
	/** Any other number. */
	Double = 4,
	/** A text. */
	String = 5,
	/** An array or object: read it from the JSON text. */
	Json = 6
};

/** Whose variables. A number that is none of these has no variables. */
UENUM(BlueprintType)
enum class EAuthForgeScope : uint8
{
	/** The app's, the same for all of its licenses. */
	App = 0,
	/** This license's. */
	License = 1
};

/** Why a failure is reported. */
UENUM(BlueprintType)
enum class EAuthForgeReason : uint8
{
	/** Not a failure. */
	None = 0,
	/** login_failed: the service did not accept the login. */
	LoginFailed = 1,
	/** heartbeat_failed: a heartbeat failed, or the session is over. */
	HeartbeatFailed = 2,
	/** network_error: the service could not be asked. */
	NetworkError = 3,
	/** offline_login_failed: a license file was not accepted. */
	OfflineLoginFailed = 4
};
