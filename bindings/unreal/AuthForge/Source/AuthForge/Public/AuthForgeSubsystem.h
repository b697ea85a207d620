// The license of one game instance: logs in, stays logged in, and tells when the license is gone.

#pragma once

#include "CoreMinimal.h"
#include "AuthForgeTypes.h"
#include "Containers/Ticker.h"
#include "Subsystems/GameInstanceSubsystem.h"
#include "AuthForgeSubsystem.generated.h"

struct af_client;
struct af_session;

/**
 * One for each game instance, so that each player of a play-in-editor session has a client of its own. Everything is
 * called and told on the game thread. Nothing blocks, and nothing here ever ends the process: what a game does without
 * a license is the game's to decide.
 *
 * IsAuthenticated is never late. The session that the lookups read is the one of the last event, so that it does not
 * change within a frame; without a license they give their fallback.
 */
UCLASS()
class AUTHFORGE_API UAuthForgeSubsystem : public UGameInstanceSubsystem
{
	GENERATED_BODY()

public:
	virtual void Initialize(FSubsystemCollectionBase& Collection) override;
	virtual void Deinitialize() override;
	virtual void BeginDestroy() override;

	/** A login succeeded. */
	UPROPERTY(BlueprintAssignable, Category = "AuthForge")
	FAuthForgeHappened OnLoggedIn;

	/** A heartbeat succeeded. */
	UPROPERTY(BlueprintAssignable, Category = "AuthForge")
	FAuthForgeHappened OnHeartbeat;

	/** A heartbeat brought other variables than before. */
	UPROPERTY(BlueprintAssignable, Category = "AuthForge")
	FAuthForgeHappened OnVariablesChanged;

	/** The session is over. Status 0: it was logged out. */
	UPROPERTY(BlueprintAssignable, Category = "AuthForge")
	FAuthForgeSessionEnded OnSessionEnded;

	/**
	 * A login or a heartbeat failed. The license is gone if IsAuthenticated says so. A login that fails is told here
	 * first and then by what it was given: Done, or the pin of its node. Show the player that one.
	 */
	UPROPERTY(BlueprintAssignable, Category = "AuthForge")
	FAuthForgeFailed OnFailure;

	/** An attempt of a login, a heartbeat or another call failed, and another is made. Nothing is over: for a dialog that says what is going on. */
	UPROPERTY(BlueprintAssignable, Category = "AuthForge")
	FAuthForgeRetrying OnRetrying;

	/**
	 * Gives the app secret, which logins, validations and activations need and license files do not. Call it before
	 * the first of them; another secret than before ends the session. Empty is none.
	 */
	UFUNCTION(BlueprintCallable, Category = "AuthForge")
	void SetAppSecret(const FString& AppSecret);

	/** Validates a license key with the service, keeps the session and starts heartbeats. */
	UFUNCTION(BlueprintCallable, Category = "AuthForge", meta = (AutoCreateRefTerm = "Done"))
	void Login(const FString& LicenseKey, const FAuthForgeDone& Done);

	/** Asks what Login asks, but keeps and starts nothing. Costs a credit, as a login does. */
	UFUNCTION(BlueprintCallable, Category = "AuthForge", meta = (AutoCreateRefTerm = "Done"))
	void Validate(const FString& LicenseKey, const FAuthForgeDone& Done);

	/**
	 * Renews the session now, with a heartbeat: for a button "refresh my license". The service allows six a minute:
	 * sooner than 10 s after the one before this fails with rate_limited, and nobody is asked.
	 */
	UFUNCTION(BlueprintCallable, Category = "AuthForge", meta = (AutoCreateRefTerm = "Done"))
	void Refresh(const FAuthForgeDone& Done);

	/** Logs in with a license file: its text, a path (from the Saved folder), or empty for that of the settings. */
	UFUNCTION(BlueprintCallable, Category = "AuthForge", meta = (AutoCreateRefTerm = "Done"))
	void LoginFromFile(const FString& PathOrText, const FAuthForgeDone& Done);

	/** Turns a license key into a license file for this machine, for good, and logs in with it. Paths as above. */
	UFUNCTION(BlueprintCallable, Category = "AuthForge", meta = (AutoCreateRefTerm = "Done"))
	void ActivateOffline(const FString& LicenseKey, const FString& Path, const FAuthForgeDone& Done);

	/** Ends the session and the heartbeats, and cancels open calls. The machine stays bound. */
	UFUNCTION(BlueprintCallable, Category = "AuthForge")
	void Logout();

	/**
	 * Sets the language of what players are told (UserMessage of an error), for the whole game: "de", "es-MX", as Get
	 * Current Language gives it. False, and English, where there is no translation.
	 */
	UFUNCTION(BlueprintCallable, Category = "AuthForge")
	static bool UseLanguage(const FString& Culture);

	/** Whether there is a session. Cheap enough for every frame. */
	UFUNCTION(BlueprintPure, Category = "AuthForge")
	bool IsAuthenticated() const;

	/**
	 * The hardware id that is sent; empty if the settings cannot be used, or this machine has none. With a HwidSource of an official client the
	 * first call may take 2 seconds, unless a login was there before.
	 */
	UFUNCTION(BlueprintCallable, Category = "AuthForge")
	FString Hwid();

	/** What is known of the license. False, and nothing, without a session. */
	UFUNCTION(BlueprintCallable, Category = "AuthForge")
	bool GetSession(FAuthForgeSession& Session) const;

	/** A boolean variable; the fallback if there is none of this name and type. */
	UFUNCTION(BlueprintPure, Category = "AuthForge|Variables")
	bool GetBool(EAuthForgeScope Scope, const FString& Name, bool bFallback) const;

	/** A variable that is a whole number. */
	UFUNCTION(BlueprintPure, Category = "AuthForge|Variables")
	int64 GetInt64(EAuthForgeScope Scope, const FString& Name, int64 Fallback) const;

	/** A variable that is any number. */
	UFUNCTION(BlueprintPure, Category = "AuthForge|Variables")
	double GetDouble(EAuthForgeScope Scope, const FString& Name, double Fallback) const;

	/** A variable that is a text. */
	UFUNCTION(BlueprintPure, Category = "AuthForge|Variables")
	FString GetString(EAuthForgeScope Scope, const FString& Name, const FString& Fallback) const;

	/** What a variable is; None if there is none of this name, or no license. */
	UFUNCTION(BlueprintPure, Category = "AuthForge|Variables")
	EAuthForgeVariableType GetVariableType(EAuthForgeScope Scope, const FString& Name) const;

	/** The names of all variables, sorted; none without a license. */
	UFUNCTION(BlueprintCallable, Category = "AuthForge|Variables")
	TArray<FString> GetVariableNames(EAuthForgeScope Scope) const;

	/**
	 * The same for C++. Finished is called exactly once: on a later tick; before this returns if the call itself is
	 * wrong; with the code cancelled by Logout and when the game instance goes away.
	 */
	void BeginLogin(const FString& LicenseKey, FAuthForgeFinished Finished = FAuthForgeFinished());
	void BeginValidate(const FString& LicenseKey, FAuthForgeFinished Finished = FAuthForgeFinished());
	void BeginRefresh(FAuthForgeFinished Finished = FAuthForgeFinished());
	void BeginLoginFromFile(const FString& PathOrText, FAuthForgeFinished Finished = FAuthForgeFinished());
	void BeginActivateOffline(const FString& LicenseKey, const FString& Path, FAuthForgeFinished Finished = FAuthForgeFinished());

private:
	template <class StartType>
	void Begin(FAuthForgeFinished&& Finished, StartType Start);

	bool MakeClient(FAuthForgeError& Error);
	void FreeClient();
	bool Tick(float DeltaTime);
	void Keep(const af_session* Borrowed);
	void FreeSession();
	const af_session* Readable() const;

	/** Both are handles of authforge.h: never followed, and safe when stale. */
	af_client* Client = nullptr;
	af_session* Current = nullptr;

	/** What started calls are waiting for, by the number of the request. */
	TMap<uint64, FAuthForgeFinished> Open;

	FString Secret;
	FTSTicker::FDelegateHandle Ticker;
	bool bInitialized = false;
	bool bTicking = false;
};
