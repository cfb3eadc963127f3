using System.Globalization;
using TaskCancellation.Meilisearch;
using TaskCancellation.Testing;
using TaskCancellation.Testing.Meilisearch;

namespace TaskCancellation.Tests.Meilisearch.Client;

/// <summary>A client on an emulator, both on one clock that starts at 2026-01-01T00:00:00Z and that only the test moves.</summary>
public abstract class ClientTest
{
    private readonly List<IDisposable> owned = [];

    protected VirtualClock Clock { get; private set; } = null!;

    protected MeilisearchEmulator Server { get; private set; } = null!;

    protected MeilisearchTaskClient Client { get; private set; } = null!;

    /// <summary>The requests that reached the server, as method and target.</summary>
    protected IReadOnlyList<string> Sent => [.. Server.Requests.Select(line => line.Request.ToString())];

    protected IReadOnlyList<string> Posts => [.. Sent.Where(line => line.StartsWith("POST", StringComparison.Ordinal))];

    [SetUp]
    public void Begin()
    {
        Clock = TestClock.Create();
        Server = new MeilisearchEmulator(Clock);
        Client = NewClient();
    }

    [TearDown]
    public void End()
    {
        owned.Reverse();
        owned.ForEach(one => one.Dispose());
        owned.Clear();
        Client.Dispose();
        Server.Dispose();
    }

    protected MeilisearchTaskClient NewClient(MeilisearchCredential? credential = null, Action<MeilisearchTaskClientOptions>? configure = null)
    {
        var options = new MeilisearchTaskClientOptions { Credential = credential ?? MeilisearchCredential.None };
        options.UseTimeProvider(Clock);
        configure?.Invoke(options);
        var http = Server.CreateClient();
        owned.Add(http);
        var client = new MeilisearchTaskClient(http, options);
        owned.Add(client);
        return client;
    }

    /// <summary>A client with that key, which may do these things, on these indexes or on all.</summary>
    protected MeilisearchTaskClient NewClient(string key, string[] actions, params string[] indexes)
    {
        Server.MasterKey ??= "master-key-of-the-server";
        Server.AddUser(new MeilisearchUser { Name = key, ApiKey = key, Actions = actions, Indexes = indexes.Length == 0 ? ["*"] : indexes });
        return NewClient(MeilisearchCredential.ApiKey(key));
    }

    /// <summary>Lets time pass until it is done, off the runner's synchronization context, so that all that is due at an instant happens before the clock moves on.</summary>
    protected async Task<T> Run<T>(Task<T> task)
    {
        await Task.Run(() => Clock.AdvanceUntilCompletedAsync(task));
        return await task;
    }

    protected async Task<IReadOnlyList<TaskSnapshot>> List(TaskFilter filter, ReadOptions? options = null, MeilisearchTaskClient? client = null) =>
        await Run((client ?? Client).ListAsync(filter, options).ToListAsync().AsTask());

    protected async Task<IReadOnlyList<long>> Uids(TaskFilter filter, ReadOptions? options = null, MeilisearchTaskClient? client = null) =>
        [.. (await List(filter, options, client)).Select(task => Number(task.Id))];

    /// <summary>Cancels and waits to the end.</summary>
    protected async Task<CancellationReport> Cancel(TaskFilter filter, CancelSelection selection = CancelSelection.Auto, MeilisearchTaskClient? client = null)
    {
        var operation = await Run((client ?? Client).CancelAsync(filter, new CancelOptions { Selection = selection }));
        return await Run(operation.WaitForCompletionAsync());
    }

    protected async Task<TaskRequestException> Refusal<T>(Task<T> task)
    {
        try
        {
            await Run(task);
        }
        catch (TaskRequestException error)
        {
            return error;
        }

        throw new AssertionException("The request was to be refused.");
    }

    /// <summary>A waiting task that runs for a second when its turn comes.</summary>
    protected long Add(string index = "movies", string kind = "documentAdditionOrUpdate", string status = "enqueued") =>
        Server.Add(new() { IndexUid = index, Kind = kind, State = status });

    /// <summary>A task that ends only when it is told to.</summary>
    protected long AddOpen(string index = "movies", string kind = "documentAdditionOrUpdate", string status = "enqueued") =>
        Server.Add(new() { IndexUid = index, Kind = kind, State = status, RunDuration = null });

    protected string Status(long uid) => Server.Rows.Single(row => row.Id == uid).State;

    protected void Pass(int milliseconds) => Clock.Advance(TimeSpan.FromMilliseconds(milliseconds));

    protected static long Number(TaskId id) => long.Parse(id.Value, CultureInfo.InvariantCulture);

    /// <summary>The verdicts of a report: "3 Canceled, 1 CompletedFirst" becomes "3:Canceled 1:CompletedFirst" by task.</summary>
    protected static string Verdicts(CancellationReport report) => string.Join(' ', report.Outcomes.Select(one => $"{one.Target.Id}:{one.Verdict}"));

    protected static string Fixture(string name) =>
        File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "Meilisearch", "Fixtures", name));
}
