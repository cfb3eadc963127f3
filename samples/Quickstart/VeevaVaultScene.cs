using System.Globalization;
using TaskCancellation;
using TaskCancellation.Testing.VeevaVault;
using TaskCancellation.VeevaVault;

namespace Quickstart;

/// <summary>A job that was scheduled too often, while others must run.</summary>
internal sealed class VeevaVaultScene : Scene
{
    private readonly VeevaVaultEmulator emulator;
    private readonly VeevaVaultTaskClient client;

    internal VeevaVaultScene(TimeProvider clock)
    {
        emulator = new VeevaVaultEmulator(clock);
        Add("succeeded earlier", emulator.Add(new() { Title = "Weekly Report", State = "SUCCESS" }));
        Add("cancelled earlier", emulator.Add(new() { Title = "Weekly Report", State = "CANCELLED" }));
        Add("an unknown job id", 999_999);
        Add("running, which Vault does not cancel", emulator.Add(new() { Title = "Weekly Report", State = "RUNNING" }));
        Add("finishes as the cancel lands", emulator.Add(new() { Title = "Weekly Report" }), Part.Racer);
        Add("nightly sync, queued", emulator.Add(new()), Part.ByFilter);
        Add("nightly sync, scheduled", emulator.Add(new() { State = "SCHEDULED" }), Part.ByFilter);

        var options = new VeevaVaultTaskClientOptions { SessionId = VeevaVaultEmulator.AdminSession };
        options.UseTimeProvider(clock);
        client = new VeevaVaultTaskClient(emulator.CreateClient(), options);
    }

    internal override TaskClient Client => client;

    internal override TaskFilter Filter => new() { Names = ["Nightly Sync"] };

    internal static TaskClient Connect(Uri endpoint) => new VeevaVaultTaskClient(new VeevaVaultTaskClientOptions
    {
        Endpoint = endpoint,
        SessionId = Environment.GetEnvironmentVariable("VAULT_SESSION_ID"),
    });

    internal override string? Record(TaskId id) => emulator.Find(Number(id))?.State;

    internal override bool Agrees(CancellationVerdict verdict, string? record) => verdict switch
    {
        CancellationVerdict.Canceled or CancellationVerdict.AlreadyCanceled => record == "CANCELLED",
        CancellationVerdict.CompletedFirst => record is "SUCCESS" or "ERRORS_ENCOUNTERED",
        CancellationVerdict.NotCancelable => record == "RUNNING",
        CancellationVerdict.NotFound => record is null,
        _ => false,
    };

    internal override void FinishAsTheCancelLands(TaskId id) => emulator.BeforeCancel = _ =>
    {
        emulator.BeforeCancel = null;
        emulator.Finish(Number(id));
    };

    public override void Dispose()
    {
        client.Dispose();
        emulator.Dispose();
    }

    private static long Number(TaskId id) => long.Parse(id.Value, CultureInfo.InvariantCulture);
}
