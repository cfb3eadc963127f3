using System.Text.RegularExpressions;

namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>The rules for keys and values of labels and annotations. Each rule returns the text of the first error, or null.</summary>
internal static partial class MetadataRules
{
    internal const int MaximumAnnotation = 5000;
    private const int MaximumName = 63;
    private const int MaximumPrefix = 253;
    private const string Reserved = "cloudfoundry.org";

    internal static string? KeyFault(string key)
    {
        var parts = key.Split('/');
        var (prefix, name) = parts.Length == 2 ? (parts[0], parts[1]) : (null, key);
        return string.IsNullOrWhiteSpace(key) ? "key cannot be empty string"
            : parts.Length > 2 ? "key has more than one '/'"
            : PrefixFault(prefix) ?? (string.IsNullOrWhiteSpace(name) ? "key cannot be empty string" : NameFault(name));
    }

    internal static string? LabelFault(string value) => value.Length == 0 ? null : NameFault(value);

    internal static string? AnnotationFault(string value) => value.Length > MaximumAnnotation ? TooLong(value, MaximumAnnotation) : null;

    private static string? PrefixFault(string? prefix) => prefix switch
    {
        null => null,
        _ when !DnsName().IsMatch(prefix) => $"prefix '{prefix}' must be in valid dns format",
        { Length: > MaximumPrefix } => $"prefix {TooLong(prefix, MaximumPrefix)}",
        _ => prefix.Equals(Reserved, StringComparison.OrdinalIgnoreCase) ? $"prefix '{Reserved}' is reserved" : null,
    };

    private static string? NameFault(string name) =>
        !NameCharacters().IsMatch(name) ? $"'{name}' contains invalid characters"
        : !char.IsAsciiLetterOrDigit(name[0]) || !char.IsAsciiLetterOrDigit(name[^1]) ? $"'{name}' starts or ends with invalid characters"
        : name.Length > MaximumName ? TooLong(name, MaximumName)
        : null;

    private static string TooLong(string text, int maximum) => $"'{text[..8]}...' is greater than {maximum} characters";

    [GeneratedRegex(@"\A[A-Za-z0-9_.-]+\z")]
    private static partial Regex NameCharacters();

    [GeneratedRegex(@"\A(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\z")]
    private static partial Regex DnsName();
}
