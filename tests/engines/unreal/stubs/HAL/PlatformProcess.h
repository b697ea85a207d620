#pragma once

#include "CoreMinimal.h"

struct CORE_API FPlatformProcess
{
	static void* GetDllHandle(const TCHAR* Filename);
	static void FreeDllHandle(void* DllHandle);
	// How many handles are open; what was asked for last.
	static int32 StubOpen();
	static FString StubLast();
};
