using System.Text.Json;
using TaskCancellation.Http;

namespace TaskCancellation.Meilisearch;

/// <summary>The body of an unsuccessful reply. It is the server's only with a code and a message.</summary>
internal static class MeilisearchErrorBody
{
    private const string KindsFollow = "Available types are ";

    internal static ServiceError? Read(ref WireReader reader) =>
        ReadBoth(ref reader) is { Code: { } code, Message: { } message } ? new ServiceError(SafeText.Of(code), SafeText.Of(message)) : null;

    /// <summary>The kinds that the server knows, where the body refuses one that it does not know; null for any other.</summary>
    internal static IReadOnlyList<string>? ReadKinds(ref WireReader reader) =>
        ReadBoth(ref reader) is { Code: MeilisearchErrors.InvalidTaskTypes, Message: { } message } && message.IndexOf(KindsFollow, StringComparison.Ordinal) is >= 0 and var at
            ? [.. message[(at + KindsFollow.Length)..].Split('`').Where((_, part) => part % 2 == 1)]
            : null;

    private static (string? Code, string? Message) ReadBoth(ref WireReader reader)
    {
        string? code = null;
        string? message = null;
        reader.RequireObject();
        while (reader.NextMember())
        {
            if (reader.Is("code"u8) && reader.ValueKind == JsonTokenType.String)
            {
                code = reader.Message();
            }
            else if (reader.Is("message"u8) && reader.ValueKind == JsonTokenType.String)
            {
                message = reader.Text();
            }
        }

        return (code, message);
    }
}
