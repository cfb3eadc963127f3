namespace TaskCancellation.Parity.Tests.Meilisearch;

/// <summary>What stood in the Authorization header of a probe whose header was no key: the recorder left that out, and only the first words of the probe's name tell.</summary>
internal static class SentHeaders
{
    private const string Unknown = "0123456789abcdef0123456789abcdef";

    private static readonly Dictionary<string, Func<string, string[]>> Forms = new(StringComparer.Ordinal)
    {
        ["unknown key"] = _ => [$"Bearer {Unknown}"],
        ["key uid instead of key"] = _ => [$"Bearer {Unknown}"],
        ["tenant token of an all key"] = _ => ["Bearer eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl"],
        ["tenant token of a search key"] = _ => ["Bearer eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl"],
        ["master key upper case"] = key => [$"Bearer {key.ToUpperInvariant()}"],
        ["quoted"] = key => [$"Bearer \"{key}\""],
        ["empty bearer"] = _ => ["Bearer"],
        ["bearer and a space"] = _ => ["Bearer "],
        ["lower bearer"] = key => [$"bearer {key}"],
        ["BEARER"] = key => [$"BEARER {key}"],
        ["two spaces"] = key => [$"Bearer  {key}"],
        ["trailing space"] = key => [$"Bearer {key} "],
        ["trailing word"] = key => [$"Bearer {key} x"],
        ["basic"] = key => [$"Basic {key}"],
        ["raw key"] = key => [key],
        ["empty header"] = _ => [""],
        ["non-ascii"] = key => [$"Bearer é{key}"],
        ["repeated header"] = key => [$"Bearer {key}", "Bearer nope"],
        ["no master key, any bearer"] = _ => ["Bearer anything"],
        ["no master key, bearer empty"] = _ => ["Bearer"],
        ["no master key, bearer only"] = _ => ["Bearer "],
        ["no master key, basic"] = _ => ["Basic YTpi"],
        ["no master key, bearer in lower case"] = _ => ["bearer x"],
        ["no master key, empty"] = _ => [""],
    };

    /// <summary>The values of the header, given the master key; null where the name does not tell.</summary>
    internal static string[]? Find(string name, string masterKey) => Forms.GetValueOrDefault(name.Split(": ")[0])?.Invoke(masterKey);
}
