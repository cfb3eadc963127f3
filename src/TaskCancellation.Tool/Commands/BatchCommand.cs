using System.CommandLine;
using TaskCancellation.Journal.Sqlite;
using TaskCancellation.Tool.Output;
using TaskCancellation.Tool.Running;

namespace TaskCancellation.Tool.Commands;

/// <summary>Cancels a great many ids from a file, with a journal if asked; and goes on with such a run.</summary>
internal sealed class BatchCommand : ServiceCommand
{
    private readonly bool isResumed;
    private readonly Argument<string> file = new("ids") { Description = "A file with one id on each line; - for the input stream. Blank lines and lines that begin with # are skipped." };
    private readonly Option<string?> journal;
    private readonly Option<string?> run = new("--run") { HelpName = "NAME", Description = "The name of the run in the journal. The default is the name of the file of ids." };
    private readonly Option<int> concurrency = new("--concurrency") { HelpName = "N", Description = "The most cancel requests in flight.", DefaultValueFactory = _ => BatchOptions.Default.MaxConcurrency };
    private readonly CancelSwitches switches = new();

    internal BatchCommand(ToolHost host, bool isResumed)
        : base(host, isResumed ? "resume" : "batch", isResumed
            ? "Goes on with a batch of the same ids that was stopped or killed: nothing is lost, and nothing that had ended is sent again."
            : "Cancels the ids of a file, however many, and prints those that are not canceled or ended (with --json or --csv, all of them).")
    {
        this.isResumed = isResumed;
        journal = new Option<string?>("--journal") { HelpName = "FILE", Description = "The SQLite file that records the progress, so that 'taskcancel resume' can go on.", Required = isResumed };
        Add(file);
        Add(journal);
        Add(run);
        Add(concurrency);
        switches.AddTo(this, withAllowEmpty: false);
        AddSharedOptions();
    }

    internal override IReadOnlyList<string> Examples => isResumed
        ? ["taskcancel resume ids.txt --journal run.db --yes"]
        : ["taskcancel batch ids.txt --journal run.db", "taskcancel list --older-than 1d --json | jq -r .id | taskcancel batch - --yes --csv > outcomes.csv"];

    protected override void Check(ParseResult parsed)
    {
        _ = switches.Wait(parsed);
        if (concurrency is var option && parsed.GetValue(option) < 1)
        {
            throw new UsageException("--concurrency must be at least 1.");
        }

        if (parsed.GetRequiredValue(file) is var path && path == "-")
        {
            if (parsed.GetValue(journal) is not null && parsed.GetValue(run) is null)
            {
                throw new UsageException("--journal needs --run where the ids come from the input stream.");
            }

            if (!switches.IsConfirmed(parsed))
            {
                throw new RefusedException("The ids come from the input stream, so that nobody can answer there. Nothing was canceled. Pass --yes to cancel without being asked.");
            }
        }
        else if (!File.Exists(path))
        {
            throw new UsageException($"There is no file {path}.");
        }

        if (parsed.GetValue(journal) is null && parsed.GetValue(run) is not null)
        {
            throw new UsageException("--run names a run of a journal, and there is no --journal.");
        }
    }

    protected override async Task<ExitCode> RunAsync(ParseResult parsed, TaskClient client)
    {
        var path = parsed.GetRequiredValue(file);
        using var ids = new IdSource(Host, path);
        if (ids.Count == 0)
        {
            throw new UsageException($"{path} holds no id.");
        }

        using var store = parsed.GetValue(journal) is { } at ? Open(at) : null;
        var runId = store is null ? null : parsed.GetValue(run) ?? Path.GetFileName(path);
        await RequireRunAsync(store, runId);
        await Confirmation.RequireAsync(Host, PlanRun.Question(ids.Count, client.Capabilities.ServiceName, client.Endpoint), switches.IsConfirmed(parsed));

        var batch = new BatchRun(Host, client, Rows(parsed))
        {
            ShowsAll = Format(parsed) != OutputFormat.Table,
            Total = ids.Count,
            Wait = switches.Wait(parsed),
            ResumeHint = store is null ? null : $"Go on with: taskcancel resume {path} --journal {parsed.GetValue(journal)}{(parsed.GetValue(run) is { } name ? $" --run {name}" : "")}",
        };
        return await batch.RunAsync(ids.ReadAsync().Select(id => new TaskTarget(id)), new BatchOptions { MaxConcurrency = parsed.GetValue(concurrency), Journal = store, RunId = runId });
    }

    private SqliteCancellationJournal Open(string path)
    {
        if (isResumed && !File.Exists(path))
        {
            throw new UsageException($"There is no journal {path}.");
        }

        try
        {
            return new SqliteCancellationJournal(new SqliteJournalOptions { Path = path, TimeProvider = Host.Clock });
        }
        catch (TypeInitializationException missing) when (missing.GetBaseException() is DllNotFoundException)
        {
            // The native program was copied without the file beside it.
            throw new RefusedException("--journal needs SQLite's library (libe_sqlite3), and it is not beside the program. Nothing was canceled.");
        }
    }

    // A misspelled name must neither begin a run anew nor go on with another one.
    private async Task RequireRunAsync(SqliteCancellationJournal? store, string? runId)
    {
        if (store is null)
        {
            return;
        }

        var runs = await store.ListRunsAsync(Host.Stop);
        var isKnown = runs.Any(one => one.Run.Id == runId);
        if (isResumed && !isKnown)
        {
            throw new UsageException($"The journal has no run '{runId}'. {(runs.Count == 0 ? "It has none." : $"It has {string.Join(", ", runs.Select(one => one.Run.Id))}.")}");
        }

        if (!isResumed && isKnown)
        {
            throw new UsageException($"The journal has a run '{runId}' already. Go on with it by 'taskcancel resume', or name another one with --run.");
        }
    }
}
