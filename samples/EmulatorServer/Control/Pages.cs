using System.Text.Json;

namespace EmulatorServer.Control;

/// <summary>What <c>GET /</c> answers.</summary>
internal sealed record RootPage(IReadOnlyList<ServiceEntry> Services, ClockPage Clock, IReadOnlyDictionary<string, string> Can);

/// <summary>Where a service is.</summary>
internal sealed record ServiceEntry(string Name, Uri Address, string Control);

/// <summary>The clock.</summary>
internal sealed record ClockPage(DateTimeOffset Now, double Speed);

/// <summary>All that can be done with a service.</summary>
internal sealed record ServicePage(string Name, Uri Address)
{
    public required IReadOnlyList<SettingEntry> Settings { get; init; }

    public required IReadOnlyList<ActionEntry> Actions { get; init; }

    public required JsonElement ExampleTask { get; init; }

    public required IReadOnlyList<MemberDoc> TaskMembers { get; init; }

    public required IReadOnlyList<MemberDoc> UserMembers { get; init; }

    /// <summary>The members of the records within tasks and users, by the names of their types.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<MemberDoc>> OtherMembers { get; init; }

    public required IReadOnlyDictionary<string, string> Can { get; init; }
}

/// <summary>A setting and its value.</summary>
internal sealed record SettingEntry(string Name, string? Value, string Description);

/// <summary>An action and what it takes.</summary>
internal sealed record ActionEntry(string Name, IReadOnlyList<string> Parameters, string Description);

/// <summary>A request of a client.</summary>
internal sealed record RequestEntry(int Number, DateTimeOffset At, string Request, string? Body, int? Status, string? Fault);

/// <summary>The id of a task that was added.</summary>
internal sealed record AddedTask(string Id);

/// <summary>The name of a user who was added.</summary>
internal sealed record AddedUser(string Name);

/// <summary>Something was done.</summary>
internal sealed record DonePage(bool Done);

/// <summary>Why something was not done.</summary>
internal sealed record ErrorPage(string Error);
