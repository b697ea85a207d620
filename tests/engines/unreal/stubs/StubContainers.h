#pragma once

#include "StubString.h"

#include <functional>
#include <map>
#include <memory>
#include <vector>

template <class T>
class TArray
{
public:
	void Add(const T& Value) { Data.push_back(Value); }
	int32 Num() const { return static_cast<int32>(Data.size()); }
	void Empty() { Data.clear(); }
	T& operator[](int32 Index) { return Data.at(static_cast<std::size_t>(Index)); }
	const T& operator[](int32 Index) const { return Data.at(static_cast<std::size_t>(Index)); }
	auto begin() const { return Data.begin(); }
	auto end() const { return Data.end(); }

private:
	std::vector<T> Data;
};

inline FString FString::Join(const TArray<FString>& Parts, const TCHAR* Separator)
{
	FString Joined;
	for (int32 At = 0; At < Parts.Num(); ++At)
	{
		if (At > 0) Joined += Separator;
		Joined += Parts[At];
	}
	return Joined;
}

template <class KeyType, class ValueType>
struct TPair
{
	KeyType Key;
	ValueType Value;
};

template <class KeyType, class ValueType>
class TMap
{
public:
	ValueType& Add(const KeyType& Key, ValueType&& Value)
	{
		RemoveAndCopyValue(Key, Scrap);
		Data.push_back(TPair<KeyType, ValueType>{Key, std::move(Value)});
		return Data.back().Value;
	}
	bool RemoveAndCopyValue(const KeyType& Key, ValueType& Value)
	{
		for (std::size_t At = 0; At < Data.size(); ++At)
		{
			if (Data[At].Key == Key)
			{
				Value = std::move(Data[At].Value);
				Data.erase(Data.begin() + static_cast<std::ptrdiff_t>(At));
				return true;
			}
		}
		return false;
	}
	int32 Num() const { return static_cast<int32>(Data.size()); }
	void Empty() { Data.clear(); }
	auto begin() const { return Data.begin(); }
	auto end() const { return Data.end(); }

private:
	std::vector<TPair<KeyType, ValueType>> Data;
	ValueType Scrap;
};

template <class T>
class TSharedPtr
{
public:
	TSharedPtr() = default;
	explicit TSharedPtr(T* Object) : Data(Object) {}
	bool IsValid() const { return Data != nullptr; }
	T* operator->() const { return Data.get(); }

private:
	std::shared_ptr<T> Data;
};

template <class T>
class TFunction;

template <class Result, class... Args>
class TFunction<Result(Args...)>
{
public:
	TFunction() = default;
	TFunction(std::nullptr_t) {}
	template <class Function, class = std::enable_if_t<!std::is_same_v<std::decay_t<Function>, TFunction>>>
	TFunction(Function&& Call) : Data(std::forward<Function>(Call))
	{
	}
	explicit operator bool() const { return static_cast<bool>(Data); }
	Result operator()(Args... Given) const { return Data(std::forward<Args>(Given)...); }

private:
	std::function<Result(Args...)> Data;
};
