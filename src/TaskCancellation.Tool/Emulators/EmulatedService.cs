using TaskCancellation.Testing;
using TaskCancellation.Testing.CloudFoundry;
using TaskCancellation.Testing.Elasticsearch;
using TaskCancellation.Testing.Meilisearch;
using TaskCancellation.Testing.TopazImage;
using TaskCancellation.Testing.VeevaVault;

namespace TaskCancellation.Tool.Emulators;

/// <summary>A service that can be emulated, with some tasks to try commands on.</summary>
/// <param name="Name">The name of the service on the command line.</param>
/// <param name="Credential">The credential that the emulator accepts; null where it asks for none.</param>
/// <param name="Create">Makes the emulator.</param>
internal sealed record EmulatedService(string Name, string? Credential, Func<TimeProvider, Uri, bool, ServiceEmulator> Create)
{
    internal static IReadOnlyList<EmulatedService> All { get; } =
    [
        new("meilisearch", null, (clock, address, hasTasks) =>
        {
            var emulator = new MeilisearchEmulator(clock, address, seed: 1);
            return Fill(emulator, hasTasks, new() { RunDuration = null }, new() { RunDuration = null }, new() { IndexUid = "books", Kind = "settingsUpdate", RunDuration = null }, new() { State = "succeeded" });
        }),
        new("elasticsearch", null, (clock, address, hasTasks) =>
        {
            var emulator = new ElasticsearchEmulator(clock, address);
            return Fill(emulator, hasTasks, new() { Action = "indices:data/write/reindex", Description = "reindex from [a] to [b]" }, new() { Action = "indices:data/write/update/byquery" }, new() { Action = "indices:data/write/reindex", StoresResult = false });
        }),
        new("cloudfoundry", CloudFoundryEmulator.AdminToken, (clock, address, hasTasks) =>
        {
            var emulator = new CloudFoundryEmulator(clock, address) { UaaAddress = address, LoginAddress = address };
            return Fill(emulator, hasTasks, new() { Name = "migrate" }, new() { Name = "migrate", CancelEnding = CloudFoundryCancelEnding.CompletesAnyway }, new() { Name = "backup", State = "SUCCEEDED" });
        }),
        new("topazimage", TopazImageEmulator.ApiKey, (clock, address, hasTasks) =>
        {
            var emulator = new TopazImageEmulator(clock, new Uri(address, TopazImageEmulator.DefaultAddress.AbsolutePath));
            return Fill(emulator, hasTasks, new() { FileName = "portrait.png" }, new() { Category = "Upscale", State = "Pending" }, new() { State = "Completed" });
        }),
        new("veevavault", VeevaVaultEmulator.AdminSession, (clock, address, hasTasks) =>
        {
            var emulator = new VeevaVaultEmulator(clock, address) { LoginAddress = address };
            return Fill(emulator, hasTasks, new() { RunDuration = null }, new() { Title = "Weekly Report", State = "RUNNING" }, new() { State = "SCHEDULED" });
        }),
    ];

    private static TaskEmulator<TId, TTask, TRow, TUser> Fill<TId, TTask, TRow, TUser>(TaskEmulator<TId, TTask, TRow, TUser> emulator, bool hasTasks, params ReadOnlySpan<TTask> tasks)
        where TId : IParsable<TId>
        where TTask : class, new()
        where TRow : class
        where TUser : EmulatedUser
    {
        if (hasTasks)
        {
            foreach (var task in tasks)
            {
                emulator.Add(task);
            }
        }

        return emulator;
    }
}
