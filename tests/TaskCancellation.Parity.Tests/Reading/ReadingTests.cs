using System.Text.Json.Nodes;
using TaskCancellation.Recordings;

namespace TaskCancellation.Parity.Tests.Reading;

/// <summary>Every task, list and error that a real server answered, read by the client and held against a table that shares nothing with it.</summary>
[Category("Reads")]
internal sealed class ReadingTests
{
    private readonly List<string> figures = [];

    [OneTimeTearDown]
    public Task PrintFigures() => File.WriteAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "reads.txt"), figures);

    [TestCaseSource(typeof(Recording), nameof(Recording.All))]
    public async Task Every_recorded_task_is_read(Recording recording)
    {
        var reader = RecordedReplies.ReaderOf(recording);
        var (read, pending) = (0, 0);
        List<string> wrong = [];
        foreach (var step in RecordedReplies.Answered(recording).Where(step => step.Status < 300))
        {
            if (RecordedReplies.JsonOf(reader, step) is { } reply && reader.TaskIn(step, reply) is { } task)
            {
                read++;
                var expected = reader.Expect(task, isListed: false);
                var actual = await RunAsync(reader, step, reply, client => FindAsync(client, expected.Id));
                if (reader.PendingReason(task) is { } reason)
                {
                    pending++;
                    Check(wrong, step, actual != expected, $"is read as it should be by now: take it out of what is pending ({reason})");
                }
                else
                {
                    Check(wrong, step, actual == expected, $"{expected}\n    is read as {actual}");
                }
            }
        }

        figures.Add($"reads {recording}: {read} tasks, of which pending {pending}");
        Assert.That(wrong, Is.Empty);
    }

    [TestCaseSource(typeof(Recording), nameof(Recording.All))]
    public async Task Every_recorded_list_is_read(Recording recording)
    {
        var reader = RecordedReplies.ReaderOf(recording);
        var (lists, listed) = (0, 0);
        List<string> wrong = [];
        foreach (var step in RecordedReplies.Answered(recording).Where(step => step.Status == 200))
        {
            if (RecordedReplies.JsonOf(reader, step) is { } reply && reader.TasksIn(step, reply) is { } tasks)
            {
                lists++;
                listed += tasks.Count;
                var expected = tasks.Select(task => reader.Expect(task, isListed: true)).ToList();
                var actual = await RunAsync(reader, step, reply, async client => await client.ListAsync(TaskFilter.All).Select(ExpectedRead.From).ToListAsync());
                Check(wrong, step, actual.SequenceEqual(expected), $"{string.Join("\n    ", expected.Except(actual))}\n    is read as {string.Join("\n    ", actual.Except(expected))}");
            }
        }

        figures.Add($"reads {recording}: {lists} lists of {listed} tasks");
        Assert.That(wrong, Is.Empty);
    }

    [TestCaseSource(typeof(Recording), nameof(Recording.All))]
    public async Task Every_recorded_error_is_read(Recording recording)
    {
        var reader = RecordedReplies.ReaderOf(recording);
        var (errors, pending) = (0, 0);
        List<string> wrong = [];
        foreach (var step in RecordedReplies.Answered(recording).Where(step => step.Status >= 400 && step.Method != "HEAD"))
        {
            var reply = RecordedReplies.JsonOf(reader, step);
            var code = reader.CodeOf(reply);
            var expected = reader.SaysNotFound(step.Status, code) ? "null" : $"{step.Status} {code}";
            var actual = await RunAsync(reader, step, reply, client => ErrorAsync(client, reader.AnyId));

            // Finding A11: a 404 of which the code speaks of something else than the task is taken for the task's.
            var isPending = step.Status == 404 && code is not null && expected != "null" && actual == "null";
            errors++;
            pending += isPending ? 1 : 0;
            Check(wrong, step, actual == expected || isPending, $"{expected} is read as {actual}");
        }

        figures.Add($"reads {recording}: {errors} errors, of which pending {pending}");
        Assert.That(errors, Is.Positive);
        Assert.That(wrong, Is.Empty);
    }

    private static async Task<ExpectedRead?> FindAsync(TaskClient client, string id)
    {
        try
        {
            return await client.FindAsync(id) is { } snapshot ? ExpectedRead.From(snapshot) : null;
        }
        catch (TaskRequestException)
        {
            return null;
        }
    }

    private static async Task<string> ErrorAsync(TaskClient client, string id)
    {
        try
        {
            return await client.FindAsync(id) is null ? "null" : "a task";
        }
        catch (TaskRequestException error)
        {
            return $"{error.StatusCode} {error.ErrorCode}";
        }
    }

    private static async Task<T> RunAsync<T>(ServiceReader reader, RecordedStep step, JsonNode? reply, Func<TaskClient, Task<T>> read)
    {
        var clock = TestClock.Create();
        using var handler = new CannedHandler(step.Status, step.ReplyHeaders, RecordedReplies.BodyOf(reply, step), reader.EmptyPage);
        var client = reader.CreateClient(handler, clock);
        return await clock.RunAsync(() => read(client));
    }

    private static void Check(List<string> wrong, RecordedStep step, bool isRight, string what)
    {
        if (!isRight)
        {
            wrong.Add($"{step}: {what}");
        }
    }
}
