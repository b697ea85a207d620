#pragma once

#include "CoreMinimal.h"
#include "Modules/ModuleInterface.h"

// As in a build of many modules: the engine asks the library for its module.
#define IMPLEMENT_MODULE(ModuleImplClass, ModuleName)         \
	extern "C" STUB_API IModuleInterface* InitializeModule(); \
	extern "C" STUB_API IModuleInterface* InitializeModule()  \
	{                                                         \
		return new ModuleImplClass();                         \
	}
