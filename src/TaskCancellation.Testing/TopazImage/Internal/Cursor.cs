using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace TaskCancellation.Testing.TopazImage;

/// <summary>The place of the last job of a page in the order of the list. Jobs that come and go move nothing.</summary>
internal sealed record Cursor(TopazImageListOrder Order, long First, long Second)
{
    internal static Cursor Of(Job job, TopazImageListOrder order) => order switch
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

    internal bool IsBefore(Job job)
    {
        var other = Of(job, Order);
        return (First, Second).CompareTo((other.First, other.Second)) < 0;
    }

    /// <summary>The opaque text; it can hold characters that a query must escape.</summary>
    public override string ToString() =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{(int)Order}|{First}|{Second}")));

    private static bool TryRead(string text, out long number) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
}
