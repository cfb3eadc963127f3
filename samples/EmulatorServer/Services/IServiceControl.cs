using System.Text.Json;
using TaskCancellation.Testing;

namespace EmulatorServer.Services;

/// <summary>What can be done with any emulator. What is not there is a <see cref="KeyNotFoundException"/>, what is wrong an <see cref="ArgumentException"/> or a <see cref="JsonException"/>, what cannot be now an <see cref="InvalidOperationException"/>.</summary>
internal interface IServiceControl : IDisposable
{
    ServiceEmulator Emulator { get; }

    /// <summary>Every task, as the emulator has it.</summary>
    object Rows { get; }

    Type TaskType { get; }

    Type RowType { get; }

    Type UserType { get; }

    /// <summary>A task with all that is usual.</summary>
    object ExampleTask { get; }

    IReadOnlyList<EmulatorSetting> Settings { get; }

    IReadOnlyList<EmulatorAction> Actions { get; }

    object Find(string id);

    /// <summary>Adds a task, written as the emulator's own record, and returns its id.</summary>
    string Add(JsonElement task);

    void AddUser(JsonElement user);

    void RemoveUser(string name);

    /// <summary>Holds, releases, finishes, fails or removes a task, now or at an instant of the server's clock.</summary>
    void Act(string verb, string id, string? reason, DateTimeOffset? at);

    void Set(string name, string value);

    void Do(string name, IReadOnlyDictionary<string, string> values);
}
