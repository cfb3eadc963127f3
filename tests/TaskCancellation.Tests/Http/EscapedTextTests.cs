using System.Text;
using System.Text.Json;
using TaskCancellation.Http;

namespace TaskCancellation.Tests.Http;

/// <summary>Escaped texts, held against what the framework's own parser makes of them.</summary>
public sealed class EscapedTextTests
{
    private static readonly string[] Parts =
    [
        "a", "Z ", "é", "漢", "😀", "\\n", "\\t", "\\r", "\\b", "\\f", "\\\"", "\\\\", "\\/", "\\u0041", "\\u00e9", "\\u6F22", "\\u0000", "\\ud83d\\ude00", "\\ud83d", "\\ude00", "\\uD83D\\u0041", "\\\\u0041",
    ];

    [Test]
    public void A_text_is_what_the_parser_makes_of_it([Range(1, 400)] int seed)
    {
        var random = new Random(seed);
        var json = string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => Parts[random.Next(Parts.Length)]));
        var escaped = Encoding.UTF8.GetBytes(json);
        var expected = Parsed(escaped);

        Assert.That(EscapedText.IsUnicode(escaped), Is.EqualTo(expected is not null), json);
        if (expected is not null)
        {
            Assert.That(EscapedText.Decode(escaped), Is.EqualTo(expected));
            Assert.That(expected, Does.StartWith(EscapedText.Decode(EscapedText.Head(escaped, 3 * 4)).TrimEnd('\ufffd', '\ud83d')));
            Assert.That(EscapedText.Head(escaped, int.MaxValue).Length, Is.EqualTo(escaped.Length));
        }
    }

    [TestCase("\\u0061b", "ab", ExpectedResult = true)]
    [TestCase("a\\u0062", "ab", ExpectedResult = true)]
    [TestCase("\\/\\n", "/\n", ExpectedResult = true)]
    [TestCase("\\u0061", "ab", ExpectedResult = false)]
    [TestCase("\\u0061bc", "ab", ExpectedResult = false)]
    [TestCase("\\ud800", "ab", ExpectedResult = false)]
    [TestCase("\\u0061\\u0442", "aB", ExpectedResult = false)]
    public bool A_name_is_compared_as_it_is_meant(string escaped, string name) => EscapedText.Is(Encoding.UTF8.GetBytes(escaped), name);

    [TestCase("\\u0061", "A", ExpectedResult = true)]
    [TestCase("\\u0041\\n", "a\n", ExpectedResult = true)]
    [TestCase("\\u0061", "B", ExpectedResult = false)]
    [TestCase("\\u0061", "", ExpectedResult = false)]
    public bool A_name_may_be_compared_without_its_case(string escaped, string name) => EscapedText.Is(Encoding.UTF8.GetBytes(escaped), name, ignoresCase: true);

    [TestCase("a\\nb", 0, "")]
    [TestCase("a\\nb", 1, "a")]
    [TestCase("a\\nb", 2, "a\\n")]
    [TestCase("\\u0061bc", 2, "\\u0061b")]
    [TestCase("ab", 3, "ab")]
    public void A_beginning_ends_between_two_units(string escaped, int units, string head) => Assert.That(Encoding.UTF8.GetString(EscapedText.Head(Encoding.UTF8.GetBytes(escaped), units)), Is.EqualTo(head));

    private static string? Parsed(byte[] escaped)
    {
        var reader = new Utf8JsonReader([(byte)'"', .. escaped, (byte)'"']);
        reader.Read();
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
