using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TaskCancellation.Testing;
using TaskCancellation.Testing.VeevaVault;
using TaskCancellation.VeevaVault;

namespace TaskCancellation.Tests.VeevaVault.Client;

/// <summary>CSV and XML, of which Vault documents that they are possible, and no example.</summary>
[TestFixture, Category("Inferred")]
internal sealed class FormatTests : ClientTest
{
    [Test, Category("VV-10.25")]
    public async Task Ids_go_as_csv_when_asked_to()
    {
        Service.On(CancelLine, Wire.Cancel(Wire.Taken(1046892), Wire.Taken(1043341)));
        var report = await CancelAsync(CreateClient(configure: options => options.UseCsvRequests = true), 1046892, 1043341);
        var request = Service.Requests[^1].Request;
        Assert.Multiple(() =>
        {
            Assert.That(report.ToString(), Is.EqualTo("2 Accepted"));
            Assert.That(request.BodyText, Is.EqualTo(Wire.Fixture("cancel.csv")));
            Assert.That(request.Header("Content-Type"), Is.EqualTo("text/csv"));
            Assert.That(request.Header("Accept"), Is.EqualTo("application/json"));
        });
    }

    [Test]
    public async Task Csv_can_be_asked_for_in_configuration()
    {
        Service.On("POST /api/v26.1/services/jobs/actions/cancel", Wire.Cancel(Wire.Taken(1)));
        var settings = new ConfigurationBuilder().AddInMemoryCollection(
            [new("Endpoint", "https://vault.test/"), new("SessionId", "configured"), new("ApiVersion", "v26.1"), new("UseCsvRequests", "true")]).Build();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddVeevaVaultTaskClient(settings).ConfigurePrimaryHttpMessageHandler(() => Service);
        await using var provider = services.BuildServiceProvider();
        Assert.That((await CancelAsync(provider.GetRequiredService<VeevaVaultTaskClient>(), 1)).ToString(), Does.Contain("Accepted"));
        Assert.That(Service.Requests[0].Request.BodyText, Is.EqualTo("job_id\n1\n"));
    }

    [Test, Category("VV-10.27")]
    public async Task The_answer_comes_as_xml_when_asked_to()
    {
        Service.On(CancelLine, Wire.FromFixture("cancel-200.xml")).On(JobLine(1068337), Wire.Job(1068337, "RUNNING"));
        var report = await CancelAsync(Xml(), 1068044, 1068337);
        Assert.Multiple(() =>
        {
            Assert.That(report.Outcomes.Select(outcome => outcome.ToString()), Is.EqualTo(new[] { "1068044: Accepted", "1068337: NotCancelable" }));
            Assert.That(report.Outcomes[1].Error!.ErrorCode, Is.EqualTo("INVALID_DATA"));
            Assert.That(Service.Requests.Select(line => line.Request.Header("Accept")), Is.EqualTo(new[] { "application/json", "application/xml", "application/json" }));
        });
    }

    [TestCase("<anything xmlns='urn:x'><responseStatus>SUCCESS</responseStatus><data><x><responseStatus>SUCCESS</responseStatus></x></data></anything>", CancellationVerdict.Accepted)]
    [TestCase("<r><responseStatus>SUCCESS</responseStatus><data><i><responseStatus>FAILURE</responseStatus><errors><e><type>OPERATION_NOT_ALLOWED</type></e></errors></i></data></r>", CancellationVerdict.Rejected)]
    [TestCase("<r><responseStatus>FAILURE</responseStatus><errors><error><type>INSUFFICIENT_ACCESS</type><message>No.</message></error></errors></r>", CancellationVerdict.Denied)]
    [TestCase("<r><responseStatus>FAILURE</responseStatus><errors><type>OPERATION_NOT_ALLOWED</type></errors></r>", CancellationVerdict.Rejected)]
    [TestCase("<r><responseStatus>SUCCESS</responseStatus><data/></r>", CancellationVerdict.Indeterminate)]
    [TestCase("<r><responseStatus>SUCCESS</responseStatus></r>", CancellationVerdict.Indeterminate)]
    [TestCase("<r><responseStatus>SUCCESS", CancellationVerdict.Indeterminate)]
    [TestCase("<!DOCTYPE r [<!ENTITY e 'SUCCESS'>]><r><responseStatus>&e;</responseStatus><data><i><responseStatus>&e;</responseStatus></i></data></r>", CancellationVerdict.Indeterminate)]
    [TestCase("<html><body>ok</body></html>", CancellationVerdict.Indeterminate)]
    [TestCase("{\"responseStatus\":\"SUCCESS\",\"data\":[{\"responseStatus\":\"SUCCESS\"}]}", CancellationVerdict.Accepted)]
    [Category("VV-10.27")]
    public async Task Xml_is_read_by_the_names_in_it_and_never_believed_beyond(string body, CancellationVerdict expected)
    {
        Service.On(CancelLine, EmulatedReply.Text(200, body, "application/xml")).On(JobLine(5001), Wire.Job(5001, "QUEUED"));
        Assert.That((await CancelAsync(Xml())).Verdict, Is.EqualTo(expected));
    }

    [Test, Category("VV-10.16"), Category("VV-10.25"), Category("VV-10.27")]
    public async Task The_emulator_takes_and_gives_both_and_means_the_same(
        [Values] bool csv, [Values] bool xml, [Values] VeevaVaultItemErrors errors, [Values("INVALID_DATA", "INSUFFICIENT_ACCESS")] string unknown)
    {
        var emulator = Kept(new VeevaVaultEmulator(Clock) { ItemErrors = errors, UnknownJobErrorType = unknown });
        var jobs = new[] { "QUEUED", "RUNNING", "SCHEDULED", "CANCELLED" }.Select(status => emulator.Add(new VeevaVaultTask { State = status })).ToArray();
        var options = new VeevaVaultTaskClientOptions { SessionId = VeevaVaultEmulator.AdminSession, UseCsvRequests = csv, UseXmlReplies = xml };
        options.UseTimeProvider(Clock);
        var client = Kept(new VeevaVaultTaskClient(Kept(emulator.CreateClient()), options));
        var outcomes = await RunAsync(client.CancelManyAsync(jobs.Append(999_999).Select(id => new TaskTarget(id)).ToAsyncEnumerable()).ToListAsync().AsTask());
        var last = errors is VeevaVaultItemErrors.AsObject or VeevaVaultItemErrors.AsArray && unknown == "INSUFFICIENT_ACCESS" ? CancellationVerdict.Denied : CancellationVerdict.NotFound;
        Assert.That(outcomes.Select(outcome => outcome.Verdict), Is.EqualTo(new[] { CancellationVerdict.Accepted, CancellationVerdict.NotCancelable, CancellationVerdict.Accepted, CancellationVerdict.AlreadyCanceled, last }));

        emulator.RefuseNext(new VeevaVaultError("OPERATION_NOT_ALLOWED"), 1);
        var whole = await RunAsync(client.CancelAsync(jobs[0]));
        Assert.That((whole.Accepted.Outcomes[0].Verdict, whole.Accepted.Outcomes[0].Error!.ErrorCode), Is.EqualTo((CancellationVerdict.Rejected, "OPERATION_NOT_ALLOWED")));
    }

    [TestCase("<r><responseStatus>SUCCESS</responseStatus><data><i><responseStatus>SUCCESS</responseStatus><data><id>{0}</id></data></i></data></r>", "-9")]
    [TestCase("<r><responseStatus>SUCCESS</responseStatus><data><i><responseStatus>SUCCESS</responseStatus><data><id>{0}</id></data></i></data></r>", "6.0")]
    [TestCase("<r><responseStatus>SUCCESS</responseStatus><data><i><responseStatus>SUCCESS</responseStatus><data><id>{0}</id></data></i></data></r>", "5002")]
    [TestCase("<r><responseStatus>SUCCESS</responseStatus><data><i><responseStatus>SUCCESS</responseStatus><data><id><n>5001</n></id></data></i></data></r>", "")]
    [TestCase("<r><responseStatus>SUCCESS</responseStatus><data><i><responseStatus>SUCCESS</responseStatus></i></data></r><!-- {0}", "and no end")]
    [TestCase("<?xml version='1.0' encoding='{0}'?><r><responseStatus>SUCCESS</responseStatus><data><i><responseStatus>SUCCESS</responseStatus></i></data></r>", "utf-7")]
    [TestCase("<?xml version='1.0' encoding='{0}'?><r><responseStatus>SUCCESS</responseStatus><data><i><responseStatus>SUCCESS</responseStatus></i></data></r>", "none")]
    [Category("Finding A9")]
    public async Task Xml_is_held_to_what_json_is_held_to(string body, string part)
    {
        Service.On(CancelLine, EmulatedReply.Text(200, body.Replace("{0}", part, StringComparison.Ordinal), "application/xml")).On(JobLine(5001), Wire.Job(5001, "QUEUED"));
        Assert.That((await CancelAsync(Xml())).Verdict, Is.EqualTo(CancellationVerdict.Indeterminate));
    }

    [Test]
    public async Task Xml_that_was_not_asked_for_is_not_believed()
    {
        Service.On(CancelLine, Wire.FromFixture("cancel-200.xml")).On(JobLine(1068044), Wire.Job(1068044, "QUEUED")).On(JobLine(1068337), Wire.Job(1068337, "QUEUED"));
        Assert.That((await CancelAsync(CreateClient(), 1068044, 1068337)).ToString(), Is.EqualTo("2 Indeterminate"));
    }

    private VeevaVaultTaskClient Xml() => CreateClient(configure: options => options.UseXmlReplies = true);
}
