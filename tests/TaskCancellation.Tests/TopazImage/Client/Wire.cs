using System.Globalization;
using System.Text.Json;
using TaskCancellation.Testing;

namespace TaskCancellation.Tests.TopazImage.Client;

/// <summary>Replies as they come over the wire.</summary>
internal static class Wire
{
    internal const string Id = "3f0c6a52-7d55-4f0e-9a0d-5f0b9d1f6a10";
    internal const string OtherId = "00000000-0000-4000-8000-000000000002";
    internal const string Source = "9be1f1c0-1a2b-4c3d-8e4f-0a1b2c3d4e5f";

    internal static EmulatedReply NoContent { get; } = EmulatedReply.Empty(204);

    internal static string IdOf(int number) => string.Create(CultureInfo.InvariantCulture, $"00000000-0000-4000-8000-{number:000000000000}");

    internal static string Fixture(string name) => File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "TopazImage", "Fixtures", name));

    internal static EmulatedReply FromFixture(int status, string name) => EmulatedReply.Json(status, Fixture(name));

    internal static EmulatedReply Seed(int status) => FromFixture(status, string.Create(CultureInfo.InvariantCulture, $"seed-{status}.json"));

    internal static string Job(string id = Id, string? status = "Processing", long? eta = null, long? created = 1767225600, long? modified = 1767225600, string category = "Enhance", string? source = Source, string filename = "shelf.png", string model = "Standard V2", string? progress = "42") =>
        $$"""{"process_id":{{Text(id)}},"source_id":{{Text(source)}},"filename":{{Text(filename)}},"category":{{Text(category)}},"model":{{Text(model)}},"status":{{Text(status)}},"progress":{{progress ?? "null"}},"eta":{{Number(eta)}},"creation_time":{{Number(created)}},"modification_time":{{Number(modified)}}}""";

    internal static EmulatedReply JobReply(string? status = "Processing", string id = Id, long? eta = null) => EmulatedReply.Json(200, Job(id, status, eta));

    internal static EmulatedReply Page(string? next, params string[] jobs)
    {
        var pagination = next is null ? """{"has_next_page":false}""" : $$"""{"next_cursor":{{Text(next)}},"has_next_page":true}""";
        return EmulatedReply.Json(200, $$"""{"data":[{{string.Join(',', jobs)}}],"pagination":{{pagination}} }""");
    }

    internal static string Text(string? text) => text is null ? "null" : JsonSerializer.Serialize(text);

    private static string Number(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "null";
}
