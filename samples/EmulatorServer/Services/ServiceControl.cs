using System.Globalization;
using System.Text.Json;
using EmulatorServer.Control;
using TaskCancellation.Testing;

namespace EmulatorServer.Services;

/// <summary>What the control endpoint can do with an emulator: everything that the base of the emulators offers, and its settings and actions by name.</summary>
/// <param name="emulator">The emulator.</param>
/// <param name="line">A row in the terms that all services share.</param>
/// <param name="cancel">The service's own cancel request for a task.</param>
/// <param name="usualUser">A user with all defaults, whose name and credential are ignored.</param>
internal sealed class ServiceControl<TId, TTask, TRow, TUser>(TaskEmulator<TId, TTask, TRow, TUser> emulator, Func<TRow, TaskLine> line, Func<TRow, AdminCancel<TUser>> cancel, TUser usualUser) : IServiceControl
    where TId : IParsable<TId>
    where TTask : class, new()
    where TRow : class
    where TUser : EmulatedUser
{
    public ServiceEmulator Emulator => emulator;

    public JsonElement Rows => ControlJson.Write(emulator.Rows);

    public IReadOnlyList<TaskLine> Lines => [.. emulator.Rows.Select(line)];

    public Type TaskType => typeof(TTask);

    public Type RowType => typeof(TRow);

    public Type UserType => typeof(TUser);

    public object UsualTask => new TTask();

    public object UsualUser => usualUser;

    public JsonElement ExampleTask => ControlJson.Write(new TTask());

    public IReadOnlyList<EmulatorAction> Actions => emulator.Actions;

    public IReadOnlyList<EmulatorSetting> Settings => emulator.Settings;

    public JsonElement Find(string id) => ControlJson.Write(Row(id));

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
            _ => throw new KeyNotFoundException($"There is nothing called {verb} that can be done with a task, but hold, release, finish, fail, remove, cancel."),
        };
        Found(act);
    }

    public async Task<CancelAnswer> CancelAsync(string id, CancellationToken cancellationToken)
    {
        var request = cancel(Row(id));
        if (request.Admin is { } admin)
        {
            emulator.AddUser(admin);
        }

        using var client = emulator.CreateClient();
        using var message = request.ToMessage(emulator.BaseAddress);
        using var answer = await client.SendAsync(message, cancellationToken);
        return new CancelAnswer($"{message.Method} {message.RequestUri!.PathAndQuery}", (int)answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    /// <summary>Sets under the emulator's lock, like everything that happens at an instant.</summary>
    public void Set(string name, string value)
    {
        var setting = Named(Settings, name, one => one.Name) ?? throw new ArgumentException(name.Equals("flavor", StringComparison.OrdinalIgnoreCase)
            ? "The service has no flavors: there is one product of that name."
            : $"There is no setting {name}, but {List(Settings.Select(one => one.Name))}.");
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

    private TRow Row(string id) => emulator.Find(Id(id)) ?? throw new KeyNotFoundException($"There is no task {id}.");

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
