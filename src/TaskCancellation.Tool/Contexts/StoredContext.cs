namespace TaskCancellation.Tool.Contexts;

/// <summary>A context as the configuration file holds it: never a credential, only where one comes from.</summary>
internal sealed record StoredContext
{
    public required string Service { get; init; }

    public required string Endpoint { get; init; }

    public string? Auth { get; init; }

    public string? User { get; init; }

    public string? CredentialEnv { get; init; }

    public string? CredentialCommand { get; init; }

    public bool? CredentialPrompt { get; init; }

    public Dictionary<string, string>? Settings { get; init; }

    public bool? InsecureHttp { get; init; }
}
