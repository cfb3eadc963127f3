using TaskCancellation.Http;
using TaskCancellation.Testing;

namespace TaskCancellation.Model.Tests.Services;

/// <summary>One service, as the model knows it: how to set scenes in its emulator, and how to read its records and its requests. In the tests' own words throughout.</summary>
internal abstract class ServiceModel
{
    internal abstract ServiceEmulator Emulator { get; }

    /// <summary>The service takes a cancel of tasks that it does not have.</summary>
    internal virtual bool TakesUnknown => false;

    /// <summary>A cancel that is taken is the end of the task.</summary>
    internal virtual bool CancelIsTheEnd => false;

    /// <summary>The reply to a cancel shows the task.</summary>
    internal virtual bool ReplyShowsTask => false;

    /// <summary>The service evaluates filters for a cancel.</summary>
    internal virtual bool CancelsByFilter => false;

    /// <summary>The reply to a cancel by filter names the tasks, and is the whole story.</summary>
    internal virtual bool ReplyNamesTasks => false;

    /// <summary>A refusal does not tell a task that has ended from one that never was.</summary>
    internal virtual bool RefusesVaguely => false;

    /// <summary>A read of one task that is refused for want of rights, where others were shown, says that the task is not to be seen.</summary>
    internal virtual bool HidesByDenial => false;

    /// <summary>What is not found may be hidden from the caller, so that a task which was there before need not have ended.</summary>
    internal virtual bool HidesTasks => false;

    /// <summary>The service counts what a cancel has canceled, which tells what became of a task that is no longer there.</summary>
    internal virtual bool CountsCancels => false;

    /// <summary>After how long the last of the tasks in a reply may have ended, by what they show; null when they do not show it.</summary>
    internal virtual TimeSpan? EndsAfter(string body) => null;

    /// <summary>The least time between two looks at one task.</summary>
    internal virtual TimeSpan LookInterval => TimeSpan.Zero;

    /// <summary>A well-formed id that no task has.</summary>
    internal abstract TaskId UnknownId { get; }

    /// <summary>The service refuses whoever this is.</summary>
    internal abstract EmulatedReply Denied { get; }

    /// <summary>The service finds the request wrong.</summary>
    internal abstract EmulatedReply Rejected { get; }

    /// <summary>Too many requests.</summary>
    internal abstract EmulatedReply Throttled { get; }

    internal abstract TaskClient CreateClient(HttpClient http, TimeProvider clock);

    /// <summary>Adds such a task; null when the service has none such.</summary>
    internal abstract TaskId? Add(SceneKind kind, bool other, TimeSpan time);

    /// <summary>The filter that picks a group.</summary>
    internal abstract TaskFilter FilterBy(bool other);

    /// <summary>Called before the records are looked at.</summary>
    internal virtual void Refresh()
    {
    }

    /// <summary>What the record says.</summary>
    internal abstract Mark ReadResult(TaskId id);

    /// <summary>Whether the service refuses to cancel such a task in that state.</summary>
    internal virtual bool Resists(SceneKind kind, Mark mark) => false;

    internal abstract void Finish(TaskId id);

    internal abstract void Fail(TaskId id);

    internal abstract void Remove(TaskId id);

    /// <summary>Has it canceled by someone else.</summary>
    internal abstract void CancelByOther(TaskId id);

    /// <summary>Calls back before and after the service looks at each cancel.</summary>
    internal abstract void OnCancel(Action before, Action after);

    internal abstract bool IsCancel(EmulatedRequest request);

    /// <summary>The request is not our client's.</summary>
    internal virtual bool IsOfOther(EmulatedRequest request) => false;

    /// <summary>The ids that a request names; null when it asks for whatever matches.</summary>
    internal abstract IReadOnlyCollection<string>? Names(EmulatedRequest request);

    /// <summary>Whether a read was turned away in a reply that is no error by its status.</summary>
    internal virtual bool IsTurnedAway(string body) => false;

    /// <summary>Where a reply speaks of a task; negative when it does not.</summary>
    internal virtual int PlaceIn(string body, TaskId id) => body.IndexOf(id.Value, StringComparison.OrdinalIgnoreCase);

    /// <summary>The settings that every schedule shares: a repetition without a delay of its own, since that one is drawn at random.</summary>
    protected static T Configure<T>(T options, TimeProvider clock)
        where T : TaskClientOptions
    {
        options.UseTimeProvider(clock);
        options.RetryDelay = TimeSpan.Zero;
        return options;
    }

    /// <summary>The values of a parameter of the query, which are separated by commas; null without it.</summary>
    protected static string[]? Values(EmulatedRequest request, string name)
    {
        foreach (var pair in request.RawQuery.Split('&'))
        {
            if (pair.StartsWith(name, StringComparison.Ordinal) && pair.Length > name.Length && pair[name.Length] == '=')
            {
                return Uri.UnescapeDataString(pair[(name.Length + 1)..]).Split(',');
            }
        }

        return null;
    }
}
