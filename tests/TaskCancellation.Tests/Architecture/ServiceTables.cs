using System.Globalization;
using System.Text;

namespace TaskCancellation.Tests.Architecture;

/// <summary>Prints the parts of a service's README that the code decides: capabilities, diagram, states and refusals.</summary>
internal static class ServiceTables
{
    private static readonly FilterFields[] Fields =
        [FilterFields.Ids, FilterFields.States, FilterFields.Kinds, FilterFields.Scopes, FilterFields.Names, FilterFields.Enqueued, FilterFields.Started, FilterFields.Finished, FilterFields.Where];

    /// <summary>The generated sections, by their headings.</summary>
    internal static (string Heading, string Text)[] Print(TaskClient client) =>
    [
        ("## Capabilities", Capabilities(client)),
        ("## State machine", $"```mermaid\n{client.Lifecycle.ToMermaid()}```\n"),
        ("### States", States(client.Lifecycle)),
        ("### Refusal codes", Refusals(client.Lifecycle)),
    ];

    /// <summary>What holds for the service; a row that would say no is left out.</summary>
    private static string Capabilities(TaskClient client)
    {
        var can = client.Capabilities;
        (string Name, string? Value)[] rows =
        [
            ("Cancels by filter on the server side", Yes(can.CancelsByFilter)),
            ("Ids in one cancel request", Count(can)),
            ("Filter fields the server evaluates in a list", Names(field => can.ListFields.HasFlag(field))),
            ("Filter fields the library evaluates", Names(field => !can.ListFields.HasFlag(field) && !can.UnsupportedFields.HasFlag(field))),
            ("Filter fields that are refused", Names(field => can.UnsupportedFields.HasFlag(field))),
            ("One list answers for many ids", Yes(can.ListsByIds)),
            ("Longest long poll", can.MaxLongPollTimeout == TimeSpan.Zero ? null : Time(can.MaxLongPollTimeout)),
            ("Ids are compared case-insensitively", Yes(can.HasCaseInsensitiveIds)),
            ("An id may be reused for another task", Yes(can.ReusesIds)),
            ("A hidden task looks like a missing one", Yes(can.HidesTasks)),
            ("A cancel of an unknown id is acknowledged", Yes(can.AcknowledgesUnknownIds)),
            ("A cancel by id is conditional on the task's kind", Yes(can.ChecksKindOnCancel)),
            ("A cancel reaches descendants", Yes(can.CancelsDescendants)),
            ("A cancel may disturb other tasks", Yes(can.CancelAffectsOthers)),
            ("Once accepted, a cancel", client.Lifecycle.CancelIsIrrevocable ? "always ends as canceled" : "may lose to the task's own end"),
            ("Protected kinds", can.ProtectedKinds.Count == 0 ? null : string.Join(", ", can.ProtectedKinds.Select(kind => $"`{kind}`"))),
            ("First poll, longest interval", $"{Time(can.Polling.FirstDelay)}, {Time(can.Polling.MaxDelay)}"),
            ("Shortest interval between two reads of a task", can.Polling.MinInterval == TimeSpan.Zero ? null : Time(can.Polling.MinInterval)),
            ("Default timeout of a wait", Time(can.Polling.Timeout)),
        ];
        var text = new StringBuilder("| capability | value |\n| --- | --- |\n");
        text.AppendJoin("", rows.Where(row => row.Value is not null).Select(row => $"| {row.Name} | {row.Value} |\n"));
        return text.ToString();
    }

    private static string States(TaskLifecycle lifecycle) =>
        "| state | on the wire | `TaskState` | a cancel |\n| --- | --- | --- | --- |\n"
        + string.Concat(lifecycle.States.Select(row => $"| {row.Name} | `{row.RawState}` | `{row.State}`{(row.IsEndUnknown ? ", end unknown" : row.IsTerminal ? ", ended" : "")} | {Words(row.CancelEffect)} |\n"));

    private static string Refusals(TaskLifecycle lifecycle) => lifecycle.Refusals.Count == 0
        ? "None: refusals are told apart by their HTTP status.\n"
        : "| code | verdict |\n| --- | --- |\n" + string.Concat(lifecycle.Refusals.Select(refusal => $"| `{refusal.Code}` | {Verdict(refusal.Meaning)} |\n"));

    private static string Words(CancelEffect effect) => effect switch
    {
        CancelEffect.Accepted => "is accepted",
        CancelEffect.Ignored => "is acknowledged and changes nothing",
        _ => "is refused",
    };

    private static string Verdict(CancelDisposition meaning) => meaning switch
    {
        CancelDisposition.AlreadyEnded => "depends on the state that is read: `AlreadyCanceled`, `CompletedFirst`, `Ended`, or `NotCancelable` where the task has not ended",
        _ => $"`{meaning}`",
    };

    private static string Count(TaskClientCapabilities can) => can switch
    {
        { IdsPerRequest: < int.MaxValue } => can.IdsPerRequest.ToString("N0", CultureInfo.InvariantCulture),
        { IdCharactersPerRequest: { } characters } => string.Create(CultureInfo.InvariantCulture, $"{characters:N0} characters of them"),
        _ => "any number",
    };

    private static string? Yes(bool value) => value ? "yes" : null;

    private static string Time(TimeSpan time) => time switch
    {
        { TotalMilliseconds: < 1000 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds} ms"),
        { TotalSeconds: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds} s"),
        { TotalMinutes: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours} h"),
    };

    private static string Names(Func<FilterFields, bool> isIn) =>
        Fields.Where(isIn).Select(field => $"`{field}`").DefaultIfEmpty("none").Aggregate((names, name) => $"{names}, {name}");
}
