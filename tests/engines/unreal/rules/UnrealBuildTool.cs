// What AuthForge.Build.cs uses of UnrealBuildTool; written from memory and from public plugins. The program prints
// what the rules say of a platform.

using System;
using System.Collections.Generic;
using System.IO;

namespace UnrealBuildTool
{
	public class BuildException : Exception
	{
		public BuildException(string message) : base(message) { }
	}

	public struct UnrealTargetPlatform
	{
		private readonly string name;

		private UnrealTargetPlatform(string name) { this.name = name; }

		public static UnrealTargetPlatform Win64 = new UnrealTargetPlatform("Win64");
		public static UnrealTargetPlatform Linux = new UnrealTargetPlatform("Linux");
		public static UnrealTargetPlatform LinuxArm64 = new UnrealTargetPlatform("LinuxArm64");
		public static UnrealTargetPlatform Mac = new UnrealTargetPlatform("Mac");

		public static UnrealTargetPlatform Parse(string name) { return new UnrealTargetPlatform(name); }
		public static bool operator ==(UnrealTargetPlatform a, UnrealTargetPlatform b) { return a.name == b.name; }
		public static bool operator !=(UnrealTargetPlatform a, UnrealTargetPlatform b) { return a.name != b.name; }
		public override bool Equals(object other) { return other is UnrealTargetPlatform && this == (UnrealTargetPlatform)other; }
		public override int GetHashCode() { return name.GetHashCode(); }
		public override string ToString() { return name; }
	}

	public class ReadOnlyTargetRules
	{
		public UnrealTargetPlatform Platform;
	}

	public class ModuleRules
	{
		public enum PCHUsageMode { Default, NoPCHs, UseExplicitOrSharedPCHs }

		public class RuntimeDependencyList
		{
			public readonly List<string> Paths = new List<string>();
			public void Add(string path) { Paths.Add(path); }
		}

		// Unreal knows it by the place of the Build.cs.
		public static string StubPluginDirectory;

		public ModuleRules(ReadOnlyTargetRules target) { }

		public string PluginDirectory { get { return StubPluginDirectory; } }
		public string ModuleDirectory { get { return Path.Combine(StubPluginDirectory, "Source", "AuthForge"); } }
		public PCHUsageMode PCHUsage;
		public List<string> PublicDependencyModuleNames = new List<string>();
		public List<string> PrivateDependencyModuleNames = new List<string>();
		public List<string> PublicSystemIncludePaths = new List<string>();
		public List<string> PublicAdditionalLibraries = new List<string>();
		public List<string> PublicRuntimeLibraryPaths = new List<string>();
		public List<string> PublicDelayLoadDLLs = new List<string>();
		public List<string> PrivateDefinitions = new List<string>();
		public RuntimeDependencyList RuntimeDependencies = new RuntimeDependencyList();
	}

	public static class Program
	{
		public static void Main(string[] arguments)
		{
			ModuleRules.StubPluginDirectory = arguments[1];
			var target = new ReadOnlyTargetRules { Platform = UnrealTargetPlatform.Parse(arguments[0]) };
			try
			{
				var rules = new global::AuthForge(target);
				Print("include", rules.PublicSystemIncludePaths);
				Print("link", rules.PublicAdditionalLibraries);
				Print("rpath", rules.PublicRuntimeLibraryPaths);
				// On Windows a name, elsewhere a path that is linked.
				foreach (string delayed in rules.PublicDelayLoadDLLs)
				{
					Console.WriteLine((Path.IsPathRooted(delayed) ? "link " : "delay ") + delayed);
				}
				Print("stage", rules.RuntimeDependencies.Paths);
				Print("define", rules.PrivateDefinitions);
			}
			catch (BuildException refusal)
			{
				Console.WriteLine("refused " + refusal.Message);
			}
		}

		private static void Print(string word, List<string> lines)
		{
			foreach (string line in lines)
			{
				Console.WriteLine(word + " " + line);
			}
		}
	}
}
