using System.Text.Json;
using TaskCancellation.Http;

namespace TaskCancellation.VeevaVault;

/// <summary>What every reply of Vault has at its top: whether the request succeeded, and if not, why. In JSON or XML.</summary>
internal static class VaultEnvelope
{
    private const string Ambiguity = "Vault also answers so for what does not exist.";

    /// <summary>Whether a reply says that the request failed. What cannot be read does not say so.</summary>
    internal static bool IsFailure(ReadOnlySpan<byte> body) => VaultXml.IsXml(body)
        ? VaultXml.ReadFailure(body)?.ResponseStatus is VaultStatus.Failure or VaultStatus.Exception
        : IsJsonFailure(body);

    /// <summary>The error of a failure; null when the reply is none, or not Vault's.</summary>
    internal static ServiceError? ReadError(ReadOnlySpan<byte> body)
    {
        if (ReadFailure(body) is not { ResponseStatus: VaultStatus.Failure or VaultStatus.Exception } failure)
        {
            return null;
        }

        var errors = VaultError.List(failure.Errors);
        var type = errors is [{ Type: { } first }, ..] ? first : failure.ErrorType;
        return new ServiceError(type ?? (failure.ResponseStatus == VaultStatus.Exception ? VaultStatus.Exception : null), Words(errors, failure.ResponseMessage))
        {
            Kind = VaultErrorTypes.KindOf(failure.ResponseStatus, type),
        };
    }

    /// <summary>Errors in words, with what they leave open.</summary>
    internal static string Words(IReadOnlyList<VaultError> errors, string? otherwise)
    {
        var text = string.Join("; ", errors.Select(error => error.Message ?? error.Type).OfType<string>());
        text = text.Length > 0 ? text : otherwise ?? "no reason given";
        return errors.Any(error => error.Type == VaultErrorTypes.InsufficientAccess) ? $"{text} {Ambiguity}" : text;
    }

    private static VaultFailure? ReadFailure(ReadOnlySpan<byte> body)
    {
        try
        {
            return VaultXml.IsXml(body) ? VaultXml.ReadFailure(body) : JsonSerializer.Deserialize(body, VaultJson.Default.VaultFailure);
        }
        catch (JsonException)
        {
            // Not Vault's: a page of a proxy, or nothing.
            return null;
        }
    }

    // Lists are long, and their status comes first: the rest is not looked at.
    private static bool IsJsonFailure(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isStatus = reader.ValueTextEquals("responseStatus"u8);
                reader.Read();
                if (isStatus)
                {
                    return reader.TokenType == JsonTokenType.String && (reader.ValueTextEquals("FAILURE"u8) || reader.ValueTextEquals("EXCEPTION"u8));
                }

                reader.Skip();
            }
        }
        catch (JsonException)
        {
            // Whoever reads the reply will say so.
        }

        return false;
    }
}
