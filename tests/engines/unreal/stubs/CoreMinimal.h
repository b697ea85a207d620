// What the plugin uses of Unreal's Core and CoreUObject, with the signatures of Unreal 5 and enough behaviour to drive
// the plugin. Written from memory and from public plugins: no line comes from the engine.

#pragma once

#include "StubTypes.h"
#include "StubString.h"
#include "StubContainers.h"
#include "StubObject.h"
#include "StubDelegates.h"
#include "Logging/LogMacros.h"
