#pragma once

#include "CoreMinimal.h"

class UGameInstance;

class ENGINE_API UBlueprintAsyncActionBase : public UObject
{
public:
	virtual void Activate() {}
	void RegisterWithGameInstance(const UObject* WorldContextObject);
	void RegisterWithGameInstance(UGameInstance* GameInstance);
	virtual void SetReadyToDestroy();

private:
	TWeakObjectPtr<UGameInstance> RegisteredWith;
};
