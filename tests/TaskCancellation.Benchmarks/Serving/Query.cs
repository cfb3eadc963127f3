using System.Buffers.Text;

namespace TaskCancellation.Benchmarks.Serving;

/// <summary>Parameters of a request's address.</summary>
internal static class Query
{
    /// <summary>The digits that follow the name; the default where it is not there.</summary>
    internal static long Number(ReadOnlySpan<byte> target, ReadOnlySpan<byte> name, long absent) =>
        target.IndexOf(name) is >= 0 and var at && Utf8Parser.TryParse(target[(at + name.Length)..], out long number, out _) ? number : absent;
}
