using TaskCancellation;
using TaskCancellation.CloudFoundry;
using TaskCancellation.Testing.CloudFoundry;

namespace Quickstart;

/// <summary>An app whose migration tasks must stop, while its other tasks go on.</summary>
internal sealed class CloudFoundryScene : Scene
{
    private readonly CloudFoundryEmulator emulator;
    private readonly CloudFoundryTaskClient client;

    internal CloudFoundryScene(TimeProvider clock)
    {
        emulator = new CloudFoundryEmulator(clock);
        Add("succeeded earlier", emulator.Add(new() { Name = "backup", State = "SUCCEEDED" }));
        Add("cancelled earlier", emulator.Add(new() { Name = "backup", State = "FAILED", Failure = "task was cancelled" }));
        Add("an unknown GUID", Guid.Empty);
        Add("finishes as the cancel lands", emulator.Add(new() { Name = "report" }), Part.Racer);
        Add("migration, running", emulator.Add(new() { Name = "migrate" }), Part.ByFilter);
        Add("migration, pending", emulator.Add(new() { Name = "migrate", State = "PENDING", StartDelay = TimeSpan.FromHours(1) }), Part.ByFilter);
        Add("migration that exits 0 all the same", emulator.Add(new() { Name = "migrate", CancelEnding = CloudFoundryCancelEnding.CompletesAnyway }), Part.ByFilter);

        var options = new CloudFoundryTaskClientOptions { Credential = CloudFoundryCredential.AccessToken(CloudFoundryEmulator.AdminToken) };
        options.UseTimeProvider(clock);
        client = new CloudFoundryTaskClient(emulator.CreateClient(), options);
    }

    internal override TaskClient Client => client;

    internal override TaskFilter Filter => new() { Scopes = [emulator.DefaultAppId], Names = ["migrate"] };

    internal static TaskClient Connect(Uri endpoint) => new CloudFoundryTaskClient(new CloudFoundryTaskClientOptions
    {
        Endpoint = endpoint,
        Credential = Environment.GetEnvironmentVariable("CF_ACCESS_TOKEN") is { Length: > 0 } token ? CloudFoundryCredential.AccessToken(token) : CloudFoundryCredential.CliConfig(),
    });

    internal override string? Record(TaskId id) => emulator.Find(id.Value) is { } row
        ? row.Failure is null ? row.State : $"{row.State}: {row.Failure}"
        : null;

    internal override bool Agrees(CancellationVerdict verdict, string? record) => verdict switch
    {
        CancellationVerdict.Canceled or CancellationVerdict.AlreadyCanceled => record == "FAILED: task was cancelled",
        CancellationVerdict.CompletedFirst => record == "SUCCEEDED",
        CancellationVerdict.NotFound => record is null,
        _ => false,
    };

    internal override void FinishAsTheCancelLands(TaskId id) => emulator.BeforeCancel = _ =>
    {
        emulator.BeforeCancel = null;
        emulator.Finish(id.Value);
    };

    public override void Dispose()
    {
        client.Dispose();
        emulator.Dispose();
    }
}
