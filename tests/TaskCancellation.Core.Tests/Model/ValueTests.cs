namespace TaskCancellation.Core.Tests.Model;

/// <summary>Lists and maps of values: equal by what they hold, and closed to changes.</summary>
public sealed class ValueTests
{
    private static readonly TaskTarget[] Targets = ["a", "b"];

    [Test]
    public void Lists_are_equal_by_their_items_and_their_order()
    {
        var (one, same, other) = (ReadOnlyValues.List([1, 2, 3]), ReadOnlyValues.List(Enumerable.Range(1, 3)), ReadOnlyValues.List([3, 2, 1]));

        Assert.That(one.Equals(same), Is.True);
        Assert.That(one.Equals(other), Is.False);
        Assert.That(one.GetHashCode(), Is.EqualTo(same.GetHashCode()).And.Not.EqualTo(other.GetHashCode()).And.Not.EqualTo(ReadOnlyValues.List([1, 2]).GetHashCode()));
    }

    [Test]
    public void A_list_is_read_only()
    {
        var list = (ICollection<int>)ReadOnlyValues.List([1, 2, 3]);
        var copy = new int[5];
        list.CopyTo(copy, 1);

        Assert.Multiple(() =>
        {
            Assert.That((list.IsReadOnly, list.Contains(3), list.Contains(4)), Is.EqualTo((true, true, false)));
            Assert.That(copy, Is.EqualTo(new[] { 0, 1, 2, 3, 0 }));
            Assert.That(() => list.Add(1), Throws.InstanceOf<NotSupportedException>());
            Assert.That(() => list.Remove(1), Throws.InstanceOf<NotSupportedException>());
            Assert.That(list.Clear, Throws.InstanceOf<NotSupportedException>());
        });
    }

    [Test]
    public void Nothing_from_wherever_is_the_nothing_that_a_property_begins_with()
    {
        Assert.That(new CancelReply { Items = Enumerable.Empty<CancelReplyItem>().Where(_ => true).ToList() }, Is.EqualTo(new CancelReply()));
        Assert.That(ReadOnlyValues.List(Some.Noon.ToString().Where(_ => false)), Is.SameAs(ReadOnlyValues.List(Array.Empty<char>())));
        Assert.That(ReadOnlyValues.List((int[]?)null), Is.Null);
    }

    [Test]
    public void The_items_of_a_reply_that_says_the_same_of_all_equal_those_that_are_named()
    {
        var request = new CancelRequest { Targets = Targets };
        var (same, named) = (CancelReply.ForEach(request, CancelDisposition.Acknowledged), new CancelReply { Items = [new CancelReplyItem("a", CancelDisposition.Acknowledged), new CancelReplyItem("b", CancelDisposition.Acknowledged)] });

        Assert.Multiple(() =>
        {
            Assert.That(same, Is.EqualTo(named));
            Assert.That(named, Is.EqualTo(same));
            Assert.That(same.GetHashCode(), Is.EqualTo(named.GetHashCode()));
            Assert.That(same, Is.Not.EqualTo(CancelReply.ForEach(request, CancelDisposition.Denied)));
            Assert.That(same.Items.Select(item => item.Target), Is.EqualTo(Targets));
            Assert.That(same.Items[1], Is.EqualTo(named.Items[1]));
        });
    }

    [Test]
    public void Maps_are_equal_by_their_pairs_in_any_order()
    {
        var (one, same, other) = (Map(("a", "1"), ("b", "2")), Map(("b", "2"), ("a", "1")), Map(("a", "1"), ("b", "3")));

        Assert.Multiple(() =>
        {
            Assert.That(one.Equals(same), Is.True);
            Assert.That(one.Equals(other), Is.False);
            Assert.That(one.Equals(Map(("a", "1"))), Is.False);
            Assert.That(one.GetHashCode(), Is.EqualTo(same.GetHashCode()).And.Not.EqualTo(other.GetHashCode()));
            Assert.That(one.ToString(), Is.EqualTo("{a=1, b=2}"));
            Assert.That(ReadOnlyValues.Map(one), Is.SameAs(one));
            Assert.That(ReadOnlyValues.Map(null), Is.Null);
        });
    }

    [TestCase(10, "Ids in [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]")]
    [TestCase(11, "Ids in [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, and 1 more]")]
    public void A_constraint_shows_ten_values(int count, string text) => Assert.That(new FilterConstraint("Ids", FilterFields.Ids, [.. Enumerable.Range(1, count).Select(one => $"{one}")]).ToString(), Is.EqualTo(text));

    [Test]
    public void Ids_of_numbers_and_guids_are_written_in_their_usual_form()
    {
        var guid = new Guid("0F8FAD5B-D9CB-469F-A165-70867728950E");

        Assert.That(new[] { TaskId.FromInt64(-7), guid, TaskId.FromString("x"), default }.Select(id => id.Value), Is.EqualTo(new[] { "-7", "0f8fad5b-d9cb-469f-a165-70867728950e", "x", "" }));
        Assert.That(new TaskId(""), Is.EqualTo(default(TaskId)));
    }

    private static IReadOnlyDictionary<string, string> Map(params (string Key, string Value)[] pairs) => ReadOnlyValues.Map(pairs.Select(pair => new KeyValuePair<string, string>(pair.Key, pair.Value)));
}
