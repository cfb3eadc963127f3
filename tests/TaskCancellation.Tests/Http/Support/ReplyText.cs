using System.Text;
using TaskCancellation.Http;

namespace TaskCancellation.Tests.Http;

/// <summary>Replies as text, read as a client reads them, without a client.</summary>
internal static class ReplyText
{
    internal static T Read<T>(string json, WireRead<T> read)
    {
        var problem = WireReader.Read(Encoding.UTF8.GetBytes(json), read, out var value);
        return problem is null ? value! : throw new AssertionException($"It was not read: {problem.Description}");
    }

    /// <summary>What is wrong with the reply; null when nothing is.</summary>
    internal static string? ProblemOf<T>(string json, WireRead<T> read) => WireReader.Read(Encoding.UTF8.GetBytes(json), read, out _)?.Description;
}
