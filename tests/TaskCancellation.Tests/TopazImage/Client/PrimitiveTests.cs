using TaskCancellation.Testing;
using TaskCancellation.TopazImage;

namespace TaskCancellation.Tests.TopazImage.Client;

/// <summary>The primitives, as a policy around the client would call them.</summary>
internal sealed class PrimitiveTests : ClientTest
{
    private Opened Client
    {
        get
        {
            var options = new TopazImageTaskClientOptions { ApiKey = Key };
            options.UseTimeProvider(Clock);
            return Kept(new Opened(Kept(Service.CreateClient()), options));
        }
    }

    [Test]
    public void A_malformed_id_is_sent_nowhere()
    {
        Assert.That(() => { _ = Client.Read("../status"); }, Throws.ArgumentException.With.Message.StartsWith("'../status' is not a Topaz Image API process id"));
        Assert.That(Service.Requests, Is.Empty);
    }

    [Test]
    public void A_cancel_is_described_by_its_request() =>
        Assert.That(Client.Described(new CancelRequest { Targets = [Wire.Id] }), Is.EqualTo($"DELETE /image/v1/cancel/{Wire.Id}"));

    [Test]
    public void A_stored_filter_becomes_what_it_was()
    {
        Assert.That(Client.Restored(new StoredTaskFilter { Names = ["n"] }), Is.EqualTo(new TaskFilter { Names = ["n"] }));
        Assert.That(Client.Restored(new StoredTaskFilter { Names = ["n"], ServiceFields = [new("Models", FilterFields.ServiceSpecific, ["m"])] }), Is.EqualTo(new TopazImageTaskFilter { Names = ["n"], Models = ["m"] }));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_204_says_canceled_and_whether_it_was_asked_before(bool isLost)
    {
        Service.On(CancelLine, Wire.NoContent);
        if (isLost)
        {
            Service.Faults.OnCall(1).ResetAfterActing();
        }

        var reply = await RunAsync(Client.Send(new CancelRequest { Targets = [Wire.Id] }));
        Assert.That(reply.Items, Is.EqualTo(new[] { new CancelReplyItem(Wire.Id, CancelDisposition.Acknowledged, new TaskSnapshot { Id = Wire.Id, State = TaskState.Canceled }) }));
        Assert.That((reply.FollowsAmbiguousAttempt, Service.Requests.Count), Is.EqualTo((isLost, isLost ? 2 : 1)));
    }

    [Test]
    public async Task Another_success_is_told_to_be_none()
    {
        Service.On(CancelLine, EmulatedReply.Empty(202));
        Assert.That((await FailureOf(Client.Send(new CancelRequest { Targets = [Wire.Id] }))).Summary, Is.EqualTo("Topaz Image API: The reply to the cancel is none that the service documents."));
    }

    [Test]
    public async Task A_reply_about_another_job_is_told_to_be_one()
    {
        Service.On(ReadLine, Wire.JobReply(id: Wire.OtherId));
        Assert.That((await FailureOf(Client.Read(Wire.Id))).Summary, Is.EqualTo("Topaz Image API: The reply is about another job."));
    }

    [Test]
    public async Task A_job_that_is_named_in_both_cases_is_read_once()
    {
        Service.On(ReadLine, Wire.JobReply());
        var page = await RunAsync(Client.Page(TopazImageFilterTranslator.Translate(new TaskFilter { Ids = [Wire.Id, Wire.Id.ToUpperInvariant()] })));
        Assert.That((page.Tasks.Count, page.Next, Service.Requests.Count), Is.EqualTo((1, (ListPosition?)null, 1)));
    }

    [Test]
    public async Task A_page_names_where_it_goes_on()
    {
        Service.On(ListLine, Wire.Page("c", Wire.Job())).On(ListLine + "&cursor=c", Wire.Page(null));
        var filter = TopazImageFilterTranslator.Translate(new TaskFilter { Names = ["other"] });
        var page = await RunAsync(Client.Page(filter));
        Assert.That((page.Tasks.Count, page.Next), Is.EqualTo((1, new TopazImageListPosition("c"))), "what the filter means is matched by the caller");
        Assert.That((await RunAsync(Client.Page(filter, page.Next))).Next, Is.Null);
    }

    private sealed class Opened(HttpClient http, TopazImageTaskClientOptions options) : TopazImageTaskClient(http, options)
    {
        internal Task<TaskSnapshot?> Read(TaskId id) => ReadAsync(id, ReadOptions.Default, default);

        internal Task<TaskPage> Page(FilterTranslation filter, ListPosition? from = null) => ReadPageAsync(filter, from, ReadOptions.Default, default);

        internal string Described(CancelRequest request) => Describe(request);

        internal TaskFilter Restored(StoredTaskFilter filter) => Restore(filter);

        internal Task<CancelReply> Send(CancelRequest request) => SendCancelAsync(request, default);
    }
}
