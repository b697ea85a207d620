#pragma once

#include <utility>

template <class Function>
struct TStubScopeExit
{
	Function Run;
	~TStubScopeExit() { Run(); }
};

struct FStubScopeExitMaker
{
	template <class Function>
	TStubScopeExit<Function> operator+(Function&& Run) const
	{
		return TStubScopeExit<Function>{std::move(Run)};
	}
};

#define ON_SCOPE_EXIT const auto ScopeGuard = FStubScopeExitMaker() + [&]()
