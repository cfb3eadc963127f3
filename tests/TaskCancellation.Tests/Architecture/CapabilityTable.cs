using System.Globalization;
using System.Text;

namespace TaskCancellation.Tests.Architecture;

/// <summary>Prints what each service can do by itself, what the library adds, and what cannot be done.</summary>
internal static class CapabilityTable
{
    private static readonly FilterFields[] Fields =
        [FilterFields.Ids, FilterFields.States, FilterFields.Kinds, FilterFields.Scopes, FilterFields.Names, FilterFields.Enqueued, FilterFields.Started, FilterFields.Finished, FilterFields.Where];

    internal static string Print(IEnumerable<TaskClient> clients)
    {
        var text = new StringBuilder("| service | cancels by filter itself | ids in one cancel | lists by | the library adds filters by | cannot filter by | a cancel, once taken | waits at most, unless told |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n");
        foreach (var client in clients)
        {
            var can = client.Capabilities;
            text.Append(CultureInfo.InvariantCulture, $"| {can.ServiceName} | {(can.CancelsByFilter ? "yes" : "no")} | {Count(can)} | {Names(field => can.ListFields.HasFlag(field))} | {Names(field => !can.ListFields.HasFlag(field) && !can.UnsupportedFields.HasFlag(field))} | {Names(field => can.UnsupportedFields.HasFlag(field))} | {(client.Lifecycle.CancelIsIrrevocable ? "is final" : "may be outrun")} | {can.Polling.Timeout.TotalMinutes} min |\n");
        }

        return text.ToString();
    }

    private static string Count(TaskClientCapabilities can) => can switch
    {
        { IdsPerRequest: < int.MaxValue } => can.IdsPerRequest.ToString(CultureInfo.InvariantCulture),
        { IdCharactersPerRequest: { } characters } => string.Create(CultureInfo.InvariantCulture, $"{characters} characters of them"),
        _ => "any number",
    };

    private static string Names(Func<FilterFields, bool> isIn) =>
        Fields.Where(isIn).Select(field => field.ToString()).DefaultIfEmpty("–").Aggregate((names, name) => $"{names}, {name}");
}
