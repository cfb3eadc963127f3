using System.Text.Json;
using TaskCancellation.Testing;

namespace EmulatorServer.Services;

/// <summary>What can be done with any emulator. What is not there is a <see cref="KeyNotFoundException"/>, what is wrong an <see cref="ArgumentException"/> or a <see cref="JsonException"/>, what cannot be now an <see cref="InvalidOperationException"/>.</summary>
internal interface IServiceControl : IDisposable
{
    ServiceEmulator Emulator { get; }

    /// <summary>Every task, as the emulator holds it.</summary>
    JsonElement Rows { get; }

    /// <summary>Every task in the terms that all services share, the oldest first.</summary>
    IReadOnlyList<TaskLine> Lines { get; }

    Type TaskType { get; }

    Type RowType { get; }

    Type UserType { get; }

    /// <summary>A task with all defaults.</summary>
    object UsualTask { get; }

    /// <summary>A user with all defaults.</summary>
    object UsualUser { get; }

    /// <summary>The default task as JSON.</summary>
    JsonElement ExampleTask { get; }

    IReadOnlyList<EmulatorSetting> Settings { get; }

    IReadOnlyList<EmulatorAction> Actions { get; }

    JsonElement Find(string id);

    /// <summary>Adds a task, written as the emulator's own record, and returns its id.</summary>
    string Add(JsonElement task);

    void AddUser(JsonElement user);

    void RemoveUser(string name);

    /// <summary>Holds, releases, finishes, fails or removes a task, now or at an instant of the server's clock.</summary>
    void Act(string verb, string id, string? reason, DateTimeOffset? at);

    /// <summary>Sends the service's own cancel request for a task, as an admin, and returns its answer, whatever that is.</summary>
    Task<CancelAnswer> CancelAsync(string id, CancellationToken cancellationToken);

    /// <summary>Sets the setting of that name; an unknown name is an <see cref="ArgumentException"/>, like an invalid value.</summary>
    void Set(string name, string value);

    /// <summary>Runs the action of that name.</summary>
    void Do(string name, IReadOnlyDictionary<string, string> values);
}
