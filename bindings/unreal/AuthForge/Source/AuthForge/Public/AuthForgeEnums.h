// The enums of authforge.h that Blueprint sees: made by `cargo xtask generate`; do not edit.

#pragma once

#include "CoreMinimal.h"
#include "AuthForgeEnums.generated.h"

/** What the program should do after a failed login, or when its session is over. Show the sentence of af_status_user_message with each but AF_ADVICE_NONE. Take a number that you do not know for AF_ADVICE_STOP: new ones may come.  With RETRY, USE_OFFLINE, FIX_CLOCK and TELL_VENDOR nothing was said against the license, so that a license file may speak for it (af_login_from_file); with the others it must not. */
UENUM(BlueprintType)
enum class EAuthForgeAdvice : uint8
{
	/** Nothing: it went well, was called off, or is done and must not be repeated. */
	None = 0,
	/** Log in again, with the same key, or offer it: wait retry_after_ms, or some seconds where it is 0. The session is over, or something was short for a moment. */
	Retry = 1,
	/** The service could not be asked, or cannot answer. Offer another try for later, and use a license file meanwhile, if there is one. */
	UseOffline = 2,
	/** Ask the user to set the date and time of this computer, then try again. */
	FixClock = 3,
	/** The user can do nothing but tell the vendor. Report the code to yourself, if you have a way to: the account has to be filled up, or the program does not run on this computer as it should. */
	TellVendor = 4,
	/** Ask the user for a license key; show the last one, since it may have a typing mistake. */
	AskForKey = 5,
	/** Ask the user for another file, or for another place to put it. */
	AskForFile = 6,
	/** The license is over. Show where it can be renewed; another key is welcome. */
	Renew = 7,
	/** The license is bound to other computers. Show where a seat can be freed, or whom to ask; another key is welcome. */
	FreeSeat = 8,
	/** This build is not accepted, or cannot read what a newer one can: look for an update. If there is none, the app's id, secret or keys are wrong in it, and af_error.message says more to a developer. */
	Update = 9,
	/** A mistake in the program: the call, or the configuration, is wrong. Log af_error.message for a developer. */
	FixProgram = 10,
	/** Do not go on, and do not try again by yourself: the license, the machine or the app is refused for good, or the answer cannot be believed. */
	Stop = 11
};

/** Whose hardware id of this machine is sent. */
UENUM(BlueprintType)
enum class EAuthForgeHwidSource : uint8
{
	/** That of all AuthForge libraries since their 2.0: another for each app. */
	Default = 0,
	/** That of the official C++ client 1.0.x. */
	Cpp1 = 1,
	/** That of the official C# client 1.0.x. */
	CSharp1 = 2
};

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
