using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace TaskCancellation.Testing.TopazImage;

/// <summary>The parameters of a list request.</summary>
/// <param name="IsPaginated">Whether the object with pages is requested; otherwise the other parameters are ignored.</param>
/// <param name="Limit">How many jobs a page has at most.</param>
/// <param name="Cursor">Where the page begins, or null for the first.</param>
internal sealed record TopazImageListQuery(bool IsPaginated, int Limit, Cursor? Cursor)
{
    private static readonly TopazImageListQuery Everything = new(false, 0, null);

    internal static TopazImageListQuery Read(EmulatedRequest request, TopazImageVersion edition)
    {
        var values = QueryString.Parse(request.RawQuery);
        if (!edition.HasPages || values.GetValueOrDefault("paginated") is not { } paginated || paginated == "false")
        {
            return Everything;
        }

        return paginated == "true"
            ? new TopazImageListQuery(true, ReadLimit(values.GetValueOrDefault("limit")), ReadCursor(values.GetValueOrDefault("cursor")))
            : throw new TopazImageRefusal(400, "paginated must be a boolean.");
    }

    private static int ReadLimit(string? text)
    {
        if (text is null)
        {
            return 50;
        }

        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= 100
            ? limit
            : throw new TopazImageRefusal(400, "limit must be between 1 and 100.");
    }

    private static Cursor? ReadCursor(string? text) =>
        text is null ? null : Cursor.TryRead(text) ?? throw new TopazImageRefusal(400, "cursor is invalid.");
}

/// <summary>The place of the last job of a page in the order of the list. Jobs that are added or removed do not shift the pages.</summary>
internal sealed record Cursor(TopazImageListOrder Order, long First, long Second)
{
    internal static Cursor Of(TopazImageStoredTask job, TopazImageListOrder order) => order switch
    {
        TopazImageListOrder.NewestFirst => new Cursor(order, -job.CreatedAt.UtcTicks, -job.Number),
        TopazImageListOrder.OldestFirst => new Cursor(order, job.CreatedAt.UtcTicks, job.Number),
        _ => new Cursor(order, (long)UuidSequence.Mix((ulong)job.Number), job.Number),
    };

    internal static Cursor? TryRead(string text)
    {
        if (!Base64.IsValid(text))
        {
            return null;
        }

        var parts = Encoding.UTF8.GetString(Convert.FromBase64String(text)).Split('|');
        return parts.Length == 3 && TryRead(parts[0], out var order) && TryRead(parts[1], out var first) && TryRead(parts[2], out var second)
            ? new Cursor((TopazImageListOrder)order, first, second)
            : null;
    }

    internal bool IsBefore(TopazImageStoredTask job)
    {
        var other = Of(job, Order);
        return (First, Second).CompareTo((other.First, other.Second)) < 0;
    }

    /// <summary>The opaque text; it can hold characters that a query must escape.</summary>
    public override string ToString() =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{(int)Order}|{First}|{Second}")));

    private static bool TryRead(string text, out long number) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
}
