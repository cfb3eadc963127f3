using System.Text.Json;
using EmulatorServer.Services;

namespace EmulatorServer.Control;

/// <summary>The initial tasks: a JSON object with a list of tasks per service, <c>{"meilisearch":[{"indexUid":"movies"}]}</c>.</summary>
internal static class TaskFile
{
    internal static async Task AddAsync(FileInfo file, IReadOnlyList<RunningService> services)
    {
        await using var stream = file.OpenRead();
        using var content = await JsonDocument.ParseAsync(stream);
        foreach (var list in content.RootElement.EnumerateObject())
        {
            var service = services.FirstOrDefault(one => one.Name == list.Name) ?? throw new JsonException($"There is no service {list.Name}.");
            foreach (var task in list.Value.EnumerateArray())
            {
                service.Control.Add(task);
            }
        }
    }
}
