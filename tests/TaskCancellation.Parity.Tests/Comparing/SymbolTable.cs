using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace TaskCancellation.Parity.Tests.Comparing;

/// <summary>What the symbols of a section stand for, as learned from the emulator's replies.</summary>
/// <param name="syntax">How a symbol is written; its name is the group <c>name</c>.</param>
/// <param name="meaning">What the symbol of that name stands for; null for a text that only looks like one.</param>
internal sealed class SymbolTable(Regex syntax, Func<string, SymbolMeaning?> meaning)
{
    private Dictionary<string, string> bindings = new(StringComparer.Ordinal);

    /// <summary>Gives a symbol its value.</summary>
    internal void Bind(string symbol, string value) => bindings[symbol] = value;

    /// <summary>The value of a symbol; null while it has none.</summary>
    internal string? Find(string symbol) => bindings.GetValueOrDefault(symbol);

    /// <summary>The text with the values in place of the symbols; a symbol without a value stays as it is.</summary>
    internal string Resolve(string text) =>
        syntax.Replace(text, match => bindings.GetValueOrDefault(match.Groups["name"].Value) ?? match.Value);

    /// <summary>Tries something; unless it succeeds, nothing that it bound stays bound.</summary>
    internal bool Try(Func<bool> attempt)
    {
        var before = new Dictionary<string, string>(bindings, StringComparer.Ordinal);
        if (attempt())
        {
            return true;
        }

        bindings = before;
        return false;
    }

    /// <summary>Whether a recorded text, symbols and all, is this text. Binds what it meets for the first time.</summary>
    internal bool Matches(string recorded, string actual) => recorded == actual || Try(() => MatchText(recorded, actual));

    /// <summary>The kind of value that a recorded text stands for.</summary>
    internal JsonValueKind KindOf(string recorded) => Symbol(recorded) is { } symbol ? symbol.Meaning.Kind : JsonValueKind.String;

    private (string Name, SymbolMeaning Meaning)? Symbol(string recorded)
    {
        var match = syntax.Match(recorded);
        return match.Success && match.Length == recorded.Length && meaning(match.Groups["name"].Value) is { } found
            ? (match.Groups["name"].Value, found)
            : null;
    }

    private bool MatchText(string recorded, string actual)
    {
        List<(string Name, SymbolMeaning Meaning)> symbols = [];
        var pattern = new StringBuilder(@"\A");
        var end = 0;
        foreach (Match match in syntax.Matches(recorded))
        {
            var name = match.Groups["name"].Value;
            if (meaning(name) is not { } found)
            {
                continue;
            }

            pattern.Append(Regex.Escape(recorded[end..match.Index]));
            pattern.Append(found.IsBound && bindings.TryGetValue(name, out var value) ? $"({Regex.Escape(value)})" : "(.*?)");
            symbols.Add((name, found));
            end = match.Index + match.Length;
        }

        pattern.Append(Regex.Escape(recorded[end..])).Append(@"\z");
        var whole = symbols.Count == 0 ? Match.Empty : Regex.Match(actual, pattern.ToString(), RegexOptions.CultureInvariant | RegexOptions.Singleline);
        return whole.Success && symbols.Index().All(symbol => Accept(symbol.Item, whole.Groups[symbol.Index + 1].Value));
    }

    private bool Accept((string Name, SymbolMeaning Meaning) symbol, string value)
    {
        if (symbol.Meaning.IsBound && bindings.TryGetValue(symbol.Name, out var bound))
        {
            return bound == value;
        }

        if (!symbol.Meaning.Pattern.IsMatch(value))
        {
            return false;
        }

        if (symbol.Meaning.IsBound)
        {
            bindings[symbol.Name] = value;
        }

        return true;
    }
}
