#pragma once

#include "CoreMinimal.h"

enum class EGetWorldErrorMode
{
	ReturnNull,
	LogAndReturnNull,
	Assert
};

class ENGINE_API UEngine
{
public:
	UWorld* GetWorldFromContextObject(const UObject* Object, EGetWorldErrorMode ErrorMode) const;
};

extern ENGINE_API UEngine* GEngine;
