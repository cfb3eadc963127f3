using System.Globalization;
using System.Net;
using System.Text.Json;
using TaskCancellation.CloudFoundry;
using TaskCancellation.Http;
using TaskCancellation.Testing.CloudFoundry;
using TaskCancellation.Testing.VeevaVault;
using TaskCancellation.Tests.Conformance;
using TaskCancellation.Tests.Http;
using TaskCancellation.Tests.Safety;
using TaskCancellation.VeevaVault;

namespace TaskCancellation.Tests.Hostile;

/// <summary>What a reply costs to read, whatever is in it: every value of every reply of every verb, blown up; every list, made long.</summary>
/// <remarks>
/// <para>The measure is all that is allocated in the call, the buffer counted, over the length of what came in. It is never less than what is held at one time, and most of the difference is dropped at once. Where the length of a body is not told, as of a compressed one, the pieces it comes in are not counted beside what is made of it.</para>
/// <para>Each value is blown up in one way, and the ways take turns. BODY_RUNS=all tries each value in each way, in bodies of 8 MB (half an hour).</para>
/// </remarks>
[Category("Hostile")]
[Category("Finding B8")]
[NonParallelizable]
internal sealed class BodyMemoryTests
{
    private const double MostTimes = 4;
    private static readonly bool AllWays = Environment.GetEnvironmentVariable("BODY_RUNS") == "all";
    private static readonly int Size = (AllWays ? 8 : 1) * 1_200_000;
    private static readonly Giants Ways = new(Size);
    private static readonly Dictionary<string, (double Times, string What)> Worst = [];

    private static readonly Dictionary<string, Func<ServiceHarness, PlayedBack, TaskId, Task>> Calls = new()
    {
        ["find"] = static (service, _, id) => service.Client.FindAsync(id),
        ["find with raw"] = static (service, _, id) => service.Client.FindAsync(id, new ReadOptions { KeepRaw = true }),
        ["list"] = static (service, _, _) => CountAsync(service, ReadOptions.Default),
        ["list with raw"] = static (service, _, _) => CountAsync(service, new ReadOptions { KeepRaw = true }),
        ["cancel"] = static (service, _, id) => service.Client.CancelAsync(id),
        ["batch"] = static (service, _, id) => service.Client.CancelManyAsync(new TaskTarget[] { id }.ToAsyncEnumerable()).CountAsync().AsTask(),
        ["wait"] = static (service, _, id) => service.Client.WaitForCompletionAsync(id, new WaitOptions { Timeout = TimeSpan.FromSeconds(1) }),
        ["service info"] = static (service, _, _) => service.Client.GetServiceInfoAsync(),
        ["login"] = static (service, transport, id) => LoggedIn(service, transport)?.FindAsync(id) ?? Task.CompletedTask,
        ["refusal 400"] = static (service, _, _) => service.Client.FindAsync(service.UnknownId),
        ["refusal 404"] = static (service, _, _) => service.Client.CancelAsync(service.UnknownId),
        ["refusal 500"] = static (service, _, _) => service.Client.FindAsync(service.UnknownId),
    };

    private static IEnumerable<TestCaseData> Cases() => from service in Services.All from call in Calls.Keys select new TestCaseData(service, call);

    // What the shared pool holds, at most 2 MB for us, is no reply's.
    [OneTimeSetUp]
    public async Task FillThePool()
    {
        using var content = new StreamContent(new UnseekableStream(new MemoryStream(new byte[Size])));
        (await ReplyReader.ReadAsync(content, int.MaxValue, CancellationToken.None)).Return();
    }

    [OneTimeTearDown]
    public void Tell()
    {
        if (Worst.Count > 0)
        {
            Summary.Write("body-memory", string.Join(Environment.NewLine, Worst.OrderByDescending(one => one.Value.Times).Select(one => string.Create(CultureInfo.InvariantCulture, $"memory over body, worst: {one.Value.Times:0.00} ({one.Key}, {one.Value.What})"))));
        }
    }

    [TestCaseSource(nameof(Cases))]
    public async Task A_reply_costs_a_small_multiple_of_its_length(string name, string call)
    {
        var transport = new PlayedBack();
        await using var service = Services.Create(name, transport);
        var id = service.AddRunning();
        var status = call.StartsWith("refusal", StringComparison.Ordinal) ? (HttpStatusCode)int.Parse(call[^3..], CultureInfo.InvariantCulture) : default;
        transport.Record();
        await CallAsync(service, transport, call, id);

        var wrongs = new List<string>();
        for (var reply = 0; reply < transport.Replies.Count; reply++)
        {
            foreach (var (what, body) in Bodies(name, transport.Replies[reply].Body))
            {
                foreach (var tellsLength in new[] { true, false }.Skip(AllWays || body.Length % 2 == 0 ? 0 : 1).Take(AllWays ? 2 : 1))
                {
                    transport.Play(reply, body, tellsLength, status);
                    var before = GC.GetTotalAllocatedBytes(precise: true);
                    await CallAsync(service, transport, call, id);
                    Note(name, TimesTheBody(transport, before, tellsLength ? 0 : body.Length), $"{call}, {what}{(tellsLength ? "" : ", of untold length")}", wrongs);
                }
            }
        }

        Assert.That(wrongs, Is.Empty);
    }

    // Of untold length, what it is read into piece by piece is gone when it is whole.
    private static double TimesTheBody(PlayedBack transport, long before, int untold)
    {
        var (read, after) = (transport.AllocatedWhenRead, GC.GetTotalAllocatedBytes(precise: true));
        var most = untold > 0 && transport.Times == 1 ? Math.Max(read - before + untold, after - read) : after - before;
        return most / (double)Math.Max(transport.Given, 1);
    }

    private static void Note(string service, double times, string what, List<string> wrongs)
    {
        if (times > Worst.GetValueOrDefault(service).Times)
        {
            Worst[service] = (times, what);
        }

        if (times > MostTimes)
        {
            wrongs.Add(string.Create(CultureInfo.InvariantCulture, $"{times:0.00}: {what}"));
        }
    }

    private static async Task CallAsync(ServiceHarness service, PlayedBack transport, string call, TaskId id)
    {
        try
        {
            await service.RunAsync(Calls[call](service, transport, id));
        }
        catch (TaskClientException)
        {
            // What it costs is what counts.
        }
    }

    private static async Task CountAsync(ServiceHarness service, ReadOptions options)
    {
        await foreach (var task in service.Client.ListAsync(service.FilterBy(service.Scope), options))
        {
            _ = task.IsTerminal;
        }
    }

    // Null for services without a login.
    private static TaskClient? LoggedIn(ServiceHarness service, PlayedBack transport)
    {
        switch (service.Emulator)
        {
            case CloudFoundryEmulator foundation:
                foundation.AddUser(new() { Name = "u", Password = "p", Roles = [new(CloudFoundryRole.Admin)] });
                var ofFoundation = new CloudFoundryTaskClientOptions { Credential = CloudFoundryCredential.Password("u", "p") };
                ofFoundation.UseTimeProvider(transport.ClientClock);
                return new CloudFoundryTaskClient(transport.Connect(foundation), ofFoundation);
            case VeevaVaultEmulator vault:
                var ofVault = new VeevaVaultTaskClientOptions { Credential = VeevaVaultCredential.Password(VeevaVaultEmulator.AdminName, VeevaVaultEmulator.AdminPassword) };
                ofVault.UseTimeProvider(transport.ClientClock);
                return new VeevaVaultTaskClient(transport.Connect(vault), ofVault);
            default:
                return null;
        }
    }

    private static IEnumerable<(string What, byte[] Body)> Bodies(string service, byte[] reply)
    {
        var turn = service.Length;
        foreach (var value in JsonValues.Of(reply))
        {
            foreach (var (name, json) in AllWays ? Ways.All : [Ways.All[turn++ % Ways.All.Count]])
            {
                yield return ($"{name} as '{value.Name}'", JsonValues.Replace(reply, value, json));
            }

            if (value.Type == JsonTokenType.StartArray)
            {
                yield return ($"small rows in '{value.Name}'", JsonValues.Replace(reply, value, Giants.Numbered(2 * Size, "[", SmallestRow(service) + ",", "null]")));
                if (JsonValues.Of(reply).FirstOrDefault(item => item.From > value.From && item.To < value.To) is { To: > 0 } first)
                {
                    yield return ($"rows in '{value.Name}'", JsonValues.Replace(reply, value, Giants.Repeat(Size, "[", System.Text.Encoding.UTF8.GetString(reply, first.From, first.To - first.From) + ",", "null]")));
                }
            }
        }
    }

    private static string SmallestRow(string service) => service switch
    {
        "CloudFoundry" => """{"guid":"#-0000-0000-0000-000000000000","state":"R"}""",
        "Elasticsearch" => """{"node":"a","id":@,"action":"a"}""",
        "Meilisearch" => """{"uid":@,"status":"a","type":"a"}""",
        "TopazImage" => """{"process_id":"#-0000-0000-0000-000000000000","status":"a"}""",
        _ => """{"job_id":@,"status":"a"}""",
    };
}
