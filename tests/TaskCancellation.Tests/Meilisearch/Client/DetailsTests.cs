using TaskCancellation.Meilisearch;

namespace TaskCancellation.Tests.Meilisearch.Client;

/// <summary>What is read out of the details of a task when it is asked for, and the fields of the own filter.</summary>
public sealed class DetailsTests
{
    private static readonly MeilisearchTaskDetails All = new()
    {
        Json = """{"receivedDocuments":1,"indexedDocuments":2,"editedDocuments":3,"deletedDocuments":4,"matchedTasks":5,"canceledTasks":6,"deletedTasks":7,"originalFilter":"?statuses=*","other":null}""",
    };

    [Test]
    public void Every_number_has_its_member() =>
        Assert.That(
            (All.ReceivedDocuments, All.IndexedDocuments, All.EditedDocuments, All.DeletedDocuments, All.MatchedTasks, All.CanceledTasks, All.DeletedTasks, All.OriginalFilter),
            Is.EqualTo(((long?)1, (long?)2, (long?)3, (long?)4, (long?)5, (long?)6, (long?)7, "?statuses=*")));

    [Test]
    public void Every_member_is_shown_as_it_came()
    {
        Assert.That(All.Members.Select(member => $"{member.Key}={member.Value}"), Is.EqualTo(new[]
        {
            "receivedDocuments=1", "indexedDocuments=2", "editedDocuments=3", "deletedDocuments=4", "matchedTasks=5", "canceledTasks=6", "deletedTasks=7", "originalFilter=\"?statuses=*\"", "other=null",
        }));
        foreach (var none in new[] { null, "{", "7", "[{}]" })
        {
            Assert.That(new MeilisearchTaskDetails { Json = none }.Members, Is.Empty);
        }
    }

    [TestCase("7")]
    [TestCase("{\"a\":1}")]
    [TestCase("null")]
    public void A_filter_that_is_no_text_is_none(string value) => Assert.That(new MeilisearchTaskDetails { Json = $$"""{"originalFilter":{{value}}}""" }.OriginalFilter, Is.Null);

    [TestCase("""{"matchedTasks":3,"canceledTasks":2,"originalFilter":"?uids=1,2,2,3"}""", 3L, 2L, 3L)]
    [TestCase("""{"matchedTasks":1,"canceledTasks":null,"originalFilter":"?uids=17"}""", 1L, null, 1L)]
    [TestCase("""{"matchedTasks":1,"canceledTasks":1,"originalFilter":"?uids=1&statuses=enqueued"}""", 1L, 1L, null)]
    [TestCase("""{"matchedTasks":1,"canceledTasks":1,"originalFilter":"?uids=*"}""", 1L, 1L, null)]
    [TestCase("""{"matchedTasks":1,"canceledTasks":1,"originalFilter":"?statuses=x&?uids="}""", 1L, 1L, null)]
    [TestCase("""{"canceledTasks":1,"matchedTasks":0}""", 0L, 1L, null)]
    [TestCase("""{"matchedTasks":3,"deletedTasks":2,"originalFilter":"?uids=1"}""", null, null, null)]
    [TestCase("""{"canceledTasks":2}""", null, null, null)]
    public void A_cancellation_counts_what_it_matched_canceled_and_was_asked_for(string json, long? matched, long? canceled, long? asked) =>
        Assert.That(new MeilisearchTaskDetails { Json = json }.CancellationCounts, Is.EqualTo(matched is { } count ? new ServiceTaskCounts(count, canceled, asked) : null));

    [Test]
    public void The_own_fields_of_a_filter_are_constraints_by_their_names()
    {
        var filter = new MeilisearchTaskFilter { Kinds = ["indexSwap"], BatchIds = [1, 2], CanceledBy = [3], EnqueuedUpTo = 4 };
        Assert.That(filter.GetConstraints().Select(one => $"{one.Field}: {one}"), Is.EqualTo(new[] { "Kinds: Kinds in [indexSwap]", "ServiceSpecific: BatchIds in [1, 2]", "ServiceSpecific: CanceledBy in [3]", "ServiceSpecific: EnqueuedUpTo in [4]" }));
        Assert.That(new MeilisearchTaskFilter().GetConstraints(), Is.Empty);
    }

    [Test]
    public void A_stored_filter_comes_back_with_its_own_fields()
    {
        var stored = new StoredTaskFilter { Scopes = ["movies"], ServiceFields = [Field("BatchIds", "1", "2"), Field("CanceledBy", "3"), Field("EnqueuedUpTo", "4")] };
        Assert.That(new MeilisearchTaskFilter(stored), Is.EqualTo(new MeilisearchTaskFilter { Scopes = ["movies"], BatchIds = [1, 2], CanceledBy = [3], EnqueuedUpTo = 4 }));
        Assert.That(new MeilisearchTaskFilter(new TaskFilter { Scopes = ["movies"] }), Is.EqualTo(new MeilisearchTaskFilter { Scopes = ["movies"] }));
        Assert.That(() => new MeilisearchTaskFilter(new StoredTaskFilter { ServiceFields = [Field("Models", "x")] }), Throws.TypeOf<UnsupportedFilterException>().With.Message.EqualTo("Meilisearch has no filter by Models.").And.Property("Field").EqualTo("Models"));
    }

    private static FilterConstraint Field(string name, params string[] values) => new(name, FilterFields.ServiceSpecific, values);
}
