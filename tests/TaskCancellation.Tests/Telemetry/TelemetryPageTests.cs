using System.Text;
using System.Text.RegularExpressions;
using TaskCancellation.Testing;

namespace TaskCancellation.Tests.Telemetry;

/// <summary>Every span with all its tags, every point of every metric, and every line of the log, whole: telemetry.md has them. Held against the tables of the README and the OpenTelemetry conventions for HTTP clients.</summary>
internal sealed class TelemetryPageTests
{
    private const string Page = "tests/TaskCancellation.Tests/Telemetry/telemetry.md";
    private static readonly Regex RandomTime = new(@"(\d\d:\d\d:\d\d|(?<= of )\d+)\.\d+");
    private static readonly TaskFilter Movies = new() { Scopes = ["movies"] };

    private static readonly (string Name, Func<ObservedRun, Task> Run)[] Calls =
    [
        ("A cancel by filter, and its wait", async run => await run.Client.CancelAndWaitAsync(Movies)),
        ("A cancel by a filter that the client applies", async run => await run.Client.CancelAsync(Movies with { Where = _ => true })),
        ("A cancel of a task that there is not", async run => await run.Client.CancelAsync(404)),
        ("A cancel that is refused", async run =>
        {
            run.Service.Faults.When(request => request.Method == "POST").Respond(EmulatedReply.Json(403, """{"message":"No.","code":"invalid_api_key","type":"auth","link":"https://docs.meilisearch.com/errors#invalid_api_key"}"""));
            await run.Client.CancelAsync(0);
        }),
        ("A cancel whose reply is lost, and cannot be looked for", async run =>
        {
            run.Service.Faults.Always().ResetAfterActing();
            await run.Client.CancelAsync(0);
        }),
        ("A plan, and its execution", async run => await run.Client.ExecuteAsync(await run.Client.PlanAsync(Movies))),
        ("A batch, and its wait", async run => await run.Client.WaitManyAsync(run.Client.CancelManyAsync([0, 1])).ToListAsync()),
        ("A wait for a task that another has canceled", async run =>
        {
            await run.Service.CreateClient().PostAsync("/tasks/cancel?uids=0", null);
            await run.Client.WaitForCompletionAsync(0);
        }),
        ("A request that is sent again", async run =>
        {
            run.Service.Faults.OnCall(1).Respond(EmulatedReply.Html(503));
            await run.Client.FindAsync(0);
        }),
        ("A plan that fails", async run =>
        {
            run.Service.Faults.Always().Respond(EmulatedReply.Html(400));
            await run.Client.PlanAsync(Movies);
        }),
        ("A cancel by filter that is not answered", async run =>
        {
            run.Service.Faults.Always().Refuse();
            await run.Client.CancelAsync(Movies);
        }),
        ("A wait whose time is up", async run => await run.Client.WaitForCompletionAsync(0, new WaitOptions { Timeout = TimeSpan.FromMilliseconds(1) })),
        ("A wait that is given up", async run => await run.Client.WaitForCompletionAsync(0, cancellationToken: new CancellationToken(canceled: true))),
        ("A batch whose source fails", async run => await run.Client.CancelManyAsync(Failing()).ToListAsync()),
    ];

    [Test]
    public async Task Each_call_leaves_this_behind()
    {
        var page = new StringBuilder("# What each call leaves in a trace, in metrics, and in a log\n\nMade by `TelemetryPageTests`, on the emulator of Meilisearch with two running tasks in the index `movies`, and compared with what the calls leave. A pause of random length is shown as `…`.\n");
        foreach (var (name, call) in Calls)
        {
            using var run = new ObservedRun();
            run.Service.Add(new() { IndexUid = "movies", RunDuration = null });
            run.Service.Add(new() { IndexUid = "movies", RunDuration = null });
            var failure = await run.Clock.RunAsync(async () =>
            {
                try
                {
                    await call(run);
                    return null;
                }
                catch (Exception thrown)
                {
                    return thrown;
                }
            });
            page.Append("\n## ").Append(name).Append(failure is null ? "" : $": {failure.GetType().Name}").Append("\n\n```text\n").AppendJoin('\n', LinesOf(run).Select(line => RandomTime.Replace(line, "…"))).Append("\n```\n");
        }

        await File.WriteAllTextAsync(Path.Combine(TestContext.CurrentContext.TestDirectory, "telemetry.md"), page.ToString(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        Assert.That(Repository.Read(Page), Is.EqualTo(page.ToString()), "telemetry.md beside the tests has the text");
    }

    private static IEnumerable<string> LinesOf(ObservedRun run)
    {
        var spans = run.Spans;
        foreach (var span in spans)
        {
            var above = spans.TakeWhile(one => one != span).LastOrDefault(one => one.SpanId == span.ParentSpanId);
            var tags = string.Join(", ", span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}"));
            yield return $"span {span.DisplayName} ({span.Kind}, {span.Status}){(above is null ? "" : $" below {above.DisplayName}")}{(span.Links.Any() ? " with a link" : "")}: {tags}";
        }

        foreach (var point in run.Points())
        {
            yield return $"metric {point}";
        }

        foreach (var (id, level, text) in run.Log.Lines)
        {
            yield return $"log {id.Id} ({level}): {text.TrimEnd()}";
        }
    }

    private static IEnumerable<TaskId> Failing()
    {
        yield return 0;
        throw new InvalidOperationException("The source of the ids fails.");
    }
}
