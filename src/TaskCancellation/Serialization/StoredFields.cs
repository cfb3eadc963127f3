using System.Globalization;

namespace TaskCancellation.Serialization;

/// <summary>Takes the fields of a service's own filter out of a stored one.</summary>
internal static class StoredFields
{
    // A null among them is refused like in any other filter.
    internal static IReadOnlyList<string> Texts(FilterConstraint field) => [.. field.Values.Select(value => value!)];

    internal static string Text(FilterConstraint field) => field.Values is [{ } only] ? only : throw Bad(field, "one value");

    internal static IReadOnlyList<long> Numbers(FilterConstraint field) =>
        [.. field.Values.Select(value => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw Bad(field, "whole numbers"))];

    internal static TimeRange Range(FilterConstraint field) => field.Range ?? throw Bad(field, "a range");

    internal static UnsupportedFilterException Unknown(FilterConstraint field, string service) => new($"{service} has no filter by {field.Name}.", field.Name);

    private static UnsupportedFilterException Bad(FilterConstraint field, string due) => new($"The stored filter's {field.Name} is to be {due}, and is '{field}'.", field.Name);
}
