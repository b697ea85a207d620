// The async nodes of Blueprint: AuthForge Login, Validate, Login From File, Activate Offline.

#pragma once

#include "CoreMinimal.h"
#include "AuthForgeTypes.h"
#include "Kismet/BlueprintAsyncActionBase.h"
#include "Templates/Function.h"
#include "UObject/WeakObjectPtr.h"
#include "AuthForgeActions.generated.h"

class UAuthForgeSubsystem;

/**
 * Ends in exactly one of its pins, exactly once; in OnFailure with the code cancelled by a logout and when the game
 * instance goes away. Holds on to nothing but itself.
 */
UCLASS()
class AUTHFORGE_API UAuthForgeAction : public UBlueprintAsyncActionBase
{
	GENERATED_BODY()

public:
	UPROPERTY(BlueprintAssignable)
	FAuthForgeActionPin OnSuccess;

	UPROPERTY(BlueprintAssignable)
	FAuthForgeActionPin OnFailure;

	/** Validates a license key with the service, keeps the session and starts heartbeats. */
	UFUNCTION(BlueprintCallable, Category = "AuthForge", meta = (BlueprintInternalUseOnly = "true", WorldContext = "WorldContextObject", DisplayName = "AuthForge Login"))
	static UAuthForgeAction* Login(UObject* WorldContextObject, const FString& LicenseKey);

	/** Asks what Login asks, but keeps and starts nothing. */
	UFUNCTION(BlueprintCallable, Category = "AuthForge", meta = (BlueprintInternalUseOnly = "true", WorldContext = "WorldContextObject", DisplayName = "AuthForge Validate"))
	static UAuthForgeAction* Validate(UObject* WorldContextObject, const FString& LicenseKey);

	/** Logs in with a license file: its text, a path (from the Saved folder), or empty for that of the settings. */
	UFUNCTION(BlueprintCallable, Category = "AuthForge", meta = (BlueprintInternalUseOnly = "true", WorldContext = "WorldContextObject", DisplayName = "AuthForge Login From File"))
	static UAuthForgeAction* LoginFromFile(UObject* WorldContextObject, const FString& PathOrText);

	/** Turns a license key into a license file for this machine, for good, and logs in with it. */
	UFUNCTION(BlueprintCallable, Category = "AuthForge", meta = (BlueprintInternalUseOnly = "true", WorldContext = "WorldContextObject", DisplayName = "AuthForge Activate Offline"))
	static UAuthForgeAction* ActivateOffline(UObject* WorldContextObject, const FString& LicenseKey, const FString& Path);

	virtual void Activate() override;

private:
	using FStart = TFunction<void(UAuthForgeSubsystem&, FAuthForgeFinished&&)>;

	static UAuthForgeAction* Make(UObject* WorldContextObject, FStart&& Start);
	void Finish(const FAuthForgeSession& Session, const FAuthForgeError& Error);

	/** What the node does; empty once it was begun. */
	FStart Start;
	/** Weak: a node that waits must not keep a world alive. */
	TWeakObjectPtr<UObject> Context;
};
