namespace LibAuthForge.Extensions.Hosting;

/// <summary>That a client of this name was added; empty for the one without.</summary>
internal sealed class AuthForgeRegistration
{
    public AuthForgeRegistration(string name)
    {
        Name = name;
    }

    public string Name { get; }
}
