using TaskCancellation;
using TaskCancellation.Testing.TopazImage;
using TaskCancellation.TopazImage;

namespace Quickstart;

/// <summary>A batch of upscales that was started with the wrong model.</summary>
internal sealed class TopazImageScene : Scene
{
    private readonly TopazImageEmulator emulator;
    private readonly TopazImageTaskClient client;

    internal TopazImageScene(TimeProvider clock)
    {
        emulator = new TopazImageEmulator(clock);
        Add("completed earlier", emulator.Add(new() { State = "Completed" }));
        Add("cancelled earlier", emulator.Add(new() { State = "Cancelled" }));
        Add("an unknown process id", Guid.Empty);
        Add("finishes as the cancel lands", emulator.Add(new() { FileName = "portrait.png" }), Part.Racer);
        Add("upscale, processing", emulator.Add(new() { Category = "Upscale" }), Part.ByFilter);
        Add("upscale, pending", emulator.Add(new() { Category = "Upscale", State = "Pending" }), Part.ByFilter);

        var options = new TopazImageTaskClientOptions { ApiKey = TopazImageEmulator.ApiKey };
        options.UseTimeProvider(clock);
        client = new TopazImageTaskClient(emulator.CreateClient(), options);
    }

    internal override TaskClient Client => client;

    internal override TaskFilter Filter => new() { Kinds = ["Upscale"] };

    internal static TaskClient Connect(Uri endpoint) => new TopazImageTaskClient(new TopazImageTaskClientOptions
    {
        Endpoint = endpoint,
        ApiKey = Environment.GetEnvironmentVariable("TOPAZ_API_KEY"),
    });

    internal override string? Record(TaskId id) => emulator.Find(id.Value)?.State;

    internal override bool Agrees(CancellationVerdict verdict, string? record) => verdict switch
    {
        CancellationVerdict.Canceled or CancellationVerdict.AlreadyCanceled => record == "Cancelled",
        CancellationVerdict.CompletedFirst => record is "Completed" or "Failed",
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
