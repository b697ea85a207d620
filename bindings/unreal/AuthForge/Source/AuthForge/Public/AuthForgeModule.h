// The module: loads the AuthForge library, and stops its threads in the end.

#pragma once

#include "CoreMinimal.h"
#include "Modules/ModuleInterface.h"

DECLARE_LOG_CATEGORY_EXTERN(LogAuthForge, Log, All);

class AUTHFORGE_API FAuthForgeModule : public IModuleInterface
{
public:
	virtual void StartupModule() override;
	virtual void ShutdownModule() override;

	/** Whether the library is loaded. Nothing of it may be called otherwise. */
	static bool IsAvailable();

private:
	void* Library = nullptr;
};
