// Compiles the module and links it with the AuthForge library, which is staged where it lies in the plugin.

using System.IO;
using UnrealBuildTool;

public class AuthForge : ModuleRules
{
	// From the plugin's folder; AuthForgeModule.cpp is given the library's place as AUTHFORGE_LIBRARY.
	private const string Natives = "Source/ThirdParty/AuthForgeLibrary";

	public AuthForge(ReadOnlyTargetRules Target) : base(Target)
	{
		PCHUsage = PCHUsageMode.UseExplicitOrSharedPCHs;
		PublicDependencyModuleNames.AddRange(new string[] { "Core", "CoreUObject", "Engine", "DeveloperSettings" });
		PrivateDependencyModuleNames.Add("Projects");
		PublicSystemIncludePaths.Add(Path.Combine(PluginDirectory, Natives, "include"));

		if (Target.Platform == UnrealTargetPlatform.Win64)
		{
			PublicAdditionalLibraries.Add(Native("Win64", "authforge.dll.lib"));
			// StartupModule loads it from the plugin's folder, where Windows would not look.
			PublicDelayLoadDLLs.Add("authforge.dll");
			Stage("Win64", "authforge.dll");
		}
		else if (Target.Platform == UnrealTargetPlatform.Linux)
		{
			LinkElf("Linux");
		}
		else if (Target.Platform == UnrealTargetPlatform.LinuxArm64)
		{
			LinkElf("LinuxArm64");
		}
		else if (Target.Platform == UnrealTargetPlatform.Mac)
		{
			PublicDelayLoadDLLs.Add(Native("Mac", "libauthforge.0.dylib"));
			PublicRuntimeLibraryPaths.Add(Path.Combine(PluginDirectory, Natives, "Mac"));
			Stage("Mac", "libauthforge.0.dylib");
		}
		else
		{
			throw new BuildException("AuthForge: there is no library for " + Target.Platform);
		}
	}

	// The linker takes lib*.so; what it makes then looks for the name that is written inside.
	private void LinkElf(string Platform)
	{
		PublicAdditionalLibraries.Add(Native(Platform, "libauthforge.so"));
		PublicRuntimeLibraryPaths.Add(Path.Combine(PluginDirectory, Natives, Platform));
		Stage(Platform, "libauthforge.so.0");
	}

	private void Stage(string Platform, string Name)
	{
		RuntimeDependencies.Add(Native(Platform, Name));
		PrivateDefinitions.Add("AUTHFORGE_LIBRARY=\"" + Natives + "/" + Platform + "/" + Name + "\"");
	}

	private string Native(string Platform, string Name)
	{
		string Native = Path.Combine(PluginDirectory, Natives, Platform, Name);
		if (!File.Exists(Native))
		{
			throw new BuildException("AuthForge: this package of the plugin has no " + Native);
		}
		return Native;
	}
}
