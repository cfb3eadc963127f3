namespace EmulatorServer;

/// <summary>The address under which clients reach a service, if it is not the port on this machine. Links and logins show it.</summary>
/// <param name="Service">The name of the service; null for all of them.</param>
/// <param name="Address">The address. For all services, its scheme and host only: each keeps its own port.</param>
internal sealed record ExternalAddress(string? Service, Uri Address)
{
    /// <summary>Reads <c>https://host</c> or <c>service=https://host:port</c>.</summary>
    internal static ExternalAddress Parse(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var address = text[(equals + 1)..];
        return Uri.TryCreate(address, UriKind.Absolute, out var parsed) && parsed.Scheme is "http" or "https"
            ? new ExternalAddress(equals < 0 ? null : text[..equals], parsed)
            : throw new ArgumentException($"--external-address: '{address}' is no http or https address.");
    }

    /// <summary>The address of a service that listens there.</summary>
    internal Uri For(Uri listening) =>
        Service is not null ? new Uri(Address.GetLeftPart(UriPartial.Authority)) : new UriBuilder(Address.Scheme, Address.Host, listening.Port).Uri;
}
