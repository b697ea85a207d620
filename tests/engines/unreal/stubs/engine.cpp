// The engine of the stubs: a library of its own, as in the editor, so that module and test share its state.

#include "Containers/StringConv.h"
#include "Containers/Ticker.h"
#include "Engine/Engine.h"
#include "Engine/GameInstance.h"
#include "Engine/World.h"
#include "HAL/PlatformProcess.h"
#include "Interfaces/IPluginManager.h"
#include "Kismet/BlueprintAsyncActionBase.h"
#include "Misc/Paths.h"

#include <dlfcn.h>

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <mutex>
#include <set>
#include <thread>

namespace
{
	const std::thread::id GameThread = std::this_thread::get_id();
	std::vector<UObject*> Objects;
	std::vector<std::pair<UClass*, UObject*>> Defaults;
	std::mutex LogMutex;
	std::vector<std::string> Logged;
	int32 OpenHandles = 0;
	FString LastHandle;

	FString FromEnvironment(const char* Name)
	{
		const char* const Value = std::getenv(Name);
		return FString(UTF8_TO_TCHAR(Value == nullptr ? "" : Value));
	}
}

void StubCheckFailed(const char* Expression, const char* File, int Line)
{
	std::fprintf(stderr, "%s:%d: check(%s)\n", File, Line, Expression);
	std::abort();
}

bool IsInGameThread()
{
	return std::this_thread::get_id() == GameThread;
}

// Objects

UObject::UObject()
{
	Objects.push_back(this);
}

UObject::~UObject()
{
	Objects.erase(std::remove(Objects.begin(), Objects.end(), this), Objects.end());
}

void CollectGarbage()
{
	std::set<UObject*> Reached;
	std::vector<UObject*> Open;
	for (UObject* Object : Objects)
	{
		if (Object->bRooted) Open.push_back(Object);
	}
	while (!Open.empty())
	{
		UObject* const Object = Open.back();
		Open.pop_back();
		if (Object == nullptr || !Reached.insert(Object).second) continue;
		Open.push_back(Object->Outer);
		Object->StubReferences(Open);
	}
	const std::vector<UObject*> All = Objects;
	for (UObject* Object : All)
	{
		if (Reached.count(Object) == 0) Object->Life.reset();
	}
	for (UObject* Object : All)
	{
		if (Reached.count(Object) != 0) continue;
		Object->BeginDestroy();
		delete Object;
	}
}

int32 StubObjectsAlive(bool (*Counts)(UObject*))
{
	return static_cast<int32>(std::count_if(Objects.begin(), Objects.end(), Counts));
}

UObject* StubDefaultObject(UClass* Class, UObject* (*Make)())
{
	for (const auto& [Known, Object] : Defaults)
	{
		if (Known == Class) return Object;
	}
	UObject* const Object = Make();
	Object->AddToRoot();
	Defaults.emplace_back(Class, Object);
	return Object;
}

// Texts

static std::string Utf8(const TCHAR* Text, std::size_t Length)
{
	std::string Out;
	for (std::size_t At = 0; At < Length; ++At)
	{
		uint32 Code = Text[At];
		if (Code >= 0xD800 && Code < 0xDC00 && At + 1 < Length && Text[At + 1] >= 0xDC00 && Text[At + 1] < 0xE000)
		{
			Code = 0x10000 + ((Code - 0xD800) << 10) + (Text[++At] - 0xDC00u);
		}
		else if (Code >= 0xD800 && Code < 0xE000)
		{
			Code = '?';
		}
		const auto Push = [&Out](uint32 Byte)
		{
			Out.push_back(static_cast<char>(Byte));
		};
		if (Code < 0x80)
		{
			Push(Code);
			continue;
		}
		if (Code < 0x800)
		{
			Push(0xC0 | Code >> 6);
		}
		else
		{
			if (Code < 0x10000)
			{
				Push(0xE0 | Code >> 12);
			}
			else
			{
				Push(0xF0 | Code >> 18);
				Push(0x80 | (Code >> 12 & 0x3F));
			}
			Push(0x80 | (Code >> 6 & 0x3F));
		}
		Push(0x80 | (Code & 0x3F));
	}
	return Out;
}

// Only of what is UTF-8: the library gives nothing else.
static std::u16string Utf16(const char* Text, std::size_t Length)
{
	std::u16string Out;
	for (std::size_t At = 0; At < Length;)
	{
		const uint32 First = static_cast<unsigned char>(Text[At++]);
		const int More = First < 0x80 ? 0 : First < 0xE0 ? 1
										: First < 0xF0   ? 2
														 : 3;
		uint32 Code = More == 0 ? First : First & (0x3Fu >> More);
		for (int Next = 0; Next < More && At < Length; ++Next)
			Code = Code << 6 | (static_cast<unsigned char>(Text[At++]) & 0x3Fu);
		if (Code < 0x10000)
		{
			Out.push_back(static_cast<TCHAR>(Code));
			continue;
		}
		Out.push_back(static_cast<TCHAR>(0xD800 + ((Code - 0x10000) >> 10)));
		Out.push_back(static_cast<TCHAR>(0xDC00 + ((Code - 0x10000) & 0x3FF)));
	}
	return Out;
}

FTCHARToUTF8::FTCHARToUTF8(const TCHAR* Text) : Data(Utf8(Text, std::u16string(Text).size())) {}
FTCHARToUTF8::FTCHARToUTF8(const TCHAR* Text, int32 Length) : Data(Utf8(Text, static_cast<std::size_t>(Length))) {}
FUTF8ToTCHAR::FUTF8ToTCHAR(const ANSICHAR* Text) : Data(Utf16(Text, std::string(Text).size())) {}
FUTF8ToTCHAR::FUTF8ToTCHAR(const ANSICHAR* Text, int32 Length) : Data(Utf16(Text, static_cast<std::size_t>(Length))) {}

FString FString::Printf(const TCHAR* Format, ...)
{
	FString Out;
	va_list Given;
	va_start(Given, Format);
	for (; *Format != 0; ++Format)
	{
		if (Format[0] == u'%' && Format[1] == u's')
		{
			Out += FString(va_arg(Given, const TCHAR*));
			++Format;
		}
		else if (Format[0] == u'%' && Format[1] == u'd')
		{
			Out += FString(UTF8_TO_TCHAR(std::to_string(va_arg(Given, int)).c_str()));
			++Format;
		}
		else
		{
			Out.AppendChar(*Format);
		}
	}
	va_end(Given);
	return Out;
}

void StubLog(const char* Category, ELogVerbosity::Type Verbosity, const FString& Line)
{
	const std::lock_guard<std::mutex> Lock(LogMutex);
	Logged.push_back(std::string(Category) + " " + std::to_string(Verbosity) + " " + TCHAR_TO_UTF8(*Line));
}

std::vector<std::string> StubLogged()
{
	const std::lock_guard<std::mutex> Lock(LogMutex);
	return Logged;
}

// Frames

FTSTicker& FTSTicker::GetCoreTicker()
{
	static FTSTicker Ticker;
	return Ticker;
}

FTSTicker::FDelegateHandle FTSTicker::AddTicker(const FTickerDelegate& Delegate, float)
{
	Elements.push_back(std::make_shared<FElement>());
	Elements.back()->Delegate = Delegate;
	FDelegateHandle Handle;
	Handle.Element = Elements.back();
	return Handle;
}

void FTSTicker::RemoveTicker(FDelegateHandle Handle)
{
	const std::shared_ptr<FElement> Element = Handle.Element.lock();
	if (Element == nullptr) return;
	Element->bRemoved = true;
	auto& All = GetCoreTicker().Elements;
	All.erase(std::remove(All.begin(), All.end(), Element), All.end());
}

void FTSTicker::Tick(float DeltaTime)
{
	const std::vector<std::shared_ptr<FElement>> Fired = Elements;
	for (const std::shared_ptr<FElement>& Element : Fired)
	{
		if (Element->bRemoved) continue;
		const bool bAgain = Element->Delegate.IsBound() && Element->Delegate.Execute(DeltaTime);
		if (!bAgain) Elements.erase(std::remove(Elements.begin(), Elements.end(), Element), Elements.end());
	}
}

// Files

FString FPaths::ProjectSavedDir()
{
	return FromEnvironment("STUB_SAVED_DIR");
}

FString FPaths::ConvertRelativePathToFull(const FString& BasePath, const FString& Path)
{
	return **Path == u'/' ? Path : Combine(BasePath, Path);
}

void* FPlatformProcess::GetDllHandle(const TCHAR* Filename)
{
	LastHandle = Filename;
	void* const Handle = dlopen(TCHAR_TO_UTF8(Filename), RTLD_LAZY | RTLD_LOCAL);
	if (Handle != nullptr) ++OpenHandles;
	return Handle;
}

void FPlatformProcess::FreeDllHandle(void* DllHandle)
{
	dlclose(DllHandle);
	--OpenHandles;
}

int32 FPlatformProcess::StubOpen()
{
	return OpenHandles;
}
FString FPlatformProcess::StubLast()
{
	return LastHandle;
}

namespace
{
	class FStubPlugin : public IPlugin
	{
	public:
		virtual const FString& GetBaseDir() const override { return BaseDir; }
		FString BaseDir = FromEnvironment("STUB_PLUGIN_DIR");
	};

	class FStubPluginManager : public IPluginManager
	{
	public:
		virtual TSharedPtr<IPlugin> FindPlugin(const FString& Name) override
		{
			return Name == TEXT("AuthForge") ? TSharedPtr<IPlugin>(new FStubPlugin()) : TSharedPtr<IPlugin>();
		}
	};
}

IPluginManager& IPluginManager::Get()
{
	static FStubPluginManager Manager;
	return Manager;
}

// Worlds

static UEngine Engine;
UEngine* GEngine = &Engine;

UWorld* UEngine::GetWorldFromContextObject(const UObject* Object, EGetWorldErrorMode) const
{
	return Object == nullptr ? nullptr : Object->GetWorld();
}

UGameInstance* UGameInstanceSubsystem::GetGameInstance() const
{
	return static_cast<UGameInstance*>(GetOuter());
}

void UGameInstance::Shutdown()
{
	for (const FStubSubsystem& Held : Subsystems)
		Held.Subsystem->Deinitialize();
	Subsystems.clear();
}

void UGameInstance::RegisterReferencedObject(UObject* Object)
{
	Referenced.push_back(Object);
}

void UGameInstance::UnregisterReferencedObject(UObject* Object)
{
	Referenced.erase(std::remove(Referenced.begin(), Referenced.end(), Object), Referenced.end());
}

void UGameInstance::StubReferences(std::vector<UObject*>& References)
{
	References.insert(References.end(), Referenced.begin(), Referenced.end());
	for (const FStubSubsystem& Held : Subsystems)
		References.push_back(Held.Subsystem);
}

void UBlueprintAsyncActionBase::RegisterWithGameInstance(const UObject* WorldContextObject)
{
	if (const UWorld* const World = GEngine->GetWorldFromContextObject(WorldContextObject, EGetWorldErrorMode::LogAndReturnNull))
	{
		RegisterWithGameInstance(World->GetGameInstance());
	}
}

void UBlueprintAsyncActionBase::RegisterWithGameInstance(UGameInstance* GameInstance)
{
	RegisteredWith = GameInstance;
	GameInstance->RegisterReferencedObject(this);
}

void UBlueprintAsyncActionBase::SetReadyToDestroy()
{
	if (RegisteredWith.IsValid()) RegisteredWith->UnregisterReferencedObject(this);
}
