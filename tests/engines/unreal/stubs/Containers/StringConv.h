#pragma once

#include "StubString.h"

class CORE_API FTCHARToUTF8
{
public:
	explicit FTCHARToUTF8(const TCHAR* Text);
	FTCHARToUTF8(const TCHAR* Text, int32 Length);
	const ANSICHAR* Get() const { return Data.c_str(); }
	int32 Length() const { return static_cast<int32>(Data.size()); }

private:
	std::string Data;
};

class CORE_API FUTF8ToTCHAR
{
public:
	explicit FUTF8ToTCHAR(const ANSICHAR* Text);
	FUTF8ToTCHAR(const ANSICHAR* Text, int32 Length);
	const TCHAR* Get() const { return Data.c_str(); }
	int32 Length() const { return static_cast<int32>(Data.size()); }

private:
	std::u16string Data;
};

#define TCHAR_TO_UTF8(Text) FTCHARToUTF8(Text).Get()
#define UTF8_TO_TCHAR(Text) FUTF8ToTCHAR(Text).Get()
