using System.Net;

namespace EmulatorServer.Control;

/// <summary>Keeps web pages of other origins from driving the control port through a browser on this machine. Clients other than browsers send none of these headers but Host, and pass.</summary>
/// <param name="isOpen">Whether the port listens beyond this machine, under names that only the network knows.</param>
/// <param name="hosts">Further names under which the server is reached.</param>
internal sealed class OriginGuard(bool isOpen, IEnumerable<string> hosts)
{
    private readonly HashSet<string> known = new(hosts.Append("localhost"), StringComparer.OrdinalIgnoreCase);

    /// <summary>Why a request is refused; null where it is not.</summary>
    internal string? RefusalOf(HttpRequest request)
    {
        // A foreign name that has come to mean this machine: DNS rebinding.
        if (request.Host.HasValue && !IsOurs(request.Host.Host))
        {
            return $"The control port does not answer as {request.Host.Host}, but as localhost, and as the hosts that --external-address names.";
        }

        if (request.Headers.Origin.ToString() is { Length: > 0 } origin && !(Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase)))
        {
            return $"A page of {origin} asks, and the control port serves no page but its own.";
        }

        return request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site" && !IsLink(request)
            ? "A page of another site asks, and the control port serves no page but its own."
            : null;
    }

    /// <summary>A link that somebody follows: it opens what is read in a window of its own, where the other page cannot reach.</summary>
    private static bool IsLink(HttpRequest request) => HttpMethods.IsGet(request.Method) && request.Headers["Sec-Fetch-Dest"] == "document";

    /// <summary>No page of somebody else comes from an address in digits of this machine, or from a name without a dot.</summary>
    private bool IsOurs(string host) =>
        known.Contains(host)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) ? isOpen || IPAddress.IsLoopback(address) : isOpen && !host.Contains('.', StringComparison.Ordinal));
}
