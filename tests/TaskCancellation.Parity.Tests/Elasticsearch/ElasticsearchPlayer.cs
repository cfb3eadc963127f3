using System.Text;
using TaskCancellation.Parity.Tests.Comparing;
using TaskCancellation.Parity.Tests.Playing;
using TaskCancellation.Recordings;

namespace TaskCancellation.Parity.Tests.Elasticsearch;

/// <summary>Plays a section on an emulated cluster of its own.</summary>
internal sealed class ElasticsearchPlayer : SectionPlayer
{
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    private readonly Recording recording;
    private readonly List<(int Index, Task<EmulatedAnswer> Answer)> pending = [];
    private readonly HashSet<int> sent = [];
    private Story story = null!;
    private World world = null!;
    private int index = -1;

    internal ElasticsearchPlayer(Recording recording)
        : base(new ElasticsearchRules(recording.Steps.Any(step => step.IsBench)), ElasticsearchSymbols.CreateTable()) =>
        this.recording = recording;

    protected override HttpClient Client => world.Client;

    protected override Task BeginAsync(IReadOnlyList<RecordedStep> steps)
    {
        story = new Story(steps);
        world = new World(recording, story, Symbols);
        return world.BeginAsync();
    }

    protected override Task SetUpAsync(RecordedStep step) => PlayAsync();

    protected override Task LetHappenAsync(RecordedStep step) => throw new NotSupportedException($"No event is known that {step} could be.");

    protected override Task ProbeAsync(RecordedStep step) => PlayAsync();

    protected override Task EndAsync() => ResolveAsync();

    private async Task PlayAsync()
    {
        index++;
        foreach (var early in story.SentJustBefore(index))
        {
            await BeginAsync(early);
        }

        if (story.IsUnderWay(index))
        {
            await BeginAsync(index);
            if (index + 1 == story.Steps.Count || !story.IsUnderWay(index + 1))
            {
                await ResolveAsync();
            }

            return;
        }

        var step = story.Steps[index];
        await world.PrepareAsync(index);
        using var hangUp = new CancellationTokenSource();
        var answer = SendAsync(step, hangUp.Token);
        await PassAsync(answer, step.Took + Slack);
        await FinishAsync(index, answer);
        await hangUp.CancelAsync();
        await FinishPendingAsync();
    }

    /// <summary>Sends a request that is answered later, unless it is under way already.</summary>
    private async Task BeginAsync(int which)
    {
        if (sent.Add(which))
        {
            await world.PrepareAsync(which);
            pending.Add((which, SendAsync(story.Steps[which], CancellationToken.None)));
            await FinishPendingAsync();
        }
    }

    /// <summary>Lets time pass until the requests that are under way are answered, as far as time alone does it, and nodes die that died meanwhile.</summary>
    private async Task ResolveAsync()
    {
        var begin = world.Clock.GetUtcNow();
        var due = pending.Where(request => request.Index <= index && !(request.Index == index && story.IsEndedNext(index))).ToList();
        var deaths = due.Select(request => story.Steps[request.Index]).Where(step => Story.DeadIn(step) is not null)
            .GroupBy(step => Story.DeadIn(step)!, (node, steps) => (Node: node, At: steps.Min(step => step.Took))).OrderBy(death => death.At).ToList();
        foreach (var (node, at) in deaths)
        {
            world.Clock.Advance(begin + at - world.Clock.GetUtcNow());
            world.Kill(node);
        }

        foreach (var (which, answer) in due.OrderBy(request => story.Steps[request.Index].Took))
        {
            await PassAsync(answer, story.Steps[which].Took + Slack - (world.Clock.GetUtcNow() - begin));
        }

        await FinishPendingAsync();
    }

    private async Task PassAsync(Task answer, TimeSpan limit)
    {
        try
        {
            await world.Clock.AdvanceUntilCompletedAsync(answer, limit > TimeSpan.Zero ? limit : TimeSpan.Zero);
        }
        catch (Exception failure) when (failure is TimeoutException || answer.IsFaulted)
        {
            // No answer, or none yet: that is what is compared then.
        }
    }

    private async Task FinishPendingAsync()
    {
        foreach (var request in pending.Where(request => request.Answer.IsCompleted).ToList())
        {
            pending.Remove(request);
            await FinishAsync(request.Index, request.Answer);
        }
    }

    private async Task FinishAsync(int which, Task<EmulatedAnswer> answer)
    {
        var step = story.Steps[which];
        var given = answer.IsCompletedSuccessfully ? await answer : NoAnswer with { Body = Encoding.UTF8.GetBytes(answer.Exception?.InnerException?.ToString() ?? "") };
        if (step.Captures is { } symbol && given.Json is { } json && json.TryGetProperty("task", out var task) && task.GetString() is { } id)
        {
            world.Capture(symbol, id);
        }

        if (step.Kind == StepKind.Probe)
        {
            Judge(step, given);
            world.Learn(which);
        }
    }

    /// <summary>How the recordings write that nothing was answered while the client waited.</summary>
    private static EmulatedAnswer NoAnswer { get; } = new(-1, new Dictionary<string, string>(), []);

    private async Task<EmulatedAnswer> SendAsync(RecordedStep step, CancellationToken hungUp)
    {
        using var request = CreateRequest(step);
        using var response = await Client.SendAsync(request, hungUp);
        return await EmulatedAnswer.ReadAsync(response);
    }
}
