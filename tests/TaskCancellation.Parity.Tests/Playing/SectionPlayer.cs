using System.Net.Http.Headers;
using System.Text;
using TaskCancellation.Parity.Tests.Comparing;
using TaskCancellation.Recordings;

namespace TaskCancellation.Parity.Tests.Playing;

/// <summary>Plays a section of a recording on an emulator: makes the state, lets happen what happened, and holds the answer to each probe against the recorded one.</summary>
/// <remarks>A player is driven by the lines alone. It knows kinds of set-up and events, never the names of single steps, so that a recording it has not seen plays as well.</remarks>
internal abstract class SectionPlayer
{
    private readonly ReplyComparer comparer;
    private readonly List<StepResult> results = [];

    protected SectionPlayer(ReplyRules rules, SymbolTable symbols)
    {
        Symbols = symbols;
        comparer = new ReplyComparer(rules, symbols);
    }

    /// <summary>What the section's symbols stand for.</summary>
    protected SymbolTable Symbols { get; }

    /// <summary>The client that speaks to the emulator, with its base address.</summary>
    protected abstract HttpClient Client { get; }

    /// <summary>Plays the steps and returns the comparison of each probe.</summary>
    internal async Task<IReadOnlyList<StepResult>> PlayAsync(IReadOnlyList<RecordedStep> steps)
    {
        await BeginAsync(steps);
        foreach (var step in steps)
        {
            await (step.Kind switch
            {
                StepKind.Setup => SetUpAsync(step),
                StepKind.Event => LetHappenAsync(step),
                StepKind.Probe => ProbeAsync(step),
                _ => Task.CompletedTask,
            });
        }

        await EndAsync();
        return results;
    }

    /// <summary>Before the first step, with all that are to come: for what has to be known ahead, such as requests that are under way beside others.</summary>
    protected virtual Task BeginAsync(IReadOnlyList<RecordedStep> steps) => Task.CompletedTask;

    /// <summary>After the last step.</summary>
    protected virtual Task EndAsync() => Task.CompletedTask;

    /// <summary>Makes a part of the state.</summary>
    protected abstract Task SetUpAsync(RecordedStep step);

    /// <summary>Lets something happen.</summary>
    protected abstract Task LetHappenAsync(RecordedStep step);

    /// <summary>Sends a probe and judges its answer.</summary>
    protected virtual async Task ProbeAsync(RecordedStep step) => Judge(step, await SendAsync(step));

    /// <summary>Notes how an answer compares. What something else than the server answered is not compared.</summary>
    protected void Judge(RecordedStep step, EmulatedAnswer answer)
    {
        if (!step.IsBench)
        {
            results.Add(new StepResult(step, comparer.Compare(step, answer)));
        }
    }

    /// <summary>Sends the request of a step and reads the answer.</summary>
    protected virtual async Task<EmulatedAnswer> SendAsync(RecordedStep step)
    {
        using var request = CreateRequest(step);
        using var response = await Client.SendAsync(request);
        return await EmulatedAnswer.ReadAsync(response);
    }

    /// <summary>The request of a step: nothing decoded, nothing tidied, symbols resolved.</summary>
    protected virtual HttpRequestMessage CreateRequest(RecordedStep step)
    {
        var path = Symbols.Resolve(step.Path);
        if (path.StartsWith("http://", StringComparison.Ordinal))
        {
            // A request line that names the whole address.
            path = path[path.IndexOf('/', "http://".Length)..];
        }

        var address = Client.BaseAddress!.GetLeftPart(UriPartial.Authority) + (path.StartsWith('/') ? "" : "/") + path;
        var request = new HttpRequestMessage(
            new HttpMethod(step.Method!),
            new Uri(address, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        if (step.Body is { } body)
        {
            request.Content = new ByteArrayContent(step.HasJsonBody ? Encoding.UTF8.GetBytes(Symbols.Resolve(Encoding.UTF8.GetString(body))) : body);
            if (!step.Sent.ContainsKey("content-type"))
            {
                request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            }
        }

        foreach (var (name, values) in step.Sent)
        {
            var resolved = values.Select(Symbols.Resolve).ToList();
            if (!request.Headers.TryAddWithoutValidation(name, resolved))
            {
                (request.Content ??= new ByteArrayContent([])).Headers.TryAddWithoutValidation(name, resolved);
            }
        }

        return request;
    }
}
