using System.Globalization;

namespace TaskCancellation.Testing.Meilisearch;

/// <summary>One parameter as received, and the ways to read it. Reading refuses with the server's messages.</summary>
internal sealed record ParameterValue(string Name, string Code, string Text, MeilisearchVersion Version)
{
    internal IReadOnlySet<long>? NumberList() => List(item => TryNumber(item, out var number) ? number : throw new FormatException(NotANumber(item)));

    internal IReadOnlySet<string>? StatusList() => List(item => MeilisearchStates.Find(item) ?? throw new FormatException(
        $"`{item}` is not a valid task status. Available statuses are {Ticked(MeilisearchStates.All)}."));

    internal IReadOnlySet<string>? KindList() => List(item => KindTable.Find(item, Version) ?? throw new FormatException(
        $"`{item}` is not a valid task type. Available types are {Ticked(KindTable.Names(Version))}."));

    internal IReadOnlySet<string>? IndexUidList() => List(item => IsIndexUid(item) ? item : throw new FormatException(
        $"`{item}` is not a valid index uid. Index uid can be an integer or a string containing only alphanumeric characters, hyphens (-) and underscores (_), and can not be more than 512 bytes."));

    internal Nanos? Date(bool isLowerBound)
    {
        if (Text == "*")
        {
            return null;
        }

        return Rfc3339.TryRead(Text, isLowerBound, out var instant)
            ? instant
            : throw Bad(Name, $"`{Text}` is an invalid date-time. It should follow the YYYY-MM-DD or RFC 3339 date-time format.");
    }

    internal uint Number() => TryNumber(Text, out var number) ? (uint)number : throw Bad(Name, NotANumber(Text));

    internal bool Flag() => Text switch
    {
        "true" => true,
        "false" => false,
        _ => throw Bad(Name, $"could not parse `{Text}` as a boolean, expected either `true` or `false`"),
    };

    internal static bool TryNumber(string text, out long number)
    {
        // The server's parser takes one plus sign, and no minus sign even before 0.
        var digits = text.StartsWith('+') ? text.AsSpan(1) : text;
        // .NET's parser would let pass what ends with NUL.
        var isNumber = uint.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && !digits.Contains('\0');
        number = value;
        return isNumber;
    }

    internal static string Ticked(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"`{name}`"));

    /// <summary>Items left to right, so that a bad one counts even next to a star; empty items do not exist.</summary>
    private HashSet<T>? List<T>(Func<string, T> read)
    {
        var items = Text.Split(',', StringSplitOptions.RemoveEmptyEntries);
        var isStar = false;
        var values = new HashSet<T>();
        for (var i = 0; i < items.Length; i++)
        {
            if (items[i] == "*")
            {
                isStar = true;
                continue;
            }

            try
            {
                values.Add(read(items[i]));
            }
            catch (FormatException problem)
            {
                throw Bad(items.Length > 1 ? $"{Name}[{i}]" : Name, problem.Message);
            }
        }

        return isStar ? null : values;
    }

    private static string NotANumber(string text) => $"could not parse `{text}` as a positive integer";

    private static bool IsIndexUid(string text) => text.Length <= 400 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private MeilisearchRefusal Bad(string name, string problem) => MeilisearchRefusal.BadRequest(Code, $"Invalid value in parameter `{name}`: {problem}");
}
