using System.Text.Json;

namespace TaskCancellation.Testing.VeevaVault;

/// <summary>A body and its response status, which a header repeats.</summary>
internal sealed record VeevaVaultReply(string Status, string Body, string ContentType)
{
    internal const string Success = "SUCCESS";
    internal const string Failure = "FAILURE";

    /// <summary>Further headers.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>An object that begins with its response status.</summary>
    internal static VeevaVaultReply Json(string status, Action<Utf8JsonWriter> write) =>
        new(
            status,
            JsonBody.OfObject(json =>
            {
                json.WriteString("responseStatus", status);
                write(json);
            }),
            "application/json;charset=UTF-8");

    /// <summary>A whole request refused.</summary>
    internal static VeevaVaultReply Error(VeevaVaultError error, bool isOfLogin) => Json(error.Status, json =>
    {
        if (isOfLogin)
        {
            json.WriteString("responseMessage", error.Message);
        }

        json.WriteStartArray("errors");
        json.WriteStartObject();
        json.WriteString("type", error.Type);
        json.WriteString("message", error.Message);
        json.WriteEndObject();
        json.WriteEndArray();
        if (isOfLogin)
        {
            json.WriteString("errorType", "AUTHENTICATION_FAILED");
        }
    });
}
