using System.Text;
using TaskCancellation.Http;

namespace TaskCancellation.Tests.Http;

/// <summary>Bodies that one reader reads, without a request.</summary>
internal static class Reading
{
    /// <summary>What a body holds, which is as it is due.</summary>
    internal static T Of<T>(string json, WireRead<T> read)
    {
        var problem = WireReader.Read(Encoding.UTF8.GetBytes(json), read, out var value);
        Assert.That(problem?.Description, Is.Null);
        return value!;
    }

    /// <summary>What is wrong with a body; null when nothing is.</summary>
    internal static string? ProblemOf<T>(string json, WireRead<T> read) => WireReader.Read(Encoding.UTF8.GetBytes(json), read, out _)?.Description;
}
