#pragma once

#include "CoreMinimal.h"

class UGameInstance;

class FSubsystemCollectionBase
{
};

class ENGINE_API USubsystem : public UObject
{
public:
	virtual bool ShouldCreateSubsystem(UObject*) const { return true; }
	virtual void Initialize(FSubsystemCollectionBase&) {}
	virtual void Deinitialize() {}
};

class ENGINE_API UGameInstanceSubsystem : public USubsystem
{
public:
	UGameInstance* GetGameInstance() const;
};
