namespace TaskCancellation.Model.Tests.Planted;

/// <summary>A client that is wrong on purpose: around the verbs, or between client and wire.</summary>
internal sealed record Plant(string Name)
{
    internal Func<TaskClient, TaskClient>? Client { get; init; }

    internal Func<HttpMessageHandler, ServiceModel, HttpMessageHandler>? Handler { get; init; }

    internal Func<Task<TaskSnapshot>, Task<TaskSnapshot>>? Run { get; init; }

    /// <summary>Services on which this is not wrong, or cannot come about.</summary>
    internal IReadOnlyList<ServiceKind> Harmless { get; init; } = [];

    /// <summary>Why nothing in a history can show it; null when it can.</summary>
    internal string? Unseen { get; init; }

    /// <summary>The service on which its history is flagged soonest; the first on which it is wrong when null.</summary>
    internal ServiceKind? Soonest { get; init; }

    internal bool Escapes(ServiceKind service) => Harmless.Contains(service);

    public override string ToString() => Name;
}
