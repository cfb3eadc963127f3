using System.Globalization;
using System.Text.Json;

namespace TaskCancellation.Testing.VeevaVault;

/// <summary>Cancels jobs in bulk, independently of each other, in the order of the request.</summary>
internal sealed class VeevaVaultCancelRoute(VeevaVaultEmulator emulator, VeevaVaultStore store, VeevaVaultLifecycle lifecycle)
{
    internal VeevaVaultReply Cancel(VeevaVaultCall call)
    {
        if (call.Version < VeevaVaultVersion.Cancel)
        {
            throw new VeevaVaultRefusal(new(emulator.CancelUnsupportedErrorType, "The specified method is not supported."));
        }

        if (!call.User.MayManage && !emulator.RefusesPerItem)
        {
            throw VeevaVaultRefusal.InsufficientAccess();
        }

        var ids = CancelBody.Read(call.Request);
        if (ids.Count == 0)
        {
            throw VeevaVaultRefusal.ParameterRequired("job_id");
        }

        if (ids.Count > emulator.MaxJobsPerCancel)
        {
            throw VeevaVaultRefusal.InvalidData($"A maximum of [{emulator.MaxJobsPerCancel}] jobs can be cancelled in a request.");
        }

        emulator.BeforeCancel?.Invoke(ids);
        var items = ids.ConvertAll(id => new CancelItem(id, Decide(call.User, id)));
        emulator.AfterCancel?.Invoke(ids);
        var status = emulator.CancelWarning is not null ? "WARNING"
            : emulator.FailsWhenAllFail && items.TrueForAll(item => item.Error is not null) ? VeevaVaultReply.Failure
            : VeevaVaultReply.Success;
        var shown = items.SkipLast(emulator.DroppedResults);
        return call.WantsXml
            ? CancelXml.Write(emulator.Inferred("VaultResponse"), status, shown, emulator.ItemErrors)
            : CancelJson.Write(status, shown, emulator.CancelWarning, emulator.ItemErrors);
    }

    private VeevaVaultError? Decide(Account user, long id)
    {
        var job = store.Find(id);
        if (job is not null)
        {
            job.CancelRequests++;
        }

        if (!user.MayManage)
        {
            return Worded(VeevaVaultRefusal.InsufficientAccess().Error);
        }

        if (job?.IsVisibleTo(user) != true)
        {
            return Worded(NotFound(id) with { Type = emulator.UnknownJobErrorType });
        }

        if (job.Options.CancelError is { } error)
        {
            return error;
        }

        if (!job.IsCancelable)
        {
            return Worded(NotFound(id));
        }

        lifecycle.Enter(job, VeevaVaultStates.Canceling);
        return null;
    }

    private static VeevaVaultError NotFound(long id) => new("INVALID_DATA", $"Job [{id}] is not found in QUEUED or QUEUEING state");

    private VeevaVaultError Worded(VeevaVaultError error) => error with { Message = emulator.Inferred(error.Message) };
}

/// <summary>The result for one job of a cancel: its id, or the error.</summary>
internal sealed record CancelItem(long Id, VeevaVaultError? Error)
{
    internal string Status => Error?.Status ?? VeevaVaultReply.Success;
}

/// <summary>Reads the ids of a cancel, from JSON or from CSV.</summary>
internal static class CancelBody
{
    private const string Key = "job_id";

    internal static List<long> Read(EmulatedRequest request)
    {
        var type = (request.Header("Content-Type") ?? "application/json").Split(';')[0].Trim();
        return type.ToUpperInvariant() switch
        {
            "APPLICATION/JSON" => FromJson(request.Body),
            "TEXT/CSV" => FromCsv(request.BodyText),
            _ => throw VeevaVaultRefusal.InvalidData($"The content type [{type}] is not supported."),
        };
    }

    private static List<long> FromJson(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Array
                ? [.. document.RootElement.EnumerateArray().Select(FromElement)]
                : throw VeevaVaultRefusal.InvalidData("The request body is not an array.");
        }
        catch (JsonException)
        {
            throw VeevaVaultRefusal.InvalidData("The request body is not valid JSON.");
        }
    }

    private static long FromElement(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(Key, out var value))
        {
            throw VeevaVaultRefusal.ParameterRequired(Key);
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var id)
            ? id
            : throw VeevaVaultRefusal.InvalidData($"[{Key}] is not a number.");
    }

    /// <summary>A line ends with LF or with CRLF.</summary>
    private static List<long> FromCsv(string body)
    {
        var lines = body.Split('\n').Select(line => line.EndsWith('\r') ? line[..^1] : line).Where(line => line.Length > 0).ToList();
        var column = lines.Count == 0 ? -1 : Array.IndexOf(Cells(lines[0]), Key);
        return column < 0
            ? throw VeevaVaultRefusal.ParameterRequired(Key)
            : [.. lines.Skip(1).Select(line => FromCell(Cells(line).ElementAtOrDefault(column)))];
    }

    private static long FromCell(string? cell) => long.TryParse(cell, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id)
        ? id
        : throw VeevaVaultRefusal.InvalidData($"[{Key}] is not a number.");

    private static string[] Cells(string line) =>
        [.. line.Split(',').Select(cell => cell.Length > 1 && cell.StartsWith('"') && cell.EndsWith('"') ? cell[1..^1] : cell)];
}
