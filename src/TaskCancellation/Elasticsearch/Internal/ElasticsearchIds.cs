using System.Buffers;
using System.Globalization;
using TaskCancellation.Http;

namespace TaskCancellation.Elasticsearch;

/// <summary>The form of task ids. What the server would read as no id, and so as every task, never passes.</summary>
internal static class ElasticsearchIds
{
    private const int MaxLength = 200;
    private const int MaxDigits = 20;
    private static readonly SearchValues<char> OfNodes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    internal static void Check(TaskId id)
    {
        if (!IsId(id.Value))
        {
            throw new ArgumentException($"'{SafeText.Of(id.Value, MaxLength)}' is not an Elasticsearch task id: the id of a node, a colon and a number from 1, such as oTUltX4IQMOUUVeiohTt8A:12345.", nameof(id));
        }
    }

    /// <summary>A node id of letters, digits, dots, hyphens and underscores; one colon; a number from 1 without a sign or leading zeros, that fits 63 bits.</summary>
    internal static bool IsId(string id)
    {
        var colon = id.IndexOf(':', StringComparison.Ordinal);
        return id.Length <= MaxLength
            && colon > 0
            && !id.AsSpan(0, colon).ContainsAnyExcept(OfNodes)
            && colon + 1 < id.Length
            && id[colon + 1] is >= '1' and <= '9'
            && !id.AsSpan(colon + 1).ContainsAnyExceptInRange('0', '9') // parsing would let a NUL at the end pass
            && long.TryParse(id.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _);
    }

    /// <summary>What the server takes for "no id": then it looks at all tasks.</summary>
    internal static bool MeansNone(string id) => id.Trim() is "" or "unset" || id.TrimEnd().EndsWith(":-1", StringComparison.Ordinal);

    /// <summary>The id of the node in an id that was checked.</summary>
    internal static string NodeOf(TaskId id) => id.Value[..id.Value.IndexOf(':', StringComparison.Ordinal)];

    /// <summary>Whether a task has that id, or runs under it now.</summary>
    internal static bool IsUnder(this TaskSnapshot task, TaskId id) => task.Id == id || (task.Details as ElasticsearchTaskDetails)?.CurrentId == id;

    internal static TaskId Of(string node, long number)
    {
        Span<char> digits = stackalloc char[MaxDigits];
        number.TryFormat(digits, out var length, default, CultureInfo.InvariantCulture);
        return new TaskId(string.Concat(node, ":", digits[..length]));
    }
}
