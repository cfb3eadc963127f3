using System.Globalization;
using System.Text;
using System.Text.Json;
using TaskCancellation.Tests.Conformance;
using TaskCancellation.Tests.Safety;

namespace TaskCancellation.Tests.Hostile;

/// <summary>What a reply costs to read, whatever is in it: every value of every service's replies blown up, and every list made long, each held against the length of the body.</summary>
[Category("Hostile")]
[Category("Finding B8")]
[NonParallelizable]
internal sealed class BodyMemoryTests
{
    private const int Size = 2 * 1024 * 1024;

    /// <summary>Of these, up to two are the buffer that the body is read into.</summary>
    private const double MostTimes = 4;
    private const double Buffer = 2;
    private static readonly Dictionary<string, Func<ServiceHarness, TaskId, Task>> Calls = new()
    {
        ["find"] = (service, id) => service.Client.FindAsync(id),
        ["find, raw"] = (service, id) => service.Client.FindAsync(id, new ReadOptions { KeepRaw = true }),
        ["list"] = (service, _) => CountAsync(service, ReadOptions.Default),
        ["list, raw"] = (service, _) => CountAsync(service, new ReadOptions { KeepRaw = true }),
        ["cancel"] = (service, id) => service.Client.CancelAsync(id),
    };

    private static readonly Dictionary<string, Func<byte[]>> Giants = new()
    {
        ["zeros"] = () => Repeat("[", "0,", "0]"),
        ["nulls"] = () => Repeat("[", "null,", "null]"),
        ["objects"] = () => Repeat("[", "{},", "{}]"),
        ["members"] = () => Repeat("{", "\"a\":0,", "\"z\":0}"),
        ["text"] = () => Repeat("\"", "x", "\""),
        ["escaped text"] = () => Repeat("\"", "\\u0041", "\""),
        ["depth"] = () => [.. Enumerable.Repeat((byte)'[', Size / 2), .. Enumerable.Repeat((byte)']', Size / 2)],
    };

    private static IEnumerable<TestCaseData> Cases() => from service in Services.All from call in Calls.Keys select new TestCaseData(service, call);

    [TestCaseSource(nameof(Cases))]
    public async Task A_reply_costs_a_small_multiple_of_its_length(string name, string call)
    {
        var transport = new RecordingTransport();
        await using var service = Services.Create(name, transport);
        var id = service.AddRunning();
        await CallAsync(service, call, id);
        var reply = transport.First ?? throw new AssertionException("Nothing was asked.");

        var worst = (Times: 0.0, What: "");
        foreach (var (what, body) in Bodies(reply))
        {
            transport.Instead = body;
            var before = GC.GetTotalAllocatedBytes(precise: true);
            await CallAsync(service, call, id);
            var times = Buffer + ((GC.GetTotalAllocatedBytes(precise: true) - before) / (double)body.Length);
            worst = times > worst.Times ? (times, what) : worst;
            transport.Instead = null;
        }

        TestContext.Progress.WriteLine(string.Create(CultureInfo.InvariantCulture, $"memory over body: {name}, {call}: {worst.Times:0.0} ({worst.What})"));
        Assert.That(worst.Times, Is.LessThanOrEqualTo(MostTimes), worst.What);
    }

    private static async Task CallAsync(ServiceHarness service, string call, TaskId id)
    {
        try
        {
            await service.RunAsync(Calls[call](service, id));
        }
        catch (TaskClientException)
        {
            // What it costs is what counts.
        }
    }

    private static async Task CountAsync(ServiceHarness service, ReadOptions options)
    {
        var count = 0;
        await foreach (var task in service.Client.ListAsync(service.FilterBy(service.Scope), options))
        {
            count += task.IsTerminal ? 0 : 1;
        }
    }

    private static IEnumerable<(string What, byte[] Body)> Bodies(byte[] reply)
    {
        foreach (var value in JsonValues.Of(reply))
        {
            foreach (var (name, make) in Giants)
            {
                yield return ($"{name} as '{value.Name}'", JsonValues.Replace(reply, value, make()));
            }

            if (value.Type == JsonTokenType.StartArray && JsonValues.Of(reply).FirstOrDefault(item => item.From > value.From && item.To < value.To) is { To: > 0 } first)
            {
                yield return ($"rows of '{value.Name}'", JsonValues.Replace(reply, value, Repeat("[", Encoding.UTF8.GetString(reply, first.From, first.To - first.From) + ",", "null]")));
            }
        }
    }

    private static byte[] Repeat(string head, string item, string tail) =>
        [.. Encoding.UTF8.GetBytes(head), .. Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(item, Size / item.Length))), .. Encoding.UTF8.GetBytes(tail)];
}
