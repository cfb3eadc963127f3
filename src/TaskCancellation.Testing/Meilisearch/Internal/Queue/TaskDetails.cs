using System.Text.Json;

namespace TaskCancellation.Testing.Meilisearch;

/// <summary>The <c>details</c> of a task: members in order, each as raw JSON, and how they change when the task ends.</summary>
internal sealed class TaskDetails
{
    private static readonly string[] Counters = ["indexedDocuments", "editedDocuments", "deletedDocuments", "canceledTasks", "deletedTasks"];
    private readonly List<KeyValuePair<string, string>> members = [];

    internal IReadOnlyList<KeyValuePair<string, string>> Members => members;

    internal static TaskDetails Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        var details = new TaskDetails();
        foreach (var member in document.RootElement.EnumerateObject())
        {
            details.Set(member.Name, member.Value.GetRawText());
        }

        return details;
    }

    /// <summary>What a cancelation or deletion shows from its registration on.</summary>
    internal static TaskDetails ForTaskQuery(int matched, string counter, string rawQuery)
    {
        var details = new TaskDetails();
        details.Set("matchedTasks", JsonText.Number(matched));
        details.Set(counter, "null");
        details.Set("originalFilter", JsonText.Quote("?" + rawQuery));
        return details;
    }

    internal string? Get(string name) => members.Find(member => member.Key == name).Value;

    internal void Set(string name, string json)
    {
        var at = members.FindIndex(member => member.Key == name);
        if (at < 0)
        {
            members.Add(new(name, json));
        }
        else
        {
            members[at] = new(name, json);
        }
    }

    /// <summary>Fills in what a task of that kind has found out by succeeding.</summary>
    internal void Succeed(string kind, Nanos finishedAt)
    {
        Fill("indexedDocuments", Get("receivedDocuments") ?? "0");
        Fill("deletedDocuments", Get("providedIds") ?? "0");
        Fill("editedDocuments", "0");
        Fill("canceledTasks", "0");
        Fill("deletedTasks", "0");
        Fill("dumpUid", JsonText.Quote(finishedAt.ToDateTimeOffset().ToString("yyyyMMdd-HHmmssfff", System.Globalization.CultureInfo.InvariantCulture)));
        if (kind == KindTable.IndexCompaction)
        {
            Fill("preCompactionSize", "\"2 MiB\"");
            Fill("postCompactionSize", "\"1 MiB\"");
        }
    }

    /// <summary>What failing or being canceled does: open counters become 0.</summary>
    internal void FailOrCancel(string kind)
    {
        foreach (var counter in Counters.Where(counter => kind != "documentEdition" || counter != "deletedDocuments"))
        {
            Fill(counter, "0");
        }

        if (kind == KindTable.IndexCompaction)
        {
            members.RemoveAll(member => member.Key is "preCompactionSize" or "postCompactionSize");
        }

        if (kind == KindTable.NetworkTopologyChange && Get("message") is { } message)
        {
            Set("message", JsonText.Quote("Failed. Previous status: " + JsonText.Unquote(message)));
        }
    }

    /// <summary>Adds another task's details to a batch's: numbers add up, other members keep the first value that is not null.</summary>
    internal void Merge(TaskDetails other)
    {
        foreach (var (name, json) in other.members)
        {
            var mine = Get(name);
            var bothAreNumbers = long.TryParse(mine, out var left) & long.TryParse(json, out var right);
            Set(name, bothAreNumbers ? JsonText.Number(left + right) : mine is null or "null" ? json : mine);
        }
    }

    public override string ToString() => $"{{{string.Join(',', members.Select(member => $"{JsonText.Quote(member.Key)}:{member.Value}"))}}}";

    private void Fill(string name, string json)
    {
        if (Get(name) == "null")
        {
            Set(name, json);
        }
    }
}
