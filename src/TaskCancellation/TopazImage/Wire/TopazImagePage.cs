using System.Text.Json;
using TaskCancellation.Http;

namespace TaskCancellation.TopazImage;

/// <summary>One reply of a list, in either of its two shapes: a page with its place in the list, or a bare array, which is the whole list.</summary>
/// <param name="Tasks">The jobs.</param>
/// <param name="Next">The cursor of the next page; null at the end.</param>
internal sealed record TopazImagePage(IReadOnlyList<TaskSnapshot> Tasks, string? Next)
{
    private const int LongestCursor = 4_096;

    internal static TopazImagePage Read(ref WireReader reader, DateTimeOffset? serverNow, bool keepRaw)
    {
        if (reader.ValueKind == JsonTokenType.StartArray)
        {
            return new TopazImagePage(ReadTasks(ref reader, serverNow, keepRaw), null);
        }

        List<TaskSnapshot>? tasks = null;
        (bool HasNext, string? Next)? place = null;
        reader.RequireObject();
        while (reader.NextMember())
        {
            if (reader.Is("data"u8))
            {
                tasks = ReadTasks(ref reader, serverNow, keepRaw);
            }
            else if (reader.Is("pagination"u8))
            {
                place = ReadPlace(ref reader);
            }
        }

        return new TopazImagePage(reader.Require(tasks, "data"), reader.Require(place, "pagination").Next);
    }

    private static List<TaskSnapshot> ReadTasks(ref WireReader reader, DateTimeOffset? serverNow, bool keepRaw)
    {
        var tasks = new List<TaskSnapshot>();
        reader.RequireArray();
        while (reader.NextItem())
        {
            tasks.Add(TopazImageTaskObject.Read(ref reader, serverNow, keepRaw));
            reader.RequireRoomFor(tasks.Count);
        }

        return tasks;
    }

    // A list that breaks off would pass for a short one.
    private static (bool HasNext, string? Next) ReadPlace(ref WireReader reader)
    {
        bool? hasNext = null;
        string? next = null;
        reader.RequireObject();
        while (reader.NextMember())
        {
            if (reader.Is("has_next_page"u8))
            {
                hasNext = reader.RequireFlag();
            }
            else if (reader.Is("next_cursor"u8) && !reader.IsNull)
            {
                next = reader.RequireText() is { Length: <= LongestCursor } cursor ? cursor : throw reader.Problem("is too long for an address");
            }
        }

        return !reader.Require(hasNext, "has_next_page") ? (false, null)
            : string.IsNullOrEmpty(next) ? throw reader.Problem("says that the list goes on, and not where")
            : (true, next);
    }
}
