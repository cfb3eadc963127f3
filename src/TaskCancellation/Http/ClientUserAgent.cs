using System.Net.Http.Headers;

namespace TaskCancellation.Http;

/// <summary>How the library names itself to a service.</summary>
internal static class ClientUserAgent
{
    internal static readonly ProductInfoHeaderValue Value = new(
        "TaskCancellation", typeof(ClientUserAgent).Assembly.GetName().Version?.ToString(3) ?? "0");
}
