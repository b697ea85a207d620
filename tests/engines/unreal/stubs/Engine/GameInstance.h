#pragma once

#include "Subsystems/GameInstanceSubsystem.h"

class ENGINE_API UGameInstance : public UObject
{
public:
	virtual UWorld* GetWorld() const override { return World; }
	virtual void Shutdown();

	template <class T>
	T* GetSubsystem() const
	{
		for (const FStubSubsystem& Held : Subsystems)
		{
			if (Held.Class == T::StaticClass()) return static_cast<T*>(Held.Subsystem);
		}
		return nullptr;
	}
	void RegisterReferencedObject(UObject* Object);
	void UnregisterReferencedObject(UObject* Object);

	// Unreal finds the classes by itself.
	template <class T>
	T* StubAddSubsystem()
	{
		T* const Subsystem = NewObject<T>(this);
		Subsystems.push_back(FStubSubsystem{T::StaticClass(), Subsystem});
		FSubsystemCollectionBase Collection;
		static_cast<USubsystem*>(Subsystem)->Initialize(Collection);
		return Subsystem;
	}
	virtual void StubReferences(std::vector<UObject*>& References) override;
	UWorld* World = nullptr;
	std::vector<UObject*> Referenced;

private:
	struct FStubSubsystem
	{
		UClass* Class;
		USubsystem* Subsystem;
	};
	std::vector<FStubSubsystem> Subsystems;
};
