namespace TaskCancellation.Testing.Meilisearch;

/// <summary>The parts of the server that routes work on.</summary>
internal sealed record Backend(MeilisearchEmulator Settings, TaskStore Store, World World, KeyTable Keys, Scheduler Scheduler)
{
    internal ServerVersion Version => Settings.WireVersion;

    internal Nanos Now => Scheduler.Stamp();
}
