#include "AuthForgeActions.h"

#include "AuthForgeLibrary.h"
#include "AuthForgeSubsystem.h"
#include "Engine/Engine.h"
#include "Engine/GameInstance.h"
#include "Engine/World.h"

UAuthForgeAction* UAuthForgeAction::Login(UObject* WorldContextObject, const FString& LicenseKey)
{
	return Make(WorldContextObject, [LicenseKey](UAuthForgeSubsystem& Subsystem, FAuthForgeFinished&& Finished)
	{
		Subsystem.BeginLogin(LicenseKey, MoveTemp(Finished));
	});
}

UAuthForgeAction* UAuthForgeAction::Validate(UObject* WorldContextObject, const FString& LicenseKey)
{
	return Make(WorldContextObject, [LicenseKey](UAuthForgeSubsystem& Subsystem, FAuthForgeFinished&& Finished)
	{
		Subsystem.BeginValidate(LicenseKey, MoveTemp(Finished));
	});
}

UAuthForgeAction* UAuthForgeAction::Refresh(UObject* WorldContextObject)
{
	return Make(WorldContextObject, [](UAuthForgeSubsystem& Subsystem, FAuthForgeFinished&& Finished)
	{
		Subsystem.BeginRefresh(MoveTemp(Finished));
	});
}

UAuthForgeAction* UAuthForgeAction::LoginFromFile(UObject* WorldContextObject, const FString& PathOrText)
{
	return Make(WorldContextObject, [PathOrText](UAuthForgeSubsystem& Subsystem, FAuthForgeFinished&& Finished)
	{
		Subsystem.BeginLoginFromFile(PathOrText, MoveTemp(Finished));
	});
}

UAuthForgeAction* UAuthForgeAction::ActivateOffline(UObject* WorldContextObject, const FString& LicenseKey, const FString& Path)
{
	return Make(WorldContextObject, [LicenseKey, Path](UAuthForgeSubsystem& Subsystem, FAuthForgeFinished&& Finished)
	{
		Subsystem.BeginActivateOffline(LicenseKey, Path, MoveTemp(Finished));
	});
}

UAuthForgeAction* UAuthForgeAction::Make(UObject* WorldContextObject, FStart&& Start)
{
	UAuthForgeAction* const Action = NewObject<UAuthForgeAction>();
	Action->Start = MoveTemp(Start);
	Action->Context = WorldContextObject;
	return Action;
}

void UAuthForgeAction::Activate()
{
	if (!Start)
	{
		return;
	}
	const FStart Begin = MoveTemp(Start);
	Start = nullptr;

	const UWorld* const World = GEngine->GetWorldFromContextObject(Context.Get(), EGetWorldErrorMode::LogAndReturnNull);
	UGameInstance* const GameInstance = World != nullptr ? World->GetGameInstance() : nullptr;
	UAuthForgeSubsystem* const Subsystem = GameInstance != nullptr ? GameInstance->GetSubsystem<UAuthForgeSubsystem>() : nullptr;
	if (Subsystem == nullptr)
	{
		Finish(FAuthForgeSession(), AuthForge::Refusal(AF_STATUS_CANCELLED, TEXT("cancelled"), TEXT("there is no game instance")));
		return;
	}
	// Nobody else refers to the node while it waits.
	RegisterWithGameInstance(GameInstance);
	Begin(*Subsystem, FAuthForgeFinished::CreateUObject(this, &UAuthForgeAction::Finish));
}

void UAuthForgeAction::Finish(const FAuthForgeSession& Session, const FAuthForgeError& Error)
{
	(Error.IsOk() ? OnSuccess : OnFailure).Broadcast(Session, Error);
	SetReadyToDestroy();
}
