using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

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

    /// <summary>What a cancellation or deletion shows from its registration on.</summary>
    internal static TaskDetails ForTaskQuery(int matched, string counter, string rawQuery)
    {
        var details = new TaskDetails();
        details.Set("matchedTasks", MeilisearchJson.Number(matched));
        details.Set(counter, "null");
        details.Set("originalFilter", MeilisearchJson.Quote("?" + rawQuery));
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
        Fill("editedDocuments", "1");
        // The server counts each edited document as deleted, too.
        Fill("deletedDocuments", Get("editedDocuments") ?? Get("providedIds") ?? "0");
        Fill("canceledTasks", "0");
        Fill("deletedTasks", "0");
        Fill("dumpUid", MeilisearchJson.Quote(finishedAt.ToDateTimeOffset().ToString("yyyyMMdd-HHmmssfff", CultureInfo.InvariantCulture)));
        if (kind == KindTable.IndexCompaction)
        {
            Set("preCompactionSize", "\"40 KiB\"");
            Set("postCompactionSize", "\"16 KiB\"");
        }
    }

    /// <summary>What failing or being canceled does: open counters become 0.</summary>
    internal void FailOrCancel(string kind)
    {
        foreach (var counter in Counters.Where(counter => kind != "documentEdition" || counter != "deletedDocuments"))
        {
            Fill(counter, "0");
        }

        if (kind == KindTable.NetworkTopologyChange && Get("message") is { } message)
        {
            Set("message", MeilisearchJson.Quote("Failed. Previous status: " + MeilisearchJson.Unquote(message)));
        }
    }

    /// <summary>Takes every id given for a document deleted.</summary>
    internal void CountProvidedIds()
    {
        if (Get("providedIds") is { } ids && Get("deletedDocuments") is not "null")
        {
            Set("deletedDocuments", ids);
        }
    }

    /// <summary>Whether the task removes all documents of its index: the only deletion that was given neither ids nor a filter.</summary>
    internal bool IsClear => Get("deletedDocuments") is not null && Get("providedIds") is null && Get("function") is null;

    /// <summary>Whether it gives an index another name.</summary>
    internal bool IsRename => Get("newIndexUid") is not null;

    /// <summary>Whether it deletes by a filter.</summary>
    internal bool IsByFilter => Get("originalFilter") is not (null or "null");

    /// <summary>Adds another task's details to a batch's.</summary>
    internal void Merge(TaskDetails other, string kind)
    {
        foreach (var (name, json) in other.members)
        {
            // The server drops a null, but for counters that are still open and for settings that are reset.
            if (json != "null" || Counters.Contains(name) || kind == "settingsUpdate")
            {
                Set(name, Get(name) is { } mine ? Join(name, mine, json, kind) : json);
            }
        }
    }

    /// <summary>Writes the other names into the swaps.</summary>
    internal void RenameInSwaps(IReadOnlyDictionary<string, string> names)
    {
        if (Get("swaps") is { } json && JsonNode.Parse(json) is JsonArray swaps)
        {
            foreach (var swap in swaps)
            {
                swap!["indexes"] = new JsonArray([.. swap["indexes"]!.AsArray().Select(name => JsonValue.Create(names.GetValueOrDefault((string)name!, (string)name!)))]);
            }

            Set("swaps", swaps.ToJsonString());
        }
    }

    private static string Join(string name, string mine, string theirs, string kind) => name switch
    {
        "originalFilter" => MeilisearchJson.Quote(MeilisearchJson.Unquote(mine) + "&" + MeilisearchJson.Unquote(theirs)),
        "swaps" when mine != "[]" && theirs != "[]" => $"{mine[..^1]},{theirs[1..]}",
        "swaps" => mine == "[]" ? theirs : mine,
        _ when kind == "settingsUpdate" => theirs,
        _ when long.TryParse(mine, CultureInfo.InvariantCulture, out var left) && long.TryParse(theirs, CultureInfo.InvariantCulture, out var right) => MeilisearchJson.Number(left + right),
        _ => mine == "null" ? theirs : mine,
    };

    public override string ToString() => $"{{{string.Join(',', members.Select(member => $"{MeilisearchJson.Quote(member.Key)}:{member.Value}"))}}}";

    private void Fill(string name, string json)
    {
        if (Get(name) == "null")
        {
            Set(name, json);
        }
    }
}

/// <summary>The details a task of each kind shows while enqueued, when the test gives none.</summary>
internal static class UsualDetails
{
    internal static TaskDetails? For(MeilisearchTask task, MeilisearchVersion version)
    {
        var json = task.DetailsJson ?? Json(task, version);
        return json is null ? null : TaskDetails.Parse(json);
    }

    /// <summary>The details of a swap of several pairs of indexes.</summary>
    internal static string Swaps(IEnumerable<(string One, string Other, bool IsRename)> swaps, MeilisearchVersion version)
    {
        var shown = swaps.Select(swap =>
        {
            var rename = version.Has(Since.Renames) ? $",\"rename\":{(swap.IsRename ? "true" : "false")}" : "";
            return $$"""{"indexes":[{{MeilisearchJson.Quote(swap.One)}},{{MeilisearchJson.Quote(swap.Other)}}]{{rename}}}""";
        });
        return $$"""{"swaps":[{{string.Join(',', shown)}}]}""";
    }

    private static string? Json(MeilisearchTask task, MeilisearchVersion version) => task.Kind switch
    {
        "documentAdditionOrUpdate" => """{"receivedDocuments":1,"indexedDocuments":null}""",
        "documentEdition" => """{"editedDocuments":null,"deletedDocuments":null,"originalFilter":null,"context":null,"function":"doc.seen = true"}""",
        "documentDeletion" => """{"providedIds":1,"deletedDocuments":null,"originalFilter":null}""",
        "settingsUpdate" => """{"filterableAttributes":["genre"]}""",
        "indexCreation" => """{"primaryKey":null}""",
        "indexUpdate" when task.OtherIndexUids.Count > 0 => $$"""{"primaryKey":null,"oldIndexUid":{{MeilisearchJson.Quote(task.IndexUid)}},"newIndexUid":{{MeilisearchJson.Quote(task.OtherIndexUids[0])}}}""",
        "indexUpdate" => """{"primaryKey":null}""",
        "indexDeletion" or "dsrClear" => """{"deletedDocuments":null}""",
        "indexSwap" => Swaps(task.OtherIndexUids is [var one, var other, ..] ? [(one, other, false)] : [], version),
        "taskCancelation" => """{"matchedTasks":0,"canceledTasks":null,"originalFilter":"?uids="}""",
        "taskDeletion" => """{"matchedTasks":0,"deletedTasks":null,"originalFilter":"?uids="}""",
        "dumpCreation" => """{"dumpUid":null}""",
        "export" => """{"url":"http://localhost:7711","indexes":{"*":{"filter":null,"overrideSettings":false}}}""",
        "upgradeDatabase" => $$"""{"upgradeFrom":"v1.12.0","upgradeTo":"v{{version}}"}""",
        KindTable.IndexCompaction => "{}",
        "networkTopologyChange" => """{"movedDocuments":0,"message":"Waiting"}""",
        "dsrUpdate" => """{"rule":{"active":true,"actions":[]},"updatedRules":1}""",
        _ => null,
    };
}
