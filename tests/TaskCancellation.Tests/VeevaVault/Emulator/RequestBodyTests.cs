using TaskCancellation.Testing.VeevaVault;

namespace TaskCancellation.Tests.VeevaVault.Emulator;

public class RequestBodyTests : EmulatorTest
{
    [TestCase("job_id\n5001\n5002\n"), TestCase("job_id\r\n5001\r\n5002\r\n"), TestCase("job_id\n5001\n5002"), TestCase("\"job_id\",note\n\"5001\",x\n5002,\n")]
    [Category("VV-10.25"), Category("Inferred")]
    public async Task Csv_is_answered_like_json(string csv)
    {
        Add();
        Add("RUNNING");
        var answer = await Send("POST", CancelPath, VeevaVaultEmulator.AdminSession, csv, "text/csv");
        AssertBody(answer, Items(Success(5001), NotFound(5002)));
    }

    [TestCase("application/json", "[]", "PARAMETER_REQUIRED")]
    [TestCase("application/json", "", "INVALID_DATA")]
    [TestCase("application/json", "[{", "INVALID_DATA")]
    [TestCase("application/json", """{"job_id":5001}""", "INVALID_DATA")]
    [TestCase("application/json", """[{"job_id":5001},{"id":5001}]""", "PARAMETER_REQUIRED")]
    [TestCase("application/json", "[5001]", "PARAMETER_REQUIRED")]
    [TestCase("application/json", """[{"job_id":5001},{"job_id":"5001"}]""", "INVALID_DATA")]
    [TestCase("application/json", """[{"job_id":5001.5}]""", "INVALID_DATA")]
    [TestCase("text/csv", "", "PARAMETER_REQUIRED")]
    [TestCase("text/csv", "job_id\n", "PARAMETER_REQUIRED")]
    [TestCase("text/csv", "id\n5001\n", "PARAMETER_REQUIRED")]
    [TestCase("text/csv", "job_id\n5001\nx\n", "INVALID_DATA")]
    [TestCase("text/csv", "job_id\n50\r01\n", "INVALID_DATA")]
    [TestCase("text/plain", "5001", "INVALID_DATA")]
    [Category("VV-10.26"), Category("Inferred")]
    public async Task Bad_bodies_are_refused_as_a_whole(string type, string body, string error)
    {
        var job = Add();
        AssertRefused(await Send("POST", CancelPath, VeevaVaultEmulator.AdminSession, body, type), error);
        Assert.That(StatusOf(job), Is.EqualTo("QUEUED"));
    }

    [Test, Category("VV-10.27"), Category("Inferred")]
    public async Task Xml_on_request()
    {
        Add();
        Add("RUNNING");
        var answer = await CancelXml("""[{"job_id":5001},{"job_id":5002}]""");
        AssertBody(answer, """
            <VaultResponse><responseStatus>SUCCESS</responseStatus><data>
            <item><responseStatus>SUCCESS</responseStatus><data><id>5001</id></data></item>
            <item><responseStatus>FAILURE</responseStatus><errors><type>INVALID_DATA</type>
            <message>Job [5002] is not found in QUEUED or QUEUEING state</message></errors></item></data></VaultResponse>
            """.ReplaceLineEndings(""));
        Assert.That(answer.Headers["Content-Type"], Does.StartWith("application/xml"));
        Assert.That((await CancelXml("[]")).Body, Does.StartWith(
            "<VaultResponse><responseStatus>FAILURE</responseStatus><errors><item><type>PARAMETER_REQUIRED</type><message>"));
        Assert.That((await CancelXml("[]", "application/xml, application/json")).Body, Does.StartWith("{"));
    }

    [Test, Category("VV-10.27"), Category("VV-10.16"), Category("Inferred")]
    public async Task Xml_item_errors_have_other_shapes()
    {
        Add("RUNNING");
        Emulator.ItemErrors = VeevaVaultItemErrors.AsArray;
        Assert.That((await CancelXml("""[{"job_id":5001}]""")).Body, Does.Contain("<errors><item><type>INVALID_DATA</type><message>"));
        Emulator.ItemErrors = VeevaVaultItemErrors.AsNull;
        Assert.That((await CancelXml("""[{"job_id":5001}]""")).Body, Does.Contain("<errors />"));
        Emulator.ItemErrors = VeevaVaultItemErrors.AsMessage;
        Assert.That((await CancelXml("""[{"job_id":5001}]""")).Body, Does.Contain("<responseMessage>Job [5001]"));
    }

    private Task<Answer> CancelXml(string json, string accept = "application/xml") => Send(
        "POST", CancelPath, VeevaVaultEmulator.AdminSession, json, "application/json",
        request => request.Headers.TryAddWithoutValidation("Accept", accept));
}
