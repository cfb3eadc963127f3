using TaskCancellation.Http;

namespace TaskCancellation.CloudFoundry;

/// <summary>One page of a list. Its totals are left out: they are wrong on an empty page.</summary>
/// <param name="Tasks">The tasks.</param>
/// <param name="HasNext">The reply names a next page. Of the link only its presence counts, so that neither the credential nor the filter ever follows what a reply says.</param>
internal sealed record CloudFoundryTaskPage(IReadOnlyList<TaskSnapshot> Tasks, bool HasNext)
{
    internal static CloudFoundryTaskPage Read(ref WireReader reader, bool keepRaw)
    {
        List<TaskSnapshot>? tasks = null;
        bool? hasNext = null;
        reader.RequireObject();
        while (reader.NextMember())
        {
            if (reader.Is("resources"u8))
            {
                tasks = ReadTasks(ref reader, keepRaw);
            }
            else if (reader.Is("pagination"u8))
            {
                hasNext = ReadPagination(ref reader);
            }
        }

        return new CloudFoundryTaskPage(reader.Require(tasks, "resources"), reader.Require(hasNext, "pagination"));
    }

    private static List<TaskSnapshot> ReadTasks(ref WireReader reader, bool keepRaw)
    {
        var tasks = new List<TaskSnapshot>();
        reader.RequireArray();
        while (reader.NextItem())
        {
            var task = CloudFoundryTaskObject.Read(ref reader, keepRaw);
            tasks.Add(tasks.Count < CloudFoundryLimits.MaxPageSize ? task : throw reader.Problem("is more than a page may hold"));
        }

        return tasks;
    }

    private static bool ReadPagination(ref WireReader reader)
    {
        bool? hasNext = null;
        reader.RequireObject();
        while (reader.NextMember())
        {
            if (reader.Is("next"u8))
            {
                hasNext = !reader.IsNull && (reader.TryObject() ? SkipRest(ref reader) : throw reader.Problem("is neither a link nor null"));
            }
        }

        return reader.Require(hasNext, "next");
    }

    private static bool SkipRest(ref WireReader reader)
    {
        while (reader.NextMember())
        {
        }

        return true;
    }
}
