#pragma once

#include "Engine/GameInstance.h"

class ENGINE_API UWorld : public UObject
{
public:
	virtual UWorld* GetWorld() const override { return const_cast<UWorld*>(this); }
	UGameInstance* GetGameInstance() const { return GameInstance; }

	UGameInstance* GameInstance = nullptr;
};
