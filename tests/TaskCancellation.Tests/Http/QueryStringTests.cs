using FsCheck;
using FsCheck.Fluent;
using TaskCancellation.Http;

namespace TaskCancellation.Tests.Http;

public class QueryStringTests
{
    [Test]
    public void Nothing_adds_nothing() => Assert.That(new QueryString().AppendTo("tasks"), Is.EqualTo("tasks"));

    [Test]
    public void Values_are_joined_in_order() =>
        Assert.That(new QueryString().Add("b", "1").AddList("a", ["2", "3"]).AppendTo("tasks"), Is.EqualTo("tasks?b=1&a=2,3"));

    [Test]
    public void A_parameter_of_a_filter_is_a_list_of_its_values() =>
        Assert.That(new QueryString().Add([new FilterParameter("a", ["2", "x,y"])]).ToString(), Is.EqualTo("a=2,x%2Cy"));

    [Test]
    public void A_list_may_be_escaped_item_by_item_and_then_whole() =>
        Assert.That(new QueryString().AddEscapedList("a", ["x,y", "50%"]).ToString(), Is.EqualTo("a=x%252Cy%2C50%2525"));

    [TestCase("a&b=c", "a%26b%3Dc")]
    [TestCase("1+1 =2", "1%2B1%20%3D2")]
    [TestCase("50%", "50%25")]
    [TestCase("x,y", "x%2Cy")]
    [TestCase("#?/", "%23%3F%2F")]
    [TestCase("ü€😀", "%C3%BC%E2%82%AC%F0%9F%98%80")]
    [TestCase("*", "%2A")]
    public void A_value_is_escaped_whole(string value, string escaped) =>
        Assert.That(new QueryString().Add("q", value).ToString(), Is.EqualTo("q=" + escaped));

    [TestCase(1)]
    [TestCase(10_000)]
    public void A_value_may_be_of_any_length(int length) =>
        Assert.That(new QueryString().Add("q", new string(' ', length)).ToString(), Is.EqualTo("q=" + string.Concat(Enumerable.Repeat("%20", length))));

    [Test]
    public void Any_value_comes_out_of_a_request_address_as_it_went_in() =>
        Check.QuickThrowOnFailure(Prop.ForAll<NonNull<string>>(text =>
        {
            var value = Decodable(text.Get);
            var query = new Uri(ProbeService.Address, new QueryString().Add("first", value).Add("second", value).AppendTo("tasks")).Query;
            var parts = query.TrimStart('?').Split('&');
            return parts.Length == 2
                && Uri.UnescapeDataString(parts[0]["first=".Length..]) == value
                && Uri.UnescapeDataString(parts[1]["second=".Length..]) == value;
        }));

    [Test]
    public void Any_list_comes_out_item_by_item() =>
        Check.QuickThrowOnFailure(Prop.ForAll<NonEmptyArray<NonNull<string>>>(texts =>
        {
            var values = texts.Get.Select(text => Decodable(text.Get)).ToArray();
            var list = new QueryString().AddList("q", values).ToString()["q=".Length..];
            return list.Split(',').Select(Uri.UnescapeDataString).SequenceEqual(values);
        }));

    // Half of a surrogate pair is no text, and cannot be encoded.
    private static string Decodable(string text) => string.Concat(text.EnumerateRunes().Select(rune => rune.ToString()));
}
