using System.Globalization;

namespace TaskCancellation.Testing.TopazImage;

/// <summary>What a list request asks for.</summary>
/// <param name="IsPaginated">Whether the object with pages is asked for; without it the rest is ignored.</param>
/// <param name="Limit">How many jobs a page has at most.</param>
/// <param name="Cursor">Where the page begins, or null for the first.</param>
internal sealed record ListQuery(bool IsPaginated, int Limit, Cursor? Cursor)
{
    private static readonly ListQuery Everything = new(false, 0, null);

    internal static ListQuery Read(EmulatedRequest request, Edition edition)
    {
        var values = QueryString.Parse(request.RawQuery);
        if (!edition.HasPages || values.GetValueOrDefault("paginated") is not { } paginated || paginated == "false")
        {
            return Everything;
        }

        return paginated == "true"
            ? new ListQuery(true, ReadLimit(values.GetValueOrDefault("limit")), ReadCursor(values.GetValueOrDefault("cursor")))
            : throw new Refusal(400, "paginated must be a boolean.");
    }

    private static int ReadLimit(string? text)
    {
        if (text is null)
        {
            return 50;
        }

        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= 100
            ? limit
            : throw new Refusal(400, "limit must be between 1 and 100.");
    }

    private static Cursor? ReadCursor(string? text) =>
        text is null ? null : Cursor.TryRead(text) ?? throw new Refusal(400, "cursor is invalid.");
}
