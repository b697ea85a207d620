#include "AuthForgeSubsystem.h"

#include "AuthForgeLibrary.h"
#include "AuthForgeModule.h"
#include "AuthForgeSettings.h"
#include "Misc/ScopeExit.h"

namespace AuthForge
{
	// So that no flood of events holds up a frame; the library queues at most 512.
	static constexpr int32 MaxEventsPerTick = 64;

	static FAuthForgeError Cancelled()
	{
		return Refusal(AF_STATUS_CANCELLED, TEXT("cancelled"), TEXT("the game instance went away"));
	}

	static authforge::Variables Variables(const af_session* Session, EAuthForgeScope Scope)
	{
		const authforge::SessionView View(Session);
		return ToScope(Scope) == authforge::Scope::app ? View.app() : View.license();
	}

	static FAuthForgeFinished ForBlueprint(const FAuthForgeDone& Done)
	{
		return FAuthForgeFinished::CreateLambda([Done](const FAuthForgeSession& Session, const FAuthForgeError& Error)
		{
			Done.ExecuteIfBound(Session, Error);
		});
	}
}

void UAuthForgeSubsystem::Initialize(FSubsystemCollectionBase& Collection)
{
	Super::Initialize(Collection);
	bInitialized = true;
	// The core ticker runs every frame of the engine: also in a pause, while a map loads, and without a world.
	Ticker = FTSTicker::GetCoreTicker().AddTicker(FTickerDelegate::CreateUObject(this, &UAuthForgeSubsystem::Tick));
}

void UAuthForgeSubsystem::Deinitialize()
{
	bInitialized = false;
	FTSTicker::GetCoreTicker().RemoveTicker(Ticker);
	Ticker.Reset();
	FreeClient();
	Super::Deinitialize();
}

void UAuthForgeSubsystem::BeginDestroy()
{
	// For a game instance that nobody shut down: nothing is left, or is told to anybody.
	if (bInitialized)
	{
		bInitialized = false;
		FTSTicker::GetCoreTicker().RemoveTicker(Ticker);
	}
	Open.Empty();
	FreeClient();
	Super::BeginDestroy();
}

void UAuthForgeSubsystem::SetAppSecret(const FString& AppSecret)
{
	if (!Secret.Equals(AppSecret, ESearchCase::CaseSensitive))
	{
		// First: whoever hears that his call is cancelled may log in again.
		Secret = AppSecret;
		FreeClient();
	}
}

void UAuthForgeSubsystem::Login(const FString& LicenseKey, const FAuthForgeDone& Done)
{
	BeginLogin(LicenseKey, AuthForge::ForBlueprint(Done));
}

void UAuthForgeSubsystem::Validate(const FString& LicenseKey, const FAuthForgeDone& Done)
{
	BeginValidate(LicenseKey, AuthForge::ForBlueprint(Done));
}

void UAuthForgeSubsystem::Refresh(const FAuthForgeDone& Done)
{
	BeginRefresh(AuthForge::ForBlueprint(Done));
}

void UAuthForgeSubsystem::LoginFromFile(const FString& PathOrText, const FAuthForgeDone& Done)
{
	BeginLoginFromFile(PathOrText, AuthForge::ForBlueprint(Done));
}

void UAuthForgeSubsystem::ActivateOffline(const FString& LicenseKey, const FString& Path, const FAuthForgeDone& Done)
{
	BeginActivateOffline(LicenseKey, Path, AuthForge::ForBlueprint(Done));
}

void UAuthForgeSubsystem::BeginLogin(const FString& LicenseKey, FAuthForgeFinished Finished)
{
	const AuthForge::FUtf8 Key(LicenseKey);
	Begin(MoveTemp(Finished), [&Key](authforge::ClientView View)
	{
		return View.login_start(Key.View());
	});
}

void UAuthForgeSubsystem::BeginValidate(const FString& LicenseKey, FAuthForgeFinished Finished)
{
	const AuthForge::FUtf8 Key(LicenseKey);
	Begin(MoveTemp(Finished), [&Key](authforge::ClientView View)
	{
		return View.validate_start(Key.View());
	});
}

void UAuthForgeSubsystem::BeginRefresh(FAuthForgeFinished Finished)
{
	Begin(MoveTemp(Finished), [](authforge::ClientView View)
	{
		return View.heartbeat_start();
	});
}

void UAuthForgeSubsystem::BeginLoginFromFile(const FString& PathOrText, FAuthForgeFinished Finished)
{
	const bool bText = PathOrText.Contains(TEXT("-----BEGIN AUTHFORGE LICENSE-----"));
	const AuthForge::FUtf8 From(bText ? PathOrText : GetDefault<UAuthForgeSettings>()->ResolveLicenseFile(PathOrText));
	Begin(MoveTemp(Finished), [&From](authforge::ClientView View)
	{
		return View.login_from_file_start(From.View());
	});
}

void UAuthForgeSubsystem::BeginActivateOffline(const FString& LicenseKey, const FString& Path, FAuthForgeFinished Finished)
{
	const AuthForge::FUtf8 Key(LicenseKey);
	const AuthForge::FUtf8 To(GetDefault<UAuthForgeSettings>()->ResolveLicenseFile(Path));
	Begin(MoveTemp(Finished), [&Key, &To](authforge::ClientView View)
	{
		return View.activate_offline_start(Key.View(), To.View());
	});
}

template <class StartType>
void UAuthForgeSubsystem::Begin(FAuthForgeFinished&& Finished, StartType Start)
{
	check(IsInGameThread());
	FAuthForgeError Error;
	if (MakeClient(Error))
	{
		const authforge::Result<authforge::Request> Request = Start(authforge::ClientView(Client));
		if (Request)
		{
			Open.Add(*Request, MoveTemp(Finished));
			return;
		}
		Error = AuthForge::ToError(Request.error());
	}
	Finished.ExecuteIfBound(FAuthForgeSession(), Error);
}

void UAuthForgeSubsystem::Logout()
{
	if (Client != nullptr)
	{
		// Fails for no client of ours. What it ends is told by the next tick.
		static_cast<void>(authforge::ClientView(Client).logout());
	}
}

bool UAuthForgeSubsystem::UseLanguage(const FString& Culture)
{
	return AuthForge::UseLanguage(Culture);
}

bool UAuthForgeSubsystem::IsAuthenticated() const
{
	return Client != nullptr && af_is_authenticated(Client);
}

FString UAuthForgeSubsystem::Hwid()
{
	FAuthForgeError Error;
	if (!MakeClient(Error))
	{
		return FString();
	}
	const authforge::Result<std::string> Id = authforge::ClientView(Client).hwid();
	return Id ? AuthForge::ToString(*Id) : FString();
}

bool UAuthForgeSubsystem::GetSession(FAuthForgeSession& Session) const
{
	const af_session* const Read = Readable();
	Session = Read == nullptr ? FAuthForgeSession() : AuthForge::ToSession(authforge::SessionView(Current));
	return Read != nullptr;
}

bool UAuthForgeSubsystem::GetBool(EAuthForgeScope Scope, const FString& Name, bool bFallback) const
{
	const af_session* const Read = Readable();
	return Read == nullptr ? bFallback : AuthForge::Variables(Read, Scope).get_bool(AuthForge::FUtf8(Name).View()).value_or(bFallback);
}

int64 UAuthForgeSubsystem::GetInt64(EAuthForgeScope Scope, const FString& Name, int64 Fallback) const
{
	const af_session* const Read = Readable();
	return Read == nullptr ? Fallback : AuthForge::Variables(Read, Scope).get_int(AuthForge::FUtf8(Name).View()).value_or(Fallback);
}

double UAuthForgeSubsystem::GetDouble(EAuthForgeScope Scope, const FString& Name, double Fallback) const
{
	const af_session* const Read = Readable();
	return Read == nullptr ? Fallback : AuthForge::Variables(Read, Scope).get_double(AuthForge::FUtf8(Name).View()).value_or(Fallback);
}

FString UAuthForgeSubsystem::GetString(EAuthForgeScope Scope, const FString& Name, const FString& Fallback) const
{
	const af_session* const Read = Readable();
	if (Read == nullptr)
	{
		return Fallback;
	}
	const std::optional<std::string_view> Text = AuthForge::Variables(Read, Scope).get_string(AuthForge::FUtf8(Name).View());
	return Text ? AuthForge::ToString(*Text) : Fallback;
}

EAuthForgeVariableType UAuthForgeSubsystem::GetVariableType(EAuthForgeScope Scope, const FString& Name) const
{
	const af_session* const Read = Readable();
	return Read == nullptr ? EAuthForgeVariableType::None : AuthForge::ToVariableType(AuthForge::Variables(Read, Scope).type(AuthForge::FUtf8(Name).View()));
}

TArray<FString> UAuthForgeSubsystem::GetVariableNames(EAuthForgeScope Scope) const
{
	TArray<FString> Names;
	if (const af_session* const Read = Readable())
	{
		for (const authforge::Variable Variable : AuthForge::Variables(Read, Scope))
		{
			Names.Add(AuthForge::ToString(Variable.name()));
		}
	}
	return Names;
}

bool UAuthForgeSubsystem::MakeClient(FAuthForgeError& Error)
{
	if (!bInitialized)
	{
		Error = AuthForge::Cancelled();
		return false;
	}
	if (!FAuthForgeModule::IsAvailable())
	{
		Error = AuthForge::Refusal(AF_STATUS_INTERNAL_ERROR, TEXT("internal_error"), TEXT("the AuthForge library is not loaded"));
		return false;
	}
	if (Client != nullptr)
	{
		return true;
	}
	FString AppSecret = Secret;
#if !UE_BUILD_SHIPPING
	if (AppSecret.IsEmpty())
	{
		AppSecret = GetDefault<UAuthForgeDevelopmentSettings>()->AppSecret;
	}
#endif
	authforge::Result<authforge::Client> Made = AuthForge::MakeClient(*GetDefault<UAuthForgeSettings>(), AppSecret);
	if (!Made)
	{
		Error = AuthForge::ToError(Made.error());
		UE_LOG(LogAuthForge, Error, TEXT("the settings cannot be used: %s"), *Error.Message);
		return false;
	}
	Client = Made->release();
	return true;
}

void UAuthForgeSubsystem::FreeClient()
{
	FreeSession();
	if (Client == nullptr)
	{
		return;
	}
	af_client_free(Client);
	Client = nullptr;
	// Nothing of the library can tell them any more. Out of the map first: whoever hears it may call again.
	const TMap<uint64, FAuthForgeFinished> Ended = MoveTemp(Open);
	Open.Empty();
	for (const TPair<uint64, FAuthForgeFinished>& End : Ended)
	{
		End.Value.ExecuteIfBound(FAuthForgeSession(), AuthForge::Cancelled());
	}
}

bool UAuthForgeSubsystem::Tick(float)
{
	// A listener may open a dialog that ticks: what follows waits for it, so that the order stays.
	if (bTicking || Client == nullptr)
	{
		return true;
	}
	bTicking = true;
	ON_SCOPE_EXIT
	{
		bTicking = false;
	};

	af_client* const Polled = Client;
	// A listener may free the client, and even have another one made.
	for (int32 Count = 0; Count < AuthForge::MaxEventsPerTick && Client == Polled; ++Count)
	{
		const std::optional<authforge::Event> Event = authforge::ClientView(Polled).poll();
		if (!Event)
		{
			break;
		}
		// Before anybody is told, who may poll on.
		const FAuthForgeError Error = AuthForge::ToError(Event->error());
		switch (Event->kind())
		{
		case authforge::EventKind::logged_in:
			Keep(Event->session().get());
			OnLoggedIn.Broadcast();
			break;
		case authforge::EventKind::heartbeat_succeeded:
			Keep(Event->session().get());
			OnHeartbeat.Broadcast();
			break;
		case authforge::EventKind::variables_changed:
			Keep(Event->session().get());
			OnVariablesChanged.Broadcast();
			break;
		case authforge::EventKind::session_ended:
			FreeSession();
			OnSessionEnded.Broadcast(Error);
			break;
		case authforge::EventKind::failure:
			OnFailure.Broadcast(AuthForge::ToReason(Event->reason()), Error);
			break;
		case authforge::EventKind::request_retrying:
			OnRetrying.Broadcast(Error, static_cast<float>(Event->retry_in().count()) / 1000.0f, static_cast<int32>(Event->attempt()));
			break;
		case authforge::EventKind::request_finished:
		{
			FAuthForgeFinished Finished;
			if (Open.RemoveAndCopyValue(Event->request(), Finished))
			{
				Finished.ExecuteIfBound(AuthForge::ToSession(Event->session()), Error);
			}
			break;
		}
		default:
			break;
		}
	}
	// False when a listener has ended this.
	return bInitialized;
}

void UAuthForgeSubsystem::Keep(const af_session* Borrowed)
{
	authforge::Result<authforge::Session> Copy = authforge::SessionView(Borrowed).clone();
	if (Copy)
	{
		FreeSession();
		Current = Copy->release();
	}
}

void UAuthForgeSubsystem::FreeSession()
{
	if (Current != nullptr)
	{
		af_session_free(Current);
		Current = nullptr;
	}
}

const af_session* UAuthForgeSubsystem::Readable() const
{
	return IsAuthenticated() ? Current : nullptr;
}
