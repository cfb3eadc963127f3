namespace TaskCancellation.Core.Tests.Model;

public sealed class ReadOnlyValuesTests
{
    [Test]
    public void Lists_compare_by_their_items_in_order()
    {
        var list = ReadOnlyValues.List(["a", null, "b"]);

        Assert.That(list!.Equals(ReadOnlyValues.List(new List<string?> { "a", null, "b" })), Is.True);
        Assert.That(list.GetHashCode(), Is.EqualTo(ReadOnlyValues.List(["a", null, "b"]).GetHashCode()));
        Assert.That(list.Equals(ReadOnlyValues.List(["b", null, "a"])), Is.False);
        Assert.That(list.Equals(ReadOnlyValues.List(["a", null])), Is.False);
        Assert.That(list.Equals(new[] { "a", null, "b" }), Is.False);
        Assert.That((list.Count, list[2]), Is.EqualTo((3, "b")));
    }

    [Test]
    public void A_list_set_to_nothing_equals_one_that_was_never_set()
    {
        Assert.That(Some.Report() with { Collateral = new List<TaskSnapshot>() }, Is.EqualTo(Some.Report()));
        Assert.That((Some.Report() with { Collateral = new List<TaskSnapshot>() }).GetHashCode(), Is.EqualTo(Some.Report().GetHashCode()));
        Assert.That(ReadOnlyValues.List(new List<int>()), Is.Empty.And.EqualTo(ReadOnlyValues.List<int>([])));
    }

    [Test]
    public void A_list_reads_as_its_items() => Assert.That(ReadOnlyValues.List(["a", "b"])!.ToString(), Is.EqualTo("[a, b]"));

    [Test]
    public void A_list_of_this_kind_is_not_copied_again()
    {
        var list = ReadOnlyValues.List([1, 2]);

        Assert.That(ReadOnlyValues.List(list), Is.SameAs(list));
        Assert.That(((System.Collections.IEnumerable)list).Cast<int>(), Is.EqualTo(new[] { 1, 2 }));
    }

    [Test]
    public void Maps_compare_by_their_pairs_in_any_order()
    {
        var map = ReadOnlyValues.Map(new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" });
        var turned = ReadOnlyValues.Map(new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" });

        Assert.That(map.Equals(turned), Is.True);
        Assert.That(map.GetHashCode(), Is.EqualTo(turned.GetHashCode()));
        Assert.That(map.Equals(ReadOnlyValues.Map(new Dictionary<string, string> { ["a"] = "1", ["b"] = "3" })), Is.False);
        Assert.That(map.Equals(ReadOnlyValues.Map(new Dictionary<string, string> { ["a"] = "1", ["B"] = "2" })), Is.False);
        Assert.That(map.Equals(ReadOnlyValues.Map(new Dictionary<string, string> { ["a"] = "1" })), Is.False);
        Assert.That(ReadOnlyValues.Map(map), Is.SameAs(map));
    }

    [Test]
    public void Nothing_stays_nothing()
    {
        Assert.That(ReadOnlyValues.List<string>(null), Is.Null);
        Assert.That(ReadOnlyValues.Map(null), Is.Null);
    }

    [Test]
    public void What_was_copied_does_not_change_with_its_source()
    {
        var source = new Dictionary<string, string> { ["a"] = "1" };
        var map = ReadOnlyValues.Map(source);
        source["a"] = "2";

        Assert.That(map["a"], Is.EqualTo("1"));
    }
}
