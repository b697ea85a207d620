#pragma once

#include "CoreMinimal.h"

class CORE_API FPaths
{
public:
	static FString ProjectSavedDir();
	static FString ConvertRelativePathToFull(const FString& BasePath, const FString& Path);
	template <class... Parts>
	static FString Combine(const FString& First, const Parts&... More)
	{
		FString Path = First;
		((Path += TEXT("/"), Path += FString(More)), ...);
		return Path;
	}
};
