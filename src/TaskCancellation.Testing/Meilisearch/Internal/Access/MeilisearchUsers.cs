using System.Security.Cryptography;
using System.Text;

namespace TaskCancellation.Testing.Meilisearch;

/// <summary>The master key and the API keys, and what each allows.</summary>
internal sealed class MeilisearchUsers
{
    /// <summary>What is about the server as a whole: no action for a key that is for some indexes only.</summary>
    private static readonly string[] GlobalActions = ["version", "dumps.create", "snapshots.create", "export", "experimental.get", "experimental.update", "network.get", "network.update", "keys.get", "keys.create", "tasks.compact"];

    private static readonly (string Uid, string Title, string Description, string[] Actions, Since? Since)[] Defaults =
    [
        ("435351ff-0383-446a-801e-62d4e50be499", "Default Chat API Key", "Use it to chat and search from the frontend", ["chatCompletions", "search"], Since.ChatKey),
        ("d5d2414c-2962-45eb-8eea-0e47421eb72e", "Default Read-Only Admin API Key", "Use it to read information across the whole database. Caution! Do not expose this key on a public frontend", ["*.get", "keys.get"], Since.ReadAllAction),
        ("fb664f9a-e6a6-4f1d-ac91-9a19959c8f3b", "Default Admin API Key", "Use it for anything that is not a search operation. Caution! Do not expose it on a public frontend", ["*"], null),
        ("6b1e47e0-bdff-45d2-93f0-c284717ddd44", "Default Search API Key", "Use it to search from the frontend", ["search"], null),
    ];

    private readonly List<MeilisearchUser> users = [];

    /// <summary>The keys by age.</summary>
    internal IReadOnlyList<MeilisearchUser> All => users;

    internal string? MasterKey { get; private set; }

    /// <summary>Sets the master key, and the keys that the server derives from it.</summary>
    internal void SetMasterKey(string? key, MeilisearchVersion version, DateTimeOffset now)
    {
        MasterKey = key;
        foreach (var made in Defaults)
        {
            users.RemoveAll(one => one.Id == made.Uid);
            if (key is not null && version.Has(made.Since))
            {
                users.Add(new MeilisearchUser { Name = made.Uid, Id = made.Uid, Title = made.Title, Description = made.Description, Actions = made.Actions, ApiKey = SecretOf(made.Uid), CreatedAt = now });
            }
        }
    }

    internal void Add(MeilisearchUser key)
    {
        users.RemoveAll(other => other.Name == key.Name);
        users.Add(key);
    }

    internal bool Remove(string name) => users.RemoveAll(key => key.Name == name) > 0;

    /// <summary>The secret of the key with that uid, as the server makes it from the master key.</summary>
    internal string SecretOf(string uid) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(MasterKey ?? ""), Encoding.UTF8.GetBytes(uid)));

    /// <summary>The indexes the request may see, or a refusal that says as little as the server's.</summary>
    internal KeyScope Authenticate(EmulatedRequest request, string action, DateTimeOffset now, MeilisearchVersion version)
    {
        // The header is read, and refused, even where no key is needed.
        var token = Token(request.Header("Authorization"));
        if (MasterKey is null)
        {
            return action.StartsWith("keys.", StringComparison.Ordinal) ? throw MeilisearchRefusal.MissingMasterKey() : KeyScope.Everything;
        }

        if (token == MasterKey)
        {
            return KeyScope.Everything;
        }

        if (token is null)
        {
            throw MeilisearchRefusal.MissingHeader();
        }

        return users.FindLast(key => key.ApiKey == token) is { } key && !(key.ExpiresAt <= now) && Opens(key, action, version)
            ? new KeyScope(key.Indexes)
            : throw MeilisearchRefusal.InvalidKey();
    }

    private static string? Token(string? header)
    {
        if (header is null)
        {
            return null;
        }

        // Of two headers the first counts; one that is not ASCII is none.
        var parts = header.Split(", ")[0].Trim().Split(' ', 2);
        if (parts[0] != "Bearer" || !Ascii.IsValid(header))
        {
            throw MeilisearchRefusal.MissingHeader();
        }

        return parts.Length == 2 ? parts[1] : throw MeilisearchRefusal.InvalidKey();
    }

    private static bool Opens(MeilisearchUser key, string action, MeilisearchVersion version) =>
        IsGranted(key, action, version) && (key.Indexes.Contains("*") || !version.Has(Since.ScopedKeysAreHeld) || !GlobalActions.Contains(action));

    private static bool IsGranted(MeilisearchUser key, string action, MeilisearchVersion version) =>
        key.Actions.Contains("*") || key.Actions.Contains(action)
        || (action.Split('.') is [var group, var verb] && (key.Actions.Contains(group + ".*") || (version.Has(Since.ReadAllAction) && verb == "get" && group != "keys" && key.Actions.Contains("*.get"))));
}

/// <summary>The indexes that a key is valid for; patterns can end in a star.</summary>
internal sealed class KeyScope(IReadOnlyList<string> patterns)
{
    internal static KeyScope Everything { get; } = new(["*"]);

    internal bool IsEverything { get; } = patterns.Contains("*");

    /// <summary>Whether a task or batch that touches these indexes may be seen at all.</summary>
    internal bool Covers(IEnumerable<string> indexes) => IsEverything || indexes.All(Covers);

    internal bool Covers(string index) => patterns.Any(pattern => pattern.EndsWith('*')
        ? index.StartsWith(pattern[..^1], StringComparison.Ordinal)
        : index == pattern);
}
