#pragma once

#include "StubTypes.h"

#include <string>

template <class T>
class TArray;

namespace ESearchCase
{
	enum Type
	{
		CaseSensitive,
		IgnoreCase
	};
}

class FString
{
public:
	FString() = default;
	FString(const TCHAR* Text) : Data(Text == nullptr ? u"" : Text) {}

	const TCHAR* operator*() const { return Data.c_str(); }
	int32 Len() const { return static_cast<int32>(Data.size()); }
	bool IsEmpty() const { return Data.empty(); }
	bool Contains(const TCHAR* Part) const { return Data.find(Part) != std::u16string::npos; }
	bool Equals(const FString& Other, ESearchCase::Type = ESearchCase::CaseSensitive) const { return Data == Other.Data; }
	// Unreal's ignores case too.
	bool operator==(const TCHAR* Other) const;
	bool operator==(const FString& Other) const { return *this == *Other; }
	FString& operator+=(const FString& Other)
	{
		Data += Other.Data;
		return *this;
	}
	friend FString operator+(FString A, const FString& B) { return A += B; }
	void AppendChars(const TCHAR* Text, int32 Count) { Data.append(Text, static_cast<std::size_t>(Count)); }
	void AppendChar(TCHAR Char) { Data += Char; }

	CORE_API static FString Printf(const TCHAR* Format, ...);
	static FString Join(const TArray<FString>& Parts, const TCHAR* Separator);

private:
	std::u16string Data;
};

inline bool FString::operator==(const TCHAR* Other) const
{
	const auto Lower = [](TCHAR Char)
	{
		return Char >= u'A' && Char <= u'Z' ? static_cast<TCHAR>(Char + 32) : Char;
	};
	std::size_t At = 0;
	for (; At < Data.size() && Other[At] != 0; ++At)
	{
		if (Lower(Data[At]) != Lower(Other[At])) return false;
	}
	return At == Data.size() && Other[At] == 0;
}

class FName
{
public:
	FName() = default;
	FName(const TCHAR* InText) : Text(InText) {}
	bool operator==(const FName& Other) const { return Text == Other.Text; }
	FString ToString() const { return Text; }

private:
	FString Text;
};
