// One enum as the other: made by `cargo xtask generate`; do not edit.

#include "AuthForgeLibrary.h"

namespace AuthForge
{
	EAuthForgeAdvice ToAdvice(authforge::Advice From)
	{
		switch (From)
		{
		case authforge::Advice::none:
			return EAuthForgeAdvice::None;
		case authforge::Advice::retry:
			return EAuthForgeAdvice::Retry;
		case authforge::Advice::use_offline:
			return EAuthForgeAdvice::UseOffline;
		case authforge::Advice::fix_clock:
			return EAuthForgeAdvice::FixClock;
		case authforge::Advice::tell_vendor:
			return EAuthForgeAdvice::TellVendor;
		case authforge::Advice::ask_for_key:
			return EAuthForgeAdvice::AskForKey;
		case authforge::Advice::ask_for_file:
			return EAuthForgeAdvice::AskForFile;
		case authforge::Advice::renew:
			return EAuthForgeAdvice::Renew;
		case authforge::Advice::free_seat:
			return EAuthForgeAdvice::FreeSeat;
		case authforge::Advice::update:
			return EAuthForgeAdvice::Update;
		case authforge::Advice::fix_program:
			return EAuthForgeAdvice::FixProgram;
		case authforge::Advice::stop:
			return EAuthForgeAdvice::Stop;
		}
		return EAuthForgeAdvice::Stop;
	}

	authforge::HwidSource ToHwidSource(EAuthForgeHwidSource From)
	{
		switch (From)
		{
		case EAuthForgeHwidSource::Default:
			return authforge::HwidSource::standard;
		case EAuthForgeHwidSource::Cpp1:
			return authforge::HwidSource::cpp_1;
		case EAuthForgeHwidSource::CSharp1:
			return authforge::HwidSource::csharp_1;
		}
		return authforge::HwidSource::standard;
	}

	EAuthForgeVariableType ToVariableType(authforge::VariableType From)
	{
		switch (From)
		{
		case authforge::VariableType::none:
			return EAuthForgeVariableType::None;
		case authforge::VariableType::null:
			return EAuthForgeVariableType::Null;
		case authforge::VariableType::boolean:
			return EAuthForgeVariableType::Bool;
		case authforge::VariableType::integer:
			return EAuthForgeVariableType::Int;
		case authforge::VariableType::number:
			return EAuthForgeVariableType::Double;
		case authforge::VariableType::string:
			return EAuthForgeVariableType::String;
		case authforge::VariableType::json:
			return EAuthForgeVariableType::Json;
		}
		return EAuthForgeVariableType::None;
	}

	authforge::Scope ToScope(EAuthForgeScope From)
	{
		switch (From)
		{
		case EAuthForgeScope::App:
			return authforge::Scope::app;
		case EAuthForgeScope::License:
			return authforge::Scope::license;
		}
		return authforge::Scope::app;
	}

	EAuthForgeReason ToReason(authforge::Reason From)
	{
		switch (From)
		{
		case authforge::Reason::none:
			return EAuthForgeReason::None;
		case authforge::Reason::login_failed:
			return EAuthForgeReason::LoginFailed;
		case authforge::Reason::heartbeat_failed:
			return EAuthForgeReason::HeartbeatFailed;
		case authforge::Reason::network_error:
			return EAuthForgeReason::NetworkError;
		case authforge::Reason::offline_login_failed:
			return EAuthForgeReason::OfflineLoginFailed;
		}
		return EAuthForgeReason::None;
	}
}
