using System.Text;

namespace TaskCancellation.Tests.TopazImage.Emulator;

public class SubmissionTests : EmulatorTest
{
    private const string Source = "9be1f1c0-1a2b-4c3d-8e4f-0a1b2c3d4e5f";

    [Test, Category("TZ-11.39")]
    public async Task A_job_is_made_and_runs()
    {
        var answer = await Submit("enhance/async", ("source_id", Source), ("output_width", "640"), ("output_format", "png"));
        var id = Emulator.Rows.Single().Id;
        AssertAnswer(answer, 200, $$"""{"process_id":"{{id}}","source_id":"{{Source}}","eta":1790000120}""");
        Assert.That((answer.Headers["X-Process-ID"], answer.Headers["X-Source-ID"], answer.Headers["X-ETA"]), Is.EqualTo((id, Source, "1790000120")));
        Assert.That((await Get($"status/{id}")).Body, Does.Contain("\"output_format\":\"png\",\"output_height\":1800,\"output_width\":640,\"category\":\"Enhance\",\"model_type\":\"GAN\",\"model\":\"Standard V2\",\"crop_to_fill\":false,\"status\":\"Pending\""));
        Advance(120);
        Assert.That(await Status(id), Is.EqualTo("Completed"));
    }

    [Test, Category("TZ-11.39")]
    public async Task A_file_is_taken_with_its_name_and_a_model_as_it_is()
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent([0xFF, 0xD8, 13, 10, 45, 45, 0]), "image", "shop window.JPG" }, { new StringContent("Größer 3"), "model" } };
        Assert.That((await Send(HttpMethod.Post, "enhance-gen/async", content: form)).Status, Is.EqualTo(200));
        Assert.That((Emulator.Rows[0].FileName, Emulator.Rows[0].Model), Is.EqualTo(("shop window.JPG", "Größer 3")));
    }

    [TestCase("enhance")]
    [TestCase("enhance-gen")]
    [TestCase("sharpen")]
    [TestCase("sharpen-gen")]
    [TestCase("denoise")]
    [TestCase("restore-gen")]
    [TestCase("lighting")]
    [TestCase("matting")]
    [TestCase("tool")]
    [Category("TZ-11.39")]
    public async Task Every_kind_of_job_can_be_cancelled(string kind)
    {
        var answer = await Submit(kind + "/async", ("source_url", "https://images.test/a.png"));
        Assert.That((await Cancel(answer.Headers["X-Process-ID"])).Status, Is.EqualTo(204));
    }

    [Test, Category("TZ-11.39"), Category("Inferred")]
    public async Task Bad_forms_are_400_or_422()
    {
        Assert.That((await Submit("enhance/async", ("model", "CGI"))).Status, Is.EqualTo(400));
        Assert.That((await Submit("enhance/async", ("source_id", Source), ("source_url", "https://images.test/a.png"))).Status, Is.EqualTo(400));
        Assert.That((await Submit("enhance/async", ("source_id", "nonsense"))).Status, Is.EqualTo(400));
        Assert.That((await Submit("enhance/async", ("source_id", Source), ("output_width", "32001"))).Status, Is.EqualTo(422));
        Assert.That((await Submit("enhance/async", ("source_id", Source), ("output_format", "bmp"))).Status, Is.EqualTo(422));
        Assert.That(Emulator.Rows, Is.Empty);
    }

    [Test, Category("TZ-11.39")]
    public async Task Other_media_types_are_415()
    {
        using var json = new StringContent("{}", Encoding.UTF8, "application/json");
        AssertAnswer(await Send(HttpMethod.Post, "enhance/async", content: json), 415, Error(415, "Unsupported media type."));
        using var bitmap = new MultipartFormDataContent { { new ByteArrayContent([1]), "image", "a.bmp" } };
        Assert.That((await Send(HttpMethod.Post, "enhance/async", content: bitmap)).Status, Is.EqualTo(415));
    }

    [Test, Category("TZ-11.39")]
    public async Task What_cannot_be_paid_or_taken_is_refused()
    {
        Emulator.SetCredits(0);
        AssertAnswer(await Submit("tool/async", ("source_id", Source)), 402, Error(402, "Insufficient credits."));
        Emulator.IsToppingUp = true;
        AssertAnswer(await Submit("tool/async", ("source_id", Source)), 425, Error(425, "Credits are being topped up. Try again later."));
        Emulator.HasSubscription = false;
        AssertAnswer(await Submit("tool/async", ("source_id", Source)), 412, Error(412, "No valid subscription."));
        Emulator.MaxBodyBytes = 10;
        AssertAnswer(await Submit("tool/async", ("source_id", Source)), 413, Error(413, "Request body too large."));
        Assert.That(Emulator.Rows, Is.Empty);
    }

    [TestCase("estimate")]
    [TestCase("estimate-gen")]
    [Category("TZ-11.39")]
    public async Task An_estimate_makes_no_job(string path)
    {
        Emulator.NewTasks = new() { RunDuration = Seconds(30), Credits = 2 };
        AssertAnswer(await Send(HttpMethod.Post, path), 200, """{"duration":30,"credits":2}""");
        Assert.That(Emulator.Rows, Is.Empty);
    }

    [Test, Category("TZ-11.38")]
    public async Task A_completed_job_can_be_downloaded()
    {
        var id = Emulator.Add(new() { RunDuration = Seconds(60) });
        AssertAnswer(await Get($"download/{id}"), 409, Error(409, "Job output is not ready."));
        Assert.That((await Get($"download/input/{id}")).Json["expiry"]!.GetValue<long>(), Is.EqualTo(Begin + 3600));
        Advance(60);
        var links = (await Get($"download/{id}")).Json.AsObject();
        Assert.That(links.Select(member => member.Key), Is.EqualTo(new[] { "download_url", "head_url", "expiry" }));
        Assert.That(links["expiry"]!.GetValue<long>(), Is.EqualTo(Begin + 3660));
        Assert.That(Uri.IsWellFormedUriString(links["download_url"]!.GetValue<string>(), UriKind.Absolute), Is.True);
    }

    [Test, Category("TZ-11.38")]
    public async Task A_cancelled_job_has_nothing_to_download()
    {
        var id = Emulator.Add();
        await Cancel(id);
        Assert.That((await Get($"download/{id}")).Status, Is.EqualTo(409));
    }

    private async Task<Answer> Submit(string path, params (string Name, string Value)[] fields)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
        {
            form.Add(new StringContent(value), name);
        }

        return await Send(HttpMethod.Post, path, content: form);
    }
}
