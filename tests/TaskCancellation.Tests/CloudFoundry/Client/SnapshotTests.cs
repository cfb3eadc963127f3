using System.Text;
using TaskCancellation.CloudFoundry;
using TaskCancellation.Testing;

namespace TaskCancellation.Tests.CloudFoundry.Client;

[TestFixture]
internal sealed class SnapshotTests : ClientTest
{
    [TestCase("PENDING", null, TaskState.Pending)]
    [TestCase("RUNNING", null, TaskState.Running)]
    [TestCase("CANCELING", null, TaskState.Canceling)]
    [TestCase("CANCELING", "task was cancelled", TaskState.Canceled, Category = "Finding K11")]
    [TestCase("CANCELING", "Exited with status 1", TaskState.Failed, Category = "Finding K11")]
    [TestCase("CANCELING", "Unable to determine completion status", TaskState.Failed, Category = "Finding K11")]
    [TestCase("SUCCEEDED", null, TaskState.Succeeded)]
    [TestCase("FAILED", null, TaskState.Failed, Category = "Finding A8")]
    [TestCase("FAILED", "", TaskState.Failed, Category = "Finding A8")]
    [TestCase("FAILED", "task was cancelled", TaskState.Canceled, Category = "CF-8.15")]
    [TestCase("FAILED", "Task was Canceled", TaskState.Canceled)]
    [TestCase("FAILED", "my task was cancelled by hand", TaskState.Failed)]
    [TestCase("FAILED", "Unable to determine completion status", TaskState.Failed, Category = "CF-8.19")]
    [TestCase("SUCCEEDED", "task was cancelled", TaskState.Succeeded)]
    [TestCase("running", null, TaskState.Unknown, Category = "CF-8.55")]
    [TestCase("PAUSED", null, TaskState.Unknown, Category = "CF-8.55")]
    public async Task The_state_follows_from_word_and_reason(string state, string? reason, TaskState expected)
    {
        var task = await ReadAsync(Wire.Task(state: state, reason: reason));
        Assert.Multiple(() =>
        {
            Assert.That(task.State, Is.EqualTo(expected));
            Assert.That(task.RawState, Is.EqualTo(state));
            Assert.That(task.Failure?.Message, Is.EqualTo(string.IsNullOrEmpty(reason) ? null : reason));
            Assert.That(task.IsEndUnknown, Is.EqualTo(expected == TaskState.Failed && (string.IsNullOrEmpty(reason) || reason.StartsWith("Unable", StringComparison.Ordinal))));
        });
    }

    [TestCase("APP/TASK/report: Exited with status 127", 127)]
    [TestCase("Exited with status 1 (out of memory)", 1)]
    [TestCase("Failed with exit code: 3", 3, Category = "CF-8.76")]
    [TestCase("failed to mount volume", null)]
    [TestCase("Exited with status 99999999999", null)]
    public async Task The_exit_code_is_read_from_the_reason(string reason, int? expected) =>
        Assert.That(Details(await ReadAsync(Wire.Task(state: "FAILED", reason: reason))).ExitCode, Is.EqualTo(expected));

    [Test, Category("CF-8.57"), Category("CF-8.58"), Category("CF-8.76")]
    public async Task A_task_of_Korifi_or_of_an_old_version_may_leave_almost_everything_out()
    {
        var task = await ReadAsync($$"""{"guid":"{{Wire.Guid}}","state":"RUNNING","sequence_id":20260301080000123,"relationships":null,"metadata":{"labels":null,"annotations":{"a":null,"b":"c"} },"result":null}""");
        Assert.Multiple(() =>
        {
            Assert.That(task.Scope, Is.Null);
            Assert.That(task.Name, Is.Null);
            Assert.That(task.EnqueuedAt, Is.Null);
            Assert.That(Details(task).SequenceId, Is.EqualTo(20260301080000123));
            Assert.That(Details(task).User, Is.Null);
            Assert.That(Details(task).LogRateLimit, Is.Null);
            Assert.That(Details(task).MemoryInMb, Is.Null);
            Assert.That(Details(task).Labels, Is.Empty);
            Assert.That(Details(task).Annotations, Is.EquivalentTo(new Dictionary<string, string> { ["b"] = "c" }));
        });
    }

    [Test]
    public async Task Two_reads_of_an_unmoved_task_are_equal()
    {
        var first = await ReadAsync(Wire.Fixture("cancel-202.json"));
        var second = await ReadAsync(Wire.Fixture("cancel-202.json"));
        Assert.That(second, Is.EqualTo(first));
    }

    [Test]
    public async Task The_JSON_is_kept_when_asked_for()
    {
        Service.On(ReadLine, EmulatedReply.Json(200, Wire.Task()));
        var client = CreateClient();
        var kept = await RunAsync(client.FindAsync(Wire.Guid, new ReadOptions { KeepRaw = true }));
        var plain = await RunAsync(client.FindAsync(Wire.Guid));
        Assert.That(Encoding.UTF8.GetString(kept!.Raw.Span), Is.EqualTo(Wire.Task()));
        Assert.That(plain!.Raw.IsEmpty, Is.True);
    }

    private static CloudFoundryTaskDetails Details(TaskSnapshot task) => (CloudFoundryTaskDetails)task.Details!;

    private async Task<TaskSnapshot> ReadAsync(string json)
    {
        Service.On(ReadLine, EmulatedReply.Json(200, json));
        return (await RunAsync(CreateClient().FindAsync(Wire.Guid)))!;
    }
}
