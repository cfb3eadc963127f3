using System.Text.Json;

namespace TaskCancellation.Testing.VeevaVault;

/// <summary>The answer to a cancel as JSON.</summary>
internal static class CancelJson
{
    internal static VeevaVaultReply Write(string status, IEnumerable<CancelItem> items, VeevaVaultWarning? warning, VeevaVaultItemErrors errors) =>
        VeevaVaultReply.Json(status, json =>
        {
            if (warning is not null)
            {
                json.WriteStartArray("warnings");
                json.WriteStartObject();
                json.WriteString(warning.TypeKey, warning.Type);
                json.WriteString("message", warning.Message);
                json.WriteEndObject();
                json.WriteEndArray();
            }

            json.WriteStartArray("data");
            foreach (var item in items)
            {
                json.WriteStartObject();
                json.WriteString("responseStatus", item.Status);
                WriteRest(json, item, errors);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });

    private static void WriteRest(Utf8JsonWriter json, CancelItem item, VeevaVaultItemErrors errors)
    {
        if (item.Error is not { } error)
        {
            json.WriteStartObject("data");
            json.WriteNumber("id", item.Id);
            json.WriteEndObject();
            return;
        }

        switch (errors)
        {
            case VeevaVaultItemErrors.AsMessage:
                json.WriteString("responseMessage", error.Message);
                break;
            case VeevaVaultItemErrors.AsNull:
                json.WriteNull("errors");
                break;
            case VeevaVaultItemErrors.AsArray:
                json.WriteStartArray("errors");
                json.WriteStartObject();
                WriteError(json, error);
                json.WriteEndArray();
                break;
            default:
                json.WriteStartObject("errors");
                WriteError(json, error);
                break;
        }
    }

    private static void WriteError(Utf8JsonWriter json, VeevaVaultError error)
    {
        json.WriteString("type", error.Type);
        json.WriteString("message", error.Message);
        json.WriteEndObject();
    }
}
