// One enum as the other: made by `cargo xtask generate`; do not edit.

#include "AuthForgeLibrary.h"

namespace AuthForge
{
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
