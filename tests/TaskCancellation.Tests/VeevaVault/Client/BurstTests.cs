using TaskCancellation.Testing;

namespace TaskCancellation.Tests.VeevaVault.Client;

[TestFixture]
internal sealed class BurstTests : ClientTest
{
    [TestCase("X-VaultAPI-ResponseDelay", "500", 30)]
    [TestCase("X-VaultAPI-ResponseDelay", "45000", 45)]
    [TestCase("X-VaultAPI-ResponseDelay", "99999999", 300)]
    [TestCase("X-VaultAPI-ResponseDelay", "0", null)]
    [TestCase("X-VaultAPI-ResponseDelay", "soon", null)]
    [TestCase("X-VaultAPI-BurstLimitRemaining", "199", 30)]
    [TestCase("X-VaultAPI-BurstLimitRemaining", "200", null)]
    [TestCase("x-vaultapi-burstlimitremaining", "0", 30)]
    [TestCase("X-VaultAPI-DailyLimitRemaining", "0", null)]
    [Category("VV-10.50")]
    public async Task A_vault_that_is_pressed_is_asked_less(string header, string value, int? seconds)
    {
        Service.On(JobLine(1), Wire.Job(1, "QUEUED").WithHeader(header, value));
        var job = await RunAsync(CreateClient().FindAsync(1));
        Assert.That(job!.PollAfter, Is.EqualTo(seconds is { } pause ? TimeSpan.FromSeconds(pause) : null as TimeSpan?));
    }

    [TestCase("100", null)]
    [TestCase("9", 30)]
    public async Task Of_a_small_limit_the_last_tenth_is_little(string remaining, int? seconds)
    {
        Service.On(JobLine(1), Wire.Job(1, "QUEUED").WithHeader("X-VaultAPI-BurstLimit", "100").WithHeader("X-VaultAPI-BurstLimitRemaining", remaining));
        var job = await RunAsync(CreateClient().FindAsync(1));
        Assert.That(job!.PollAfter?.TotalSeconds, Is.EqualTo(seconds));
    }

    [Test, Category("VV-10.50")]
    public async Task A_wait_heeds_it()
    {
        Service.On(JobLine(1), Wire.Job(1, "RUNNING").WithHeader("X-VaultAPI-ResponseDelay", "60000"), Wire.Job(1, "SUCCESS"));
        await RunAsync(CreateClient().WaitForCompletionAsync(1));
        Assert.That(Service.Requests[1].At - Service.Requests[0].At, Is.EqualTo(TimeSpan.FromMinutes(1)));
    }

    [Test, Category("VV-10.50"), Category("Inferred")]
    public async Task An_answer_may_take_its_time()
    {
        Service.On(CancelLine, Wire.Cancel(Wire.Taken(5001)));
        Service.Faults.On("POST", "/cancel").DelayReply(TimeSpan.FromSeconds(110));
        Assert.That((await CancelAsync(CreateClient())).Verdict, Is.EqualTo(CancellationVerdict.Accepted));
        Assert.That(Service.Requests, Has.Count.EqualTo(1));
    }

    [Test, Category("VV-10.33")]
    public async Task A_status_that_was_asked_for_too_soon_is_asked_for_again_in_ten_seconds()
    {
        Service.On(JobLine(1), Wire.Failure("API_LIMIT_EXCEEDED"), Wire.Job(1, "QUEUED"));
        Assert.That(await RunAsync(CreateClient().FindAsync(1)), Is.Not.Null);
        Assert.That(Service.Requests[1].At - Service.Requests[0].At, Is.EqualTo(TimeSpan.FromSeconds(10)));
    }

    [Test, Category("VV-10.33")]
    public void A_look_is_due_every_ten_seconds_at_most()
    {
        var polling = CreateClient().Capabilities.Polling;
        Assert.That((polling.MinInterval, polling.FirstDelay, CreateClient().Capabilities.IdsPerRequest), Is.EqualTo((TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(12), 500)));
    }

    [Test]
    public async Task A_page_of_a_proxy_is_no_word_of_vaults()
    {
        Service.On(JobLine(1), EmulatedReply.Html(404));
        Assert.That((await FailureOf(CreateClient().FindAsync(1))).Reason, Is.EqualTo(TaskErrorReason.Protocol));
    }
}
