using System.Text.Json;
using TaskCancellation.Http;

namespace TaskCancellation.VeevaVault;

/// <summary>Whether something succeeded, and if not, why. Every reply has it at its top, and so has every item of a reply to a cancel.</summary>
internal struct VeevaVaultErrorBody
{
    /// <summary>The caller's error.</summary>
    internal const string Failure = "FAILURE";

    /// <summary>The system's error.</summary>
    internal const string Exception = "EXCEPTION";

    private const string Ambiguity = "Vault also answers so for what does not exist.";

    private bool hasErrors;
    private bool isAmbiguous;
    private string? firstType;
    private string? otherType;
    private string? words;
    private string? message;

    /// <summary>The responseStatus; null where there is none.</summary>
    internal string? Status { get; private set; }

    /// <summary>The type of the first error; null without one. Types are a contract, texts are not.</summary>
    internal readonly string? Type => firstType ?? otherType;

    /// <summary>The request, or the cancel of this job, failed.</summary>
    internal readonly bool IsFailure => Status is Failure or Exception;

    /// <summary>It succeeded, with a remark or without.</summary>
    internal readonly bool IsSuccess => Status is "SUCCESS" or "WARNING";

    /// <summary>What a failure means.</summary>
    internal readonly TaskErrorReason Kind => VeevaVaultErrors.KindOf(Status, Type);

    /// <summary>The errors in words, with what they leave open.</summary>
    internal readonly string Words => SafeText.Of(words ?? message ?? "no reason given") + (isAmbiguous ? $" {Ambiguity}" : "");

    /// <summary>Whether a reply says that the request failed. What cannot be read does not say so; what follows the status is not looked at.</summary>
    internal static bool SaysFailure(ReadOnlySpan<byte> body) => WireReader.TryRead(body, ReadStatus, out var result) && result.IsFailure;

    /// <summary>The error of a failure; null when the reply is none, or not Vault's.</summary>
    internal static ServiceError? ReadError(ReadOnlySpan<byte> body) => WireReader.TryRead(body, Read, out var result) && result.IsFailure
        ? new ServiceError(result.Type ?? (result.Status == Exception ? Exception : null), result.Words) { Reason = result.Kind }
        : null;

    /// <summary>Reads the top of a reply.</summary>
    internal static VeevaVaultErrorBody Read(ref WireReader reader)
    {
        var result = default(VeevaVaultErrorBody);
        reader.RequireObject();
        while (reader.NextMember())
        {
            result.ReadMember(ref reader);
        }

        reader.Require(result.Status, "responseStatus");
        return result;
    }

    /// <summary>Reads a member if it is one of these.</summary>
    internal void ReadMember(ref WireReader reader)
    {
        if (reader.Is("responseStatus"u8))
        {
            Status = reader.RequireSharedText();
        }
        else if (reader.Is("responseMessage"u8))
        {
            message = reader.Message();
        }
        else if (reader.Is("errorType"u8))
        {
            otherType = reader.Message();
        }
        else if (reader.Is("errors"u8))
        {
            ReadErrors(ref reader);
        }
    }

    private static VeevaVaultErrorBody ReadStatus(ref WireReader reader)
    {
        var result = default(VeevaVaultErrorBody);
        reader.RequireObject();
        while (result.Status is null && reader.NextMember())
        {
            if (reader.Is("responseStatus"u8))
            {
                result.Status = reader.RequireSharedText();
                reader.Leave();
            }
        }

        return result;
    }

    // A lone object in every example, an array by its description.
    private void ReadErrors(ref WireReader reader)
    {
        if (reader.ValueKind == JsonTokenType.StartArray && reader.TryArray())
        {
            while (reader.NextItem())
            {
                ReadError(ref reader);
            }
        }
        else
        {
            ReadError(ref reader);
        }
    }

    private void ReadError(ref WireReader reader)
    {
        if (!reader.TryObject())
        {
            return;
        }

        var (type, text) = ((string?)null, (string?)null);
        while (reader.NextMember())
        {
            if (reader.Is("type"u8))
            {
                type = reader.Message();
            }
            else if (reader.Is("message"u8))
            {
                text = reader.Message();
            }
        }

        (firstType, hasErrors) = (hasErrors ? firstType : type, true);
        isAmbiguous |= type == VeevaVaultErrors.InsufficientAccess;
        if ((text ?? type) is { } more && words is null or { Length: < SafeText.MaxLength })
        {
            words = words is null ? more : $"{words}; {more}";
        }
    }
}
