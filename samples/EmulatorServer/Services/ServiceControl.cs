using System.Globalization;
using System.Text.Json;
using EmulatorServer.Control;
using TaskCancellation.Testing;

namespace EmulatorServer.Services;

/// <summary>What the control endpoint can do with an emulator: everything that the base of the emulators offers, and its settings and actions by name.</summary>
internal sealed class ServiceControl<TId, TTask, TRow, TUser>(TaskEmulator<TId, TTask, TRow, TUser> emulator) : IServiceControl
    where TId : IParsable<TId>
    where TTask : class, new()
    where TRow : class
    where TUser : EmulatedUser
{
    public ServiceEmulator Emulator => emulator;

    public object Rows => emulator.Rows;

    public Type TaskType => typeof(TTask);

    public Type RowType => typeof(TRow);

    public Type UserType => typeof(TUser);

    public object ExampleTask => new TTask();

    public IReadOnlyList<EmulatorAction> Actions => emulator.Actions;

    /// <summary>Its own, and those that every emulator has.</summary>
    public IReadOnlyList<EmulatorSetting> Settings
    {
        get
        {
            var own = emulator.Settings;
            IEnumerable<EmulatorSetting> shared =
            [
                EmulatorSetting.Of("skew", "How far the server's clock is ahead of the others'; negative when behind.", () => emulator.Skew, value => emulator.Skew = value),
                EmulatorSetting.Of("scrambleInferred", "Whether texts that the real service is only presumed to send are turned into nonsense.", () => emulator.ScrambleInferred, value => emulator.ScrambleInferred = value),
            ];
            return [.. own, .. shared.Where(one => own.All(other => other.Name != one.Name))];
        }
    }

    public object Find(string id) => emulator.Find(Id(id)) ?? throw new KeyNotFoundException($"There is no task {id}.");

    public string Add(JsonElement task) => string.Create(CultureInfo.InvariantCulture, $"{emulator.Add(ControlJson.Read<TTask>(task))}");

    public void AddUser(JsonElement user) => emulator.AddUser(ControlJson.Read<TUser>(user));

    public void RemoveUser(string name) => Found(() => emulator.RemoveUser(name));

    public void Act(string verb, string id, string? reason, DateTimeOffset? at)
    {
        var task = Id(id);
        Action act = verb switch
        {
            "hold" => () => emulator.Hold(task, at),
            "release" => () => emulator.Release(task, at),
            "finish" => () => emulator.Finish(task, at),
            "fail" => () => emulator.Fail(task, reason, at),
            "remove" => () => emulator.Remove(task, at),
            _ => throw new KeyNotFoundException($"There is nothing called {verb} that can be done with a task, but hold, release, finish, fail and remove."),
        };
        Found(act);
    }

    /// <summary>Under the emulator's lock, as all that it does at an instant.</summary>
    public void Set(string name, string value) => emulator.After(TimeSpan.Zero, () => Named(Settings, name, one => one.Name, "setting").Set(value));

    public void Do(string name, IReadOnlyDictionary<string, string> values)
    {
        var action = Named(Actions, name, one => one.Name, "action");
        if (values.Keys.FirstOrDefault(key => !action.Parameters.Contains(key)) is { } unknown)
        {
            throw new ArgumentException($"{name} takes no {unknown}, but {(action.Parameters.Count == 0 ? "nothing" : string.Join(", ", action.Parameters))}.");
        }

        try
        {
            emulator.After(TimeSpan.Zero, () => action.Act(values));
        }
        catch (KeyNotFoundException missing)
        {
            throw new ArgumentException($"{name}: something is missing. {action.Description} ({missing.Message})", missing);
        }
    }

    public void Dispose() => emulator.Dispose();

    private static TId Id(string text) => TId.TryParse(text, CultureInfo.InvariantCulture, out var id)
        ? id
        : throw new ArgumentException($"{text} is no id of a task here.");

    private static T Named<T>(IReadOnlyList<T> all, string name, Func<T, string> nameOf, string what) =>
        all.FirstOrDefault(one => nameOf(one).Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new KeyNotFoundException($"There is no {what} {name}, but {(all.Count == 0 ? "none at all" : string.Join(", ", all.Select(nameOf)))}.");

    /// <summary>What the emulator does not know is not there.</summary>
    private static void Found(Action act)
    {
        try
        {
            act();
        }
        catch (ArgumentException unknown)
        {
            throw new KeyNotFoundException(unknown.Message, unknown);
        }
    }
}
