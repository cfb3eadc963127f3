namespace TaskCancellation.Core.Tests.Scenes;

/// <summary>One call against a scripted service.</summary>
/// <param name="Name">What the service does, or what is asked.</param>
/// <param name="Arrange">Scripts the service.</param>
/// <param name="Act">The call.</param>
internal sealed record Scene(string Name, Action<ScriptedTaskClient> Arrange, Func<ScriptedTaskClient, Task<object?>> Act)
{
    public override string ToString() => Name;

    /// <summary>Plays it on virtual time. Returns what was asked of the service, when, and everything that the call says.</summary>
    internal async Task<string> PlayAsync()
    {
        var clock = TestClock.Create();
        using var client = new ScriptedTaskClient(clock) { Address = new Uri("https://scripted.test/") };
        Arrange(client);
        var said = await clock.RunAsync(async () =>
        {
            try
            {
                return await Act(client);
            }
            catch (Exception thrown)
            {
                return thrown;
            }
        });
        List<string> lines =
        [
            .. client.Lists.Select(list => $"list {Whole.Of(list.Filter.Filter)} at {list.At:c}"),
            .. client.Reads.Select(read => $"read {read.Id} at {read.At:c}"),
            .. client.Cancels.Select(cancel => $"cancel {AskedOf(cancel)}"),
            .. client.Reconciles.Select(lost => $"look for {AskedOf(lost)}"),
        ];
        foreach (var part in said as IReadOnlyList<(string Name, object? Value)> ?? [("says", said)])
        {
            lines.Add($"{part.Name} {Whole.Of(part.Value)}");
        }

        return string.Join('\n', lines);
    }

    /// <summary>Cancels, waits, and tells both; the end only where it adds something.</summary>
    internal static async Task<object?> CancelAndWait(Task<CancellationOperation> cancel, WaitOptions? wait = null)
    {
        var operation = await cancel;
        var ended = await operation.WaitForCompletionAsync(wait ?? Scripted.Exactly);
        var said = new List<(string, object?)> { ("accepts", operation.Accepted), ("in words", operation.Accepted.ToString()) };
        if (operation.State.Replies.Count > 0 || operation.State.Lost is not null)
        {
            said.Add(("keeps", operation.State));
        }

        if (ended != operation.Accepted)
        {
            said.AddRange([("ends", ended), ("in words", ended.ToString())]);
        }

        return said;
    }

    private static string AskedOf(CancelRequest request) => request.Filter is { } filter ? $"by {Whole.Of(filter.Filter)}" : string.Join(", ", request.Targets.Select(target => Whole.Of(target)));
}
