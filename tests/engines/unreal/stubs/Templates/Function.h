#pragma once
#include "StubContainers.h"
