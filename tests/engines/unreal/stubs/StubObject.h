// Objects, weak pointers, a collector of garbage that knows Outer, the root set and what a game instance refers to.

#pragma once

#include "StubContainers.h"

#define UCLASS(...)
#define USTRUCT(...)
#define UENUM(...)
#define UPROPERTY(...)
#define UFUNCTION(...)
#define UMETA(...)
#define UPARAM(...)

// As Unreal's: the generated header says what stands in this line of this file.
#define BODY_MACRO_COMBINE_INNER(A, B, C, D) A##B##C##D
#define BODY_MACRO_COMBINE(A, B, C, D) BODY_MACRO_COMBINE_INNER(A, B, C, D)
#define GENERATED_BODY(...) BODY_MACRO_COMBINE(CURRENT_FILE_ID, _, __LINE__, _GENERATED_BODY)

class UWorld;

struct UClass
{
	const char* Name;
};

class COREUOBJECT_API UObject
{
public:
	UObject();
	virtual ~UObject();
	UObject(const UObject&) = delete;
	UObject& operator=(const UObject&) = delete;

	virtual UWorld* GetWorld() const { return Outer == nullptr ? nullptr : Outer->GetWorld(); }
	virtual void BeginDestroy() {}
	UObject* GetOuter() const { return Outer; }
	void AddToRoot() { bRooted = true; }
	void RemoveFromRoot() { bRooted = false; }

	// For the stubs and tests alone.
	virtual void StubReferences(std::vector<UObject*>&) {}
	UObject* Outer = nullptr;
	bool bRooted = false;
	std::shared_ptr<int> Life = std::make_shared<int>(0);
};

template <class T>
T* NewObject(UObject* Outer = nullptr)
{
	T* const Object = new T();
	Object->Outer = Outer;
	return Object;
}

// Ends every object that nobody refers to. `ObjectsAlive` counts those that are left.
COREUOBJECT_API void CollectGarbage();
COREUOBJECT_API int32 StubObjectsAlive(bool (*Counts)(UObject*));
COREUOBJECT_API UObject* StubDefaultObject(UClass* Class, UObject* (*Make)());

template <class T>
T* GetMutableDefault()
{
	return static_cast<T*>(StubDefaultObject(T::StaticClass(), []
	{
		return static_cast<UObject*>(new T());
	}));
}

template <class T>
const T* GetDefault()
{
	return GetMutableDefault<T>();
}

template <class T>
class TWeakObjectPtr
{
public:
	TWeakObjectPtr() = default;
	TWeakObjectPtr(T* InObject) { *this = InObject; }
	TWeakObjectPtr& operator=(T* InObject)
	{
		Object = InObject;
		Life.reset();
		if (InObject != nullptr) Life = InObject->Life;
		return *this;
	}
	T* Get() const { return Life.expired() ? nullptr : Object; }
	bool IsValid() const { return Get() != nullptr; }
	T* operator->() const { return Get(); }

private:
	T* Object = nullptr;
	std::weak_ptr<int> Life;
};
