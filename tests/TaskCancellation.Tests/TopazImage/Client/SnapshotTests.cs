using System.Text;
using TaskCancellation.Testing;
using TaskCancellation.TopazImage;

namespace TaskCancellation.Tests.TopazImage.Client;

[TestFixture]
internal sealed class SnapshotTests : ClientTest
{
    [TestCase("Pending", TaskState.Pending)]
    [TestCase("Processing", TaskState.Running)]
    [TestCase("Completed", TaskState.Succeeded)]
    [TestCase("Cancelled", TaskState.Canceled)]
    [TestCase("Failed", TaskState.Failed)]
    [TestCase("cancelled", TaskState.Unknown)]
    [TestCase("Canceled", TaskState.Unknown)]
    [TestCase("completed", TaskState.Unknown)]
    [TestCase("Archived", TaskState.Unknown)]
    [Category("TZ-11.32")]
    public async Task The_state_follows_from_the_exact_word(string status, TaskState expected)
    {
        var task = await ReadAsync(Wire.Job(status: status));
        Assert.That((task.State, task.RawState, task.Failure), Is.EqualTo((expected, status, (TaskFailure?)null)));
    }

    [Test]
    [Category("TZ-11.18")]
    public async Task The_status_of_the_contract_is_read_whole()
    {
        var task = await ReadAsync(Wire.Fixture("status-200.json"));
        Assert.Multiple(() =>
        {
            Assert.That(task with { Details = null }, Is.EqualTo(new TaskSnapshot
            {
                Id = Wire.Id,
                State = TaskState.Running,
                RawState = "Processing",
                Kind = "Enhance",
                Scope = Wire.Source,
                Name = "shelf.png",
                EnqueuedAt = At(1790000000),
                Progress = 0.42,
            }));
            Assert.That(task.Details, Is.EqualTo(new TopazImageTaskDetails
            {
                ModifiedAt = At(1790000060),
                ExpectedAt = At(1790000120),
                ModelType = "GAN",
                Model = "Standard V2",
                InputFormat = "png",
                InputWidth = 1600,
                InputHeight = 900,
                OutputFormat = "jpeg",
                OutputWidth = 3200,
                OutputHeight = 1800,
                CropToFill = false,
                Credits = 1,
            }));
        });
    }

    [Test]
    [Category("TZ-11.32")]
    public async Task What_version_1_1_0_shows_is_read_and_what_is_new_is_passed_over()
    {
        var task = await ReadAsync(Wire.Fixture("status-1.1.0.json").Replace("\"sync\": false", "\"sync\": false, \"invented_later\": { \"a\": [1] }", StringComparison.Ordinal));
        var details = (TopazImageTaskDetails)task.Details!;
        Assert.Multiple(() =>
        {
            Assert.That((task.State, task.Scope, task.Progress), Is.EqualTo((TaskState.Succeeded, (string?)null, (double?)1)));
            Assert.That((details.SubjectDetection, details.FaceEnhancement, details.FaceEnhancementCreativity, details.FaceEnhancementStrength), Is.EqualTo(("All", (bool?)true, (double?)0.25, (double?)0.8)));
            Assert.That(details.OptionsJson, Is.EqualTo("""{"sharpen":0.5}"""));
            Assert.That(details.Credits, Is.EqualTo(2));
        });
    }

    [Test]
    [Category("TZ-11.18")]
    public async Task A_reply_may_leave_almost_everything_out()
    {
        var task = await ReadAsync($$"""{"process_id":"{{Wire.Id}}","status":"Pending"}""");
        Assert.That(task, Is.EqualTo(new TaskSnapshot { Id = Wire.Id, State = TaskState.Pending, RawState = "Pending", Details = new TopazImageTaskDetails() }));
        Assert.That(task.PollAfter, Is.Null);
    }

    [TestCase("0", 0)]
    [TestCase("100", 1)]
    [TestCase("99.5", 0.995)]
    [TestCase("-1", null)]
    [TestCase("101", null)]
    [TestCase("null", null)]
    public async Task Progress_goes_from_0_to_1(string percent, double? expected) =>
        Assert.That((await ReadAsync(Wire.Job(progress: percent))).Progress, Is.EqualTo(expected));

    [TestCase(0L, "1970-01-01T00:00:00Z")]
    [TestCase(1790000000L, "2026-09-21T14:13:20Z")]
    [TestCase(1790000000000L, null, TestName = "Milliseconds are no seconds")]
    [TestCase(long.MaxValue, null)]
    [TestCase(long.MinValue, null)]
    [Category("TZ-11.18")]
    public async Task Times_are_seconds_and_never_overflow(long seconds, string? expected)
    {
        var task = await ReadAsync(Wire.Job(eta: seconds, created: seconds, modified: seconds));
        var details = (TopazImageTaskDetails)task.Details!;
        DateTimeOffset? instant = expected is null ? null : DateTimeOffset.Parse(expected, null);
        Assert.That((task.EnqueuedAt, details.ModifiedAt, details.ExpectedAt), Is.EqualTo((instant, instant, instant)));
    }

    [TestCase("Processing", 45, 45)]
    [TestCase("Pending", 1, 1)]
    [TestCase("Archived", 30, 30)]
    [TestCase("Processing", 60, 60)]
    [TestCase("Processing", 5400, 60)]
    [TestCase("Processing", 0, null)]
    [TestCase("Processing", -5, null)]
    [TestCase("Completed", 45, null)]
    [TestCase("Cancelled", 45, null)]
    [Category("TZ-11.19")]
    public async Task The_expected_end_is_a_hint_measured_from_the_replys_own_date(string status, int secondsLeft, int? expected)
    {
        foreach (var skew in new[] { -10, 0, 10, 1_000_000 })
        {
            Service.Skew = TimeSpan.FromMinutes(skew);
            var task = await ReadAsync(Wire.Job(status: status, eta: Service.ServerNow.ToUnixTimeSeconds() + secondsLeft));
            Assert.That(task.PollAfter?.TotalSeconds, Is.EqualTo(expected), $"the service's clock is {skew} minutes ahead");
        }
    }

    [Test]
    public async Task Jobs_of_a_list_have_their_hints_too()
    {
        Service.Skew = TimeSpan.FromHours(-3);
        Service.On(ListLine, Wire.Page(null, Wire.Job(eta: Service.ServerNow.ToUnixTimeSeconds() + 20)));
        foreach (var keepRaw in new[] { false, true })
        {
            var tasks = await RunAsync(CreateClient().ListAsync(TaskFilter.All, new ReadOptions { KeepRaw = keepRaw }).ToListAsync().AsTask());
            Assert.That(tasks.Single().PollAfter, Is.EqualTo(TimeSpan.FromSeconds(20)));
        }
    }

    [Test]
    public async Task Without_a_date_there_is_no_hint()
    {
        Service.Faults.Always().Edit(reply => reply.WithHeader("Date", "yesterday"));
        Assert.That((await ReadAsync(Wire.Job(eta: Clock.GetUtcNow().ToUnixTimeSeconds() + 20))).PollAfter, Is.Null);
    }

    [Test]
    public async Task A_wait_looks_when_the_job_is_expected_to_end()
    {
        Service.Skew = TimeSpan.FromMinutes(-10);
        Service.On(ReadLine, Wire.JobReply(eta: Service.ServerNow.ToUnixTimeSeconds() + 45), Wire.JobReply("Completed"));
        Assert.That((await RunAsync(CreateClient().WaitForCompletionAsync(Wire.Id))).State, Is.EqualTo(TaskState.Succeeded));
        Assert.That(Service.Requests[1].At - Service.Requests[0].At, Is.GreaterThanOrEqualTo(TimeSpan.FromSeconds(45)).And.LessThan(TimeSpan.FromSeconds(46)));
    }

    [Test]
    [Category("TZ-11.30")]
    [Category("Inferred")]
    public async Task A_wait_sees_a_job_through_three_attempts_and_lasts_for_hours()
    {
        Service.On(ReadLine, Wire.JobReply("Processing"), Wire.JobReply("Pending"), Wire.JobReply("Processing"), Wire.JobReply("Failed"));
        Assert.That((await RunAsync(CreateClient().WaitForCompletionAsync(Wire.Id))).State, Is.EqualTo(TaskState.Failed));

        Service.On(ReadLine, Wire.JobReply("Archived"));
        var before = Clock.GetUtcNow();
        var wait = CreateClient().WaitForCompletionAsync(Wire.Id);
        Assert.ThrowsAsync<TaskWaitTimeoutException>(() => Clock.AdvanceUntilCompletedAsync(wait));
        Assert.That(Clock.GetUtcNow() - before, Is.GreaterThanOrEqualTo(TimeSpan.FromHours(4)).And.LessThan(TimeSpan.FromHours(4.1)));
    }

    [Test]
    public async Task Two_reads_of_an_unmoved_job_are_equal()
    {
        var first = await ReadAsync(Wire.Fixture("status-200.json"));
        Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.That(await ReadAsync(Wire.Fixture("status-200.json")), Is.EqualTo(first));
    }

    [Test]
    public async Task The_JSON_is_kept_when_asked_for()
    {
        Service.On(ReadLine, EmulatedReply.Json(200, Wire.Job()));
        var client = CreateClient();
        Assert.That(Encoding.UTF8.GetString((await RunAsync(client.FindAsync(Wire.Id, new ReadOptions { KeepRaw = true })))!.Raw.Span), Is.EqualTo(Wire.Job()));
        Assert.That((await RunAsync(client.FindAsync(Wire.Id)))!.Raw.IsEmpty, Is.True);
    }

    private static DateTimeOffset At(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds);
}
