using System.Reflection;

namespace TaskCancellation.Tests.Safety;

/// <summary>Values that say nothing, for a field of any type. A field of a type that is not listed fails, so that none is forgotten.</summary>
internal static class Degenerate
{
    private static readonly (string Name, string Text)[] Texts =
        [("empty", ""), ("blank", " "), ("tab and newline", "\t\n"), ("no-break space", "\u00A0"), ("star", "*"), ("two stars", "**"), ("stars apart", "* *"), ("star in blanks", " * ")];

    private static readonly (string Name, TimeRange Range)[] AllTime =
    [
        ("from an instant not set", TimeRange.AtOrAfter(default(DateTimeOffset))),
        ("after an instant not set", TimeRange.After(default(DateTimeOffset))),
        ("until for ever", TimeRange.AtOrBefore(DateTimeOffset.MaxValue)),
        ("before the last instant", TimeRange.Before(DateTimeOffset.MaxValue)),
        ("from the first to the last", TimeRange.AtOrAfter(DateTimeOffset.MinValue).And(TimeRange.AtOrBefore(DateTimeOffset.MaxValue))),
        ("not set, in another zone", TimeRange.AtOrAfter(new DateTimeOffset(DateTime.MinValue, TimeSpan.FromHours(-11)))),
    ];

    /// <summary>Fields without a value that says nothing: a condition is code.</summary>
    private static readonly string[] Exempt = [nameof(TaskFilter.Where)];

    internal static IEnumerable<PropertyInfo> FieldsOf(Type filter) =>
        filter.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(field => field.CanWrite && !Exempt.Contains(field.Name));

    internal static IEnumerable<(string Name, object Value)> ValuesOf(PropertyInfo field, TaskLifecycle lifecycle)
    {
        var type = Nullable.GetUnderlyingType(field.PropertyType) ?? field.PropertyType;
        return type == typeof(IReadOnlyList<string>) ? [.. Lists<string>([null!, .. Texts.Select(one => one.Text)], ["null", .. Texts.Select(one => one.Name)], "a")]
            : type == typeof(IReadOnlyList<TaskId>) ? [.. Lists<TaskId>([default, .. Texts.Select(one => (TaskId)one.Text)], ["default", .. Texts.Select(one => one.Name)], "1")]
            : type == typeof(IReadOnlyList<TaskState>) ? [.. States(lifecycle)]
            : type == typeof(IReadOnlyList<long>) ? [("an empty list", Array.Empty<long>())]
            : type == typeof(string) ? [.. Texts.Select(one => (one.Name, (object)one.Text))]
            : type == typeof(TaskId) ? [("default", default(TaskId)), .. Texts.Select(one => (one.Name, (object)(TaskId)one.Text)), ("unset", (TaskId)"unset"), ("minus one", (TaskId)"node:-1")]
            : type == typeof(TimeRange) ? [.. AllTime.Select(one => (one.Name, (object)one.Range))]
            : throw new AssertionException($"Say which values of {field.PropertyType} say nothing: {field.DeclaringType!.Name}.{field.Name} has it.");
    }

    /// <summary>What stands for everything in one service's own words.</summary>
    internal static IEnumerable<(string Field, string Name, object Value)> OwnOf(string service, TaskLifecycle lifecycle) => service switch
    {
        "Elasticsearch" => new[] { "_all", "*:*", ":", ":*" }.SelectMany(node => new (string, string, object)[] { ("Nodes", node, new[] { node }), ("Nodes", $"{node} besides", new[] { "n1", node }) }),
        "VeevaVault" => [("Statuses", "every status", lifecycle.States.Select(row => row.RawState).Distinct().ToArray())],
        _ => [],
    };

    private static IEnumerable<(string Name, object Value)> Lists<T>(IReadOnlyList<T> values, IReadOnlyList<string> names, T good)
    {
        yield return ("an empty list", Array.Empty<T>());
        foreach (var (name, value) in names.Zip(values))
        {
            yield return (name, new[] { value });
            yield return ($"{name} besides", new[] { good, value });
        }
    }

    private static IEnumerable<(string Name, object Value)> States(TaskLifecycle lifecycle)
    {
        TaskState[] ofService = [.. lifecycle.States.Select(row => row.State).Distinct()];
        yield return ("an empty list", Array.Empty<TaskState>());
        yield return ("every state", Enum.GetValues<TaskState>());
        yield return ("every state but unknown", Enum.GetValues<TaskState>().Where(state => state != TaskState.Unknown).ToArray());
        yield return ("every state of the service", ofService);
        yield return ("every state of the service, twice", new[] { ofService, [.. ofService.Reverse()] }.SelectMany(states => states).ToArray());
        yield return ("a number that is no state", new[] { (TaskState)99 });
        yield return ("a negative number besides", new[] { TaskState.Running, (TaskState)(-1) });
        yield return ("the largest number besides", new[] { TaskState.Pending, (TaskState)int.MaxValue });
    }
}
