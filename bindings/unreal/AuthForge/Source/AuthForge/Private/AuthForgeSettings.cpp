#include "AuthForgeSettings.h"

#include "Misc/Paths.h"

FName UAuthForgeSettings::GetCategoryName() const
{
	return FName(TEXT("Plugins"));
}

FString UAuthForgeSettings::ResolveLicenseFile(const FString& Path) const
{
	const FString& Named = Path.IsEmpty() ? LicenseFile : Path;
	// The process's own folder, from which the library would resolve it, is the engine's.
	return FPaths::ConvertRelativePathToFull(FPaths::ProjectSavedDir(), Named);
}

FName UAuthForgeDevelopmentSettings::GetCategoryName() const
{
	return FName(TEXT("Plugins"));
}
