using System.Globalization;
using System.Text;

namespace TaskCancellation.VeevaVault;

/// <summary>Writes the ids of a cancel. They are numbers by then, so that nothing else can be written in.</summary>
internal static class VaultCancelWriter
{
    internal static byte[] Json(IEnumerable<long> ids) =>
        Encoding.UTF8.GetBytes($"[{string.Join(',', ids.Select(id => string.Create(CultureInfo.InvariantCulture, $"{{\"job_id\":{id}}}")))}]");

    internal static byte[] Csv(IEnumerable<long> ids) =>
        Encoding.UTF8.GetBytes(string.Concat(ids.Select(id => string.Create(CultureInfo.InvariantCulture, $"{id}\n")).Prepend("job_id\n")));
}
