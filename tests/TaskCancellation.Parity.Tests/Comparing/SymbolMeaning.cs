using System.Text.Json;
using System.Text.RegularExpressions;

namespace TaskCancellation.Parity.Tests.Comparing;

/// <summary>What a symbol of a recording stands for.</summary>
/// <param name="Kind">The kind of JSON value where the symbol is the whole value.</param>
/// <param name="Pattern">What its text looks like.</param>
/// <param name="IsBound">Whether it stands for the same value wherever it appears in a section; otherwise each place has a value of its own.</param>
internal sealed record SymbolMeaning(JsonValueKind Kind, Regex Pattern, bool IsBound)
{
    /// <summary>A value that is the same all through a section.</summary>
    internal static SymbolMeaning Bound(JsonValueKind kind, string pattern) => new(kind, Whole(pattern), IsBound: true);

    /// <summary>A value of which only the form is held against the reply.</summary>
    internal static SymbolMeaning Any(JsonValueKind kind, string pattern) => new(kind, Whole(pattern), IsBound: false);

    private static Regex Whole(string pattern) => new($@"\A(?:{pattern})\z", RegexOptions.CultureInvariant | RegexOptions.Singleline);
}
