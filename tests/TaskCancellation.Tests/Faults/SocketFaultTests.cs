using System.Collections.ObjectModel;
using TaskCancellation.Testing;
using TaskCancellation.Tests.Safety;

namespace TaskCancellation.Tests.Faults;

/// <summary>What goes wrong with real connections: on every service, to the first request of a read and to the cancel of a task.</summary>
[Category("Faults")]
[Parallelizable(ParallelScope.Children)]
internal sealed class SocketFaultTests
{
    private const int AtOnce = 8;

    private static IEnumerable<string> All => Services.All;

    [TestCaseSource(nameof(All))]
    public async Task A_read_gives_the_truth_or_a_typed_error(string name) => await PlayAsync(name, async (service, transport, fault, wrongs) =>
    {
        var id = service.AddRunning();
        _ = await service.Client.FindAsync(id); // so that the connection is an old one
        transport.Next(fault, _ => true);

        try
        {
            var task = await service.Client.FindAsync(id);
            if (task?.Id != id || task.State != service.Truth(id))
            {
                wrongs.Add($"{fault}: {task} and the record {service.Truth(id)}");
            }
        }
        catch (TaskRequestException)
        {
            // Typed, and it claims nothing.
        }
        catch (Exception other)
        {
            wrongs.Add($"{fault}: {other}");
        }
    });

    [TestCaseSource(nameof(All))]
    public async Task A_cancel_says_what_is_so_or_that_it_is_in_doubt(string name) => await PlayAsync(name, async (service, transport, fault, wrongs) =>
    {
        var (id, bystander) = (service.AddRunning(), service.AddRunning());
        _ = await service.Client.FindAsync(id);
        transport.Next(fault, request => service.IsCancel(Read(request)));

        var accepted = (await service.Client.CancelAsync(id)).Accepted.Outcomes.Single();
        service.Clock.Advance(TimeSpan.FromMinutes(5));

        wrongs.AddRange(new[] { Truths.ContradictionInTheEnd(service, accepted, wasCanceled: false, wasRemoved: false) }.OfType<string>().Select(wrong => $"{fault}: {wrong}"));
        if (accepted.Verdict is CancellationVerdict.NotFound or CancellationVerdict.Denied or CancellationVerdict.CompletedFirst)
        {
            wrongs.Add($"{fault}: {accepted}, and the record {service.Truth(id)}");
        }

        if (service.Truth(bystander) is not (TaskState.Running or TaskState.Pending))
        {
            wrongs.Add($"{fault}: the other task is {service.Truth(bystander)}");
        }
    });

    [TestCaseSource(nameof(All))]
    public async Task Where_nobody_listens_nothing_is_attempted(string name)
    {
        var transport = new SocketFaultTransport();
        await using var service = Services.Create(name, transport.Stands, transport);
        var id = service.AddRunning();
        _ = service.Client;
        await service.RefuseConnectionsAsync();

        var outcome = (await service.Client.CancelAsync(id)).Accepted.Outcomes.Single();

        FaultTally.Add(1, outcome.Verdict == CancellationVerdict.NotAttempted ? 0 : 1);
        Assert.That((outcome.Verdict, outcome.Error?.Delivery), Is.EqualTo((CancellationVerdict.NotAttempted, (RequestDelivery?)RequestDelivery.NotSent)));
    }

    private static async Task PlayAsync(string name, Func<Conformance.ServiceHarness, SocketFaultTransport, SocketFault, List<string>, Task> play)
    {
        var wrongs = new List<string>[SocketFault.All.Count];
        await Parallel.ForAsync(0, wrongs.Length, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (at, _) =>
        {
            var transport = new SocketFaultTransport();
            await using var service = Services.Create(name, transport.Stands, transport);
            await play(service, transport, SocketFault.All[at], wrongs[at] = []);
            if (!transport.HasHit)
            {
                wrongs[at].Add($"{SocketFault.All[at]} has hit nothing");
            }
        });

        FaultTally.Add(wrongs.Length, wrongs.Sum(some => some.Count));
        Assert.That(wrongs.SelectMany(some => some), Is.Empty);
    }

    private static EmulatedRequest Read(string request)
    {
        var line = request.Split(' ', 3);
        return new EmulatedRequest(line[0], line[1].Split('?')[0], "", ReadOnlyDictionary<string, string>.Empty, default);
    }
}
