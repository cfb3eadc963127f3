using System.Text;

namespace TaskCancellation.Tests.Faults;

/// <summary>The page of the matrix: for each verb, what it says when this or that goes wrong.</summary>
internal static class FaultPage
{
    private static readonly Dictionary<FaultExtent, string> Extents = new()
    {
        [FaultExtent.First] = "its first request",
        [FaultExtent.Second] = "its second request",
        [FaultExtent.Cancel] = "the first cancel request",
        [FaultExtent.FromCancel] = "all from the first cancel request on",
        [FaultExtent.Always] = "every request",
        [FaultExtent.Login] = "the first login",
        [FaultExtent.Logins] = "every login",
        [FaultExtent.NewLogins] = "every login after the first was revoked",
    };

    internal static string Print(IReadOnlyList<FaultResult> results, IReadOnlyList<FaultResult> logins)
    {
        var page = new StringBuilder("""
            # What a call says when something goes wrong

            Made by `FaultMatrixTests`, and compared with what the calls give. A verdict has its error behind it, with the reason and the delivery; before an arrow is what the cancel says, and after it what a wait of two minutes says while the fault goes on, where that is something else.
            A fault without a service behind it is one on all of them. The record of the emulator is what each cell is held against, whatever this page says.

            | together | these |
            | --- | --- |

            """.ReplaceLineEndings("\n"));
        page.AppendJoin("", Families());
        Print(page, results, "");
        Print(page, logins, ", while logins fail");
        return page.ToString();
    }

    private static void Print(StringBuilder page, IReadOnlyList<FaultResult> results, string circumstance)
    {
        foreach (var verb in results.GroupBy(result => result.Verb))
        {
            page.Append("\n## ").Append(verb.Key.Name).Append(circumstance).Append("\n\n| hit | it says | when |\n| --- | --- | --- |\n");
            foreach (var row in verb.GroupBy(result => (result.Extent, result.Said)).OrderBy(row => row.Key.Extent).ThenByDescending(row => row.Count()).ThenBy(row => row.Key.Said, StringComparer.Ordinal))
            {
                page.Append("| ").Append(Extents[row.Key.Extent]).Append(" | ").Append(row.Key.Said).Append(" | ").AppendJoin("; ", Faults(row, results)).Append(" |\n");
            }
        }
    }

    /// <summary>The faults of a row, each with the services it is for, unless that is all of them; those of a family together where nothing sets them apart.</summary>
    private static IEnumerable<string> Faults(IEnumerable<FaultResult> row, IReadOnlyList<FaultResult> results)
    {
        var (verb, extent) = row.Select(result => (result.Verb, result.Extent)).First();
        var all = results.Where(result => result.Verb == verb && result.Extent == extent).ToLookup(result => result.Fault);
        var told = (from result in row group result.Service by result.Fault into fault select (Fault: fault.Key, Services: ServicesOf(fault, all[fault.Key]))).ToList();
        foreach (var (fault, services) in told)
        {
            var family = all.Select(other => other.Key).Where(other => fault.Family is not null && other.Family == fault.Family).ToList();
            if (family.Count < 2 || !family.TrueForAll(other => told.Contains((other, services))))
            {
                yield return fault.Name + services;
            }
            else if (family[0] == fault)
            {
                yield return $"*{fault.Family}*{services}";
            }
        }
    }

    private static string ServicesOf(IEnumerable<string> some, IEnumerable<FaultResult> all) =>
        some.Order(StringComparer.Ordinal).ToArray() is var names && names.Length == all.Count() ? "" : $" ({string.Join(", ", names)})";

    private static IEnumerable<string> Families() =>
        from fault in AllFaults.All
        where fault.Family is not null
        group fault.Name by fault.Family into family
        where family.Count() > 1
        select $"| *{family.Key}* | {string.Join("; ", family)} |\n";
}
