using System.Globalization;
using System.Text;

namespace TaskCancellation.Tests.Hostile;

/// <summary>JSON values of about a size, each of one sort: what costs more than its length where it is read without care.</summary>
internal sealed class Giants(int size)
{
    /// <summary>Each sort by its name.</summary>
    internal IReadOnlyList<(string Name, byte[] Json)> All { get; } =
    [
        ("zeros", Repeat(size, "[", "0,", "0]")),
        ("text", Repeat(size, "\"", "x", "\"")),
        ("members", Repeat(size, "{", "\"a\":0,", "\"z\":0}")),
        ("members of many names", Numbered(size, "{", "\"#\":\"\",", "\"z\":0}")),
        ("escaped text", Repeat(size, "\"", "\\u0041", "\"")),
        ("text with an escape", Repeat(size, "\"\\n", "x", "\"")),
        ("depth", [.. Enumerable.Repeat((byte)'[', size / 2), .. Enumerable.Repeat((byte)']', size / 2)]),
        ("nulls", Repeat(size, "[", "null,", "null]")),
        ("objects", Repeat(size, "[", "{},", "{}]")),
        ("a name", Repeat(size, "{\"", "x", "\":0}")),
        ("escaped names", Repeat(size, "{", "\"\\u0061bcdefgh\":0,", "\"z\":0}")),
        ("names that are no text", Repeat(size, "{", "\"\\ud800xxxxxxxx\":0,", "\"z\":0}")),
        ("texts that are none", Repeat(size, "[", "\"\\udfff\",", "0]")),
        ("a number", Repeat(size, "1", "0", "1")),
    ];

    /// <summary>A value of that size.</summary>
    internal static byte[] Repeat(int size, string head, string item, string tail) =>
        Encoding.UTF8.GetBytes(new StringBuilder(head, size + 100).Insert(head.Length, item, size / item.Length).Append(tail).ToString());

    /// <summary>A value of that size, in each item its number: in hexadecimal for #, in decimal for @.</summary>
    internal static byte[] Numbered(int size, string head, string item, string tail)
    {
        var text = new StringBuilder(head, size + 1_000);
        for (var at = 1; text.Length < size; at++)
        {
            text.Append(item.Replace("#", at.ToString("x8", CultureInfo.InvariantCulture), StringComparison.Ordinal).Replace("@", at.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        }

        return Encoding.UTF8.GetBytes(text.Append(tail).ToString());
    }
}
