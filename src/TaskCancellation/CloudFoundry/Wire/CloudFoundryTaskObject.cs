using System.Globalization;
using System.Text.RegularExpressions;
using TaskCancellation.Http;

namespace TaskCancellation.CloudFoundry;

/// <summary>A task as the service writes it: alone, in a list, in the reply to its cancel. Guid and state decide; older versions and Korifi leave most of the rest out.</summary>
internal static partial class CloudFoundryTaskObject
{
    internal static TaskSnapshot Read(ref WireReader reader, bool keepRaw)
    {
        var start = reader.Start;
        string? guid = null;
        string? word = null;
        string? reason = null;
        string? scope = null;
        string? name = null;
        DateTimeOffset? createdAt = null;
        DateTimeOffset? updatedAt = null;
        long? sequenceId = null;
        string? command = null;
        string? user = null;
        long? memory = null;
        long? disk = null;
        long? logRate = null;
        string? droplet = null;
        var (labels, annotations) = (WireMap.Empty, WireMap.Empty);
        reader.RequireObject();
        while (reader.NextMember())
        {
            if (reader.Is("guid"u8))
            {
                guid = reader.RequireText() is var text && CloudFoundryLimits.IsGuid(text) ? text : throw reader.Problem("is not the GUID of a task");
            }
            else if (reader.Is("state"u8))
            {
                word = reader.RequireSharedText();
            }
            else if (reader.Is("result"u8))
            {
                reason = ReadReason(ref reader);
            }
            else if (reader.Is("relationships"u8))
            {
                scope = ReadApp(ref reader);
            }
            else if (reader.Is("name"u8))
            {
                name = reader.Text();
            }
            else if (reader.Is("created_at"u8))
            {
                createdAt = reader.Instant();
            }
            else if (reader.Is("updated_at"u8))
            {
                updatedAt = reader.Instant();
            }
            else if (reader.Is("sequence_id"u8))
            {
                sequenceId = reader.Integer();
            }
            else if (reader.Is("command"u8))
            {
                command = reader.Text();
            }
            else if (reader.Is("user"u8))
            {
                user = reader.SharedText();
            }
            else if (reader.Is("memory_in_mb"u8))
            {
                memory = reader.Integer();
            }
            else if (reader.Is("disk_in_mb"u8))
            {
                disk = reader.Integer();
            }
            else if (reader.Is("log_rate_limit_in_bytes_per_second"u8))
            {
                logRate = reader.Integer();
            }
            else if (reader.Is("droplet_guid"u8))
            {
                droplet = reader.SharedText();
            }
            else if (reader.Is("metadata"u8))
            {
                (labels, annotations) = ReadMetadata(ref reader);
            }
        }

        var rawState = reader.Require(word, "state");
        var state = StateOf(rawState, reason);
        return new TaskSnapshot
        {
            Id = reader.Require(guid, "guid"),
            State = state,
            RawState = rawState,
            Scope = scope,
            Name = name,
            EnqueuedAt = createdAt,
            Failure = reason is null ? null : new TaskFailure(reason),
            IsEndUnknown = state == TaskState.Failed && IsEndUnknown(reason),
            Details = new CloudFoundryTaskDetails
            {
                UpdatedAt = updatedAt,
                SequenceId = sequenceId,
                Command = command,
                User = user,
                MemoryInMb = memory,
                DiskInMb = disk,
                LogRateLimit = logRate,
                DropletId = droplet,
                LabelsAsSent = labels,
                AnnotationsAsSent = annotations,
                ExitCode = ExitCodeOf(reason),
            },
            Raw = keepRaw ? reader.Since(start) : default,
        };
    }

    private static string? ReadReason(ref WireReader reader)
    {
        string? reason = null;
        if (reader.TryObject())
        {
            while (reader.NextMember())
            {
                reason = reader.Is("failure_reason"u8) ? reader.Text() : reason;
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

    private static (WireMap Labels, WireMap Annotations) ReadMetadata(ref WireReader reader)
    {
        var (labels, annotations) = (WireMap.Empty, WireMap.Empty);
        if (reader.TryObject())
        {
            while (reader.NextMember())
            {
                if (reader.Is("labels"u8))
                {
                    labels = WireMap.Read(ref reader);
                }
                else if (reader.Is("annotations"u8))
                {
                    annotations = WireMap.Read(ref reader);
                }
            }
        }

        return (labels, annotations);
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
}
