using TaskCancellation.Testing.VeevaVault;

namespace TaskCancellation.Tests.VeevaVault.Emulator;

public class QueryTests : EmulatorTest
{
    [Test, Category("VV-10.47")]
    public async Task Instances_are_filtered_and_ordered()
    {
        Emulator.Add(new() { Name = "a__c", Title = "A" });
        Emulator.Add(new() { Name = "b__c", State = "SCHEDULED", CreatedBy = 7 });
        Emulator.Add(new() { Name = "c__c", State = "RUNNING" });
        Add("SUCCESS");
        AssertBody(await Query("SELECT id, job_name__sys, job_title__sys, status__sys, created_by__sys, queue_date__sys, run_date__sys FROM job_instance__sys WHERE job_name__sys = 'a__c'"), """
            {"responseStatus":"SUCCESS","responseDetails":{"pagesize":1000,"pageoffset":0,"size":1,"total":1},
            "data":[{"id":5001,"job_name__sys":"a__c","job_title__sys":"A","status__sys":"QUEUED","created_by__sys":1,"queue_date__sys":"2026-01-01T00:00:00.000Z","run_date__sys":null}]}
            """.ReplaceLineEndings(""));
        Assert.That(await Ids("SELECT id FROM job_instance__sys ORDER BY id DESC"), Is.EqualTo("5003,5002,5001"));
        Assert.That(await Ids("select id from job_instance__sys where status__sys contains ('QUEUED','RUNNING') and id > 5001"), Is.EqualTo("5003"));
        Assert.That(await Ids("SELECT id FROM job_instance__sys WHERE created_by__sys != 1"), Is.EqualTo("5002"));
        Assert.That(await Ids("SELECT id FROM job_instance__sys WHERE queue_date__sys >= '2026-01-01T00:00:00.000Z'"), Is.EqualTo("5001,5003"));
        AssertRefused(await Query("SELECT id FROM job_instance__sys", "v23.3"), "INCORRECT_QUERY_SYNTAX_ERROR");
    }

    [Test, Category("VV-10.47")]
    public async Task Pages_lead_to_one_another()
    {
        for (var job = 1; job <= 5; job++)
        {
            Add();
        }

        var first = (await Query("SELECT id FROM job_instance__sys ORDER BY id ASC PAGESIZE 2")).Json;
        var second = (await Get(first["responseDetails"]!["next_page"]!.GetValue<string>())).Json;
        AssertBody(await Post(second["responseDetails"]!["next_page"]!.GetValue<string>()), """
            {"responseStatus":"SUCCESS","responseDetails":{"pagesize":2,"pageoffset":4,"size":1,"total":5,
            "previous_page":"/api/v25.3/query/1?pagesize=2&pageoffset=2"},"data":[{"id":5005}]}
            """.ReplaceLineEndings(""));
        Assert.That(second["data"]!.ToJsonString(), Is.EqualTo("""[{"id":5003},{"id":5004}]"""));
        Assert.That(await Ids("SELECT id FROM job_instance__sys PAGESIZE 2 PAGEOFFSET 3"), Is.EqualTo("5004,5005"));
    }

    [Test, Category("VV-10.47"), Category("Inferred")]
    public async Task Spellings_can_differ()
    {
        Add();
        Emulator.VqlIdsAreStrings = true;
        Emulator.VqlStatusIsLowerCase = true;
        Emulator.VqlStatusField = "job_status__sys";
        var data = (await Query("SELECT id, job_status__sys FROM job_instance__sys WHERE job_status__sys = 'queued' AND id = 5001")).Json["data"]!;
        Assert.That(data.ToJsonString(), Is.EqualTo("""[{"id":"5001","job_status__sys":"queued"}]"""));
    }

    [Test, Category("VV-10.48")]
    public async Task Histories_and_their_tasks()
    {
        Emulator.Add(new() { State = "RUNNING", RunDuration = TimeSpan.FromSeconds(1), Ending = "ERRORS_ENCOUNTERED", Tasks = [new VeevaVaultJobTask("Task1"), new VeevaVaultJobTask("Task2", "FAILED")] });
        Add();
        Advance(1);
        Assert.That((await Query("SELECT id, status__sys, schedule_date__sys, start_date__sys, finish_date__sys FROM job_history__sys")).Json["data"]!.ToJsonString(), Is.EqualTo(
            """[{"id":5001,"status__sys":"ERRORS_ENCOUNTERED","schedule_date__sys":null,"start_date__sys":"2026-01-01T00:00:00.000Z","finish_date__sys":"2026-01-01T00:00:01.000Z"}]"""));
        Assert.That((await Query("SELECT task_id__sys, job_history__sys FROM job_task_history__sys WHERE status__sys = 'FAILED'")).Json["data"]!.ToJsonString(), Is.EqualTo(
            """[{"task_id__sys":"Task2","job_history__sys":5001}]"""));
    }

    [TestCase("", "INCORRECT_QUERY_SYNTAX_ERROR")]
    [TestCase("SELECT id", "INCORRECT_QUERY_SYNTAX_ERROR")]
    [TestCase("SELECT id FROM job_instance__sys WHERE", "INCORRECT_QUERY_SYNTAX_ERROR")]
    [TestCase("SELECT id FROM job_instance__sys WHERE id LIKE 5", "INCORRECT_QUERY_SYNTAX_ERROR")]
    [TestCase("SELECT id FROM job_instance__sys PAGESIZE 1001", "INCORRECT_QUERY_SYNTAX_ERROR")]
    [TestCase("SELECT id FROM job_instance__sys nonsense", "INCORRECT_QUERY_SYNTAX_ERROR")]
    [TestCase("SELECT id FROM documents", "INCORRECT_QUERY_SYNTAX_ERROR")]
    [TestCase("SELECT id, colour__c FROM job_instance__sys", "ATTRIBUTE_NOT_SUPPORTED")]
    [Category("VV-10.49"), Category("Inferred")]
    public async Task Wrong_queries_are_refused(string vql, string type) => AssertRefused(await Query(vql), type);

    [Test, Category("VV-10.49"), Category("Inferred")]
    public async Task A_query_has_to_be_there() => AssertRefused(await Post("/api/v25.3/query"), "PARAMETER_REQUIRED");

    private async Task<string> Ids(string vql)
    {
        var answer = await Query(vql);
        AssertStatus(answer, "SUCCESS");
        return string.Join(',', answer.Json["data"]!.AsArray().Select(row => row!["id"]!.GetValue<long>()));
    }
}
