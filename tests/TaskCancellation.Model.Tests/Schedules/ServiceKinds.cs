namespace TaskCancellation.Model.Tests.Schedules;

/// <summary>The five services.</summary>
internal static class ServiceKinds
{
    private static readonly Dictionary<CancellationVerdict, string> NothingUnreachable = [];

    internal static ServiceKind Meilisearch { get; } = new(
        "Meilisearch",
        clock => new MeilisearchModel(clock),
        [
            (SceneKind.Running, 5), (SceneKind.Pending, 7), (SceneKind.RunsFor, 4), (SceneKind.FailsAfter, 2), (SceneKind.SlowToStop, 3), (SceneKind.Stuck, 3), (SceneKind.OutrunsCancel, 3),
            (SceneKind.Succeeded, 1), (SceneKind.Failed, 1), (SceneKind.Canceled, 2), (SceneKind.Unknown, 1), (SceneKind.Gone, 2),
        ],
        1,
        new Dictionary<CancellationVerdict, string>
        {
            [CancellationVerdict.NotCancelable] = "A cancel is taken whatever its tasks are, and no state of an unfinished task refuses one.",
            [CancellationVerdict.Ended] = "A task that is no longer found may be hidden from the caller: what was known of it stays.",
        });

    internal static ServiceKind Elasticsearch { get; } = new(
        "Elasticsearch",
        clock => new ElasticsearchModel(clock),
        [
            (SceneKind.Running, 5), (SceneKind.RunsFor, 4), (SceneKind.FailsAfter, 2), (SceneKind.SlowToStop, 4), (SceneKind.Stuck, 3), (SceneKind.OutrunsCancel, 3), (SceneKind.Fixed, 2),
            (SceneKind.Canceling, 2), (SceneKind.Succeeded, 1), (SceneKind.Failed, 1), (SceneKind.Canceled, 2), (SceneKind.Unrecorded, 2), (SceneKind.Gone, 2),
        ],
        1,
        NothingUnreachable);

    internal static ServiceKind CloudFoundry { get; } = new(
        "Cloud Foundry",
        clock => new CloudFoundryModel(clock),
        [
            (SceneKind.Running, 5), (SceneKind.Pending, 3), (SceneKind.RunsFor, 4), (SceneKind.FailsAfter, 2), (SceneKind.SlowToStop, 4), (SceneKind.Stuck, 3), (SceneKind.OutrunsCancel, 3),
            (SceneKind.Canceling, 2), (SceneKind.Succeeded, 1), (SceneKind.Failed, 1), (SceneKind.Canceled, 2), (SceneKind.Unrecorded, 2), (SceneKind.Unknown, 1), (SceneKind.Gone, 2),
        ],
        3,
        new Dictionary<CancellationVerdict, string>
        {
            [CancellationVerdict.NotCancelable] = "A cancel is taken of every task that has not ended.",
        });

    internal static ServiceKind TopazImage { get; } = new(
        "Topaz",
        clock => new TopazImageModel(clock),
        [
            (SceneKind.Running, 6), (SceneKind.Pending, 4), (SceneKind.RunsFor, 4), (SceneKind.FailsAfter, 2), (SceneKind.Fixed, 3),
            (SceneKind.Succeeded, 1), (SceneKind.Failed, 1), (SceneKind.Canceled, 2), (SceneKind.Unknown, 1), (SceneKind.Gone, 2),
        ],
        10,
        new Dictionary<CancellationVerdict, string>
        {
            [CancellationVerdict.Accepted] = "A cancel that is taken has taken effect: it is Canceled at once.",
            [CancellationVerdict.StillRunning] = "Nothing is left to wait for after a cancel that was taken.",
        });

    internal static ServiceKind VeevaVault { get; } = new(
        "Vault",
        clock => new VeevaVaultModel(clock),
        [
            (SceneKind.Running, 6), (SceneKind.Pending, 3), (SceneKind.RunsFor, 4), (SceneKind.FailsAfter, 2), (SceneKind.SlowToStop, 4), (SceneKind.Stuck, 3), (SceneKind.Fixed, 2),
            (SceneKind.Canceling, 2), (SceneKind.Succeeded, 1), (SceneKind.Failed, 1), (SceneKind.Canceled, 2), (SceneKind.Unknown, 1), (SceneKind.Gone, 2),
        ],
        10,
        new Dictionary<CancellationVerdict, string>
        {
            [CancellationVerdict.Ended] = "A job that is no longer found may be hidden from the caller: what was known of it stays.",
        });

    internal static IReadOnlyList<ServiceKind> All { get; } = [Meilisearch, Elasticsearch, CloudFoundry, TopazImage, VeevaVault];
}
