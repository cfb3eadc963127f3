using System.Net.Http.Headers;

namespace TaskCancellation.Http;

/// <summary>Tells which service a reply is of that does not have the form of the service asked: its address may have been given to the wrong client. Used for messages only.</summary>
internal static class ForeignReply
{
    private const string Elasticsearch = "Elasticsearch";
    private const string OpenSearch = "OpenSearch";
    private const int Beginning = 2048;

    private static (string Service, string Header)[] Headers => [(Elasticsearch, "X-elastic-product"), (OpenSearch, "X-OpenSearch-Version")];

    // What only this service writes into a body.
    private static (string Service, byte[] Mark)[] Marks { get; } =
    [
        (Elasticsearch, [.. "\"tagline\":\"You Know, for Search\""u8]),
        (Elasticsearch, [.. "\"tagline\" : \"You Know, for Search\""u8]),
        (OpenSearch, [.. "The OpenSearch Project: https://opensearch.org/"u8]),
        ("Elasticsearch or OpenSearch", [.. "{\"error\":{\"root_cause\":["u8]),
        ("Elasticsearch or OpenSearch", [.. "{\"error\":\"no handler found for uri ["u8]),
        ("Meilisearch", [.. "\"link\":\"https://docs.meilisearch.com/"u8]),
        ("Cloud Foundry", [.. "\"error_code\":\"CF-"u8]),
        ("Cloud Foundry", [.. "\"title\":\"CF-"u8]),
        ("Cloud Foundry", [.. "\"cloud_controller_v3\""u8]),
        ("Veeva Vault", [.. "\"responseStatus\":\""u8]),
    ];

    /// <summary>Returns the service that a reply seems to be of; null when it is not known, or the one that was asked.</summary>
    internal static string? ServiceOf(TaskDialect asked, HttpResponseHeaders headers, ReadOnlySpan<byte> body)
    {
        var found = Headers.FirstOrDefault(known => headers.NonValidated.Contains(known.Header)).Service ?? FindMark(body[..Math.Min(body.Length, Beginning)]);
        return found is null || found.Contains(asked.ServiceName, StringComparison.Ordinal) || found == asked.Product || (found == OpenSearch && asked.ServiceName == Elasticsearch) ? null : found;
    }

    /// <summary>What to add to the message about a reply that is malformed; empty when nothing is known.</summary>
    internal static string Hint(TaskDialect asked, HttpResponseHeaders headers, ReadOnlySpan<byte> body) =>
        ServiceOf(asked, headers, body) is { } foreign ? $" {foreign} seems to answer at this address."
        : IsPage(body) ? " It is a page, such as a proxy or a sign-in shows."
        : "";

    private static string? FindMark(ReadOnlySpan<byte> body)
    {
        foreach (var (service, mark) in Marks)
        {
            if (body.IndexOf(mark) >= 0)
            {
                return service;
            }
        }

        return null;
    }

    private static bool IsPage(ReadOnlySpan<byte> body) => body.TrimStart(" \t\r\n"u8) is [(byte)'<', (byte)'!' or (byte)'h' or (byte)'H', ..];
}
