using TaskCancellation.Http;

namespace TaskCancellation.VeevaVault;

/// <summary>A page of the monitors or histories.</summary>
/// <param name="Jobs">The jobs.</param>
/// <param name="Total">How many the list has; null when the reply does not say.</param>
/// <param name="HasNext">The reply names a next page.</param>
internal sealed record VeevaVaultPage(IReadOnlyList<TaskSnapshot> Jobs, long? Total, bool HasNext)
{
    // A page holds 200. A reply that goes far beyond is no page, and is not kept in memory.
    private const int MostJobs = 5 * VeevaVaultLimits.MaxPageSize;

    internal static VeevaVaultPage Read(ref WireReader reader, VeevaVaultTaskObject job, bool keepRaw)
    {
        string? status = null;
        List<TaskSnapshot>? jobs = null;
        var (total, hasNext) = ((long?)null, false);
        reader.RequireObject();
        while (reader.NextMember())
        {
            if (reader.Is("jobs"u8))
            {
                jobs = ReadJobs(ref reader, job, keepRaw);
            }
            else if (reader.Is("responseDetails"u8) && reader.TryObject())
            {
                (total, hasNext) = ReadDetails(ref reader);
            }
            else if (reader.Is("responseStatus"u8))
            {
                status = reader.RequireSharedText();
            }
        }

        reader.Require(status, "responseStatus");
        return new VeevaVaultPage(reader.Require(jobs, "jobs"), total, hasNext);
    }

    private static List<TaskSnapshot> ReadJobs(ref WireReader reader, VeevaVaultTaskObject job, bool keepRaw)
    {
        var jobs = new List<TaskSnapshot>();
        reader.RequireArray();
        while (reader.NextItem())
        {
            jobs.Add(job.ReadRow(ref reader, keepRaw));
            if (jobs.Count > MostJobs)
            {
                throw reader.Problem("is one of many more than were asked for");
            }
        }

        return jobs;
    }

    // Of the link to the next page only its presence counts, so that the credential never follows what a reply says. It is absent on the last.
    private static (long? Total, bool HasNext) ReadDetails(ref WireReader reader)
    {
        var (total, hasNext) = ((long?)null, false);
        while (reader.NextMember())
        {
            if (reader.Is("next_page"u8))
            {
                hasNext = !reader.IsNull;
            }
            else if (reader.Is("total"u8))
            {
                total = reader.Integer() is >= 0 and var count ? count : null;
            }
        }

        return (total, hasNext);
    }
}
