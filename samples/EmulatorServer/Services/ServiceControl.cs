using System.Globalization;
using System.Text.Json;
using EmulatorServer.Control;
using TaskCancellation.Testing;

namespace EmulatorServer.Services;

/// <summary>What the control endpoint can do with an emulator: everything that the base of the emulators offers, and its settings and actions by name.</summary>
/// <param name="emulator">The emulator.</param>
/// <param name="usualUser">A user with all defaults, whose name and credential are ignored.</param>
internal sealed class ServiceControl<TId, TTask, TRow, TUser>(TaskEmulator<TId, TTask, TRow, TUser> emulator, TUser usualUser) : IServiceControl
    where TId : IParsable<TId>
    where TTask : class, new()
    where TRow : class
    where TUser : EmulatedUser
{
    public ServiceEmulator Emulator => emulator;

    public JsonElement Rows => ControlJson.Write(emulator.Rows);

    public Type TaskType => typeof(TTask);

    public Type RowType => typeof(TRow);

    public Type UserType => typeof(TUser);

    public object UsualTask => new TTask();

    public object UsualUser => usualUser;

    public JsonElement ExampleTask => ControlJson.Write(new TTask());

    public IReadOnlyList<EmulatorAction> Actions => emulator.Actions;

    public IReadOnlyList<EmulatorSetting> Settings => emulator.Settings;

    public JsonElement Find(string id) => emulator.Find(Id(id)) is { } row ? ControlJson.Write(row) : throw new KeyNotFoundException($"There is no task {id}.");

    public string Add(JsonElement task) => string.Create(CultureInfo.InvariantCulture, $"{emulator.Add(ControlJson.Read(task, new TTask()))}");

    public void AddUser(JsonElement user) => emulator.AddUser(ControlJson.Read(user, usualUser));

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
            _ => throw new KeyNotFoundException($"There is nothing called {verb} that can be done with a task, but hold, release, finish, fail, remove."),
        };
        Found(act);
    }

    /// <summary>Sets under the emulator's lock, like everything that happens at an instant.</summary>
    public void Set(string name, string value)
    {
        var setting = Named(Settings, name, one => one.Name) ?? throw new ArgumentException($"There is no setting {name}, but {List(Settings.Select(one => one.Name))}.");
        emulator.After(TimeSpan.Zero, () => setting.Set(value));
    }

    public void Do(string name, IReadOnlyDictionary<string, string> values)
    {
        var action = Named(Actions, name, one => one.Name) ?? throw new KeyNotFoundException($"There is no action {name}, but {List(Actions.Select(one => one.Name))}.");
        if (values.Keys.FirstOrDefault(key => !action.Parameters.Contains(key)) is { } unknown)
        {
            throw new ArgumentException($"{action.Name} takes no {unknown}, but {List(action.Parameters)}.");
        }

        try
        {
            emulator.After(TimeSpan.Zero, () => action.Act(values));
        }
        catch (KeyNotFoundException missing)
        {
            throw new ArgumentException($"{action.Name}: something is missing. {action.Description}", missing);
        }
        catch (Exception wrong) when (wrong is FormatException or OverflowException or ArgumentException)
        {
            throw new ArgumentException($"{action.Name}: {wrong.Message} {action.Description}", wrong);
        }
    }

    public void Dispose() => emulator.Dispose();

    private static TId Id(string text) => TId.TryParse(text, CultureInfo.InvariantCulture, out var id)
        ? id
        : throw new KeyNotFoundException($"There is no task {text}.");

    private static T? Named<T>(IReadOnlyList<T> all, string name, Func<T, string> nameOf)
        where T : class =>
        all.FirstOrDefault(one => nameOf(one).Equals(name, StringComparison.OrdinalIgnoreCase));

    private static string List(IEnumerable<string> names) => string.Join(", ", names.DefaultIfEmpty("nothing"));

    /// <summary>An id or name that the emulator does not know is not found.</summary>
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
