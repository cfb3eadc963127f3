using System.Globalization;

namespace TaskCancellation.Testing.VeevaVault;

/// <summary>Answers queries, in pages whose addresses stay valid as long as the emulator exists.</summary>
internal sealed class VqlRoute(VeevaVaultEmulator emulator, VeevaVaultStore store)
{
    private readonly VqlTables tables = new(emulator, store);
    private readonly List<VqlQuery> pagedQueries = [];

    internal VeevaVaultReply Query(VeevaVaultCall call)
    {
        VeevaVaultTaskRoutes.Require(call.User.MayRead);
        return call.Form.TryGetValue("q", out var text)
            ? Answer(call, VqlParser.Parse(text), null)
            : throw VeevaVaultRefusal.ParameterRequired("q");
    }

    internal VeevaVaultReply Page(VeevaVaultCall call, string token)
    {
        VeevaVaultTaskRoutes.Require(call.User.MayRead);
        if (!int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1 || number > pagedQueries.Count)
        {
            throw VeevaVaultRefusal.MalformedUrl();
        }

        var query = pagedQueries[number - 1];
        var offset = call.Query.GetValueOrDefault("pageoffset", "");
        return int.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            ? Answer(call, query with { PageOffset = at }, number)
            : throw VeevaVaultRefusal.InvalidData("[pageoffset] is not a number.");
    }

    private VeevaVaultReply Answer(VeevaVaultCall call, VqlQuery query, int? known)
    {
        var table = tables.Find(call, query.Target) ?? throw VeevaVaultRefusal.Query($"[{query.Target}] is not a query target.");
        var used = query.Fields.Concat(query.Conditions.Select(condition => condition.Field)).Concat(query.OrderBy is { } by ? [by] : []);
        if (used.FirstOrDefault(field => !table.Fields.Contains(field)) is { } unknown)
        {
            throw new VeevaVaultRefusal(new("ATTRIBUTE_NOT_SUPPORTED", $"[{unknown}] is not a field of [{query.Target}]."));
        }

        var found = Sort(table.Rows.Where(row => query.Conditions.All(condition => Matches(row, condition))), query).ToList();
        var page = found.Skip(query.PageOffset).Take(query.PageSize).ToList();
        var isWhole = page.Count == found.Count;
        var token = isWhole ? 0 : known ?? Keep(query);
        string Url(int offset) => $"{call.Root}/query/{token}?pagesize={query.PageSize}&pageoffset={offset}";
        return VeevaVaultReply.Json(VeevaVaultReply.Success, json =>
        {
            json.WriteStartObject("responseDetails");
            json.WriteNumber("pagesize", query.PageSize);
            json.WriteNumber("pageoffset", query.PageOffset);
            json.WriteNumber("size", page.Count);
            json.WriteNumber("total", found.Count);
            if (!isWhole && query.PageOffset > 0)
            {
                json.WriteString("previous_page", Url(Math.Max(0, query.PageOffset - query.PageSize)));
            }

            if (query.PageOffset + page.Count < found.Count)
            {
                json.WriteString("next_page", Url(query.PageOffset + query.PageSize));
            }

            json.WriteEndObject();
            json.WriteStartArray("data");
            foreach (var row in page)
            {
                json.WriteStartObject();
                foreach (var field in query.Fields)
                {
                    if (row[field] is { } value && IsNumber(field))
                    {
                        json.WriteNumber(field, long.Parse(value, CultureInfo.InvariantCulture));
                    }
                    else
                    {
                        json.WriteString(field, row[field]);
                    }
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    private int Keep(VqlQuery query)
    {
        pagedQueries.Add(query);
        return pagedQueries.Count;
    }

    private bool IsNumber(string field) => field == "created_by__sys" || (field is "id" or "job_history__sys" && !emulator.VqlIdsAreStrings);

    private static IEnumerable<IReadOnlyDictionary<string, string?>> Sort(IEnumerable<IReadOnlyDictionary<string, string?>> rows, VqlQuery query)
    {
        if (query.OrderBy is not { } field)
        {
            return rows;
        }

        var order = Comparer<string?>.Create(Compare);
        return query.IsDescending ? rows.OrderByDescending(row => row[field], order) : rows.OrderBy(row => row[field], order);
    }

    /// <summary>A field without a value matches nothing.</summary>
    private static bool Matches(IReadOnlyDictionary<string, string?> row, VqlCondition condition)
    {
        if (row[condition.Field] is not { } value)
        {
            return false;
        }

        var first = Compare(value, condition.Values[0]);
        return condition.Operator switch
        {
            "=" => first == 0,
            "!=" => first != 0,
            "<" => first < 0,
            "<=" => first <= 0,
            ">" => first > 0,
            ">=" => first >= 0,
            _ => condition.Values.Any(one => Compare(value, one) == 0),
        };
    }

    /// <summary>Numbers as numbers, instants as instants, and else by code unit.</summary>
    private static int Compare(string? one, string? other)
    {
        if (long.TryParse(one, CultureInfo.InvariantCulture, out var number) && long.TryParse(other, CultureInfo.InvariantCulture, out var otherNumber))
        {
            return number.CompareTo(otherNumber);
        }

        return one?.EndsWith('Z') == true && other?.EndsWith('Z') == true
            && DateTimeOffset.TryParse(one, CultureInfo.InvariantCulture, out var instant)
            && DateTimeOffset.TryParse(other, CultureInfo.InvariantCulture, out var otherInstant)
            ? instant.CompareTo(otherInstant)
            : string.CompareOrdinal(one, other);
    }
}
