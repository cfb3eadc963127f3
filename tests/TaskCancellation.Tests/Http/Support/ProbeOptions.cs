using TaskCancellation.Http;

namespace TaskCancellation.Tests.Http;

/// <summary>Options of a service that exists only here.</summary>
internal sealed class ProbeOptions : TaskClientOptions
{
    public string? Credential { get; set; }

    protected internal override bool HasCredential => Credential is not null;
}
