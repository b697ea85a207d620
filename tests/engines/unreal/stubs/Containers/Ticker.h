#pragma once

#include "CoreMinimal.h"

DECLARE_DELEGATE_RetVal_OneParam(bool, FTickerDelegate, float);

class CORE_API FTSTicker
{
	struct FElement
	{
		FTickerDelegate Delegate;
		bool bRemoved = false;
	};

public:
	class FDelegateHandle
	{
	public:
		bool IsValid() const { return !Element.expired(); }
		void Reset() { Element.reset(); }

	private:
		friend class FTSTicker;
		std::weak_ptr<FElement> Element;
	};

	static FTSTicker& GetCoreTicker();
	FDelegateHandle AddTicker(const FTickerDelegate& Delegate, float Delay = 0.0f);
	static void RemoveTicker(FDelegateHandle Handle);
	void Tick(float DeltaTime);

	// How many are left.
	int32 StubNum() const { return static_cast<int32>(Elements.size()); }

private:
	std::vector<std::shared_ptr<FElement>> Elements;
};
