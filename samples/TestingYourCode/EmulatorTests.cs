using Microsoft.Extensions.DependencyInjection;
using TaskCancellation.Testing;
using TaskCancellation.Testing.Meilisearch;

namespace TestingYourCode;

/// <summary>Your class, your registration, and the real client on an emulator of the service: races and failures on demand, and hours that take no real time.</summary>
public sealed class EmulatorTests
{
    private const string Key = "the-key-of-the-cleanup";
    private static readonly TimeSpan Stale = TimeSpan.FromHours(1);

    private VirtualClock clock = null!;
    private MeilisearchEmulator meilisearch = null!;
    private ServiceProvider services = null!;

    [SetUp]
    public void SetUp()
    {
        // Time stands still until the test moves it.
        clock = new VirtualClock();
        meilisearch = new MeilisearchEmulator(clock) { MasterKey = "the-master-key-of-the-server" };
        meilisearch.AddUser(new() { Name = "worker", ApiKey = Key, Actions = ["tasks.get", "tasks.cancel"] });

        var collection = new ServiceCollection();
        collection.AddSingleton<TimeProvider>(clock); // the client takes its clock from here too
        collection.AddIndexCleanup(meilisearch.BaseAddress, Key).ConfigurePrimaryHttpMessageHandler(() => meilisearch);
        services = collection.BuildServiceProvider();
    }

    [TearDown]
    public void TearDown()
    {
        services.Dispose();
        meilisearch.Dispose();
    }

    [Test]
    public async Task Stale_tasks_of_the_index_are_canceled_and_nothing_else()
    {
        var stale = Add("movies", TimeSpan.FromHours(2));
        var fresh = Add("movies", TimeSpan.FromMinutes(10));
        var other = Add("books", TimeSpan.FromHours(2));

        var result = await RunAsync();

        // The emulator's rows are the truth; the report must agree with them.
        Assert.That(StatusOf(stale), Is.EqualTo("canceled"));
        Assert.That(new[] { StatusOf(fresh), StatusOf(other) }, Is.All.AnyOf("enqueued", "processing"));
        Assert.That((result.Canceled, result.EndedByThemselves, result.LookAt.Count), Is.EqualTo((1, 0, 0)));
    }

    [Test]
    public async Task A_reply_that_is_lost_changes_nothing_in_what_is_said()
    {
        var stale = Add("movies", TimeSpan.FromHours(2));
        meilisearch.Faults.On("POST", "/tasks/cancel").Times(1).ResetAfterActing();

        var result = await RunAsync();

        Assert.That(StatusOf(stale), Is.EqualTo("canceled"));
        Assert.That(result.Canceled, Is.EqualTo(1));
        Assert.That(meilisearch.Requests.Count(line => line.Request.Path == "/tasks/cancel"), Is.EqualTo(2), "a cancel by ids may be sent again: that does no harm");
    }

    [Test]
    public async Task A_task_that_finishes_as_the_cancel_lands_is_not_counted_as_canceled()
    {
        var stale = Add("movies", TimeSpan.FromHours(2));
        meilisearch.BeforeCancel = _ => meilisearch.Finish(stale);

        var result = await RunAsync();

        Assert.That(StatusOf(stale), Is.EqualTo("succeeded"));
        Assert.That((result.Canceled, result.EndedByThemselves), Is.EqualTo((0, 1)));
    }

    [Test]
    public async Task A_task_that_does_not_stop_is_to_be_looked_at()
    {
        var stuck = meilisearch.Add(new() { State = "processing", EnqueuedAt = clock.GetUtcNow().AddHours(-2), RunDuration = null, CancelEnding = MeilisearchCancelEnding.CompletesAnyway });

        var result = await RunAsync();

        Assert.That(result.LookAt.Select(id => id.Value), Is.EqualTo(new[] { $"{stuck}" }));
        Assert.That(clock.GetUtcNow() - VirtualClock.DefaultStart, Is.GreaterThanOrEqualTo(TimeSpan.FromMinutes(1)), "it waited for a minute of the clock");
    }

    // Advances the clock from timer to timer until the call completes.
    private Task<IndexCleanupResult> RunAsync() =>
        clock.RunAsync(() => services.GetRequiredService<IndexCleanup>().RunAsync("movies", Stale));

    private long Add(string index, TimeSpan age) =>
        meilisearch.Add(new() { IndexUid = index, EnqueuedAt = clock.GetUtcNow() - age, RunDuration = null });

    private string StatusOf(long uid) => meilisearch.Rows.Single(row => row.Id == uid).State;
}
