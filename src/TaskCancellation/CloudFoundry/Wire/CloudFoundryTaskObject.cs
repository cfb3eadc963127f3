using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using TaskCancellation.Http;

namespace TaskCancellation.CloudFoundry;

/// <summary>A task as the service writes it: alone, in a list, in the reply to its cancel. Guid and state decide; older versions and Korifi leave most of the rest out.</summary>
internal static partial class CloudFoundryTaskObject
{
    // The service keeps so much of one.
    private const int MaxReason = 1500;

    internal static TaskSnapshot Read(ref WireReader reader, bool keepRaw)
    {
        var start = reader.Start;
        var row = new Row { Labels = WireStringMap.Empty, Annotations = WireStringMap.Empty };
        reader.RequireObject();
        while (reader.NextMember())
        {
            if (reader.Is("guid"u8))
            {
                row.Guid = ReadGuid(ref reader);
            }
            else if (reader.Is("state"u8))
            {
                row.State = reader.RequireWord();
            }
            else if (reader.Is("result"u8))
            {
                row.Reason = ReadReason(ref reader);
            }
            else if (reader.Is("relationships"u8))
            {
                row.App = ReadApp(ref reader);
            }
            else
            {
                ReadInforming(ref reader, ref row);
            }
        }

        reader.Require(row.Guid, "guid");
        reader.Require(row.State, "state");
        return ToSnapshot(row, keepRaw ? reader.Since(start) : default);
    }

    private static void ReadInforming(ref WireReader reader, ref Row row)
    {
        if (reader.Is("name"u8))
        {
            row.Name = reader.Text();
        }
        else if (reader.Is("created_at"u8))
        {
            row.CreatedAt = reader.Instant();
        }
        else if (reader.Is("updated_at"u8))
        {
            row.UpdatedAt = reader.Instant();
        }
        else if (reader.Is("sequence_id"u8))
        {
            row.SequenceId = reader.Integer();
        }
        else if (reader.Is("command"u8))
        {
            row.Command = reader.Text();
        }
        else if (reader.Is("user"u8))
        {
            row.User = reader.SharedText();
        }
        else if (reader.Is("memory_in_mb"u8))
        {
            row.Memory = reader.Integer();
        }
        else if (reader.Is("disk_in_mb"u8))
        {
            row.Disk = reader.Integer();
        }
        else if (reader.Is("log_rate_limit_in_bytes_per_second"u8))
        {
            row.LogRate = reader.Integer();
        }
        else if (reader.Is("droplet_guid"u8))
        {
            row.Droplet = reader.SharedText();
        }
        else if (reader.Is("metadata"u8))
        {
            ReadMetadata(ref reader, ref row);
        }
    }

    private static TaskSnapshot ToSnapshot(in Row row, ReadOnlyMemory<byte> raw)
    {
        var state = StateOf(row.State!, row.Reason);
        return new TaskSnapshot
        {
            Id = row.Guid!,
            State = state,
            RawState = row.State!,
            Scope = row.App,
            Name = row.Name,
            EnqueuedAt = row.CreatedAt,
            Failure = row.Reason is null ? null : new TaskFailure(row.Reason),
            IsEndUnknown = state == TaskState.Failed && IsEndUnknown(row.Reason),
            Details = new CloudFoundryTaskDetails
            {
                UpdatedAt = row.UpdatedAt,
                SequenceId = row.SequenceId,
                Command = row.Command,
                User = row.User,
                MemoryInMb = row.Memory,
                DiskInMb = row.Disk,
                LogRateLimit = row.LogRate,
                DropletId = row.Droplet,
                LabelsAsSent = row.Labels,
                AnnotationsAsSent = row.Annotations,
                ExitCode = ExitCodeOf(row.Reason),
            },
            Raw = raw,
        };
    }

    private static string ReadGuid(ref WireReader reader) =>
        reader.RequireText() is var guid && CloudFoundryIds.IsGuid(guid) ? guid : throw reader.Problem("is not the GUID of a task");

    private static string? ReadReason(ref WireReader reader)
    {
        string? reason = null;
        if (reader.TryObject())
        {
            while (reader.NextMember())
            {
                // It tells a cancel from a failure: what is no text tells neither.
                reason = reader.Is("failure_reason"u8) ? reader.ValueKind == JsonTokenType.String ? reader.Message(MaxReason) : null : reason;
            }
        }

        return string.IsNullOrWhiteSpace(reason) ? null : reason;
    }

    // {"app":{"data":{"guid":"…"}}}
    private static string? ReadApp(ref WireReader reader)
    {
        string? app = null;
        if (reader.TryObject())
        {
            while (reader.NextMember())
            {
                app = reader.Is("app"u8) || reader.Is("data"u8) ? ReadApp(ref reader) : reader.Is("guid"u8) ? reader.SharedText() : app;
            }
        }

        return app;
    }

    private static void ReadMetadata(ref WireReader reader, ref Row row)
    {
        if (reader.TryObject())
        {
            while (reader.NextMember())
            {
                if (reader.Is("labels"u8))
                {
                    row.Labels = WireStringMap.Read(ref reader);
                }
                else if (reader.Is("annotations"u8))
                {
                    row.Annotations = WireStringMap.Read(ref reader);
                }
            }
        }
    }

    private static TaskState StateOf(string state, string? reason) => state switch
    {
        CloudFoundryLifecycle.Pending => TaskState.Pending,
        CloudFoundryLifecycle.Running => TaskState.Running,

        // A cancel that overtakes the report of an end throws the row back, and the reason stays: the task has ended.
        CloudFoundryLifecycle.Canceling when reason is null => TaskState.Canceling,
        CloudFoundryLifecycle.Succeeded => TaskState.Succeeded,
        CloudFoundryLifecycle.Failed or CloudFoundryLifecycle.Canceling => IsCancel(reason) ? TaskState.Canceled : TaskState.Failed,
        _ => TaskState.Unknown,
    };

    private static bool IsCancel(string? reason) => Says(reason, "task was cancelled") || Says(reason, "task was canceled");

    // Whatever ends a task gives a reason, so that a failure without one does not say what it was.
    private static bool IsEndUnknown(string? reason) => reason is null || Says(reason, "Unable to determine completion status");

    private static bool Says(string? reason, string text) => reason is not null && reason.AsSpan().Trim().Equals(text, StringComparison.OrdinalIgnoreCase);

    private static int? ExitCodeOf(string? reason) =>
        reason is not null && ExitCode().Match(reason) is { Success: true } match
        && int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : null;

    // The second form is Korifi's.
    [GeneratedRegex("(?:Exited with status|Failed with exit code:) ([0-9]+)", RegexOptions.CultureInvariant)]
    private static partial Regex ExitCode();

    private record struct Row(
        string? Guid, string? State, string? Reason, string? App, string? Name, DateTimeOffset? CreatedAt, DateTimeOffset? UpdatedAt, long? SequenceId,
        string? Command, string? User, long? Memory, long? Disk, long? LogRate, string? Droplet, WireStringMap Labels, WireStringMap Annotations);
}
