using TaskCancellation.Http;

namespace TaskCancellation.Tests.Http;

/// <summary>Which characters a text from the wire keeps, and where it is cut; which of them are shared. Held against the Unicode tables of controls.</summary>
public sealed class SafeTextTests
{
    private static object? Nothing => null;

    [TestCase(0x00, 0xFFFD)]
    [TestCase(0x08, 0xFFFD)]
    [TestCase(0x09, 0x20)]
    [TestCase(0x0A, 0x20)]
    [TestCase(0x0B, 0xFFFD)]
    [TestCase(0x0D, 0x20)]
    [TestCase(0x1B, 0xFFFD)]
    [TestCase(0x1F, 0xFFFD)]
    [TestCase(0x20, 0x20)]
    [TestCase(0x7E, 0x7E)]
    [TestCase(0x7F, 0xFFFD)]
    [TestCase(0x85, 0xFFFD)]
    [TestCase(0x9F, 0xFFFD)]
    [TestCase(0xA0, 0xA0)]
    [TestCase(0x2027, 0x2027)]
    [TestCase(0x2028, 0x20)]
    [TestCase(0x2029, 0x20)]
    [TestCase(0x202A, 0xFFFD)]
    [TestCase(0x202E, 0xFFFD)]
    [TestCase(0x202F, 0x202F)]
    [TestCase(0x2065, 0x2065)]
    [TestCase(0x2066, 0xFFFD)]
    [TestCase(0x2069, 0xFFFD)]
    [TestCase(0x206A, 0x206A)]
    public void A_character_is_kept_or_replaced(int code, int shown) => Assert.That(SafeText.Of($"a{(char)code}b"), Is.EqualTo($"a{(char)shown}b"));

    [TestCase("abcd", 4, "abcd")]
    [TestCase("abcde", 4, "abc…")]
    [TestCase("äöüß", 4, "äöüß")]
    [TestCase("äöüße", 4, "äöü…")]
    [TestCase("ab😀", 4, "ab😀")]
    [TestCase("ab😀c", 4, "ab…")]
    [TestCase("ab😀", 3, "ab…")]
    [TestCase("a😀c", 3, "a…")]
    [TestCase("😀", 1, "…")]
    [TestCase("a", 1, "a")]
    [TestCase("", 1, "")]
    public void A_text_is_cut_between_characters(string text, int max, string cut) => Assert.That(SafeText.Of(text, max), Is.EqualTo(cut));

    [Test]
    public void A_text_that_is_safe_is_the_same_instance()
    {
        var text = new string('x', SafeText.MaxLength);

        Assert.That(SafeText.Of(text), Is.SameAs(text));
    }

    [TestCase("!~", ExpectedResult = true)]
    [TestCase("a b", ExpectedResult = false)]
    [TestCase("a\x7F", ExpectedResult = false)]
    [TestCase("ä", ExpectedResult = false)]
    [TestCase("", ExpectedResult = false)]
    [TestCase(null, ExpectedResult = false)]
    public bool A_credential_is_visible_ascii(string? text) => SafeText.IsVisibleAscii(text);

    [TestCase(1, true)]
    [TestCase(64, true)]
    [TestCase(65, false)]
    public void Short_strings_and_values_are_shared(int length, bool isShared)
    {
        byte[] text = [.. Enumerable.Repeat((byte)'q', length)];

        Assert.That(ReferenceEquals(WireStringPool.Get(text), WireStringPool.Get(text)), Is.EqualTo(isShared));
        Assert.That(WireStringPool.Get(text), Is.EqualTo(new string('q', length)));
        var kept = RawJson.Share(text);
        Assert.That(RawJson.FindShared(text), isShared ? Is.SameAs(kept) : Is.Null);
        Assert.That(RawJson.FindShared([.. text, (byte)'!']), Is.Null);
    }

    [Test]
    public void What_is_no_ascii_is_not_shared_and_what_is_no_utf8_is_no_string()
    {
        Assert.That(WireStringPool.Get("ä"u8), Is.EqualTo("ä"));
        Assert.That(WireStringPool.Get([0xFF]), Is.Null);
        Assert.That(WireStringPool.Get([]), Is.Empty);
    }

    [Test]
    public void Values_are_equal_by_their_bytes()
    {
        var (one, same, other) = (RawJson.Of("[1]")!, RawJson.Of("[1]")!, RawJson.Of("[2]")!);

        Assert.Multiple(() =>
        {
            Assert.That(one.Equals(same), Is.True);
            Assert.That(one.Equals((object)same), Is.True);
            Assert.That(one.GetHashCode(), Is.EqualTo(same.GetHashCode()).And.Not.EqualTo(other.GetHashCode()));
            Assert.That(one.Equals(other), Is.False);
            Assert.That(one.Equals(Nothing), Is.False);
            Assert.That(one.ToString(), Is.EqualTo("[1]"));
            Assert.That(RawJson.Of((string?)null), Is.Null);
            Assert.That(RawJson.Of(ReadOnlyMemory<byte>.Empty), Is.Null);
            ReadOnlyMemory<byte> empty = "{}"u8.ToArray();
            Assert.That(RawJson.Of(empty), Is.SameAs(RawJson.Of("{}"u8.ToArray().AsMemory())));
        });
    }

    [TestCase("""{"a":"b"}""", """{"a":"b"}""", ExpectedResult = true)]
    [TestCase("""{"a":"b","c":"d"}""", """{ "c":"d", "a":"b" }""", ExpectedResult = true)]
    [TestCase("""{"a":"b"}""", """{"a":"c"}""", ExpectedResult = false)]
    [TestCase("""{"a":"b"}""", """{"A":"b"}""", ExpectedResult = false)]
    [TestCase("""{"a":"b"}""", "{}", ExpectedResult = false)]
    [TestCase("""{"a":["b"],"c":null}""", "{}", ExpectedResult = true)]
    public bool Maps_are_equal_by_their_pairs(string one, string other)
    {
        var (first, second) = (Read(one), Read(other));
        Assert.That(first.Equals((object)second), Is.EqualTo(first.Equals(second)));
        Assert.That(!first.Equals(second) || first.GetHashCode() == second.GetHashCode(), Is.True);
        Assert.That(first.Equals(Nothing) || first.Equals(Nothing as WireStringMap), Is.False);
        return first.Equals(second) && second.Equals(first);
    }

    [Test]
    public void A_map_that_was_not_read_equals_one_that_was()
    {
        Assert.That(Read("""{"a":"b"}""").Equals(WireStringMap.Of([new("a", "b")])), Is.True);
        Assert.That(Read("7"), Is.SameAs(WireStringMap.Empty));
        Assert.That(Read("{}"), Is.SameAs(WireStringMap.Empty));
        Assert.That(Read("""{"a":"b"}""").Value, Is.EqualTo(new Dictionary<string, string> { ["a"] = "b" }));
    }

    private static WireStringMap Read(string json) => Reading.Of(json, static (ref WireReader reader) => WireStringMap.Read(ref reader));
}
