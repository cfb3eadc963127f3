using System.Text.Json;
using TaskCancellation.Http;

namespace TaskCancellation.CloudFoundry;

/// <summary>One page of a list.</summary>
/// <param name="Tasks">The tasks.</param>
/// <param name="HasNext">The reply names a next page. Of the link only its presence counts, so that neither the credential nor the filter ever follows what a reply says.</param>
/// <param name="Total">How many tasks there are, if the page is not empty: it is wrong there. Null when the reply does not say.</param>
/// <param name="First">The link to the first page, which repeats what the service was asked for. Null when the reply does not say.</param>
internal sealed record CloudFoundryPage(IReadOnlyList<TaskSnapshot> Tasks, bool HasNext, long? Total, string? First = null)
{
    internal static CloudFoundryPage Read(ref WireReader reader, bool keepRaw)
    {
        List<TaskSnapshot>? tasks = null;
        bool? hasNext = null;
        long? total = null;
        string? first = null;
        reader.RequireObject();
        while (reader.NextMember())
        {
            if (reader.Is("resources"u8))
            {
                tasks = ReadTasks(ref reader, keepRaw);
            }
            else if (reader.Is("pagination"u8))
            {
                (hasNext, total, first) = ReadPagination(ref reader);
            }
        }

        return new CloudFoundryPage(reader.Require(tasks, "resources"), reader.Require(hasNext, "pagination"), total, first);
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

    private static (bool HasNext, long? Total, string? First) ReadPagination(ref WireReader reader)
    {
        bool? hasNext = null;
        long? total = null;
        string? first = null;
        reader.RequireObject();
        while (reader.NextMember())
        {
            if (reader.Is("total_results"u8))
            {
                total = reader.Integer();
            }
            else if (reader.Is("first"u8))
            {
                first = ReadLink(ref reader);
            }
            else if (reader.Is("next"u8))
            {
                hasNext = reader.ValueKind is JsonTokenType.Null or JsonTokenType.StartObject ? !reader.IsNull : throw reader.Problem("is neither a link nor null");
            }
        }

        return (reader.Require(hasNext, "next"), total, first);
    }

    private static string? ReadLink(ref WireReader reader)
    {
        string? link = null;
        if (reader.TryObject())
        {
            while (reader.NextMember())
            {
                if (reader.Is("href"u8))
                {
                    link = reader.Text();
                }
            }
        }

        return link;
    }
}
