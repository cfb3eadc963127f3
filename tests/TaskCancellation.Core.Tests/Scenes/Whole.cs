using System.Collections;
using System.Globalization;
using System.Reflection;

namespace TaskCancellation.Core.Tests.Scenes;

/// <summary>A value with everything that can be seen of it: every property that is not at its default, and all below.</summary>
internal static class Whole
{
    // Random, or the whole again.
    private static readonly HashSet<string> LeftOut = new(StringComparer.Ordinal) { "Nonce", "Raw", "Submission", "CancellationToken" };

    internal static string Of(object? value) => value switch
    {
        null => "null",
        string text => $"'{text}'",
        bool or int or long or double or Enum or TaskId or Uri or TimeRange => string.Create(CultureInfo.InvariantCulture, $"{value}"),
        TimeSpan time => time.ToString("c"),
        DateTimeOffset instant => instant.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture),
        Delegate => "a function",
        Exception error => $"{error.GetType().Name}({string.Join(", ", [$"'{error.Message}'", .. Properties(error), .. error.InnerException is { } inner ? [$"inner {inner.GetType().Name} '{inner.Message}'"] : Array.Empty<string>()])})",
        IEnumerable items => $"[{string.Join("; ", items.Cast<object?>().Select(Of))}]",
        _ => $"{value.GetType().Name}({string.Join(", ", Properties(value))})",
    };

    private static IEnumerable<string> Properties(object value) =>
        from property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
        where property.GetIndexParameters().Length == 0 && property.DeclaringType!.Assembly != typeof(Exception).Assembly && !LeftOut.Contains(property.Name) && !(value is Exception && property.Name == nameof(Exception.Message))
        where !(value is CancellationOperationState && property.Name == nameof(CancellationOperationState.Accepted))
        let held = property.GetValue(value)
        where held is not null and not false and not "" && (held is not 0 and not 0L || Nullable.GetUnderlyingType(property.PropertyType) is not null) && held is not ICollection { Count: 0 } && held is not IReadOnlyCollection<object> { Count: 0 } && !IsDefaultEnum(held)
        select $"{property.Name}={Of(held)}";

    private static bool IsDefaultEnum(object held) => held is Enum && Convert.ToInt64(held, CultureInfo.InvariantCulture) == 0;
}
