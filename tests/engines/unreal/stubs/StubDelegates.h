// Delegates that really call: those of an object that is gone are skipped.

#pragma once

#include "StubObject.h"

template <class Signature>
class TDelegate;

template <class Result, class... Args>
class TDelegate<Result(Args...)>
{
public:
	template <class UserClass>
	static TDelegate CreateUObject(UserClass* Object, Result (UserClass::*Function)(Args...))
	{
		TDelegate Made;
		const TWeakObjectPtr<UserClass> Weak(Object);
		Made.Bound = [Weak]
		{
			return Weak.IsValid();
		};
		Made.Call = [Weak, Function](Args... Given)
		{
			return (Weak.Get()->*Function)(std::forward<Args>(Given)...);
		};
		return Made;
	}
	template <class Function>
	static TDelegate CreateLambda(Function Lambda)
	{
		TDelegate Made;
		Made.Bound = []
		{
			return true;
		};
		Made.Call = Lambda;
		return Made;
	}
	template <class UserClass, class Function>
	static TDelegate CreateWeakLambda(UserClass* Object, Function Lambda)
	{
		TDelegate Made = CreateLambda(Lambda);
		const TWeakObjectPtr<UserClass> Weak(Object);
		Made.Bound = [Weak]
		{
			return Weak.IsValid();
		};
		return Made;
	}
	bool IsBound() const { return Bound && Bound(); }
	Result Execute(Args... Given) const { return Call(std::forward<Args>(Given)...); }
	bool ExecuteIfBound(Args... Given) const
	{
		if (!IsBound()) return false;
		Call(std::forward<Args>(Given)...);
		return true;
	}

private:
	std::function<bool()> Bound;
	std::function<Result(Args...)> Call;
};

template <class... Args>
class TBaseDynamicDelegate
{
public:
	template <class UserClass>
	void __Internal_BindDynamic(UserClass* Object, void (UserClass::*Function)(Args...), FName)
	{
		Bound = TDelegate<void(Args...)>::CreateUObject(Object, Function);
	}
	bool IsBound() const { return Bound.IsBound(); }
	bool ExecuteIfBound(Args... Given) const { return Bound.ExecuteIfBound(std::forward<Args>(Given)...); }

private:
	TDelegate<void(Args...)> Bound;
};

template <class... Args>
class TBaseDynamicMulticastDelegate
{
public:
	template <class UserClass>
	void __Internal_AddDynamic(UserClass* Object, void (UserClass::*Function)(Args...), FName Name)
	{
		// As Unreal's: the same function twice is a mistake.
		check(!Has(Object, Name));
		Listeners.push_back({Object, Name, TDelegate<void(Args...)>::CreateUObject(Object, Function)});
	}
	template <class UserClass>
	void __Internal_AddUniqueDynamic(UserClass* Object, void (UserClass::*Function)(Args...), FName Name)
	{
		if (!Has(Object, Name)) __Internal_AddDynamic(Object, Function, Name);
	}
	bool IsBound() const { return !Listeners.empty(); }
	void Broadcast(Args... Given) const
	{
		// Whoever is called may add and remove.
		const std::vector<FListener> Told = Listeners;
		for (const FListener& Listener : Told)
			Listener.Call.ExecuteIfBound(Given...);
	}

private:
	struct FListener
	{
		const void* Object;
		FName Name;
		TDelegate<void(Args...)> Call;
	};

	bool Has(const void* Object, const FName& Name) const
	{
		for (const FListener& Listener : Listeners)
		{
			if (Listener.Object == Object && Listener.Name == Name && Listener.Call.IsBound()) return true;
		}
		return false;
	}

	std::vector<FListener> Listeners;
};

#define BindDynamic(UserObject, FuncName) __Internal_BindDynamic(UserObject, FuncName, FName(TEXT(#FuncName)))
#define AddDynamic(UserObject, FuncName) __Internal_AddDynamic(UserObject, FuncName, FName(TEXT(#FuncName)))
#define AddUniqueDynamic(UserObject, FuncName) __Internal_AddUniqueDynamic(UserObject, FuncName, FName(TEXT(#FuncName)))

#define DECLARE_DELEGATE_TwoParams(Name, Type1, Type2) using Name = TDelegate<void(Type1, Type2)>
#define DECLARE_DELEGATE_RetVal_OneParam(ReturnType, Name, Type1) using Name = TDelegate<ReturnType(Type1)>

// Classes of their own, as Unreal's.
#define DECLARE_DYNAMIC_DELEGATE_TwoParams(Name, Type1, Param1, Type2, Param2) \
	class Name : public TBaseDynamicDelegate<Type1, Type2>                     \
	{                                                                          \
	}
#define DECLARE_DYNAMIC_MULTICAST_DELEGATE(Name)        \
	class Name : public TBaseDynamicMulticastDelegate<> \
	{                                                   \
	}
#define DECLARE_DYNAMIC_MULTICAST_DELEGATE_OneParam(Name, Type1, Param1) \
	class Name : public TBaseDynamicMulticastDelegate<Type1>             \
	{                                                                    \
	}
#define DECLARE_DYNAMIC_MULTICAST_DELEGATE_ThreeParams(Name, Type1, Param1, Type2, Param2, Type3, Param3) \
	class Name : public TBaseDynamicMulticastDelegate<Type1, Type2, Type3>                                \
	{                                                                                                     \
	}
#define DECLARE_DYNAMIC_MULTICAST_DELEGATE_TwoParams(Name, Type1, Param1, Type2, Param2) \
	class Name : public TBaseDynamicMulticastDelegate<Type1, Type2>                      \
	{                                                                                    \
	}
