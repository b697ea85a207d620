#pragma once

#include "CoreMinimal.h"

class DEVELOPERSETTINGS_API UDeveloperSettings : public UObject
{
public:
	virtual FName GetContainerName() const { return FName(TEXT("Project")); }
	virtual FName GetCategoryName() const { return FName(); }
	virtual FName GetSectionName() const { return FName(); }
};
