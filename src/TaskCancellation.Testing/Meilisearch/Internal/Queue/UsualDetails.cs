namespace TaskCancellation.Testing.Meilisearch;

/// <summary>The details a task of each kind shows while enqueued, when the test gives none.</summary>
internal static class UsualDetails
{
    internal static TaskDetails? For(MeilisearchTask task, ServerVersion version)
    {
        var json = task.Details ?? Json(task, version);
        return json is null ? null : TaskDetails.Parse(json);
    }

    /// <summary>The details of a swap of several pairs of indexes.</summary>
    internal static string Swaps(IEnumerable<(string One, string Other, bool IsRename)> swaps, ServerVersion version)
    {
        var shown = swaps.Select(swap =>
        {
            var rename = version.Has(Since.Renames) ? $",\"rename\":{(swap.IsRename ? "true" : "false")}" : "";
            return $$"""{"indexes":[{{JsonText.Quote(swap.One)}},{{JsonText.Quote(swap.Other)}}]{{rename}}}""";
        });
        return $$"""{"swaps":[{{string.Join(',', shown)}}]}""";
    }

    private static string? Json(MeilisearchTask task, ServerVersion version) => task.Kind switch
    {
        "documentAdditionOrUpdate" => """{"receivedDocuments":1,"indexedDocuments":null}""",
        "documentEdition" => """{"editedDocuments":null,"deletedDocuments":null,"originalFilter":null,"context":null,"function":"doc.seen = true"}""",
        "documentDeletion" => """{"providedIds":1,"deletedDocuments":null,"originalFilter":null}""",
        "settingsUpdate" => """{"filterableAttributes":["genre"]}""",
        "indexCreation" => """{"primaryKey":null}""",
        "indexUpdate" when task.OtherIndexUids.Count > 0 => $$"""{"primaryKey":null,"oldIndexUid":{{JsonText.Quote(task.IndexUid)}},"newIndexUid":{{JsonText.Quote(task.OtherIndexUids[0])}}}""",
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
