using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace TaskCancellation.Serialization;

/// <summary>What all stored data is read by: everything that is due must be there.</summary>
internal static partial class Stored
{
    /// <summary>Makes something of each element; none of them may be null.</summary>
    internal static T[] Each<TStored, T>(IReadOnlyList<TStored> items, Func<TStored, T> make)
        where TStored : class => [.. items.Select(item => make(item ?? throw Broken("there is a null in a list")))];

    /// <summary>The value of that name, and only its name: a number could be another value one day.</summary>
    internal static T Name<T>(string name)
        where T : struct, Enum => Enum.GetNames<T>().Contains(name, StringComparer.Ordinal) ? Enum.Parse<T>(name) : throw Broken($"'{name}' is none of its values for {typeof(T).Name}");

    internal static Uri? Address(Uri? address) => address?.IsAbsoluteUri == false ? throw Broken($"'{address}' is no address") : address;

    internal static StoredDataException Broken(string reason, Exception? cause = null) => new($"The stored data is broken: {reason}.", cause);

    internal static StoredDataException Broken(Exception cause) => Broken(WordsOf(cause).TrimEnd('.'), cause);

    // The framework's words name types of this library, which are not what is stored, and parameters that nobody gave.
    private static string WordsOf(Exception cause) => cause switch
    {
        JsonException { Message: var text } json => OwnTypes().Replace(Misfit().Replace(text.Split(" Path: ")[0], " does not fit."), "").TrimEnd('.') + Place(json),
        ArgumentException { ParamName: { } name } => cause.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal),
        _ => cause.Message,
    };

    private static string Place(JsonException error) => error switch
    {
        { Path: { Length: > 1 } path } => $", at {path}",
        { LineNumber: { } line } => string.Create(CultureInfo.InvariantCulture, $", in line {line + 1}"),
        _ => "",
    };

    [GeneratedRegex(@" could not be converted to [^ ]+\.?(?= |$)", RegexOptions.CultureInvariant)]
    private static partial Regex Misfit();

    [GeneratedRegex(@" (?:for|to any \.NET member contained in) type '[^']*'", RegexOptions.CultureInvariant)]
    private static partial Regex OwnTypes();
}
