namespace TaskCancellation.Tests.TopazImage.Emulator;

public class StatusTests : EmulatorTest
{
    private static readonly string Expected = """
        {"process_id":"3f0c6a52-7d55-4f0e-9a0d-5f0b9d1f6a10","source_id":"9be1f1c0-1a2b-4c3d-8e4f-0a1b2c3d4e5f",
        "filename":"shelf.png","input_format":"png","input_height":900,"input_width":1600,
        "output_format":"jpeg","output_height":1800,"output_width":3200,
        "category":"Enhance","model_type":"GAN","model":"Standard V2","crop_to_fill":false,
        "status":"Processing","progress":42,"eta":1790000120,"creation_time":1790000000,"modification_time":1790000060,"credits":1}
        """.ReplaceLineEndings("");

    [Test, Category("TZ-11.18")]
    public async Task The_example_is_served_byte_for_byte()
    {
        Emulator.Add(new()
        {
            Id = Job1,
            SourceId = "9be1f1c0-1a2b-4c3d-8e4f-0a1b2c3d4e5f",
            Progress = 42,
            CreatedAt = At(0.9),
            UpdatedAt = At(60.7),
            Eta = At(120.5),
        });
        AssertAnswer(await Get($"status/{Job1}"), 200, Expected);
        AssertAnswer(await Get("status"), 200, $"[{Expected}]");
        AssertAnswer(await Get("status?paginated=true"), 200, $$$"""{"data":[{{{Expected}}}],"pagination":{"has_next_page":false}}""");
    }

    [Test, Category("TZ-11.18")]
    public async Task Optional_fields_are_served_when_there_is_something_in_them()
    {
        Emulator.Add(new()
        {
            Id = Job1,
            SubjectDetection = "All",
            FaceEnhancement = true,
            FaceEnhancementCreativity = 0.5,
            FaceEnhancementStrength = 0.8,
            CropToFill = true,
            OptionsJson = """{"sharpen":0.1}""",
        });
        var body = (await Get($"status/{Job1}")).Body;
        Assert.That(body, Does.Not.Contain("source_id"));
        Assert.That(body, Does.Contain("""
            "model":"Standard V2","subject_detection":"All","face_enhancement":true,"face_enhancement_creativity":0.5,"face_enhancement_strength":0.8,"crop_to_fill":true,"options_json":"{\"sharpen\":0.1}","status":"Processing"
            """));
    }

    [Test, Category("TZ-11.19")]
    public async Task The_eta_is_an_instant_that_can_be_overtaken()
    {
        var id = Emulator.Add(new() { State = "Pending", StartDelay = Seconds(20), RunDuration = Seconds(100) });
        var endless = Emulator.Add();
        Advance(60);
        Assert.That((await Get($"status/{id}")).Json["eta"]!.GetValue<long>(), Is.EqualTo(Begin + 120));
        Emulator.SetEta(endless, At(30));
        Assert.That((await Get($"status/{endless}")).Body, Does.Contain("\"status\":\"Processing\",\"progress\":0,\"eta\":1790000030,"));
    }

    [Test, Category("TZ-11.19")]
    public async Task Times_are_told_by_the_servers_clock()
    {
        Emulator.Skew = Seconds(-600);
        var id = Emulator.Add();
        Assert.That((await Get($"status/{id}")).Json["creation_time"]!.GetValue<long>(), Is.EqualTo(Begin - 600));
    }

    [Test, Category("TZ-11.32")]
    public async Task Unknown_statuses_and_fields_are_served()
    {
        Emulator.AddsUnknownFields = true;
        var id = Emulator.Add(new() { State = "Archived" });
        var body = (await Get($"status/{id}")).Body;
        Assert.That(body, Does.Contain("\"status\":\"Archived\","));
        Assert.That(body, Does.EndWith(",\"credits\":1,\"x_unknown\":{\"status\":null}}"));
    }

    [Test, Category("TZ-11.32"), Category("TZ-11.33")]
    public async Task The_older_edition_has_more_fields_and_fewer_lists()
    {
        Start("1.1.0");
        var id = Emulator.Add();
        var status = await Get($"status/{id}");
        Assert.That(status.Body, Does.Contain("\"subject_detection\":\"All\",\"face_enhancement\":false,\"face_enhancement_creativity\":0,\"face_enhancement_strength\":0,\"crop_to_fill\":false,\"sync\":false,\"status\""));
        AssertAnswer(await Get("status?paginated=true&limit=1000&cursor=x"), 200, $"[{status.Body}]");
    }

    [TestCase("Completed", 204)]
    [TestCase("Cancelled", 204)]
    [TestCase("Processing", 409)]
    [TestCase("Archived", 409)]
    [Category("TZ-11.34"), Category("Inferred")]
    public async Task Records_of_ended_jobs_can_be_deleted(string status, int answer)
    {
        var id = Emulator.Add(new() { State = status });
        AssertAnswer(await Send(HttpMethod.Delete, $"status/{id}"), answer, answer == 204 ? "" : Error(409, "Job cannot be deleted in its current state."));
        Assert.That(Emulator.Find(id)?.State, Is.EqualTo(answer == 204 ? null : status));
        Assert.That((await Get($"status/{id}")).Status, Is.EqualTo(answer == 204 ? 404 : 200));
    }

    [TestCase(false, 3)]
    [TestCase(true, 2)]
    [Category("TZ-11.35")]
    public async Task All_records_can_be_deleted(bool sparesActive, int count)
    {
        Emulator.DeletesOnlyFinishedJobs = sparesActive;
        Emulator.Add(new() { State = "Completed" });
        Emulator.Add(new() { State = "Cancelled" });
        Emulator.Add();
        Emulator.Add(new() { Account = "other", State = "Failed" });
        AssertAnswer(await Send(HttpMethod.Delete, "status"), 200, $$"""{"deleted_count":{{count}}}""");
        Assert.That(Emulator.Rows, Has.Count.EqualTo(4 - count));
    }

    [Test, Category("TZ-11.36"), Category("Inferred")]
    public async Task Ended_jobs_are_forgotten_after_a_week()
    {
        var ended = Emulator.Add(new() { RunDuration = TimeSpan.FromDays(6) });
        var active = Emulator.Add();
        Clock.Advance(TimeSpan.FromDays(7));
        Assert.That(await Status(ended), Is.EqualTo("Completed"));
        Advance(1);
        Assert.That(((await Get($"status/{ended}")).Status, await Status(active)), Is.EqualTo((404, "Processing")));
        Assert.That((await Get("status")).Body, Is.EqualTo("[]"));
        Emulator.Retention = null;
        await Cancel(active);
        Clock.Advance(TimeSpan.FromDays(400));
        Assert.That(await Status(active), Is.EqualTo("Cancelled"));
    }
}
