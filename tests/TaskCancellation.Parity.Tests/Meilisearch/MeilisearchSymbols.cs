using System.Text.Json;
using System.Text.RegularExpressions;
using TaskCancellation.Parity.Tests.Comparing;

namespace TaskCancellation.Parity.Tests.Meilisearch;

/// <summary>What the symbols in the recordings of Meilisearch stand for.</summary>
internal static class MeilisearchSymbols
{
    /// <summary>The symbol of the host that stands for whom the server calls.</summary>
    internal const string Gate = "gate";

    /// <summary>The symbol of whatever looked like a key; in requests, 64 letters of a long name.</summary>
    internal const string LikeAKey = "key";

    /// <summary>The symbol of the master key.</summary>
    internal const string MasterKey = "key:master";

    internal static SymbolTable CreateTable() => new(new Regex("<(?<name>ts|dur|time|dumpUid|gate|key(?::[^<>]+)?)>"), Meaning);

    private static SymbolMeaning? Meaning(string name) => name switch
    {
        "ts" => SymbolMeaning.Any(JsonValueKind.String, @"-?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z"),
        "dur" => SymbolMeaning.Any(JsonValueKind.String, @"P(\d+D)?(T\d+(\.\d+)?S)?"),
        "time" => SymbolMeaning.Any(JsonValueKind.String, ".*"),
        "dumpUid" => SymbolMeaning.Any(JsonValueKind.String, @"\d{8}-\d{9}"),
        // The recorder replaced whatever looked like a key.
        LikeAKey => SymbolMeaning.Any(JsonValueKind.String, ".*"),
        _ => SymbolMeaning.Bound(JsonValueKind.String, ".+"),
    };
}
