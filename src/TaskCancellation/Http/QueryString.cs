using System.Globalization;
using System.Text;

namespace TaskCancellation.Http;

/// <summary>Builds a query string. Values are escaped, commas excepted: they separate the items of a list.</summary>
internal sealed class QueryString
{
    private const int FirstCapacity = 512;
    private const int MostKept = 4_096;

    // Longer values are rare, and become a string of their own first.
    private const int MostEscaped = 256;

    [ThreadStatic]
    private static StringBuilder? spare;

    private StringBuilder text = TakeSpare();

    /// <summary>Adds a value, escaped whole.</summary>
    internal QueryString Add(string name, string value)
    {
        Begin(name);
        AppendEscaped(value);
        return this;
    }

    /// <summary>Adds a number.</summary>
    internal QueryString Add(string name, long number)
    {
        Begin(name);
        text.Append(CultureInfo.InvariantCulture, $"{number}");
        return this;
    }

    /// <summary>Adds a list: each item escaped, raw commas between them.</summary>
    internal QueryString AddList(string name, IReadOnlyList<string> values)
    {
        Begin(name);
        for (var at = 0; at < values.Count; at++)
        {
            text.Append(at == 0 ? "" : ",");
            AppendEscaped(values[at]);
        }

        return this;
    }

    /// <summary>Adds the parameters of a filter: each of their values escaped, raw commas between those of one.</summary>
    internal QueryString Add(IReadOnlyList<FilterParameter> parameters)
    {
        for (var at = 0; at < parameters.Count; at++)
        {
            AddList(parameters[at].Name, parameters[at].Values);
        }

        return this;
    }

    /// <summary>Adds a list that the service splits between two decodings: each item escaped, and the whole once more.</summary>
    internal QueryString AddEscapedList(string name, IEnumerable<string> values)
    {
        Begin(name);
        text.Append(EscapedList(values));
        return this;
    }

    /// <summary>What <see cref="AddEscapedList"/> writes behind the name.</summary>
    internal static string EscapedList(IEnumerable<string> values) => Uri.EscapeDataString(string.Join(',', values.Select(Uri.EscapeDataString)));

    /// <summary>The path with the query behind it, if there is one.</summary>
    /// <remarks>The last call on an instance: its memory is used again.</remarks>
    internal string AppendTo(string path)
    {
        var whole = text.Length == 0 ? path : string.Create(path.Length + 1 + text.Length, (path, text), static (whole, parts) =>
        {
            parts.path.CopyTo(whole);
            whole[parts.path.Length] = '?';
            parts.text.CopyTo(0, whole[(parts.path.Length + 1)..], parts.text.Length);
        });
        spare = text.Capacity <= MostKept ? text.Clear() : null;
        text = null!;
        return whole;
    }

    /// <summary>The query, without a question mark.</summary>
    public override string ToString() => text.ToString();

    private static StringBuilder TakeSpare()
    {
        var taken = spare ?? new StringBuilder(FirstCapacity);
        spare = null;
        return taken;
    }

    private void Begin(string name) => text.Append(text.Length == 0 ? "" : "&").Append(name).Append('=');

    private void AppendEscaped(string value)
    {
        Span<char> escaped = stackalloc char[MostEscaped];
        if (Uri.TryEscapeDataString(value, escaped, out var length))
        {
            text.Append(escaped[..length]);
        }
        else
        {
            text.Append(Uri.EscapeDataString(value));
        }
    }
}

/// <summary>Goes through the values of a filter without an enumerator: most fields have one or two.</summary>
internal static class FilterValues
{
    /// <summary>The first value that is so; null when none is.</summary>
    internal static string? Find(this IReadOnlyList<string> values, Func<string, bool> isSo)
    {
        for (var at = 0; at < values.Count; at++)
        {
            if (isSo(values[at]))
            {
                return values[at];
            }
        }

        return null;
    }

    /// <summary>The values, each once.</summary>
    internal static IReadOnlyList<string> Once(this IReadOnlyList<string> values) => values.Count < 2 ? values : [.. values.Distinct(StringComparer.Ordinal)];
}
