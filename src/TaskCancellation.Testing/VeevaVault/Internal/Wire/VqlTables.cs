using System.Globalization;

namespace TaskCancellation.Testing.VeevaVault;

/// <summary>The job table as the three query targets show it.</summary>
internal sealed class VqlTables(VeevaVaultEmulator emulator, VeevaVaultStore store)
{
    internal VqlTable? Find(VeevaVaultCall call, string target)
    {
        var jobs = store.Jobs.Where(job => job.IsVisibleTo(call.User)).ToList();
        return target switch
        {
            "job_instance__sys" when call.Version >= VeevaVaultVersion.JobInstances => Table(jobs.Where(job => !job.IsEnded), Instance),
            "job_history__sys" when call.Version >= VeevaVaultVersion.JobHistories => Table(jobs.Where(job => job.IsEnded), History),
            "job_task_history__sys" when call.Version >= VeevaVaultVersion.JobHistories => new VqlTable(
                ["task_id__sys", "job_history__sys", emulator.VqlStatusField, "queue_date__sys", "start_date__sys", "finish_date__sys"],
                [.. jobs.Where(job => job.IsEnded).SelectMany(job => job.Options.Tasks.Select(task => Named(Task(job, task))))]),
            _ => null,
        };
    }

    private static VqlTable Table(IEnumerable<VeevaVaultStoredTask> jobs, Func<VeevaVaultStoredTask, (string, string?)[]> fields)
    {
        var example = new VeevaVaultStoredTask(new VeevaVaultTask(), 0) { Status = "", CreatedAt = default, ModifiedAt = default };
        return new VqlTable([.. fields(example).Select(field => field.Item1)], [.. jobs.Select(job => Named(fields(job)))]);
    }

    private static Dictionary<string, string?> Named((string Name, string? Value)[] fields) =>
        fields.ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal);

    private (string, string?)[] Instance(VeevaVaultStoredTask job) =>
    [
        .. Common(job),
        ("created_by__sys", job.Options.CreatedBy.ToString(CultureInfo.InvariantCulture)),
        ("queue_date__sys", Show(job, job.QueuedAt)),
        ("run_date__sys", Show(job, job.RunStartAt)),
    ];

    private (string, string?)[] History(VeevaVaultStoredTask job) =>
    [
        .. Common(job),
        ("schedule_date__sys", job.IsOfSchedule ? Show(job, job.Options.StartedAt) : null),
        ("queue_date__sys", Show(job, job.QueuedAt)),
        ("start_date__sys", Show(job, job.RunStartAt)),
        ("finish_date__sys", Show(job, job.RunEndAt)),
    ];

    private (string, string?)[] Task(VeevaVaultStoredTask job, VeevaVaultJobTask task) =>
    [
        ("task_id__sys", task.Id),
        ("job_history__sys", job.Id.ToString(CultureInfo.InvariantCulture)),
        (emulator.VqlStatusField, Cased(task.State)),
        ("queue_date__sys", Show(job, job.QueuedAt)),
        ("start_date__sys", Show(job, job.RunStartAt)),
        ("finish_date__sys", Show(job, job.RunEndAt)),
    ];

    private (string, string?)[] Common(VeevaVaultStoredTask job) =>
    [
        ("id", job.Id.ToString(CultureInfo.InvariantCulture)),
        ("job_name__sys", job.Options.Name),
        ("job_metadata__sys", job.Options.Metadata),
        ("job_type__sys", job.Options.Type),
        ("job_title__sys", job.Options.Title),
        (emulator.VqlStatusField, Cased(job.Status)),
    ];

    /// <summary>Which letters VQL uses here is not published.</summary>
    private string Cased(string status) =>
        emulator.VqlStatusIsLowerCase ? string.Concat(status.Select(char.ToLowerInvariant)) : status;

    private string? Show(VeevaVaultStoredTask job, DateTimeOffset? instant) => instant is { } known ? job.Show(known, emulator.VaultUtcOffset) : null;
}

/// <summary>A query target: its fields, and their values as text, null for none.</summary>
internal sealed record VqlTable(IReadOnlyList<string> Fields, IReadOnlyList<IReadOnlyDictionary<string, string?>> Rows);
